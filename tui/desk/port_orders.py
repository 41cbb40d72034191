"""Orders typed by hand with their people, as screens and commands see them (S03.46, S03.56–S03.64)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from core.entities.deals import OrderItem
from core.entities.money import Money
from tui.desk.edit_field import EditField

RowVerdict = Literal["new", "update", "same", "error"]
CRITERIA = ("created", "start", "surname", "number")
"""What earlier orders are searched by, each enabled by a tick of its own (S03.63)."""


class OrderRow(msgspec.Struct, frozen=True):
    """An order typed by hand beside what accounting has of it (S03.46)."""

    id: str
    client_id: str
    client: str
    number: str
    day: dt.date
    start: dt.date
    """First day of its services, else the day of the order."""
    lines: int
    amount: Money
    people: tuple[str, ...]
    booked: Money | None
    """What accounting has under this number or on these days; None: nothing yet."""
    document: str = ""
    """The document of accounting it is taken to be."""


class ItemRow(msgspec.Struct, frozen=True):
    """A line of an order. `day` None: goods, else a service."""

    id: str
    name: str
    quantity: float
    amount: Money
    day: dt.date | None
    until: dt.date | None
    people: tuple[str, ...]
    """Names of those who are bound to it."""


class ParticipantRow(msgspec.Struct, frozen=True):
    """Somebody who takes part in an order."""

    id: str
    name: str
    latin: str
    birthday: str
    """Day and month, where they are known."""
    services: tuple[str, ...]


class OrderView(msgspec.Struct, frozen=True):
    """One order with everything the form shows."""

    row: OrderRow
    seller: str
    items: tuple[ItemRow, ...]
    people: tuple[ParticipantRow, ...]


class StagedRow(msgspec.Struct, frozen=True):
    """A row of a list of people and what would become of it."""

    id: str
    row: int
    name: str
    verdict: RowVerdict
    what: str
    """Fields it brings; in error, the sentence that says why."""


class FoundOrder(msgspec.Struct, frozen=True):
    """An earlier order people can be taken from."""

    id: str
    client_id: str
    client: str
    number: str
    day: dt.date
    start: dt.date
    people: tuple[tuple[str, str], ...]
    """Id and name."""


class Taken(msgspec.Struct, frozen=True):
    """What came of taking people in."""

    added: int
    """People the order did not have."""
    made: int
    """Of them, contact persons the client did not have."""
    changed: int
    """Known ones with fields that were empty."""
    left_out: int
    closed: bool = False
    """Documents and birthdays were not kept: what is private about these people is closed to the session."""


class OrdersPort(Protocol):
    """Orders by hand. Every method may raise Problem."""

    def orders(self, client_id: str) -> list[OrderRow]:
        """Of one client, newest first, each beside its document of accounting."""
        ...

    def order(self, client_id: str, order_id: str) -> OrderView: ...

    def head_form(self, client_id: str, order_id: str = "", document: str = "") -> tuple[EditField, ...]:
        """Number and day; of a new order over a document of accounting, those of the document."""
        ...

    def save_head(self, client_id: str, order_id: str, fields: Mapping[str, str], document: str = "") -> str:
        """A new order (with the lines of the document) or changed fields; its id."""
        ...

    def item_form(self, client_id: str, order_id: str, item_id: str = "") -> tuple[EditField, ...]: ...

    def save_item(self, client_id: str, order_id: str, item_id: str, fields: Mapping[str, str]) -> None: ...

    def drop_item(self, client_id: str, order_id: str, item_id: str) -> None: ...

    def others(self, client_id: str, order_id: str) -> list[tuple[str, str]]:
        """Contact persons of the client who do not take part: id and name."""
        ...

    def add_people(
        self, client_id: str, order_id: str, people: Sequence[str], services: Sequence[str] = (), source: str = ""
    ) -> Taken:
        """They take part, all in the same services; `source`: the client whose people they are."""
        ...

    def bind(self, client_id: str, order_id: str, person_id: str, services: Sequence[str]) -> None:
        """The services one of them takes part in, and no others."""
        ...

    def drop_person(self, client_id: str, order_id: str, person_id: str) -> None: ...

    def people_wanted(self) -> None:
        """Tell the import that the rows of its draft are people."""
        ...

    def staged(self, client_id: str) -> list[StagedRow]:
        """The draft of the import beside the people of the client; nothing is written."""
        ...

    def take_staged(self, client_id: str, order_id: str, services: Sequence[str] = ()) -> Taken:
        """Write the people of the draft into the client and the order, as one step of undo."""
        ...

    def search(self, criteria: Mapping[str, str], but: str = "") -> list[FoundOrder]:
        """Earlier orders by the ticked criteria: `created` and `start` as FROM..TO, `surname`, `number`."""
        ...

    def add_order(
        self, client_id: str, number: str, items: Sequence[OrderItem], day: str, people: Sequence[str]
    ) -> str:
        """A whole order at once."""
        ...
