"""Contracts, deals and orders typed by hand (glossary: Contract, Deal, Order; S03.114, S03.23, S03.46)."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.entities.entry import Entry

ContractState = Literal["draft", "sent", "signed", "ending", "closed"]
CONTRACT_STATES: tuple[ContractState, ...] = ("draft", "sent", "signed", "ending", "closed")
STAGES = ("new", "talks", "offer", "agreed", "won", "lost")
"""Stages of a deal where the firm has no dictionary of its own; the last two end it."""
WON, LOST = "won", "lost"


class Contract(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """An agreement with a client; each change of its state is a step on the line of time."""

    number: str
    subject: str = ""
    amount: int = 0
    """Minor units of the base currency."""
    signed: int = 0
    """Day it was signed, days since 1970-01-01; 0: not yet."""
    until: int = 0
    """Last day; 0: without term."""
    state: ContractState = "draft"
    steps: tuple[tuple[int, str], ...] = ()
    """(day, state), oldest first."""


class Deal(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A sale that may come about."""

    subject: str
    stage: str = STAGES[0]
    amount: int = 0
    expected: int = 0
    """Day it should be decided; 0: none."""
    owner: bytes = b""
    reason: str = ""
    """Why it was lost."""
    steps: tuple[tuple[int, str], ...] = ()
    """(day, stage), oldest first."""
    key: bytes = b""
    """Of an imported one: what makes it one deal however often its file is read, and what the file said of it."""


class OrderItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of an order: goods, or a service on a day."""

    name: str
    quantity: float = 1.0
    amount: int = 0
    day: int = 0
    """First day of a service; 0: goods."""
    until: int = 0
    """Last day of a service; 0: that day alone."""
    people: tuple[bytes, ...] = ()
    """Handles of those who take part in this service; empty: nobody is bound to it (S03.64)."""


class Order(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """An order a person typed. Accounting decides what was sold: it is shown beside it, never added to it."""

    number: str
    day: int
    items: tuple[OrderItem, ...] = ()
    seller: bytes = b""
    people: tuple[bytes, ...] = ()
    """Handles of contact persons who take part."""

    @property
    def amount(self) -> int:
        """Sum of its lines, minor units."""
        return sum(each.amount for each in self.items)

    @property
    def start(self) -> int:
        """The first day of its services, else the day of the order."""
        return min((each.day for each in self.items if each.day), default=self.day)


class DealStages(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """The firm's own dictionary of stages, first to last; the last two mean won and lost."""

    names: tuple[str, ...]


class DayOff(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Days a colleague does not work, beside weekends and holidays (U14)."""

    first: int
    last: int
    text: str = ""


class PaymentTerms(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """How far a client is trusted (U29)."""

    limit: int = 0
    """Credit limit, minor units; 0: none agreed."""
    stop: bool = False
    """Nothing leaves the warehouse for him."""
    promised: int = 0
    """Day he promised to pay; 0: no promise."""
    promised_amount: int = 0
