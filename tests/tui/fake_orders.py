"""Orders by hand of the fake desk: one order with a service and a person; what was asked stands in `written`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from core.entities.deals import OrderItem
from core.entities.money import Money
from core.problem import N_, Problem
from tui.desk.edit_field import EditField
from tui.desk.port_orders import FoundOrder, ItemRow, OrderRow, OrderView, ParticipantRow, StagedRow, Taken

DAY = dt.date(2026, 11, 2)
ORDER = "0a" * 16


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


class FakeOrders:
    """Everybody has the same order."""

    def __init__(self) -> None:
        self.written: list[tuple[object, ...]] = []

    def orders(self, client_id: str) -> list[OrderRow]:
        return [self.order(client_id, ORDER).row]

    def order(self, client_id: str, order_id: str) -> OrderView:
        row = OrderRow(ORDER, client_id, "ООО «Ромашка-1»", "З-17", DAY, DAY, 2, rub(1500), ("Орехов Пётр",), None)
        items = (
            ItemRow("1", "Поездка в Казань", 1.0, rub(1000), DAY, DAY + dt.timedelta(days=7), ("Орехов Пётр",)),
            ItemRow("2", "Болты", 2.5, rub(500), None, None, ()),
        )
        people = (
            ParticipantRow("01" * 16, "Орехов Пётр", "OREKHOV PETR", "29.02", ("Поездка в Казань",)),
            ParticipantRow("02" * 16, "Зоя", "", "", ()),
        )
        return OrderView(row, "Иванова Анна", items, people)

    def head_form(self, client_id: str, order_id: str = "", document: str = "") -> tuple[EditField, ...]:
        return EditField("number", document, 60), EditField("day", "2026-11-02", 10)

    def save_head(self, client_id: str, order_id: str, fields: Mapping[str, str], document: str = "") -> str:
        if not order_id and not fields["number"]:
            raise Problem(N_("An order needs a number: type it as on the paper."))
        self.written.append(("head", order_id, dict(fields), document))
        return ORDER

    def item_form(self, client_id: str, order_id: str, item_id: str = "") -> tuple[EditField, ...]:
        return EditField("product_name", "Болты" if item_id else ""), EditField("amount", "")

    def save_item(self, client_id: str, order_id: str, item_id: str, fields: Mapping[str, str]) -> None:
        self.written.append(("item", item_id, dict(fields)))

    def drop_item(self, client_id: str, order_id: str, item_id: str) -> None:
        self.written.append(("drop item", item_id))

    def others(self, client_id: str, order_id: str) -> list[tuple[str, str]]:
        return [("03" * 16, "Бухгалтерова Анна")]

    def add_people(
        self, client_id: str, order_id: str, people: Sequence[str], services: Sequence[str] = (), source: str = ""
    ) -> Taken:
        self.written.append(("people", tuple(people), tuple(services), source))
        return Taken(len(people), 0, 0, 0)

    def bind(self, client_id: str, order_id: str, person_id: str, services: Sequence[str]) -> None:
        self.written.append(("bind", person_id, tuple(services)))

    def drop_person(self, client_id: str, order_id: str, person_id: str) -> None:
        self.written.append(("drop person", person_id))

    def people_wanted(self) -> None:
        self.written.append(("people wanted",))

    def staged(self, client_id: str) -> list[StagedRow]:
        return [
            StagedRow("2", 2, "Орехова Зоя", "new", "surname, documents"),
            StagedRow("3", 3, "", "error", "Такого дня нет."),
        ]

    def take_staged(self, client_id: str, order_id: str, services: Sequence[str] = ()) -> Taken:
        self.written.append(("staged", tuple(services)))
        return Taken(1, 1, 0, 1)

    def search(self, criteria: Mapping[str, str], but: str = "") -> list[FoundOrder]:
        self.written.append(("search", dict(criteria), but))
        if not criteria:
            raise Problem(N_("Earlier orders are searched by at least one of {known}."), known="surname")
        people = (("05" * 16, "Ёлкин Пётр"), ("06" * 16, "Ёлкина Анна"))
        return [FoundOrder("0b" * 16, "00" * 16, "АО «Вектор-2»", "П-7", DAY, DAY, people)]

    def add_order(
        self, client_id: str, number: str, items: Sequence[OrderItem], day: str, people: Sequence[str]
    ) -> str:
        return ORDER
