"""One of the fifty as the real program under a pseudo-terminal: bytes an act sends, and when its last byte was there."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.wording import gettext
from scripts.benchmarks._stores import PASSPHRASE
from tests.terminal.pty_session import PtySession

ROOT = Path(__file__).resolve().parents[2]
QUIET_SECONDS = 1.0
"""Silence after which an act counts as painted."""
PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 4.0
_ACTS: Sequence[tuple[str, Sequence[str]]] = (
    ("move", ("down",)),
    ("open", ("enter",)),
    ("log", ("f5", "down", "Звонок, перезвонить", "enter")),
    ("edit", ("f4", "up", "!", "enter")),
    ("back", ("escape",)),
    ("search", ("f2", "рома")),
    ("leave search", ("escape",)),
    ("queue", ("f9", "3")),
    ("leave queue", ("f9", "2")),
)
"""From the list of clients, round and round. A name of keys or text as it is."""


@dataclass
class Wire:
    """Bytes and seconds of each act, and what went wrong."""

    sent: dict[str, list[int]] = field(default_factory=dict)
    painted: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


class Terminal:
    """A session past its unlock screen, standing on the list of clients."""

    def __init__(self, store: Path, login: str) -> None:
        words = ["-m", "tui", "--store", str(store), "--as", login, "--start", "ACC"]
        self.session = PtySession([sys.executable, *words], cwd=str(ROOT))
        locked = gettext("The base is locked. Last entry of the log: {number}.").partition("{")[0]
        self.session.wait_for(locked, PATIENCE_SECONDS)
        self.session.settle(QUIET_SECONDS)
        self.session.send(PASSPHRASE, "enter")
        self.session.wait_for(lambda seen: seen.text.count("«") > 3, PATIENCE_SECONDS)
        self.session.settle(QUIET_SECONDS * 3, PATIENCE_SECONDS)

    def work(self, seconds: float, wire: Wire) -> None:
        """Rounds of acts until the time is over; the last round is finished."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for name, keys in _ACTS:
                self._act(name, keys, wire)
                self._pause()
                if self.session.status is not None:
                    wire.errors.append(f"the terminal session ended at {name}")
                    return

    def close(self) -> None:
        self.session.close()

    def _act(self, name: str, keys: Sequence[str], wire: Wire) -> None:
        before, took = len(self.session.received), 0.0
        for key in keys:
            self.session.send(key)
            took += self._paint()
        wire.sent.setdefault(name, []).append(len(self.session.received) - before)
        wire.painted.setdefault(name, []).append(took)

    def _paint(self) -> float:
        """Seconds until the last byte before a silence."""
        begin = last = time.monotonic()
        while time.monotonic() - last < QUIET_SECONDS:
            if self.session.pump(0.1):
                last = time.monotonic()
        return last - begin

    def _pause(self) -> None:
        end = time.monotonic() + PAUSE_SECONDS
        while time.monotonic() < end:
            self.session.pump(0.5)
