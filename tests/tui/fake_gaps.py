"""Typed orders against accounting for the fake desk: two sellers, a gap of every kind."""

from __future__ import annotations

import datetime as dt

from core.entities.money import Money
from tui.desk.port_gaps import GapRow, OrderGaps, SellerRow

TODAY = dt.date(2026, 11, 23)


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


class FakeOrderGaps:
    """Whom it was asked about is kept."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def found(self, since: dt.date | None = None, client_id: str = "") -> OrderGaps:
        self.asked.append(client_id)
        one, two = f"{0:032x}", f"{1:032x}"
        gaps = (
            GapRow("1", one, "ООО «Ромашка-1»", "Иванова", "no_document", TODAY, "З-7", "", rub(5_000), None),
            GapRow("2", two, "АО «Вектор-2»", "Петров", "no_order", TODAY, "", "РН-9", None, rub(7_000)),
            GapRow("3", one, "ООО «Ромашка-1»", "Иванова", "sum", TODAY, "З-6", "РН-6", rub(100), rub(120)),
        )
        sellers = (SellerRow("Иванова", 10, 9, 0.9, 11, 1, 1), SellerRow("Петров", 4, 3, 0.75, 3, 0, 0))
        return OrderGaps(dt.date(2026, 8, 26), TODAY, sellers, gaps, 7)
