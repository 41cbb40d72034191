"""People, grants and keys as screens and commands see them (ADM): plain answers and the protocol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

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
    """One grant of a portfolio, or of the one `client` in it. `portfolio` and `client_name` are empty where this
    session does not open them; `until` is exclusive."""

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
    client: str = ""
    client_name: str = ""


class Loan(msgspec.Struct, frozen=True):
    """One client lent to a colleague; `until` is the last day. `name` is empty where this session does not open him."""

    login: str
    client: str
    name: str
    parts: tuple[str, ...]
    until: dt.date | None
    state: str


class AccessRequest(msgspec.Struct, frozen=True):
    """A colleague asks for a client of a portfolio this session holds. `id` is the letter's."""

    id: str
    login: str
    client: str
    name: str
    reason: str
    sent: dt.datetime


Answer = Literal["lend", "move", "refuse"]
"""To a request: read for a time or for good, the client changes hands, no."""


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


class SshKeyLine(Protocol):
    """A key in force: whose, what it opens, its fingerprint."""

    @property
    def login(self) -> str: ...
    @property
    def command(self) -> str: ...
    @property
    def key(self) -> str: ...


class SshPort(Protocol):
    """Who comes in with which key."""

    def listed(self) -> Sequence[SshKeyLine]: ...

    def add(self, login: str, text: str, command: str) -> str:
        """Let a colleague in with a key; its fingerprint."""
        ...

    def remove(self, login: str, fingerprint: str) -> str:
        """Take a key away; its fingerprint."""
        ...


class BudgetsPort(Protocol):
    """Shares of the reading limits."""

    def set(self, login: str, percent: int, days: int | None) -> object:
        """Give a colleague a share, for so many days or until it is set again."""
        ...


class LendingPort(Protocol):
    """Single clients lent to colleagues, and requests for access."""

    def loans(self) -> list[Loan]:
        """Clients lent one by one that concern this session."""
        ...

    def lend(self, login: str, client: str, *, until: dt.date | None = None) -> str:
        """Lend one client, by id or number, to read; the six words of the receiver's keys."""
        ...

    def take_back(self, login: str, client: str) -> int:
        """Take a lent client back; the number of clients under new keys."""
        ...

    def requests(self) -> list[AccessRequest]:
        """Requests of colleagues that wait for an answer, oldest first."""
        ...

    def answer(self, request: str, answer: Answer, until: dt.date | None = None) -> AccessRequest:
        """Lend, hand over or refuse; the colleague gets a letter."""
        ...


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

    def give(
        self,
        login: str,
        portfolio: str,
        *,
        parts: Sequence[str] = (),
        read_only: bool = False,
        start: dt.date | None = None,
        until: dt.date | None = None,
    ) -> str:
        """Give a portfolio, whole or in part, `until` the end of a day; the six words of the receiver's keys."""
        ...

    def add(self, login: str, name: str, role: Role, passphrase: bytearray) -> PersonLine:
        """Add a colleague with a first passphrase; the caller wipes it."""
        ...

    def create_portfolio(self, name: str, owner: str, department: str) -> str:
        """A new portfolio; its id."""
        ...

    def rotate(self, portfolio: str, progress: Progress | None = None) -> int:
        """New keys for a portfolio; the number of its clients."""
        ...

    def recover(self, login: str, sheets: Sequence[str], reason: str) -> int:
        """Every portfolio to a head again, with the words of two sheets; their number."""
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
