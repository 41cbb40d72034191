"""Another process in the way: waiting has an end, and the end is one sentence."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage import engine, turn
from storage.vault.files import files_of
from tests.faults.disks import _cheap, found, inside, order, whole

__all__ = ["_cheap"]
pytestmark = pytest.mark.usefixtures("_cheap")
HOLDER = """
import sys, time
from pathlib import Path
from storage.turn import turn
with turn(Path(sys.argv[1])):
    print("inside", flush=True)
    time.sleep(600)
"""


def holder(lock: Path) -> subprocess.Popen[str]:
    """A process that has the lock, and has been stopped like a command under Ctrl-Z."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "inside\n"
    process.send_signal(signal.SIGSTOP)
    return process


def busy(problem: Problem) -> bool:
    return problem.exit_code is ExitCode.STORE and "busy" in str(problem)


def test_a_stopped_process_holds_nobody_up_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = found(tmp_path)
    before, _ = whole(store)
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 0.2)
    process = holder(files_of(store).lock)
    try:
        with pytest.raises(Problem) as caught, inside(store):
            pytest.fail("nobody comes in past the queue")
        assert busy(caught.value)
    finally:
        process.kill()
        process.communicate()
    assert whole(store)[0] == before


def test_an_import_waits_for_another_one_in_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Coming in meanwhile is possible: the one who imports is not taken for one that was cut off."""
    store = found(tmp_path)
    before, _ = whole(store)
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 0.2)
    process = holder(files_of(store).import_lock)
    try:
        with inside(store) as session:
            prepared = session.imports.prepare(order(session, 5, "B"))
            with pytest.raises(Problem) as caught:
                session.imports.commit(prepared)
            assert busy(caught.value)
            process.kill()
            process.wait()
            assert session.upkeep.dump_digest() == before
            assert session.imports.commit(prepared) is not None
    finally:
        process.kill()
        process.communicate()
    whole(store)


def test_a_database_locked_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = found(tmp_path)
    pragmas = tuple(("busy_timeout", "50", 50) if name == "busy_timeout" else (name, value, expected)
                    for name, value, expected in engine._PRAGMAS)  # fmt: skip
    monkeypatch.setattr(engine, "_PRAGMAS", pragmas)
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Problem) as caught, inside(store):
            pytest.fail("nothing can be logged")
        assert busy(caught.value)
        other.execute("ROLLBACK")
    whole(store)


def test_a_turn_that_came_too_late_is_given_back(tmp_path: Path) -> None:
    """Who has gone away must not hold the lock when it comes at last."""
    lock = tmp_path / "lock"
    with turn.turn(lock):
        with pytest.raises(turn.TurnTaken), turn.turn(lock, 0):
            pytest.fail("taken")
        with pytest.raises(turn.TurnTaken), turn.turn(lock, 0.05):
            pytest.fail("taken")
    with turn.turn(lock, 5):
        pass


def test_a_turn_is_waited_for(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    seen: list[str] = []
    inside_first = threading.Event()

    def first() -> None:
        with turn.turn(lock):
            inside_first.set()
            time.sleep(0.2)
            seen.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside_first.wait()
    with turn.turn(lock):
        seen.append("second")
    thread.join()
    assert seen == ["first", "second"]


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), turn.turn(tmp_path):
        pytest.fail("a folder is no lock")
