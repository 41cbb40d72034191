"""Golden vectors of identities, recovery and recovery sheets; called by make_sealing_vectors.py."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.vectors.book import Book, Random, Vector
from tests.vectors.reference import expand, framed, hpke_seal, public_of, wrap


def identity_blob(
    random: Random, passphrase: bytes, pepper: bytes, owner: bytes, kdf: tuple[int, int, int, int]
) -> tuple[bytes, bytes]:
    """(blob, both public keys) made with (kdf id, memory, passes, lanes)."""
    agreement, signing, salt = random(32), random(32), random(16)
    head = b"Ki\x01" + bytes((kdf[0],)) + struct.pack(">IBB", *kdf[1:]) + salt
    kek = Argon2id(
        salt=salt, length=32, iterations=kdf[2], lanes=kdf[3], memory_cost=kdf[1], ad=owner, secret=pepper
    ).derive(passphrase)
    blob = head
    for which, key in ((b"agreement", agreement), (b"signing", signing)):
        context = framed(b"kartoteka/identity/1", which, head, owner[:16], owner[16:])
        blob += wrap(expand(kek, b"kartoteka/identity/1/" + which), context, key, random(12))
    signing_public = Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw()
    return blob, public_of(agreement) + signing_public


def identity(random: Random) -> list[Vector]:
    vectors: list[Vector] = []
    book = Book("identity", vectors)
    pepper, store, person, words = random(32), random(16), random(16), "пять слов одной фразы"

    def made(kdf: tuple[int, int, int, int], test_kdf: bool) -> tuple[dict[str, Any], bytes]:
        blob, publics = identity_blob(random, words.encode(), pepper, store + person, kdf)
        args = {"blob": blob, "passphrase": words, "pepper": pepper, "store_id": store, "person_id": person}
        return args | {"test_kdf": test_kdf}, publics

    base, publics = made((255, 64, 1, 1), True)
    book.accept("test-only derivation", publics, **base)
    real, publics = made((1, 65_536, 2, 1), False)
    book.accept("smallest accepted derivation", publics, **real)
    book.refuse("test-only derivation, in the program", base, test_kdf=False)
    book.damage(base, "blob", [*range(10), 10, 25, 26, 37, 38, 69, 70, 85, 86, 97, 98, 129, 130, 145])
    for name, phrase in (("wrong", "пять слов другой фразы"), ("empty", ""), ("with a space behind", words + " ")):
        book.refuse(f"{name} passphrase", base, passphrase=phrase)
    for field in ("pepper", "store_id", "person_id"):
        book.refuse(f"another {field}", base, **{field: random(len(base[field]))})
        book.refuse(f"{field} a byte short", base, **{field: base[field][:-1]})
    book.refuse("store and person exchanged", base, store_id=person, person_id=store)
    blob: bytes = base["blob"]
    book.refuse("wraps exchanged", base, blob=blob[:26] + blob[86:] + blob[26:86])
    other, _ = made((255, 64, 1, 1), True)
    book.refuse("second wrap of another blob", base, blob=blob[:86] + other["blob"][86:])
    bounds = {"32 MiB": (1, 32_768, 3, 1), "one pass": (1, 65_536, 1, 1), "unknown derivation": (2, 64, 1, 1)}
    for name, kdf in bounds.items():
        book.refuse(f"true wraps, {name}", made(kdf, False)[0])
    for name, head in (
        ("64 GiB", struct.pack(">IBB", 1 << 26, 3, 1)),
        ("11 passes", struct.pack(">IBB", 65_536, 11, 1)),
        ("5 lanes", struct.pack(">IBB", 65_536, 2, 5)),
        ("no lane", struct.pack(">IBB", 65_536, 2, 0)),
        ("3 passes instead of 2", struct.pack(">IBB", 65_536, 3, 1)),
    ):
        book.refuse(f"head says {name}", real, blob=real["blob"][:4] + head + real["blob"][10:])
    return vectors


def recovery(random: Random) -> list[Vector]:
    vectors: list[Vector] = []
    book = Book("recovery", vectors)
    store, private, holders = random(16), random(32), [random(32) for _ in range(3)]
    publics = [public_of(holder) for holder in holders]
    head = b"Kv\x01" + struct.pack(">I", 1) + public_of(private) + b"".join(publics)

    def layer(first: int, second: int, at: int) -> bytes:
        return framed(b"kartoteka/recovery/1", store, head, bytes((first,)), bytes((second,)), bytes((at,)))

    blob = head
    for first, second in ((0, 1), (0, 2), (1, 2)):
        inner = hpke_seal(publics[first], layer(first, second, first), private, random(32))
        blob += hpke_seal(publics[second], layer(first, second, second), inner, random(32))
    base: dict[str, Any] = {"blob": blob, "store_id": store, "one": holders[0], "other": holders[1]}
    base |= {"public": public_of(private)}
    book.accept("first and second holder", private, **base)
    book.accept("third and first holder", private, **{**base, "one": holders[2], "other": holders[0]})
    book.accept("second and third holder", private, **{**base, "one": holders[1], "other": holders[2]})
    book.damage(base, "blob", [0, 1, 2, 3, 6, 7, 38, 39, 70, 71, 102, 103, 134, 135, 166, 167, 200, 262])
    for name, other in (("himself", holders[0]), ("a stranger", random(32)), ("half a key", holders[1][:31])):
        book.refuse(f"first holder and {name}", base, other=other)
    book.refuse("another store", base, store_id=random(16))
    book.refuse("another recovery key stated", base, public=public_of(random(32)))
    book.refuse("seals exchanged", base, blob=head + blob[263:391] + blob[135:263] + blob[391:])
    sheets(random, vectors)
    return vectors


def sheets(random: Random, vectors: list[Vector]) -> None:
    book = Book("words", vectors)
    consonants, vowels = "bdfghjklmnprstvz", "aeiou"
    syllables = [letter + vowels[n % 5] for n, letter in enumerate(consonants)]

    def spoken(data: bytes) -> list[str]:
        return [syllables[n >> 4] + syllables[n & 15] + consonants[((n >> 4) + 3 * (n & 15)) % 16] for n in data]

    def sheet(body: bytes) -> list[str]:
        return spoken(body + hashlib.sha256(b"kartoteka/recovery-sheet/1" + body).digest()[:3])

    body = b"\x02" + random(32)
    words = sheet(body)
    rows = "\n".join(f"{n // 6 + 1}. " + " ".join(words[n : n + 6]).upper() for n in range(0, 36, 6))
    base: dict[str, Any] = {"words": " ".join(words)}
    book.accept("a sheet", body, **base)
    book.accept("numbered rows in capitals", body, words=rows)
    for n in (0, 1, 17, 34):
        swapped = [*words[:n], words[n + 1], words[n], *words[n + 2 :]]
        book.refuse(f"words {n + 1} and {n + 2} exchanged", base, "Problem", words=" ".join(swapped))
    for n in (0, 1, 20, 35):
        misread = words[n][:2] + ("b" if words[n][2] != "b" else "d") + words[n][3:]
        book.refuse(
            f"a letter of word {n + 1} misread", base, "Problem", words=" ".join([*words[:n], misread, *words[n + 1 :]])
        )
    book.refuse("a word missing", base, "Problem", words=" ".join(words[:-1]))
    book.refuse("a word too many", base, "Problem", words=" ".join([*words, words[-1]]))
    book.refuse("nothing typed", base, "Problem", words="")
    for holder in (0, 4):
        book.refuse(
            f"true checksum, holder {holder}", base, "Problem", words=" ".join(sheet(bytes((holder,)) + body[1:]))
        )
