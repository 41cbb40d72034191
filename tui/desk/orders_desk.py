"""Orders typed by hand at the desk: head, lines and services, who takes part (S03.46, S03.51, S03.64)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from core.entities.deals import Order, OrderItem
from core.entities.money import Money
from core.entities.people import cleaned
from core.problem import N_, Problem
from core.wording.dates import short_date
from core.worth.order_gaps import Booked, paired
from storage.vault.books.deals import ORDER
from storage.vault.registers import Stored
from storage.vault.sale_documents import SaleDocument
from tui.desk.edit_field import EditField
from tui.desk.figures import date_of, day_number
from tui.desk.order_gaps_desk import booked_of, typed_of
from tui.desk.persons_forms import congratulate_text, day_of, money_of
from tui.desk.port_orders import ItemRow, OrderRow, OrderView, ParticipantRow

if TYPE_CHECKING:
    from tui.desk.desk import Desk

NUMBER_MAX = 60
NAME_MAX = 200
ITEMS_MAX = 500
PEOPLE_MAX = 1000
_MINOR = 100


class OrderBook:
    """Orders of the clients of one session: what is read and written of the order itself."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Reading
    def orders(self, client_id: str) -> list[OrderRow]:
        """Orders typed by hand, newest first, each beside its document of accounting: shown together, counted once.

        A document is the order's where its number is the same, else where sum and day fit; each serves one order.
        """
        names = self._desk.persons.names(client_id)
        orders = sorted((each.fields for each in self._desk.work.about(ORDER, client_id)), key=lambda order: -order.day)
        owner = self._desk.row(client_id).owner
        booked = [booked_of(each, owner, self._desk.base.currency) for each in self._documents(client_id)]
        pairs = paired([typed_of(each, "") for each in orders], booked, self._desk.session.entered.rules)
        return [
            self._row(client_id, each, document, names) for each, (_typed, document) in zip(orders, pairs, strict=True)
        ]

    def order(self, client_id: str, order_id: str) -> OrderView:
        """One order with its lines and people. Raises Problem (BAD_INPUT) where there is none."""
        order = self.named(client_id, order_id).fields
        row = next(each for each in self.orders(client_id) if each.id == order.id.hex())
        staff = {each.id: each.name for each in self._desk.session.staffing.staff()}
        people = self._desk.persons.known(client_id)
        names = {handle: each.name for handle, each in people.items()}
        bound = {handle: tuple(item.name for item in order.items if handle in item.people) for handle in order.people}
        return OrderView(
            row=row,
            seller=staff.get(order.seller or order.by, ""),
            items=tuple(self._item(at, each, names) for at, each in enumerate(order.items)),
            people=tuple(
                ParticipantRow(
                    handle.hex(), people[handle].name, people[handle].latin, congratulate_text(people[handle]),
                    bound[handle],
                )
                for handle in order.people
                if handle in people
            ),
        )  # fmt: skip

    # The head
    def head_form(self, client_id: str, order_id: str = "", document: str = "") -> tuple[EditField, ...]:
        """Number and day."""
        if order_id:
            order = self.named(client_id, order_id).fields
            number, day = order.number, order.day
        else:
            paper = self._document(client_id, document) if document else None
            number, day = ("", self._today()) if paper is None else (paper.document, paper.day)
        return EditField("number", number, NUMBER_MAX), EditField("day", short_date(date_of(day)), 10)

    def save_head(self, client_id: str, order_id: str, fields: Mapping[str, str], document: str = "") -> str:
        """A new order or changed fields; over a document of accounting, with its lines. Raises Problem (BAD_INPUT)."""
        before = self.named(client_id, order_id) if order_id else None
        values: dict[str, Any] = {}
        if "number" in fields:
            values["number"] = cleaned(fields["number"])[:NUMBER_MAX]
        if not values.get("number", before.fields.number if before else ""):
            raise Problem(N_("An order needs a number: type it as on the paper."))
        if fields.get("day", "").strip():
            values["day"] = day_of(fields["day"])
        if before is not None:
            self._desk.work.change(ORDER, before, **values)
            return order_id
        items: tuple[OrderItem, ...] = ()
        if document:
            names = self._desk.session.firm.product_names()
            lines = self._document(client_id, document).lines
            items = tuple(
                OrderItem(names.get(each.product) or each.product or "—", each.quantity, each.amount) for each in lines
            )
        seller = self._desk.session.entered.identity.person_id
        order = Order(number=values["number"], day=values.get("day", self._today()), items=items, seller=seller)
        return self._desk.work.add(ORDER, client_id, order).id.hex()

    def add_order(
        self, client_id: str, number: str, items: Sequence[OrderItem], day: str, people: Sequence[str]
    ) -> str:
        """An order a person typed, with those who take part."""
        told = cleaned(number)[:NUMBER_MAX]
        if not told or not items:
            raise Problem(N_("An order needs a number and a line: name what was ordered."))
        known = self._desk.persons.names(client_id)
        met = tuple(map(_handle, people))
        if any(each not in known for each in met):
            raise Problem(N_("There is no such record among yours: look at the list again."))
        when = day_of(day) if day.strip() else self._today()
        seller = self._desk.session.entered.identity.person_id
        order = Order(number=told, day=when, items=tuple(items), seller=seller, people=met)
        return self._desk.work.add(ORDER, client_id, order).id.hex()

    # Lines and services
    def item_form(self, client_id: str, order_id: str, item_id: str = "") -> tuple[EditField, ...]:
        """Fields of a line; with a first day it is a service."""
        order = self.named(client_id, order_id).fields
        told = order.items[self._place(order, item_id)] if item_id else OrderItem("")
        return (
            EditField("product_name", told.name, NAME_MAX),
            EditField("quantity", f"{told.quantity:g}", 12),
            EditField("amount", f"{told.amount / _MINOR:g}" if told.amount else "", 15),
            EditField("first_day", short_date(date_of(told.day)) if told.day else "", 10),
            EditField("last_day", short_date(date_of(told.until)) if told.until else "", 10),
        )

    def save_item(self, client_id: str, order_id: str, item_id: str, fields: Mapping[str, str]) -> None:
        """A new line or changed fields. Raises Problem (BAD_INPUT)."""
        before = self.named(client_id, order_id)
        items = list(before.fields.items)
        at = self._place(before.fields, item_id) if item_id else len(items)
        told = with_item(items[at] if item_id else OrderItem(""), fields)
        if at == ITEMS_MAX:
            raise Problem(N_("An order takes at most {limit} lines."), limit=ITEMS_MAX)
        items[at:] = [told, *items[at + 1 :]]
        self._desk.work.change(ORDER, before, items=tuple(items))

    def drop_item(self, client_id: str, order_id: str, item_id: str) -> None:
        """Take a line out."""
        before = self.named(client_id, order_id)
        at = self._place(before.fields, item_id)
        items = before.fields.items
        self._desk.work.change(ORDER, before, items=(*items[:at], *items[at + 1 :]))

    # Who takes part
    def others(self, client_id: str, order_id: str) -> list[tuple[str, str]]:
        """Contact persons who do not take part, by name."""
        order = self.named(client_id, order_id).fields
        names = self._desk.persons.names(client_id)
        found = [(handle.hex(), name) for handle, name in names.items() if handle not in order.people]
        return sorted(found, key=lambda each: each[1].casefold())

    def bind(self, client_id: str, order_id: str, person_id: str, services: Sequence[str]) -> None:
        """The services one of them takes part in, and no others."""
        before, handle = self.named(client_id, order_id), _handle(person_id)
        if handle not in before.fields.people:
            raise Problem(N_("There is no such record among yours: look at the list again."))
        wanted = self.places(before.fields, services)
        items = tuple(
            _bound(each, [handle]) if at in wanted else _unbound(each, handle)
            for at, each in enumerate(before.fields.items)
        )
        self._desk.work.change(ORDER, before, items=items)

    def drop_person(self, client_id: str, order_id: str, person_id: str) -> None:
        """He takes part no more; he stays a contact person of the client."""
        before, handle = self.named(client_id, order_id), _handle(person_id)
        people = tuple(each for each in before.fields.people if each != handle)
        items = tuple(_unbound(each, handle) for each in before.fields.items)
        self._desk.work.change(ORDER, before, people=people, items=items)

    # For the taking of people
    def named(self, client_id: str, order_id: str) -> Stored[Order]:
        """An order as it is stored. Raises Problem (BAD_INPUT) where there is none."""
        return self._desk.work.named(ORDER, _handle(order_id), self._desk.work.clients_of(client_id))

    def joined(self, order: Order, people: Sequence[bytes], services: Sequence[str]) -> Order:
        """The order with some more people, all bound to the same services. Raises Problem (BAD_INPUT)."""
        wanted = self.places(order, services)
        everybody = tuple(dict.fromkeys((*order.people, *people)))
        if len(everybody) > PEOPLE_MAX:
            raise Problem(N_("An order takes at most {limit} people."), limit=PEOPLE_MAX)
        items = tuple(_bound(each, people) if at in wanted else each for at, each in enumerate(order.items))
        return msgspec.structs.replace(order, people=everybody, items=items)

    def places(self, order: Order, services: Sequence[str]) -> frozenset[int]:
        """Places of lines by their ids. Raises Problem (BAD_INPUT)."""
        return frozenset(self._place(order, each) for each in services)

    # Within
    def _place(self, order: Order, item_id: str) -> int:
        if item_id.isascii() and item_id.isdigit() and 0 < int(item_id) <= len(order.items):
            return int(item_id) - 1
        raise Problem(N_("The order has no line {id}: look at it again."), id=item_id)

    def _row(self, client_id: str, order: Order, document: Booked | None, names: Mapping[bytes, str]) -> OrderRow:
        return OrderRow(
            id=order.id.hex(),
            client_id=client_id,
            client=self._desk.base.cards[self._desk.place_of(client_id)].name,
            number=order.number,
            day=date_of(order.day),
            start=date_of(order.start),
            lines=len(order.items),
            amount=self._money(order.amount),
            people=tuple(names[one] for one in order.people if one in names),
            booked=None if document is None else self._money(document.amount),
            document="" if document is None else document.document,
        )

    def _item(self, at: int, item: OrderItem, names: Mapping[bytes, str]) -> ItemRow:
        return ItemRow(
            id=str(at + 1),
            name=item.name,
            quantity=item.quantity,
            amount=self._money(item.amount),
            day=date_of(item.day) if item.day else None,
            until=date_of(item.until) if item.until else None,
            people=tuple(names[one] for one in item.people if one in names),
        )

    def _documents(self, client_id: str) -> list[SaleDocument]:
        return self._desk.documents(client_id)

    def _document(self, client_id: str, number: str) -> SaleDocument:
        for each in self._documents(client_id):
            if each.document == number:
                return each
        raise Problem(N_("There is no such record among yours: look at the list again."))

    def _money(self, amount: int) -> Money:
        return Money(amount, self._desk.base.currency)

    def _today(self) -> int:
        return day_number(self._desk.today_date())


