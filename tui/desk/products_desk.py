"""The price list at the desk: searched in a client's own words, replaced, new products announced (S02.17, S03.20)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.entities.money import Money
from core.entities.trade import GroupsBy, PriceItem
from core.entities.work import Task
from core.problem import N_, Problem
from core.wording import fill, gettext
from core.worth.assortment import group_name
from core.worth.price_search import PriceIndex
from storage.vault.books.trade import OFFER
from storage.vault.books.work import TASK
from tui.desk.figures import date_of, day_number
from tui.desk.port_white import ItemLine, NoveltyLine
from tui.desk.white_desk import item_line

if TYPE_CHECKING:
    from tui.desk.desk import Desk

SOURCE = "S03.20"


class ProductsDesk:
    """Items the firm sells."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._index: tuple[object, PriceIndex] | None = None

    def items(self) -> tuple[PriceItem, ...]:
        """The price list; without one, the products of the sales."""
        session = self._desk.session
        listed = session.prices.items()
        if listed:
            return listed
        return tuple(PriceItem(code, name) for code, name in session.firm.product_names().items())

    def count(self) -> int:
        """Items that can be found."""
        return len(self.items())

    def search(self, text: str, limit: int = 50) -> tuple[ItemLine, ...]:
        """Items in a client's own words, the best first."""
        index = self._built()
        currency = self._desk.base.currency
        return tuple(item_line(index.items[at], currency, score) for at, score in index.find(text, limit))

    def replace(self, items: Sequence[PriceItem]) -> int:
        """Another price list in place of the old one. Raises Problem (REFUSED) for a role that sets no prices."""
        head = self._desk.session.prices.replace(items)
        self._desk.touched()
        return head.count

    def group_by(self, by: GroupsBy) -> None:
        """How products outside the list get their group. Raises Problem (REFUSED) for a role that sets no prices."""
        self._desk.session.prices.group_by(by)
        self._desk.touched()

    # New products (S03.20, S03.85, S03.90)
    def novelty(self, code: str) -> tuple[NoveltyLine, ...]:
        """Clients who have not bought the item: key accounts first, innovators first among each, then by what they
        could buy in its group. Raises Problem (BAD_INPUT) for an item that is not in the list."""
        desk, item = self._desk, self._item(code)
        found, base, figures = desk.white.assortment(), desk.base, desk.figures()
        group = item.group or group_name(item.code, item.name, desk.session.prices.head().groups_by)
        potential = np.zeros(len(base.ids), np.int64)
        if group in found.groups.groups:
            at = found.groups.groups.index(group)
            rows = [found.like.row(number, figures.rules) for number in range(len(base.ids))]
            potential = np.rint(found.like.share[rows, at] * found.like.total).astype(np.int64)
        have = {int(each) for each in found.sales.client[self._bought(code)]}
        offered = {client for client, each in desk.work.shown(OFFER) if each.fields.item == code}
        innovators = desk.keys.signed("innovator")
        due = date_of(day_number(desk.today_date()) + figures.rules.white_novelty_days)
        lines = []
        for number, client in enumerate(base.ids):
            if number in have or not int(found.like.total[number]):
                continue
            client_id, row = client.hex(), base.row(number)
            money = Money(int(potential[number]), base.currency)
            key, new = bool(figures.now.key[number]), bool(innovators[number])
            lines.append(
                NoveltyLine(
                    client_id, row.name, row.owner, row.level, new, money, due if key else None, client_id in offered
                )
            )
        lines.sort(key=lambda each: (each.due is None, not each.innovator, -each.potential.amount, each.client))
        return tuple(lines)

    def announce(self, code: str, client_ids: Sequence[str]) -> int:
        """Tasks to offer it, due within a day at key accounts; who has one already gets no second."""
        desk, item = self._desk, self._item(code)
        handle = code.encode()[:16].ljust(16, b"\0")
        have = {of for of, each in desk.work.shown(TASK) if each.fields.link == handle and each.fields.state == "open"}
        today, made = day_number(desk.today_date()), 0
        rules = desk.figures().rules
        text = fill(gettext("Offer the new product: {name}"), name=item.name)
        for client_id in client_ids:
            number = desk.place_of(client_id)
            if desk.base.ids[number].hex() in have:
                continue
            days = rules.white_novelty_days if desk.figures().now.key[number] else rules.next_step_days
            desk.work.add_task(client_id, Task(kind="offer", text=text, due=today + days, source=SOURCE, link=handle))
            made += 1
        return made

    def _bought(self, code: str) -> Sequence[int]:
        sales = self._desk.white.assortment().sales
        if code not in sales.products:
            return []
        rows: list[int] = np.flatnonzero(sales.product == sales.products.index(code)).tolist()
        return rows

    def _item(self, code: str) -> PriceItem:
        found = next((each for each in self.items() if each.code == code), None)
        if found is None:
            raise Problem(N_("There is no item {code} in the price list: products find looks for it."), code=code)
        return found

    def _built(self) -> PriceIndex:
        session = self._desk.session
        with self._desk.guard:
            key = (session.prices.version, len(self.items()))
            if self._index is None or self._index[0] != key:
                self._index = (key, PriceIndex(self.items()))
            return self._index[1]
