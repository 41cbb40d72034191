"""Golden vectors and mutations of what lies outside the records: letters, exports, seen files, backups, checkpoints."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.vectors.outside import OPERATIONS, REFUSED, run
from tests.vectors.test_mutations import MUTATIONS, mutated

HERE = Path(__file__).parent


def frozen() -> list[dict[str, Any]]:
    vectors: list[dict[str, Any]] = json.loads((HERE / "outside.json").read_text("utf-8"))["vectors"]
    return vectors


def test_every_vector_gives_the_frozen_answer() -> None:
    told = [(each["op"], each["name"], run(each["op"], each["args"])) for each in frozen()]
    wanted = [(each["op"], each["name"], (each["expect"], each.get("value", ""))) for each in frozen()]
    assert told == wanted
    assert {each["op"] for each in frozen() if each["expect"] == "ok"} == set(OPERATIONS)
    assert {each["expect"] for each in frozen()} - {"ok"} <= REFUSED


def test_vectors_of_all_objects_on_disk_are_mostly_refusals() -> None:
    counts: Counter[str] = Counter()
    for file in sorted(HERE.glob("*.json")):
        counts.update(each["expect"] for each in json.loads(file.read_text("utf-8"))["vectors"])
    assert counts.total() >= 900 and counts["ok"] <= counts.total() / 5


@pytest.mark.parametrize("op", ["letter", "export", "seen", "note", "sending"])
def test_no_mutation_is_accepted(op: str) -> None:
    """Heads and feet of backups have theirs beside the chunks they belong to."""
    [seed] = [each["args"] for each in frozen() if each["op"] == op and each["expect"] == "ok"]
    data, rng = bytes.fromhex(seed["blob"]), random.Random(op)
    for _ in range(MUTATIONS):
        name, value = run(op, {**seed, "blob": mutated(data, rng).hex()})
        assert (name in REFUSED, value) == (True, ""), (op, name)
