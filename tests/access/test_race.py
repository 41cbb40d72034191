"""One person on many terminals at once: the budget holds to the unit, nobody reads "database is locked" (U04)."""

from __future__ import annotations

from pathlib import Path

from scripts.tortures.writers import exact, found, race
from storage.audit.kinds import Kind


def test_U04_eight_processes_take_exactly_the_budget_of_an_hour(tmp_path: Path) -> None:
    assert exact(tmp_path, 8) == []


def test_many_processes_append_and_nobody_is_told_that_the_store_is_busy(tmp_path: Path) -> None:
    """The long form with fifty is `scripts/bench store --only log`."""
    log = found(tmp_path)
    got = race(tmp_path, Kind.CLIENT_LISTED, 16, 5)
    assert (got.shown, got.faults) == (80, [])
    log.engine.dispose()
