"""Makes the golden vectors of sealing and keys. Run once; the files are frozen and only ever grow.

    python -m tests.vectors.make_sealing_vectors DIRECTORY [SEED]

Blobs come from `reference.py`, a second writing of the formats; expectations are written here by hand, never
taken from what the program answers. Random bytes come from a counter under SHA-256 seeded by the parameter.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.vectors.book import Book, Random, Vector, counter
from tests.vectors.make_people_vectors import identity, recovery
from tests.vectors.reference import expand, framed, hpke_seal, padded, public_of, record_seal, wrap

SEED = "kartoteka golden vectors 1"
FILES = ("sealing", "wraps", "grants", "identity", "recovery")


def sealing(random: Random) -> list[Vector]:
    vectors: list[Vector] = []
    book = Book("record", vectors)
    store, space, record, key = random(16), random(16), random(16), random(32)
    bodies = {"empty": b"", "a card": "ООО «Ромашка»".encode(), "252 bytes": b"x" * 252, "253 bytes": b"x" * 253}
    labels = ("record", "history", "page", "batch", "detail")
    base: dict[str, Any] = {}
    for n, (name, body) in enumerate(bodies.items()):
        label, kind, version, epoch = f"kartoteka/{labels[n]}/1", n + 1, 1 << n * 16, 1 + n
        blob = record_seal(key, label.encode(), store, (kind, space), record, version, epoch, padded(body), random(12))
        args = {"key": key, "label": label, "store_id": store, "space_kind": kind, "space_id": space}
        args |= {"object_id": record, "version": version, "epoch": epoch, "blob": blob}
        book.accept(f"{name}, {label}", body, **args)
        base = base or args
    book.damage(base, "blob", [0, 1, 2, 3, 4, 7, 8, 19, 20, 23, 24, 100, 275, 276, -1])
    for field in ("store_id", "space_id", "object_id"):
        book.refuse(f"another {field}", base, **{field: random(16)})
        book.refuse(f"{field} of 15 bytes", base, **{field: base[field][:15]})
    for field, value in (("space_kind", 2), ("version", 2), ("epoch", 2), ("key", random(32))):
        book.refuse(f"another {field}", base, **{field: value})
    book.refuse("another label", base, label="kartoteka/history/1")
    book.refuse("space and object exchanged", base, space_id=record, object_id=space)
    true_tags(random, book, base)
    signatures(random, vectors)
    return vectors


def true_tags(random: Random, book: Book, base: dict[str, Any]) -> None:
    """Blobs that a holder of the key sealed against the rules."""
    key, store, space, record = (base[name] for name in ("key", "store_id", "space_id", "object_id"))
    plains = {
        "no length": b"",
        "length beyond the plaintext": struct.pack(">I", 253) + bytes(252),
        "length of four gigabytes": b"\xff" * 4 + bytes(252),
        "padding not zero at its end": padded(b"body")[:-1] + b"\x01",
        "padding not zero at its start": struct.pack(">I", 4) + b"bodyX" + bytes(247),
        "a block of padding too many": padded(b"body") + bytes(256),
        "not padded": struct.pack(">I", 4) + b"body",
        "padded to 255": padded(b"body")[:-1],
    }
    place = (b"kartoteka/record/1", store, (1, space), record, 1, 1)
    for name, plain in plains.items():
        book.refuse(f"true tag, {name}", base, blob=record_seal(key, *place, plain, random(12)))
    headers = {
        "magic": b"Kq\x01\x01",
        "format 2": b"Kr\x02\x01",
        "format 0": b"Kr\x00\x01",
        "algorithm 2": b"Kr\x01\x02",
    }
    for name, start in headers.items():
        blob = record_seal(key, *place, padded(b"body"), random(12), header=start + struct.pack(">I", 1))
        book.refuse(f"true tag, header with {name}", base, blob=blob)
    blob = record_seal(key, *place, padded(b"body"), random(12), header=b"Kr\x01\x01" + struct.pack(">I", 9))
    book.refuse("true tag, header of another epoch", base, blob=blob)


def signatures(random: Random, vectors: list[Vector]) -> None:
    book = Book("sign", vectors)
    private = Ed25519PrivateKey.from_private_bytes(random(32))
    message = b"leaf " + random(32)
    base = {
        "public": private.public_key().public_bytes_raw(),
        "signature": private.sign(message),
        "message": message,
    }
    book.accept("a signature", b"", **base)
    book.damage(base, "signature", [0, 31, 32, 63])
    book.damage(base, "message", [0, -1])
    book.refuse(
        "another key", base, public=Ed25519PrivateKey.from_private_bytes(random(32)).public_key().public_bytes_raw()
    )
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(base["signature"][32:], "little") + order
    book.refuse("scalar not reduced", base, signature=base["signature"][:32] + scalar.to_bytes(32, "little"))


def wraps(random: Random) -> list[Vector]:
    vectors: list[Vector] = []
    book = Book("wrap", vectors)
    kek, key, context = random(32), random(32), framed(b"kartoteka/ck/1", random(16))
    base: dict[str, Any] = {"kek": kek, "context": context, "blob": wrap(kek, context, key, random(12))}
    book.accept("a wrap", key, **base)
    book.damage(base, "blob", [0, 11, 12, 43, 44, 59])
    book.damage(base, "context", [0, 3, 4, 21, -1])
    book.refuse("another key", base, kek=random(32))
    book.refuse("zeros", base, blob=bytes(60))
    clients(random, vectors)
    book = Book("hpke", vectors)
    private = random(32)
    info = framed(b"kartoteka/pk/1", random(16))
    sealed: dict[str, Any] = {
        "private": private,
        "info": info,
        "blob": hpke_seal(public_of(private), info, key, random(32)),
    }
    book.accept("sealed to a person", key, **sealed)
    book.damage(sealed, "blob", [0, 15, 31, 32, 63, 64, 79])
    book.damage(sealed, "info", [0, 3, 4, -1])
    book.refuse("another person", sealed, private=random(32))
    book.refuse("point of low order", sealed, blob=bytes(32) + sealed["blob"][32:])
    return vectors


COMPARTMENTS = (b"card", b"contacts", b"dossier", b"money", b"private")


def clients(random: Random, vectors: list[Vector]) -> None:
    book = Book("client", vectors)
    store, portfolio, client, record, pk = random(16), random(16), random(16), random(16), random(32)
    keys = [random(32) for _ in COMPARTMENTS]
    parts = [expand(pk, b"kartoteka/pk-comp/1/" + name) for name in COMPARTMENTS]
    slots = []
    for n, key in enumerate(keys):
        context = framed(
            b"kartoteka/ck/1", store, client, portfolio, bytes((n,)), struct.pack(">I", 3), struct.pack(">I", 2)
        )
        slots.append(wrap(parts[n], context, key, random(12)))
    common: dict[str, Any] = {
        "pk": pk,
        "store_id": store,
        "portfolio_id": portfolio,
        "client_id": client,
        "object_id": record,
    }
    common |= {"pk_epoch": 3, "client_epoch": 2, "wraps": b"".join(slots)}
    by_client, by_portfolio = [[1, client.hex()]], [[2, portfolio.hex()]]
    bases = []
    for n, key in enumerate(keys):
        body = COMPARTMENTS[n] + b" of a client"
        blob = record_seal(key, b"kartoteka/record/1", store, (1, client), record, 1, 2, padded(body), random(12))
        args: dict[str, Any] = {**common, "compartment": n, "record": blob, "covers": by_client}
        bases.append(args)
        book.accept(f"{COMPARTMENTS[n].decode()}, receipt for the client", body, **args)
        if n in (2, 4):
            book.refuse(
                f"{COMPARTMENTS[n].decode()}, receipt for the portfolio", args, "NotCovered", covers=by_portfolio
            )
    base = bases[0]
    card_only = {"0": parts[0].hex()}
    args = {name: value for name, value in base.items() if name != "pk"} | {"pk_parts": card_only}
    book.accept("card, by a helper with cards only", b"card of a client", **args)
    for n in range(1, 5):
        book.refuse(
            f"{COMPARTMENTS[n].decode()}, by a helper with cards only",
            bases[n],
            "NotGranted",
            pk=None,
            pk_parts=card_only,
        )
    book.damage(base, "wraps", [0, 11, 12, 43, 59])
    book.refuse("slot not made", base, wraps=bytes(60) + base["wraps"][60:])
    book.refuse("slots exchanged", base, wraps=slots[1] + slots[0] + b"".join(slots[2:]))
    for field, value in (("pk_epoch", 4), ("client_epoch", 1), ("pk", random(32)), ("store_id", random(16))):
        book.refuse(f"another {field}", base, **{field: value})
    other = random(16)
    book.refuse("another portfolio", base, portfolio_id=other)
    book.refuse("another client", base, client_id=other, covers=[[1, other.hex()]])
    for name, covers in (("none", []), ("another client", [[1, other.hex()]]), ("the firm", [[3, client.hex()]])):
        book.refuse(f"receipt for {name}", base, "NotCovered", covers=covers)


def grant_body(fields: dict[str, Any], wrapped: bytes) -> bytes:
    return framed(
        fields.get("label", b"kartoteka/grant/1"),
        fields["grant_id"],
        fields["store_id"],
        bytes((fields["scope_kind"],)),
        fields["scope_id"],
        struct.pack(">I", fields["epoch"]),
        fields["member_id"],
        fields["grantor_id"],
        struct.pack(">H", fields["compartments"]),
        bytes((fields["rights"],)),
        struct.pack(">Q", fields["not_before_us"]),
        struct.pack(">Q", fields["not_after_us"]),
        wrapped,
    )


SCOPE_LABELS = (b"ck-grant", b"pk", b"fk", b"uk", b"audit-reading", b"audit-admin")
NOW_US = 1_800_000_000_000_000


class GrantMaker:
    """Genuine grants by one grantor to one member, right or wrong inside."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.signer = Ed25519PrivateKey.from_private_bytes(random(32))
        self.private = random(32)
        self.store, self.member, self.grantor, self.scope_id, self.grant_id = (random(16) for _ in range(5))
        self.fields: dict[str, Any] = {"grant_id": self.grant_id, "store_id": self.store, "scope_id": self.scope_id}
        self.fields |= {"epoch": 2, "member_id": self.member, "grantor_id": self.grantor, "rights": 1}
        self.fields |= {"not_before_us": 0, "not_after_us": 0}
        self.whole = b"\x00" + random(32)
        self.parts = b"\x01\x00" + random(32) + b"\x01" + random(32)

    def made(self, payload: bytes, info_changes: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        """Arguments of an opening; `info_changes` alter what HPKE is told, `changes` what is stated."""
        stated = {**self.fields, **changes}
        inner = {**stated, **(info_changes or {})}
        label = b"kartoteka/" + SCOPE_LABELS[inner["scope_kind"] - 1] + b"/1"
        epoch, public = struct.pack(">I", inner["epoch"]), public_of(self.private)
        info = framed(label, inner["store_id"], inner["scope_id"], epoch, inner["member_id"], public)
        body = grant_body(stated, hpke_seal(public, info, payload, self.random(32)))
        out: dict[str, Any] = {"body": body, "signature": self.signer.sign(body), "now_us": NOW_US}
        out |= {"covers": [[stated["scope_kind"], stated["scope_id"].hex()]], "store_id": self.store}
        out |= {"grantor_public": self.signer.public_key().public_bytes_raw()}
        return out | {"member_id": self.member, "member_private": self.private}


def grants(random: Random) -> list[Vector]:
    """Signed grants."""
    vectors: list[Vector] = []
    book = Book("grant", vectors)
    maker = GrantMaker(random)
    made, whole, parts, scope_id = maker.made, maker.whole, maker.parts, maker.scope_id
    base = made(whole, scope_kind=2, compartments=31)
    book.accept("whole portfolio", b"\x02" + whole, **base)
    some = made(parts, scope_kind=2, compartments=3, not_before_us=NOW_US, not_after_us=NOW_US + 1)
    book.accept("card and contacts, in force for this microsecond", b"\x02" + parts, **some)
    single = made(parts, scope_kind=1, compartments=3)
    book.accept("card and contacts of one client", b"\x01" + parts, **single)
    for scope in (3, 4, 5, 6):
        args = made(whole, scope_kind=scope, compartments=0)
        args["covers"] = []
        book.accept(f"scope {scope}, without a receipt", bytes((scope,)) + whole, **args)
    book.damage(base, "body", [3, 4, 20, 24, 60, 100, 150, 170, 180, 200, 220, 240, -1])
    book.damage(base, "signature", [0, 32, 63])
    book.refuse(
        "signed by somebody else", base, signature=Ed25519PrivateKey.from_private_bytes(random(32)).sign(base["body"])
    )
    book.refuse(
        "another grantor's key",
        base,
        grantor_public=Ed25519PrivateKey.from_private_bytes(random(32)).public_key().public_bytes_raw(),
    )
    book.refuse("another member", base, member_id=random(16))
    book.refuse("the member with other keys", base, member_private=random(32))
    book.refuse("another store", base, store_id=random(16))
    for name, covers in (
        ("nothing", []),
        ("another portfolio", [[2, random(16).hex()]]),
        ("a client", [[1, scope_id.hex()]]),
    ):
        book.refuse(f"receipt for {name}", base, "NotCovered", covers=covers)
    book.refuse("client grant, receipt for the portfolio", single, "NotCovered", covers=[[2, scope_id.hex()]])
    book.refuse("too early", some, "GrantNotInForce", now_us=NOW_US - 1)
    book.refuse("expired", some, "GrantNotInForce", now_us=NOW_US + 1)
    statements(book, maker, base)
    return vectors


def statements(book: Book, maker: GrantMaker, base: dict[str, Any]) -> None:
    """Grants with a true signature that must not open all the same."""
    made, whole, parts = maker.made, maker.whole, maker.parts
    wrong_info = {
        "store_id": maker.random(16),
        "scope_id": maker.random(16),
        "epoch": 3,
        "member_id": maker.random(16),
        "scope_kind": 3,
    }
    for field, value in wrong_info.items():
        book.refuse(f"genuine, wrapped for another {field}", made(whole, {field: value}, scope_kind=2, compartments=31))
    cases: dict[str, tuple[bytes, dict[str, Any]]] = {
        "unknown label": (whole, {"label": b"kartoteka/grant/2", "scope_kind": 2, "compartments": 31}),
        "no compartment": (whole, {"scope_kind": 2, "compartments": 0}),
        "unknown compartment": (whole, {"scope_kind": 2, "compartments": 63}),
        "compartments of the firm": (whole, {"scope_kind": 3, "compartments": 1}),
        "no right": (whole, {"scope_kind": 2, "compartments": 31, "rights": 0}),
        "writing without reading": (whole, {"scope_kind": 2, "compartments": 31, "rights": 2}),
        "unknown right": (whole, {"scope_kind": 2, "compartments": 31, "rights": 9}),
        "ends before it begins": (whole, {"scope_kind": 2, "compartments": 31, "not_before_us": 2, "not_after_us": 1}),
        "ends when it begins": (whole, {"scope_kind": 2, "compartments": 31, "not_before_us": 2, "not_after_us": 2}),
        "id of 15 bytes": (whole, {"scope_kind": 2, "compartments": 31, "grant_id": maker.grant_id[:15]}),
        "whole key for one compartment": (whole, {"scope_kind": 2, "compartments": 1}),
        "key of a compartment not named": (parts, {"scope_kind": 2, "compartments": 5}),
        "parts out of order": (parts[:1] + parts[34:] + parts[1:34], {"scope_kind": 2, "compartments": 3}),
        "fewer parts than named": (parts, {"scope_kind": 2, "compartments": 7}),
        "more parts than named": (parts, {"scope_kind": 2, "compartments": 1}),
        "whole key with the mark of parts": (b"\x01" + whole[1:], {"scope_kind": 2, "compartments": 31}),
        "parts for everything": (
            b"\x01" + b"".join(bytes((n,)) + maker.random(32) for n in range(5)),
            {"scope_kind": 2, "compartments": 31},
        ),
        "whole key of a client": (whole, {"scope_kind": 1, "compartments": 31}),
    }
    for name, (payload, changes) in cases.items():
        book.refuse(f"genuine, {name}", made(payload, **changes))
    for kind in (0, 7, 255):
        body = grant_body({**maker.fields, "scope_kind": kind, "compartments": 0}, bytes(81))
        book.refuse(f"genuine, scope {kind}", base, body=body, signature=maker.signer.sign(body))


MAKERS: dict[str, Callable[[Random], list[Vector]]] = {
    "sealing": sealing,
    "wraps": wraps,
    "grants": grants,
    "identity": identity,
    "recovery": recovery,
}


def render(name: str, seed: str = SEED) -> str:
    """The text of one file."""
    vectors = MAKERS[name](counter(f"{seed}/{name}"))
    document = {"about": f"golden vectors of {name}; see make_sealing_vectors.py", "seed": seed, "vectors": vectors}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> None:
    directory = Path(arguments[0])
    seed = arguments[1] if len(arguments) > 1 else SEED
    for name in FILES:
        path = directory / f"{name}.json"
        if path.exists():
            raise SystemExit(f"{path} exists: frozen vectors are not made anew")
        path.write_text(render(name, seed), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
