"""Makes the golden vectors of what lies inside the seals: sales pages, record bodies, batch notes, history entries.

    python -m tests.vectors.make_record_vectors DIRECTORY

The bytes come from writers of their own below (struct and a small msgpack), never from the program; expectations
are written by hand. Run once; the files are frozen and only ever grow.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.vectors.book import Book, Vector

FILES = ("pages", "bodies", "changes")
UNKNOWN, NO_DAY, ONE = -(2**63), -(2**31), 100_000_000
FIELDS = (
    "day document line occurrence flags product quantity amount cost vat currency rate due paid seller source batch"
)
_ROW = struct.Struct("<iIIHHIqqqqBqiiIHI")
BATCH = bytes(range(16))


@dataclass(frozen=True)
class PageDraft:
    """A page before it is packed; every part may be wrong on purpose."""

    rows: Sequence[tuple[int, ...]]
    tables: Sequence[Sequence[bytes]]
    """Documents, products, sellers, sources, currencies: UTF-8 bytes."""
    batches: Sequence[bytes] = (BATCH,)
    magic: bytes = b"KP"
    form: int = 1
    zero: int = 0
    count: int | None = None

    def packed(self) -> bytes:
        blocks = [struct.pack(f"<{len(table)}I", *map(len, table)) + b"".join(table) for table in self.tables] + [
            b"".join(self.batches)
        ]
        counts = [*map(len, self.tables), len(self.batches)]
        sizes = [number for pair in zip(counts, map(len, blocks), strict=True) for number in pair]
        count = len(self.rows) if self.count is None else self.count
        head = struct.pack("<2sBBI12I", self.magic, self.form, self.zero, count, *sizes)
        return head + b"".join(_ROW.pack(*row) for row in self.rows) + b"".join(blocks)

    def told(self) -> bytes:
        """What a reader must say it holds: a line of text for every row, strings in place of indexes."""
        at = FIELDS.split().index
        lines = []
        for row in self.rows:
            said = list(map(str, row))
            for n, name in enumerate(("document", "product", "seller", "source", "currency")):
                said[at(name)] = self.tables[n][row[at(name)]].decode()
            said[at("batch")] = self.batches[row[at("batch")]].hex()
            lines.append("|".join(said))
        return "\n".join(lines).encode()

    def with_row(self, n: int, **values: int) -> PageDraft:
        rows = [list(row) for row in self.rows]
        for name, value in values.items():
            rows[n][FIELDS.split().index(name)] = value
        return replace(self, rows=[tuple(row) for row in rows])

    def with_table(self, n: int, *entries: bytes) -> PageDraft:
        tables = list(self.tables)
        tables[n] = entries
        return replace(self, tables=tables)


def row(day: int, document: int, product: int, amount: int, flags: int = 0, currency: int = 0) -> tuple[int, ...]:
    return (day, document, 1, 0, flags, product, 2_500_000, amount, UNKNOWN, UNKNOWN, currency, ONE, NO_DAY, NO_DAY,
            0, 0, 0)  # fmt: skip


TABLES = (
    (b"C77", "РН-1".encode(), "ä/№3".encode()),
    ("10х40".encode(), "болт".encode()),
    (b"",),
    (b"table:5f2a",),
    (b"EUR", b"RUB"),
)
PLAIN = PageDraft([row(20_000, 1, 1, 120_00, currency=1), row(20_000, 2, 0, -1, 2), row(20_031, 1, 1, 2**62)],
                  tuple(tuple(sorted(table)) for table in TABLES))  # fmt: skip


def pages() -> list[Vector]:
    vectors: list[Vector] = []
    book = Book("page", vectors)
    body = PLAIN.packed()
    base: dict[str, Any] = {"body": body}
    book.accept("three rows", PLAIN.told(), **base)
    for name, draft in {
        "no row": PageDraft([], ((), (), (), (), ()), ()),
        "entries nobody uses": PLAIN.with_table(1, *PLAIN.tables[1], "шайба".encode()),
        "two batches": replace(PLAIN.with_row(2, batch=1), batches=(BATCH, b"\xff" * 16)),
        "every flag": PLAIN.with_row(1, flags=7),
        "smallest and largest numbers": PLAIN.with_row(
            0, day=-(2**31), line=2**32 - 1, occurrence=2**16 - 1, quantity=-(2**63), amount=2**63 - 1
        ),
    }.items():
        book.accept(name, draft.told(), body=draft.packed())
    refused = {
        "magic of a record": replace(PLAIN, magic=b"Kr"),
        "format 0": replace(PLAIN, form=0),
        "format 2": replace(PLAIN, form=2),
        "reserved byte set": replace(PLAIN, zero=1),
        "a row fewer than said": replace(PLAIN, count=4),
        "a row more than said": replace(PLAIN, count=2),
        "rows without end": replace(PLAIN, count=2**32 - 1),
        "days out of order": PLAIN.with_row(0, day=20_001),
        "unknown flag": PLAIN.with_row(1, flags=8),
        "highest flag": PLAIN.with_row(1, flags=1 << 15),
        "batch of 15 bytes": replace(PLAIN, batches=(BATCH[:15],)),
        "batch of 17 bytes": replace(PLAIN, batches=(BATCH + b"!",)),
        "batches out of order": replace(PLAIN, batches=(b"\xff" * 16, BATCH)),
        "a batch twice": replace(PLAIN, batches=(BATCH, BATCH)),
    }
    names = ("document", "product", "seller", "source", "currency")
    for n, name in enumerate((*names, "batch")):
        entries = len(PLAIN.tables[n]) if n < len(names) else 1
        refused[f"{name} one past its table"] = PLAIN.with_row(0, **{name: entries})
        refused[f"{name} far past its table"] = PLAIN.with_row(2, **{name: 255})
    for n, name in enumerate(names):
        refused[f"{name}s out of order"] = PLAIN.with_table(n, b"z", b"a", b"b")
        refused[f"a {name} twice"] = PLAIN.with_table(n, b"a", b"b", b"b")
        refused[f"{name} not UTF-8"] = PLAIN.with_table(n, b"a", b"b", b"\xd0")
        refused[f"{name} with a lone surrogate"] = PLAIN.with_table(n, b"a", b"b", b"\xed\xa0\x80")
    for name, draft in refused.items():
        book.refuse(name, base, "PageBroken", body=draft.packed())
    damage_page(book, base)
    return vectors


def damage_page(book: Book, base: dict[str, Any]) -> None:
    """Cuts, appendices and lying sizes."""
    body: bytes = base["body"]
    for size in (0, 1, 2, 55, 56, 57, 56 + 79, 56 + 3 * 79, 56 + 3 * 79 + 4, len(body) - 16, len(body) - 1):
        book.refuse(f"cut to {size} bytes", base, "PageBroken", body=body[:size])
    for extra in (b"\0", b"\0" * 16, body):
        book.refuse(f"{len(extra)} bytes appended", base, "PageBroken", body=body + extra)
    for place in range(8, 56, 4):
        for step in (1, -1, 1 << 31):
            number = (struct.unpack_from("<I", body, place)[0] + step) % (1 << 32)
            lying = body[:place] + struct.pack("<I", number) + body[place + 4 :]
            book.refuse(f"number at byte {place} changed by {step}", base, "PageBroken", body=lying)
    strings = 56 + 3 * 79
    for n in range(3):
        place = strings + 4 * n
        longer = body[:place] + struct.pack("<I", 2**31) + body[place + 4 :]
        book.refuse(f"string {n} of two gigabytes", base, "PageBroken", body=longer)


def packed(value: object) -> bytes:
    """msgpack of what bodies are made of, in the shortest form."""
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, float):
        return b"\xcb" + struct.pack(">d", value)
    if isinstance(value, int):
        return _packed_int(value)
    if isinstance(value, str):
        raw = value.encode()
        return (bytes((0xA0 | len(raw),)) if len(raw) < 32 else b"\xd9" + bytes((len(raw),))) + raw
    if isinstance(value, bytes):
        return b"\xc4" + bytes((len(value),)) + value
    if isinstance(value, list):
        return bytes((0x90 | len(value),)) + b"".join(map(packed, value))
    assert isinstance(value, dict)
    head = bytes((0x80 | len(value),)) if len(value) < 16 else b"\xde" + struct.pack(">H", len(value))
    return head + b"".join(packed(k) + packed(v) for k, v in value.items())


def _packed_int(value: int) -> bytes:
    if 0 <= value < 128:
        return bytes((value,))
    if -32 <= value < 0:
        return bytes((256 + value,))
    for low, high, mark, form in (
        (0, 1 << 16, b"\xcd", ">H"),
        (0, 1 << 32, b"\xce", ">I"),
        (0, 1 << 64, b"\xcf", ">Q"),
    ):
        if low <= value < high:
            return mark + struct.pack(form, value)
    return b"\xd3" + struct.pack(">q", value)


CARD = {
    "name": "ООО «Ромашка»",
    "external_id": "C-1",
    "inn": "7707083893",
    "tags": ["опт", "юг"],
    "created_day": 20_000,
}
NOTE = {
    "number": 3,
    "group": BATCH,
    "state": 1,
    "who": b"w" * 16,
    "at_us": 1_772_000_000_000_000,
    "kind": "sales",
    "sha256": b"s" * 32,
    "rows": 541_909,
    "lines": 406_829,
    "new": 4_372,
    "touched": [b"c" * 16],
}
FIELDS_OF: dict[str, dict[str, object]] = {
    "card": dict(CARD),
    "contacts": {"phones": ["+7 900 123-45-67"], "emails": ["info@example.org"]},
    "portfolio": {"name": "Север", "owner_id": b"w" * 16, "department": "Опт"},
    "firm": {"name": "Ромашка", "currency": "RUB", "time_zone": "Europe/Moscow"},
    "batch": dict(NOTE),
}


def body_of(kind: str, fields: object, v: object = 1, cause: object = "person", **more: object) -> dict[str, object]:
    return {"v": v, "k": kind, "c": cause, "f": fields, **more}


def said(fields: dict[str, object]) -> bytes:
    """What a reader must say a body holds: only what is there, bytes in hex, keys in order."""

    def plain(value: object) -> object:
        return value.hex() if isinstance(value, bytes) else [*map(plain, value)] if isinstance(value, list) else value

    told = {key: plain(value) for key, value in fields.items()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def bodies() -> list[Vector]:
    vectors: list[Vector] = []
    book = Book("body", vectors)
    for kind, fields in FIELDS_OF.items():
        body = packed(body_of(kind, fields))
        base: dict[str, Any] = {"kind": kind, "body": body}
        book.accept(f"{kind}", said(fields), **base)
        broken(book, base, kind, fields)
        for size in (0, 1, 2, len(body) // 2, len(body) - 1):
            book.refuse(f"{kind}: cut to {size} bytes", base, "BodyBroken", body=body[:size])
        book.refuse(f"{kind}: a byte appended", base, "BodyBroken", body=body + b"\0")
        book.refuse(f"{kind}: twice", base, "BodyBroken", body=body + body)
    book.accept("card with nothing but a name", said({"name": "Мак"}), kind="card",
                body=packed(body_of("card", {"name": "Мак"})))  # fmt: skip
    for cause in (f"batch:{BATCH.hex()}", "merge:1", f"undo:{BATCH.hex()}"):
        body = packed(body_of("card", CARD, cause=cause))
        book.accept(f"card by {cause[:5]}", said(dict(CARD)), kind="card", body=body)
    card: dict[str, Any] = {"kind": "card", "body": packed(body_of("card", CARD))}
    for name, value in (("inn", 7_707_083_893), ("tags", "опт"), ("tags", [1]), ("created_day", "20000"),
                        ("name", b"x"), ("name", None), ("created_day", 1.5), ("tags", [["опт"]])):  # fmt: skip
        wrong = packed(body_of("card", {**CARD, name: value}))
        book.refuse(f"card: {name} is {value!r}", card, "BodyBroken", body=wrong)
    return vectors


def broken(book: Book, base: dict[str, Any], kind: str, fields: dict[str, object]) -> None:
    """Bodies of one kind that must not be read."""
    other = "contacts" if kind != "contacts" else "card"
    first = next(iter(fields))
    cases: dict[str, object] = {
        "kind of another record": body_of(other, fields),
        "kind in capitals": body_of(kind.upper(), fields),
        "no kind": {key: value for key, value in body_of(kind, fields).items() if key != "k"},
        "no version": {key: value for key, value in body_of(kind, fields).items() if key != "v"},
        "no cause": {key: value for key, value in body_of(kind, fields).items() if key != "c"},
        "no fields": {key: value for key, value in body_of(kind, fields).items() if key != "f"},
        "version 0": body_of(kind, fields, 0),
        "version -1": body_of(kind, fields, -1),
        "version as text": body_of(kind, fields, "1"),
        "version true": body_of(kind, fields, True),
        "cause a number": body_of(kind, fields, 1, 7),
        "fields a list": body_of(kind, [*fields.values()]),
        "fields nothing": body_of(kind, None),
        "first field of another type": body_of(kind, {**fields, first: 1.5}),
        "a list": [1, kind, "person", fields],
        "a number": 1,
        "nothing": None,
    }
    for name, value in cases.items():
        book.refuse(f"{kind}: {name}", base, "BodyBroken", body=packed(value))
    for v in (2, 2**31):
        book.refuse(f"{kind}: version {v}", base, "Problem", body=packed(body_of(kind, fields, v)))
    if kind != "contacts":
        short = {key: value for key, value in fields.items() if key != first}
        book.refuse(f"{kind}: without {first}", base, "BodyBroken", body=packed(body_of(kind, short)))


CHANGE: dict[str, object] = {
    "v": 1,
    "k": "history",
    "from_version": 3,
    "to_version": 4,
    "who": b"w" * 16,
    "at_us": 1_772_000_000_000_000,
    "cause": "person",
    "fields": {"city": ["Тула", "Псков"], "tags": [["опт"], []]},
}


def changes() -> list[Vector]:
    vectors: list[Vector] = []
    book = Book("change", vectors)
    body = packed(CHANGE)
    base: dict[str, Any] = {"body": body}
    book.accept("two fields", said(CHANGE), **base)
    undone = {**CHANGE, "cause": f"undo:{BATCH.hex()}", "fields": {"note": ["", "звонить утром"]}}
    book.accept("an undo", said(undone), body=packed(undone))
    for key in CHANGE:
        short = {name: value for name, value in CHANGE.items() if name != key}
        book.refuse(f"without {key}", base, "BodyBroken", body=packed(short))
    cases: dict[str, object] = {
        "version 0": {"v": 0},
        "version 2": {"v": 2},
        "version -1": {"v": -1},
        "kind of a card": {"k": "card"},
        "skips a version": {"to_version": 5},
        "goes back": {"to_version": 2},
        "goes nowhere": {"to_version": 3},
        "from version 0": {"from_version": 0, "to_version": 1},
        "who is text": {"who": "w" * 16},
        "who of 15 bytes": {"who": b"w" * 15},
        "time as text": {"at_us": "now"},
        "time before 1970": {"at_us": -1},
        "cause nothing": {"cause": None},
        "cause empty": {"cause": ""},
        "fields a list": {"fields": [["city", "Тула", "Псков"]]},
        "fields empty": {"fields": {}},
        "only the new value": {"fields": {"city": ["Псков"]}},
        "three values": {"fields": {"city": ["Тула", "Псков", "Рига"]}},
        "value not a pair": {"fields": {"city": "Псков"}},
    }
    for name, change in cases.items():
        assert isinstance(change, dict)
        book.refuse(name, base, "BodyBroken", body=packed({**CHANGE, **change}))
    for size in (0, 1, len(body) // 2, len(body) - 1):
        book.refuse(f"cut to {size} bytes", base, "BodyBroken", body=body[:size])
    book.refuse("a byte appended", base, "BodyBroken", body=body + b"\0")
    return vectors


MAKERS: dict[str, Callable[[], list[Vector]]] = {"pages": pages, "bodies": bodies, "changes": changes}


def render(name: str) -> str:
    """The text of one file."""
    document = {"about": f"golden vectors of {name}; see make_record_vectors.py", "vectors": MAKERS[name]()}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> None:
    for name in FILES:
        path = Path(arguments[0]) / f"{name}.json"
        if path.exists():
            raise SystemExit(f"{path} exists: frozen vectors are not made anew")
        path.write_text(render(name), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