def with_item(item: OrderItem, fields: Mapping[str, str]) -> OrderItem:
    """The line with typed fields. Raises Problem (BAD_INPUT)."""
    values: dict[str, Any] = {}
    if "product_name" in fields:
        values["name"] = cleaned(fields["product_name"])[:NAME_MAX]
    if "quantity" in fields:
        values["quantity"] = _quantity(fields["quantity"])
    if "amount" in fields:
        values["amount"] = money_of(fields["amount"])
    for field, name in (("first_day", "day"), ("last_day", "until")):
        if field in fields:
            values[name] = day_of(fields[field]) if fields[field].strip() else 0
    told = msgspec.structs.replace(item, **values)
    if not told.name:
        raise Problem(N_("A line needs a name: say what was ordered."))
    if told.until and (not told.day or told.until < told.day):
        raise Problem(N_("A service cannot end before it begins: look at its days."))
    return told


def _quantity(text: str) -> float:
    told = "".join(text.split()).replace(",", ".") or "1"
    try:
        quantity = float(told)
    except ValueError:
        quantity = 0.0
    if not 0 < quantity < 1e9:
        raise Problem(N_("A quantity is a number above zero, such as 2 or 0.5."))
    return quantity


def _bound(item: OrderItem, people: Sequence[bytes]) -> OrderItem:
    return msgspec.structs.replace(item, people=tuple(dict.fromkeys((*item.people, *people))))


def _unbound(item: OrderItem, person: bytes) -> OrderItem:
    return msgspec.structs.replace(item, people=tuple(each for each in item.people if each != person))


def _handle(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
