"""Loyalty programmes as screens and commands see them; field names are the JSON contract of `loyalty` (S03.24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from core.entities.loyalty import Audience, ProgrammeKind
from core.entities.money import Money
from core.worth.loyalty import Effect
from tui.desk.port_spending import Field

Values = Mapping[str, str]
CardState = Literal["in_force", "blocked", "replaced"]


class ProgrammeRow(msgspec.Struct, frozen=True):
    """One programme; members and cards are those of the open portfolios."""

    id: str
    name: str
    kind: ProgrammeKind
    audience: Audience
    conditions: str
    since: dt.date
    until: dt.date | None
    cost: Money
    per_member: Money | None
    """Cost by member who takes part; None without members."""
    members: int
    left: int
    cards: int
    """In force."""
    blocked: int
    next_number: str
    """The next card of the series; empty: numbers are typed."""
    over: bool
    """Its last day has passed."""


class CardRow(msgspec.Struct, frozen=True):
    """One card."""

    id: str
    client_id: str
    client: str
    number: str
    day: dt.date
    holder: str
    state: CardState
    ended: dt.date | None
    reason: str
    replaced_by: str


class MemberRow(msgspec.Struct, frozen=True):
    """One client of a programme."""

    id: str
    client_id: str
    client: str
    owner: str
    since: dt.date
    until: dt.date | None
    cards: tuple[CardRow, ...]
    """Newest first."""

    @property
    def number(self) -> str:
        """The card in force; empty: none."""
        return next((each.number for each in self.cards if each.state == "in_force"), "")


class ProgrammeDetails(msgspec.Struct, frozen=True):
    """A programme with its members and what it does."""

    programme: ProgrammeRow
    members: tuple[MemberRow, ...]
    effect: Effect
    least: int
    """Clients a figure needs."""
    as_of: dt.date
    currency: str
    log_size: int


class LoyaltyPort(Protocol):
    """Loyalty programmes."""

    def listed(self) -> tuple[ProgrammeRow, ...]:
        """Programmes, those in force first."""
        ...

    def show(self, programme: str) -> ProgrammeDetails:
        """One programme by id or name. Raises Problem."""
        ...

    def form(self, programme: str = "") -> tuple[Field, ...]:
        """What a programme asks."""
        ...

    def save(self, values: Values, programme: str = "") -> ProgrammeRow:
        """A new programme or a changed one. Raises Problem."""
        ...

    def sources(self) -> tuple[tuple[str, str], ...]:
        """Whom members may be taken from: selections, groups of clients; code and word."""
        ...

    def chosen(self, source: str) -> list[str]:
        """Clients of a source. Raises Problem."""
        ...

    def join(self, programme: str, clients: Sequence[str], day: str = "") -> int:
        """These clients take part from a day on; how many are new. Raises Problem."""
        ...

    def leave(self, programme: str, client_id: str) -> None:
        """A client takes part no more. Raises Problem."""
        ...

    def issue(self, programme: str, client_id: str, number: str = "", holder: str = "") -> str:
        """Give a member a card, by default the next of the series; its number. Raises Problem."""
        ...

    def block(self, programme: str, number: str, reason: str) -> None:
        """A card is good for nothing any more. Raises Problem."""
        ...

    def replace(self, programme: str, number: str, new: str = "", reason: str = "") -> str:
        """Another card for a lost or worn one, which is blocked; its number. Raises Problem."""
        ...
