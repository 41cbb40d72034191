"""Makes the golden vectors of registers that have none yet; those there are stay as they are, for ever.

    python -m tests.vectors.make_register_vectors

The bytes come from the small msgpack writer of make_record_vectors, and each accepted body holds every field.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.vectors.book import Book, Vector
from tests.vectors.make_record_vectors import body_of, packed
from tests.vectors.registers import example, registers, said

FILE = Path(__file__).with_name("registers.json")


def of_register(name: str) -> list[Vector]:
    """One body that is read, and those that are not."""
    vectors: list[Vector] = []
    book, register = Book("register", vectors), registers()[name]
    fields, v = example(register), register.version
    body = packed(body_of(name, fields, v))
    base: dict[str, Any] = {"kind": name, "body": body}
    book.accept(name, said(register.decode(body).f).encode(), **base)
    first = next(iter(fields))
    cases = {
        "kind of another record": body_of(f"{name}_", fields, v),
        "version 0": body_of(name, fields, 0),
        "cause a number": body_of(name, fields, v, 7),
        "fields a list": body_of(name, [*fields.values()], v),
        "first field of another type": body_of(name, {**fields, first: [1.5]}, v),
    }
    for what, value in cases.items():
        book.refuse(f"{name}: {what}", base, "BodyBroken", body=packed(value))
    book.refuse(f"{name}: cut in half", base, "BodyBroken", body=body[: len(body) // 2])
    book.refuse(f"{name}: a byte appended", base, "BodyBroken", body=body + b"\0")
    book.refuse(f"{name}: of a newer program", base, "Problem", body=packed(body_of(name, fields, v + 1)))
    return vectors


def main() -> None:
    kept: list[Vector] = json.loads(FILE.read_text("utf-8"))["vectors"] if FILE.exists() else []
    known = {vector["args"]["kind"] for vector in kept}
    for name in sorted(set(registers()) - known):
        kept += of_register(name)
    told = {"about": "golden vectors of registers; see make_register_vectors.py", "vectors": kept}
    FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
