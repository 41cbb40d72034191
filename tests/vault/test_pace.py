"""Long work in transactions of such a size that nobody waits long behind one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import cast

import pytest

from storage.audit.kinds import Kind
from storage.vault import pace
from storage.vault.gate import Details, Gate


class SlowWriting:
    def __init__(self, held_seconds: float) -> None:
        self.held_seconds = held_seconds


class SlowGate:
    """A gate whose transactions take so long an item."""

    def __init__(self, seconds: float, dialect: str = "sqlite") -> None:
        self.seconds = seconds
        self.premises = SimpleNamespace(engine=SimpleNamespace(dialect=SimpleNamespace(name=dialect)))
        self.parts: list[int] = []
        self.told: list[Details | None] = []

    @contextmanager
    def writing(self, kind: Kind, details: Details | None = None) -> Iterator[SlowWriting]:
        assert kind is Kind.WRITE
        self.told.append(details)
        writing = SlowWriting(0.0)
        yield writing
        writing.held_seconds = self.seconds * self.parts[-1]


@pytest.fixture(autouse=True)
def folded(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Engines whose WAL was folded between two transactions."""
    found: list[object] = []
    monkeypatch.setattr(pace, "fold_beside", found.append)
    return found


def run(gate: SlowGate, items: Sequence[int], sizes: Sequence[int] | None = None, counted: str = "") -> list[int]:
    """All items written, as they came."""
    seen: list[int] = []
    for part, step in pace.transactions(cast("Gate", gate), items, sizes, counted):
        gate.parts.append(len(part))
        with step:
            seen += part
    return seen


@pytest.mark.parametrize(
    ("seconds", "settled"), [(0.001, 25), (0.00025, 100), (0.000001, pace.BOUNDS.most), (1.0, pace.BOUNDS.least)]
)
def test_transactions_settle_at_what_holds_the_log_for_long_enough(seconds: float, settled: int) -> None:
    gate = SlowGate(seconds)
    assert run(gate, range(3_000)) == list(range(3_000)), "every item once, in order"
    assert gate.parts[:5] == [pace.BOUNDS.first] * 5, "short work leaves the same entries on every machine"
    assert set(gate.parts[8:-1]) == {settled}
    assert max(after / before for before, after in zip(gate.parts, gate.parts[1:], strict=False)) <= pace.GROWS


def test_a_portion_that_is_passed_over_changes_nothing() -> None:
    gate = SlowGate(1.0)
    sizes = [len(part) for part, _step in pace.transactions(cast("Gate", gate), range(500))]
    assert sizes == [pace.BOUNDS.first] * 10 and not gate.told


def test_large_files_make_smaller_transactions_and_one_is_always_taken() -> None:
    large = pace.BYTES_AT_ONCE // 2
    gate = SlowGate(0.000001)
    assert run(gate, range(7), [large, large, large, 3 * large, 1, 1, 1]) == list(range(7))
    assert gate.parts == [2, 1, 1, 3]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_beside_a_server_it_rests_as_long_as_it_held_the_log(dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    monkeypatch.setattr("storage.vault.pace.time.sleep", rests.append)
    gate = SlowGate(0.0004, dialect)
    run(gate, range(160))
    assert gate.parts == [50, 50, 50, 10]
    assert rests == ([] if dialect == "sqlite" else [0.02] * 3), "not after the last"


def test_long_work_folds_the_wal_between_its_transactions(folded: list[object]) -> None:
    gate = SlowGate(0.0004)
    run(gate, range(240))
    assert folded == []
    run(gate, range(500))
    ends = list(itertools.accumulate(gate.parts[5:]))
    assert (
        len(folded)
        == sum(1 for number, end in enumerate(ends, 1) if 250 <= end < 500 and number % pace.FOLDED_EVERY == 0)
        > 0
    )


def test_the_entry_says_how_many_there_are() -> None:
    gate = SlowGate(0.000001)
    run(gate, range(60), counted="tags")
    assert gate.told == [{"tags": 50}, {"tags": 10}]
