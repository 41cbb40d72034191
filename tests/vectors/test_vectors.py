"""The frozen vectors: what was accepted stays accepted, what was refused stays refused with the same class."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.vectors.make_sealing_vectors import FILES, SEED, render
from tests.vectors.runner import OPERATIONS, run

HERE = Path(__file__).parent


def frozen(name: str) -> list[dict[str, Any]]:
    document = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    vectors: list[dict[str, Any]] = document["vectors"]
    return vectors


@pytest.mark.parametrize("name", FILES)
def test_every_vector_gives_the_frozen_answer(name: str) -> None:
    wrong = []
    for vector in frozen(name):
        answer = run(vector["op"], vector["args"])
        if answer != (vector["expect"], vector.get("value", "")):
            wrong.append((vector["op"], vector["name"], vector["expect"], answer[0]))
    assert wrong == []


def test_there_are_enough_and_most_are_refusals() -> None:
    counts = Counter(vector["expect"] for name in FILES for vector in frozen(name))
    assert counts.total() >= 200
    assert counts["ok"] <= counts.total() / 5
    assert set(counts) == {"ok", "SealBroken", "NotCovered", "NotGranted", "GrantNotInForce", "Problem"}
    assert {vector["op"] for name in FILES for vector in frozen(name)} == set(OPERATIONS)


def test_every_operation_accepts_something() -> None:
    accepted = {vector["op"] for name in FILES for vector in frozen(name) if vector["expect"] == "ok"}
    assert accepted == set(OPERATIONS)


def test_names_are_unique() -> None:
    names = [(vector["op"], vector["name"]) for name in FILES for vector in frozen(name)]
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_the_script_still_makes_them_byte_for_byte(name: str) -> None:
    assert (HERE / f"{name}.json").read_text("utf-8") == render(name)


def test_randomness_is_the_parameter() -> None:
    assert render("wraps", SEED + "?") != render("wraps")
