"""Typed orders against accounting at the desk: how complete every seller's are, and what is missing (S03.35)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from core.entities.deals import Order
from core.entities.money import Money
from core.problem import N_, Problem
from core.worth.order_gaps import Booked, Gap, Typed, completeness, gaps_of
from storage.vault.books.deals import ORDER
from storage.vault.sale_documents import SaleDocument
from tui.desk.figures import date_of, day_number
from tui.desk.port_gaps import GapRow, OrderGaps, SellerRow

if TYPE_CHECKING:
    from tui.desk.desk import Desk


class OrderGapsDesk:
    """Duty 1 of the keeper of the base: all orders are collected from the sellers; accounting may refine them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def found(self, since: dt.date | None = None, client_id: str = "") -> OrderGaps:
        """Of one client or of all, by default over `order_days`.

        Reads the sales of every client with an order or a sale in the span: for workers and commands.
        Raises Problem (BAD_INPUT) for a span that begins after the evening.
        """
        desk, today = self._desk, day_number(self._desk.today_date())
        rules = desk.session.entered.rules
        first = today - rules.order_days + 1 if since is None else day_number(since)
        if first > today:
            raise Problem(N_("This span begins after its end: give an earlier day."))
        staff = {each.id: each.name for each in desk.session.staffing.staff()}
        orders: dict[int, list[Typed]] = {}
        for client, stored in desk.work.shown(ORDER):
            if stored.fields.day <= today:
                seller = staff.get(stored.fields.seller or stored.fields.by, "")
                orders.setdefault(desk.place_of(client), []).append(typed_of(stored.fields, seller))
        rows = [desk.place_of(client_id)] if client_id else self._rows(orders, first - rules.order_match_days)
        gaps: list[GapRow] = []
        counted = []
        for row in rows:
            mine = orders.get(row, [])
            missing, pairs = gaps_of(mine, self._booked(row, first - rules.order_match_days), first, today, rules)
            gaps += [self._gap(row, each) for each in missing]
            counted.append((missing, pairs))
        told = completeness(counted, first)
        return OrderGaps(
            since=date_of(first),
            as_of=desk.today_date(),
            sellers=tuple(
                SellerRow(each.seller, each.documents, each.with_order, each.share, each.orders, each.no_document,
                          each.sums)
                for each in told
            ),
            gaps=tuple(sorted(gaps, key=lambda gap: (-gap.day.toordinal(), gap.client, gap.id))),
            log_size=desk.log_size(),
        )  # fmt: skip

    def _rows(self, orders: Iterable[int], since: int) -> list[int]:
        """Clients with an order, or with money in the span."""
        days = self._desk.figures().days
        moved = np.unique(days.move_client[days.move_day >= since]).tolist()
        return sorted({*orders, *moved})

    def _booked(self, row: int, since: int) -> list[Booked]:
        """Sales of one client since a day: neither returns nor what a cancellation took back."""
        desk = self._desk
        owner, currency = desk.base.owner(row), desk.base.currency
        documents = desk.documents(desk.base.ids[row].hex())
        undone = {each.document for each in documents if each.cancels}
        return [
            booked_of(each, owner, currency)
            for each in documents
            if each.day >= since and each.amount > 0 and not each.cancels and each.document not in undone
        ]

    def _gap(self, row: int, gap: Gap) -> GapRow:
        base, order, document = self._desk.base, gap.order, gap.document
        number = "" if document is None else document.document
        told = order.id.hex() if order is not None else f"{base.ids[row].hex()}/{gap.day}/{number}"
        return GapRow(
            id=told,
            client_id=base.ids[row].hex(),
            client=base.cards[row].name,
            seller=gap.seller,
            kind=gap.kind,
            day=date_of(gap.day),
            number="" if order is None else order.number,
            document=number,
            typed=None if order is None else Money(order.amount, base.currency),
            booked=None if document is None else Money(document.amount, base.currency),
        )


def typed_of(order: Order, seller: str) -> Typed:
    """A typed order as the comparison takes it."""
    return Typed(order.id, order.number, order.day, order.amount, seller)


def booked_of(document: SaleDocument, owner: str, currency: str) -> Booked:
    """A document as the comparison takes it; who sold is the owner of the client where the file does not say."""
    same = document.currency in ("", currency)
    return Booked(document.document, document.day, document.amount, document.seller or owner, same)
