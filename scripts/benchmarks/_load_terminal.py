"""One of the fifty as the real program under a pseudo-terminal: bytes an act sends, when its last one was there."""

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
LIST, CARD, FORM = "Название", "Обзор", "сохранить · Esc"
FOUND, QUEUE, MENU = "Enter взять", "Под риском", "Классификация"
GONE = "no longer "
"""Words of the screen that stand there once a key has done its work, or no longer do."""
_ACTS: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    ("move", (("down", LIST),)),
    ("open", (("enter", CARD),)),
    ("log", (("f5", FORM), ("down", FORM), ("Звонок, перезвонить", FORM), ("enter", GONE + FORM))),
    ("edit", (("f4", FORM), ("up", FORM), ("!", FORM), ("enter", GONE + FORM))),
    ("back", (("escape", LIST),)),
    ("search", (("f2", FOUND), ("рома", FOUND))),
    ("leave search", (("escape", GONE + FOUND),)),
    ("queue", (("f9", MENU), ("3", QUEUE))),
    ("leave queue", (("f9", MENU), ("2", LIST))),
)
"""From the list of clients, round and round: a key by name, or text as it is, and what it leads to."""


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
                try:
                    self._act(name, keys, wire)
                except AssertionError as fault:
                    wire.errors.append(f"the terminal at {name}: {fault}")
                    return
                self._pause()

    def close(self) -> None:
        self.session.close()

    def _act(self, name: str, keys: Sequence[tuple[str, str]], wire: Wire) -> None:
        before, took = len(self.session.received), 0.0
        for key, shown in keys:
            self.session.send(key)
            took += self._paint(shown)
        wire.sent.setdefault(name, []).append(len(self.session.received) - before)
        wire.painted.setdefault(name, []).append(took)

    def _paint(self, shown: str) -> float:
        """Seconds until the last byte before a silence, the words being there."""
        begin = last = time.monotonic()
        while time.monotonic() - last < QUIET_SECONDS or not self._stands(shown):
            if self.session.pump(0.1):
                last = time.monotonic()
            if self.session.status is not None or time.monotonic() - begin > PATIENCE_SECONDS:
                raise AssertionError(f"{shown!r} did not come:\n{self.session.text}")
        return last - begin

    def _stands(self, shown: str) -> bool:
        words = shown.removeprefix(GONE)
        return (words in self.session.text) == (words == shown)

    def _pause(self) -> None:
        end = time.monotonic() + PAUSE_SECONDS
        while time.monotonic() < end:
            self.session.pump(0.5)
