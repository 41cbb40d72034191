"""An exclusive OS lock on a file: first come, first served, freed by the kernel with its process, not waited for long.

A process that was stopped inside its turn (Ctrl-Z, a debugger) holds it without end; the others then get a sentence
instead of a screen that does not move.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from core.problem import N_, ExitCode, Problem
from storage.engine import is_sqlite, storage_problem
from storage.shield import told_to_end

PATIENCE_SECONDS = 30.0
"""Far above the longest wait of forty busy sessions (half a second), far below what a person takes for a crash."""


_GLANCE_SECONDS = 0.1
"""How often somebody who waits looks whether he was told to end meanwhile."""
_ASK_AGAIN_SECONDS = 0.1


class TurnTaken(Problem):
    """Somebody else has the turn."""


@contextmanager
def turn(path: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock of a file, which is made when it is not there. `patience`: seconds; 0 tries once.

    Raises TurnTaken when the turn did not come in time, Problem (STORE) when the file cannot be made.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise storage_problem(fault) or fault from None
    wait = _Wait(handle)
    if not wait.for_seconds(PATIENCE_SECONDS if patience is None else patience):
        raise TurnTaken(N_("The store is busy with another session for too long: repeat the step."), ExitCode.STORE)
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def store_turn(engine: Engine, path: Path, patience: float | None = None) -> Iterator[None]:
    """One at a time among everybody who works on a store: of a store in a file by its lock, of one on a server by the
    server's, because they may sit on different machines. Raises as `turn` does.
    """
    if is_sqlite(engine):
        with turn(path, patience):
            yield
        return
    key = int.from_bytes(hashlib.sha256(path.suffix.encode()).digest()[:8], "big", signed=True)
    until = time.monotonic() + (PATIENCE_SECONDS if patience is None else patience)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as held:
            while not held.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
                if time.monotonic() >= until:
                    raise TurnTaken(
                        N_("The store is busy with another session for too long: repeat the step."), ExitCode.STORE
                    )
                time.sleep(_ASK_AGAIN_SECONDS)
            try:
                yield
            finally:
                held.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
    except DBAPIError as fault:
        raise storage_problem(fault) or fault from None


class _Wait:
    """One wait for one lock. Owns the handle unless the answer is True."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._state = threading.Lock()
        self._given_up = False
        self._held = threading.Event()

    def for_seconds(self, seconds: float) -> bool:
        """Whether the lock is held now. When it is not, the handle is closed here or as soon as the lock comes."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if seconds <= 0:
                os.close(self._handle)
                return False
        # flock itself knows no time limit, and asking again and again would be served last: a thread stands in line.
        threading.Thread(target=self._stand_in_line, daemon=True).start()
        end = time.monotonic() + seconds
        try:
            while not self._held.wait(min(_GLANCE_SECONDS, max(0.0, end - time.monotonic()))):
                if told_to_end() or time.monotonic() >= end:
                    break
        except BaseException:
            if self._give_up():
                os.close(self._handle)
            raise
        return self._give_up()

    def _give_up(self) -> bool:
        """Leave the line; True when the lock has come all the same."""
        with self._state:
            self._given_up = not self._held.is_set()
            return not self._given_up

    def _stand_in_line(self) -> None:
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        with self._state:
            if self._given_up:
                os.close(self._handle)
            else:
                self._held.set()
