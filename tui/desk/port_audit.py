"""What the screen AUD needs from the desk, and its plain answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

import msgspec


class LogLine(msgspec.Struct, frozen=True):
    """One entry of the log as this person may read it."""

    seq: int
    at: dt.datetime
    who: str
    kind: str
    client: str
    details: dict[str, object]
    sealed: bool


class LogFilter(msgspec.Struct, frozen=True):
    """What the list of entries is narrowed to; None does not narrow."""

    who: str | None = None
    client: str | None = None
    kind: str | None = None
    since: dt.date | None = None


class LogHandle(Protocol):
    """Entries that fit a filter, newest first; details are opened for the rows that are asked for."""

    def __len__(self) -> int: ...

    def rows(self, start: int, stop: int) -> Sequence[LogLine]: ...

    def position(self, client_id: str) -> int | None:
        """Place of the entry with this number, written out."""
        ...


class BudgetRow(msgspec.Struct, frozen=True):
    """One limit of one person. Field names are the JSON contract of `audit budgets`."""

    login: str
    name: str
    role: str
    budget: str
    hours: int
    limit: int
    used: int


class WatchRow(msgspec.Struct, frozen=True):
    """One finding. Field names are the JSON contract of `audit watch`."""

    login: str
    name: str
    rule: str
    day: dt.date
    value: int
    usual: float
    reason: str


class LoginRow(msgspec.Struct, frozen=True):
    """Wrong logins that call for somebody (S01.18)."""

    at: dt.datetime
    tries: int
    who: tuple[str, ...]
    barred: bool
    reason: str


class WatchList(msgspec.Struct, frozen=True):
    """Unusual reading, and wrong logins."""

    days: int
    findings: tuple[WatchRow, ...]
    logins: tuple[LoginRow, ...]


class LogState(msgspec.Struct, frozen=True):
    """What is known of the log without walking it."""

    entries: int
    verified_at_login: int
    """Entries this login has verified, after those of earlier sessions."""
    cosigned: int | None
    cosigned_at: dt.datetime | None
    witnesses: tuple[str, ...]
    alarms: tuple[str, ...]


class VerdictAnswer(msgspec.Struct, frozen=True):
    """The verdict on the whole log. `reason` and `first_bad` name the first entry that is not as it should be."""

    ok: bool
    entries: int
    first_bad: int | None
    reason: str
    seconds: float


class AuditPort(Protocol):
    """Who read what, as screens see it."""

    def state(self) -> LogState: ...

    def alarms(self) -> tuple[str, ...]:
        """Sentences of the banner; empty on an ordinary day. One small query each."""
        ...

    def open_log(self, narrowed: LogFilter) -> LogHandle:
        """Raises Problem for an unknown login, client or kind."""
        ...

    def kinds(self) -> tuple[str, ...]: ...

    def people(self) -> tuple[str, ...]:
        """Logins the filter offers."""
        ...

    def budgets(self) -> tuple[BudgetRow, ...]: ...

    def watch(self, days: int) -> WatchList:
        """Unusual reading. Heads and admins get the wrong logins alone."""
        ...

    def verify(self) -> VerdictAnswer:
        """Long: every entry, signature and digest."""
        ...
