"""At least 5,000 mutations of every sealed, wrapped or signed object: none accepted, none refused in another way.

Seeds are golden vectors that open, so every object type that has vectors is here by itself.
"""

from __future__ import annotations

import functools
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.audit.entry import encode_entry
from storage.audit.verifier import EntryBroken, parse_entry
from storage.keys.backup import (
    Manifest,
    check_manifest,
    decode_head,
    decode_manifest,
    encode_manifest,
    new_head,
    open_head,
)
from storage.keys.recovery import create_recovery
from storage.sealing.hpke import generate_agreement
from storage.sealing.secret import SealBroken
from storage.sealing.sign import Signer, generate_signing
from storage.sealing.stream import CHUNK, ChunkKey
from storage.sealing.wraps import WRAP_SIZE
from tests.vectors.runner import OPERATIONS, run

MUTATIONS = 5_000
FIELDS = {
    "record": ("blob",), "wrap": ("blob",), "hpke": ("blob",), "sign": ("signature", "message"),
    "client": ("record", "wraps"),
    "grant": ("body", "signature"), "identity": ("blob",), "recovery": ("blob",),
}  # fmt: skip
"""What is mutated of each kind of vector."""
REFUSED = {"SealBroken", "NotCovered", "NotGranted", "GrantNotInForce", "NotReadable"}
RECOVERY_HEAD = 135
"""Bytes of a recovery blob before its three seals."""
HERE = Path(__file__).parent


@functools.cache
def seeds() -> dict[str, list[dict[str, Any]]]:
    """Arguments of every vector that opens, by operation; without those that cost a real derivation each."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(HERE.glob("*.json")):
        for each in json.loads(file.read_text("utf-8"))["vectors"]:
            dear = each.get("op") == "identity" and not each["args"].get("test_kdf")
            if each.get("expect") == "ok" and each.get("op") in OPERATIONS and not dear:
                found.setdefault(each["op"], []).append(each["args"])
    return found


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Another byte string: a flipped bit, a changed, added, doubled, moved or missing piece."""
    while True:
        at, size = rng.randrange(len(data) + 1), rng.choice((1, 1, 2, 4, 16, 32))
        how = rng.randrange(7)
        changed = bytearray(data)
        if how == 0 and at < len(data):
            changed[at] ^= 1 << rng.randrange(8)
        elif how == 1:
            changed[at : at + size] = rng.randbytes(min(size, len(data) - at))
        elif how == 2:
            changed[at:at] = rng.randbytes(size)
        elif how == 3:
            del changed[at : at + size]
        elif how == 4:
            changed[at:at] = data[at : at + size]
        elif how == 5:
            other = rng.randrange(len(data) + 1)
            changed[at : at + size] = data[other : other + size]
        else:
            changed = changed[:at]
        if bytes(changed) != data:
            return bytes(changed)


