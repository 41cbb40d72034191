"""People, grants and keys as screens and commands see them (ADM): plain answers and the protocol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

import msgspec

from core.entities.vocabulary import Role

Progress = Callable[[int, int], bool]


class PersonLine(msgspec.Struct, frozen=True):
    """A colleague. `state`: active, suspended or left; `fingerprint`: six words of the public keys."""

    login: str
    name: str
    role: Role
    state: str
    fingerprint: str
    portfolios: int
    """How many portfolios the person holds a key of."""
    me: bool


class GrantAnswer(msgspec.Struct, frozen=True):
    """One grant of a portfolio. `portfolio` is empty where this session does not open it; `until` is exclusive."""

    id: str
    login: str
    by: str
    portfolio_id: str
    portfolio: str
    parts: tuple[str, ...]
    rights: tuple[str, ...]
    start: dt.datetime | None
    until: dt.datetime | None
    state: str


class PortfolioLine(msgspec.Struct, frozen=True):
    """A portfolio this session opens. `waiting`: why its keys must be renewed, empty when they need not."""

    id: str
    name: str
    department: str
    owner: str
    clients: int
    epoch: int
    waiting: str


class LetterLine(msgspec.Struct, frozen=True):
    """A letter that is not settled."""

    id: str
    sender: str
    kind: str
    sent: dt.datetime
    text: str


class ExposureLine(msgspec.Struct, frozen=True):
    """Counts of one stretch of days; `share` of the own portfolios, 0–1, None where their size is not known here."""

    days: int
    opened: int
    revealed: int
    copied: int
    exported: int
    probed: int
    share: float | None
    night: int
    busiest_hour: int
    busiest_day: int


class ExposureAnswer(msgspec.Struct, frozen=True):
    """What a colleague has seen, as of an instant; `seen`: (what, client) for readers of the log alone."""

    login: str
    name: str
    at: dt.datetime
    log_size: int
    clients: int | None
    windows: tuple[ExposureLine, ...]
    seen: tuple[tuple[str, str], ...]


class OffboardAnswer(msgspec.Struct, frozen=True):
    """How far an offboarding is. `missing`: keys, portfolios, index; `certificate` and `signature` once nothing is."""

    login: str
    handed_over: int
    clients_renewed: int
    missing: tuple[str, ...]
    exposure: ExposureAnswer
    certificate: str
    signature: str


class PeoplePort(Protocol):
    """People and keys as screens see them."""

    def people(self) -> list[PersonLine]:
        """Everybody in the roster, by login."""
        ...

    def grants(self, login: str | None = None) -> list[GrantAnswer]:
        """Grants of portfolios that concern this session, of one colleague or of all."""
        ...

    def portfolios(self) -> list[PortfolioLine]:
        """Portfolios of this session with the state of their keys."""
        ...

    def change_role(self, login: str, role: Role) -> None: ...

    def suspend(self, login: str) -> None: ...

    def restore(self, login: str) -> None: ...

    def give(self, login: str, portfolio: str) -> str:
        """Give a portfolio whole; the six words of the receiver's keys."""
        ...

    def revoke(self, login: str, portfolio: str, progress: Progress | None = None) -> int:
        """Take a portfolio away and renew its keys; the number of clients under new keys."""
        ...

    def settle(self, progress: Progress | None = None) -> int:
        """Renew every key that waits for it; the number of portfolios."""
        ...

    def offboard(self, login: str, successor: str, progress: Progress | None = None) -> OffboardAnswer: ...

    def exposure(self, login: str) -> ExposureAnswer: ...

    def letters(self) -> list[LetterLine]:
        """Letters to this person that are not settled."""
        ...

    def settle_letter(self, letter: str) -> None: ...
