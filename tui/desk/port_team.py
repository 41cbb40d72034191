"""What the screen TEAM needs from the desk, and its plain answers; field names are the JSON contract of `team`."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

import msgspec

from core.entities.money import Money
from core.worth.team import Group, WorkType
from tui.desk.answers_reports import Evidence

DigestKind = Literal["sales", "rhythm", "deal", "promise", "incident", "task", "people", "news", "contact"]


class GroupRow(msgspec.Struct, frozen=True):
    """Minutes with one group of clients; `per_client` None without clients."""

    group: Group
    minutes: int
    clients: int
    per_client: float | None


class ManagerRow(msgspec.Struct, frozen=True):
    """One colleague: time, load, attention, plan, satisfaction."""

    login: str
    name: str
    role: str
    groups: tuple[GroupRow, ...]
    """Anchors first."""
    minutes: int
    anchors_short: bool
    """Anchors are not the group with most of his time (S00.04)."""
    clients: int
    keys: int
    work: WorkType
    orders: int
    small_orders: int
    does_not_combine: bool
    """He leads key accounts and handles many small orders (S03.95)."""
    waiting: int
    """Clients beyond the norm of attention."""
    longest: int | None
    """Days the one waits who waits longest."""
    plan: Money | None
    fact: Money | None
    share: float | None
    satisfaction: float | None
    """Mean of the marks 1–5 that his clients gave within 12 months (S00.14)."""
    marks: int


class VisitRow(msgspec.Struct, frozen=True):
    """When the head was at a key account, and when he is due there (S03.92)."""

    id: str
    name: str
    owner: str
    last: dt.date | None
    due: dt.date
    overdue: bool


class HandedRow(msgspec.Struct, frozen=True):
    """A portfolio that changed hands, and what became of its clients (S01.17)."""

    id: str
    portfolio: str
    giver: str
    taker: str
    day: dt.date
    left: bool
    """The giver left the firm."""
    clients: int
    untouched: int
    longest: int | None
    days: int
    before: Money
    after: Money


class YearRow(msgspec.Struct, frozen=True):
    """Twelve months (S03.40). `per_buyer`: repeat purchases a buyer."""

    until: dt.date
    turnover: Money
    buyers: int
    new: int
    new_regular: int
    became_regular: int
    repeats: int
    per_buyer: float | None
    gap: float | None
    enquiries: int
    repeat_enquiries: int


class TeamAnswer(msgspec.Struct, frozen=True):
    """The head's screen in one answer."""

    managers: tuple[ManagerRow, ...]
    visits: tuple[VisitRow, ...]
    handed: tuple[HandedRow, ...]
    year: tuple[YearRow, YearRow]
    """The last twelve months, then those before."""
    days: int
    """Time and orders are of so many days."""
    key_limit: int
    looked_days: int | None
    """Days since the reader looked through his key accounts; None: never."""
    as_of: dt.date
    log_size: int


class DigestRow(msgspec.Struct, frozen=True):
    """One thing that happened at a key account."""

    id: str
    client: str
    kind: DigestKind
    text: str
    day: dt.date
    red: bool


class Digest(msgspec.Struct, frozen=True):
    """What changed at key accounts since the reader looked (S03.115)."""

    since: dt.date
    looked_days: int | None
    rows: tuple[DigestRow, ...]
    as_of: dt.date


class TeamPort(Protocol):
    """The team as screens see it."""

    def answer(self) -> TeamAnswer:
        """Time, load, visits, hand-overs, the year."""
        ...

    def digest(self) -> Digest:
        """What changed at key accounts, red first, then the newest."""
        ...

    def looked(self) -> None:
        """The reader has looked through it: from now on only what is new."""
        ...

    def evidence(self, login: str) -> Evidence:
        """Clients behind a manager's figures, those with most of the time first."""
        ...

    def handed_evidence(self, handle: str) -> Evidence:
        """Clients of a portfolio that changed hands, those who wait longest first."""
        ...
