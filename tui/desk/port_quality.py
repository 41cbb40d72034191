"""What the screen DQ and `quality` need of the desk (S03.33–S03.39, S01.16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

import msgspec

from core.entities.money import Money
from core.quality.checks import Amiss
from core.relations.knowledge import Subject


class QualityRow(msgspec.Struct, frozen=True):
    """One thing amiss with one client. Field names are the JSON contract of `quality list`."""

    id: str
    name: str
    owner: str
    kind: Amiss
    days: int


class UnknownRow(msgspec.Struct, frozen=True):
    """A client of whom something is unknown. Field names are the JSON contract of `quality unknown`."""

    id: str
    name: str
    owner: str
    percent: int
    """How much is known."""
    turnover: Money
    """Of twelve months."""
    unknown: tuple[Subject, ...]
    asked: bool
    """A task to ask is open."""


class UseRow(msgspec.Struct, frozen=True):
    """A colleague's week with the central file; contacts begun by us and by the client (S03.39)."""

    who: str
    logins: int
    cards: int
    """Changes written."""
    by_us: int
    by_client: int


class KeeperView(msgspec.Struct, frozen=True):
    """Who keeps the central file."""

    login: str
    name: str
    since: dt.date
    allowance: Money
    kpi: str


class QualityBook(msgspec.Struct, frozen=True):
    """Everything the screen shows."""

    rows: tuple[QualityRow, ...]
    clients: int
    week: tuple[UseRow, ...]
    keeper: KeeperView | None


class QualityPort(Protocol):
    """Care of the central file."""

    def book(self) -> QualityBook:
        """What is amiss, the last seven days, the keeper."""
        ...

    def unknown(self) -> tuple[UnknownRow, ...]:
        """What is unknown of clients, the largest turnover first (S02.16)."""
        ...

    def ask_unknown(self, clients: Sequence[str]) -> int:
        """Tasks to ask for it, where none is open; gives how many. Raises Problem."""
        ...

    def verify(self, clients: Sequence[str]) -> int:
        """Stamp cards as verified today; gives how many."""
        ...

    def set_keeper(self, login: str, allowance: int, since: dt.date, kpi: str) -> KeeperView:
        """Name the keeper; `allowance` in minor units a month. Raises Problem."""
        ...

    def people(self) -> tuple[tuple[str, str], ...]:
        """Login and name of everybody who can be the keeper."""
        ...
