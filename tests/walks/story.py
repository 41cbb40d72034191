"""What a walk is made of: whose it is, which keys are pressed, what stands on the screen then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.entities.vocabulary import Role

EVENING = dt.date(2026, 11, 20)
"""The day of every walk, a Friday: pictures and snapshots do not change from one day to the next."""
NOON_US = int(dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC).timestamp() * 1_000_000)
"""Twelve in Moscow on that day, microseconds since 1970-01-01 UTC."""


class EveningClock:
    """A clock that stands at the noon of the walks and goes on by a microsecond with every look."""

    def __init__(self, now_us: int = NOON_US) -> None:
        self.now_us = now_us

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
class Walk:
    """One person's way through the screens, from the unlock screen on."""

    name: str
    role: Role
    steps: tuple[Step, ...]
    place: str = "TODAY"

    def picture(self, shot: str) -> str:
        """Name of a step's picture without its size and language."""
        return f"walk-{self.name}-{shot}"


def press(*keys: str, sees: str, shot: str = "") -> Step:
    """A step of single keys."""
    return Step(keys, sees, shot)


def types(text: str, *keys: str, sees: str, shot: str = "") -> Step:
    """A step that types a text and goes on with keys."""
    return Step((*text, *keys), sees, shot)
