"""What a walk is made of: whose it is, which keys are pressed, what stands on the screen then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from core.entities.vocabulary import Role

EVENING = dt.date(2026, 11, 20)
"""The day of every walk, a Friday: pictures and snapshots do not change from one day to the next."""
CLIENTS = 300
"""Of the sample firm the walks go through: each of its screens is full, and it is made in seconds."""
_NOON_US = int(dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC).timestamp() * 1_000_000)
"""Twelve in Moscow on that day, microseconds since 1970-01-01 UTC."""


class EveningClock:
    """A clock that stands some minutes after the noon of the walks and goes on by a microsecond with every look."""

    def __init__(self, minutes: int = 0) -> None:
        self.now_us = _NOON_US + minutes * 60_000_000

    def __call__(self) -> int:
        self.now_us += 1
        return self.now_us


@dataclass(frozen=True)
class Step:
    """Keys, and the words that stand on the Russian screen after them."""

    keys: tuple[str, ...]
    sees: str
    shot: str = ""
    """Name of the screen as a snapshot and as a picture; empty: only passed by."""


@dataclass(frozen=True)
class Session:
    """One person at the terminal, from TODAY on; `login` where the role alone does not say who."""

    role: Role
    steps: tuple[Step, ...]
    login: str = ""
    passphrase: str = ""


@dataclass(frozen=True)
class Command:
    """A command as a person types it, and what it answers in Russian. {folder}: a place for files."""

    role: Role
    words: tuple[str, ...]
    sees: str


@dataclass(frozen=True)
class Walk:
    """A way through the screens."""

    name: str
    parts: tuple[Session | Command, ...]

    def picture(self, shot: str) -> str:
        """Name of a step's picture without its size and language."""
        return f"walk-{self.name}-{shot}"

    def shots(self) -> Iterator[str]:
        """Names of the screens that are kept, in their order."""
        for part in self.parts:
            if isinstance(part, Session):
                yield from (each.shot for each in part.steps if each.shot)


def press(*keys: str, sees: str, shot: str = "") -> Step:
    """A step of single keys."""
    return Step(keys, sees, shot)


def types(text: str, *keys: str, sees: str, shot: str = "") -> Step:
    """A step that types a text and goes on with keys."""
    return Step((*text, *keys), sees, shot)
