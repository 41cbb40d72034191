"""The frozen vectors of every register: what was written once is read for ever, and what is broken never."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.vectors.make_register_vectors import FILE
from tests.vectors.registers import registers, said

VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))["vectors"]


def answer(kind: str, body: bytes) -> tuple[str, str]:
    """("ok", fields in hex) or (name of the error class, "")."""
    register = registers()[kind]
    try:
        found = register.decode(body)
    except Exception as error:
        return type(error).__name__, ""
    assert register.decode(register.encode(found.f, found.c)).f == found.f
    return "ok", said(found.f).encode().hex()


def test_every_vector_gives_the_frozen_answer() -> None:
    wrong = []
    for vector in VECTORS:
        told = answer(vector["args"]["kind"], bytes.fromhex(vector["args"]["body"]))
        if told != (vector["expect"], vector.get("value", "")):
            wrong.append((vector["name"], vector["expect"], told[0]))
    assert wrong == []


def test_every_register_has_them_and_most_are_refusals() -> None:
    assert {vector["args"]["kind"] for vector in VECTORS} == set(registers()), "run make_register_vectors"
    counts = Counter(vector["expect"] for vector in VECTORS)
    assert counts["ok"] <= counts.total() / 5 and set(counts) == {"ok", "BodyBroken", "Problem"}
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)