def cases(op: str, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Arguments with one field mutated. Of a client's wraps only the slot that is opened."""
    while True:
        args = rng.choice(seeds()[op])
        field = rng.choice(FIELDS[op])
        data = bytes.fromhex(args[field])
        if field == "wraps":
            start = args["compartment"] * WRAP_SIZE
            slot = bytearray(data)
            slot[start + rng.randrange(WRAP_SIZE)] ^= 1 << rng.randrange(8)
            changed = bytes(slot)
        elif not data:
            continue
        else:
            changed = mutated(data, rng)
            if op == "recovery" and len(changed) == len(data):
                # The seals of the other two pairs are nobody's business here; the head is everybody's.
                head = bytearray(data)
                head[rng.randrange(RECOVERY_HEAD)] ^= 1 << rng.randrange(8)
                changed = bytes(head)
        yield {**args, field: changed.hex()}


@pytest.mark.parametrize("op", sorted(FIELDS))
def test_no_mutation_is_accepted(op: str) -> None:
    tried = 0
    for args in cases(op, random.Random(op)):
        name, value = run(op, args)
        assert (name in REFUSED, value) == (True, ""), (op, name)
        tried += 1
        if tried == MUTATIONS:
            break
    assert tried == MUTATIONS


def test_no_other_words_of_a_sheet() -> None:
    rng = random.Random(5)
    for _ in range(MUTATIONS):
        text = rng.choice(seeds()["words"])["words"]
        at = rng.choice([n for n, letter in enumerate(text) if letter.isalpha()])
        letter = rng.choice([each for each in "abdefghijklmnoprstuvz" if each != text[at].lower()])
        assert run("words", {"words": text[:at] + letter + text[at + 1 :]}) == ("Problem", "")


def test_an_entry_is_another_whole_entry_or_none() -> None:
    """Without its signature a changed entry may be a valid one; the decoder takes nothing that it would not write."""
    vectors = json.loads((HERE / "audit.json").read_text("utf-8"))["vectors"]
    good = [
        bytes.fromhex(each["input"]["entry"])
        for each in vectors
        if each["object"] == "entry" and each["expect"] == "ok"
    ]
    assert good
    rng, refused = random.Random(3), 0
    for _ in range(MUTATIONS):
        data = mutated(rng.choice(good), rng)
        try:
            assert encode_entry(parse_entry(data)) == data
        except EntryBroken:
            refused += 1
    assert refused > MUTATIONS // 3


def _refuse(attempt: Callable[[bytes], object], data: bytes, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(MUTATIONS):
        changed = mutated(data, rng)
        with pytest.raises(SealBroken):
            attempt(changed)


def test_no_mutation_of_a_backup_is_accepted() -> None:
    """Head (opened by two holders), manifest, and a sealed chunk."""
    holders = [generate_agreement() for _ in range(3)]
    store_id = bytes(range(16))
    blob, _public = create_recovery(store_id, [public for _private, public in holders])
    head, key = new_head(store_id, 1_772_000_000_000_000, [blob])
    data = head.encode()
    one, other = holders[0][0], holders[2][0]
    assert open_head(decode_head(data), one, other, bytes(16))[0] == key

    def head_and_chunk(changed: bytes) -> None:
        """A head is bound to its chunks: what two sheets do open must still not open the chunk."""
        found, _recovery = open_head(decode_head(changed), one, other, bytes(16))
        ChunkKey(found, changed).open(sealed, last=True)

    sealed = ChunkKey(key, data).seal(b"x" * 500, last=True)
    _refuse(head_and_chunk, data, 1)
    _refuse(lambda changed: ChunkKey(key, data).open(changed, last=True), sealed, 2)
    private, public = generate_signing()
    manifest = Manifest(store_id, head.backup_id, b"m" * 16, 1, 7, b"r" * 32, 4096, 5, b"s" * 32, "note\n")
    foot = encode_manifest(manifest, Signer(private))

    def open_foot(changed: bytes) -> None:
        _manifest, signed, signature = decode_manifest(changed)
        check_manifest(signed, signature, public)

    open_foot(foot)
    _refuse(open_foot, foot, 3)


def test_chunks_out_of_order_doubled_or_missing() -> None:
    key, head = b"k" * 32, b"head"
    sealer = ChunkKey(key, head)
    chunks = [sealer.seal(bytes([n]) * CHUNK, last=False) for n in range(2)] + [sealer.seal(b"end", last=True)]

    def opened(order: list[int], head_: bytes = head) -> None:
        opener = ChunkKey(key, head_)
        for place, n in enumerate(order):
            opener.open(chunks[n], last=place == len(order) - 1)

    opened([0, 1, 2])
    for order in ([1, 0, 2], [0, 2], [0, 1], [0], [0, 0, 1, 2], [0, 1, 1, 2], [0, 1, 2, 2], [2, 1, 0]):
        with pytest.raises(SealBroken):
            opened(order)
    with pytest.raises(SealBroken):
        opened([0, 1, 2], b"other")
    for chunk, last in ((b"", True), (b"x", False), (b"x" * (CHUNK + 1), True)):
        with pytest.raises(ValueError, match="full"):
            ChunkKey(key, head).seal(chunk, last)
