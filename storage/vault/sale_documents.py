"""The living lines of one client told as documents: plain records, newest document first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from storage.records.sales_page import CANCELLATION, NO_DAY, RETURN, Page

MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line. Quantity in units, amount in minor units of `currency`."""

    product: str
    quantity: float
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class SaleDocument:
    """One document of one day. `day` counts from 1970-01-01, `amount` is in minor units of `currency`."""

    day: int
    document: str
    amount: int
    currency: str
    is_return: bool
    cancels: bool
    lines: tuple[SaleLine, ...]
    due: int = NO_DAY
    """Last day to pay, the latest of its lines; NO_DAY: not known."""
    paid: int = NO_DAY
    """Day it was paid in full; NO_DAY: not known, or not yet."""
    seller: str = ""
    """Who sold, as the file calls him."""


def documents_of(page: Page | None, until_day: int) -> list[SaleDocument]:
    """Documents dated up to `until_day`, newest first."""
    if page is None or not len(page.rows):
        return []
    rows = page.rows[page.rows["day"] <= until_day]
    if not len(rows):
        return []
    key = rows["day"].astype(np.int64) * (len(page.documents) + 1) + rows["document"]
    order = np.argsort(-key, kind="stable")
    rows, key = rows[order], key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    found = []
    for start, stop in zip(starts.tolist(), [*starts.tolist()[1:], len(rows)], strict=True):
        part = rows[start:stop]
        lines = tuple(
            SaleLine(page.products[product], quantity / MILLIONTHS, amount, page.currencies[currency])
            for product, quantity, amount, currency in part[["product", "quantity", "amount", "currency"]].tolist()
        )
        amount, flags = int(part["amount"].sum()), int(np.bitwise_or.reduce(part["flags"]))
        found.append(
            SaleDocument(
                day=int(part["day"][0]),
                document=page.documents[int(part["document"][0])],
                amount=amount,
                currency=lines[0].currency,
                is_return=bool(flags & (RETURN | CANCELLATION)) and amount < 0,
                cancels=bool(flags & CANCELLATION),
                lines=lines,
                due=int(part["due"].max()),
                paid=int(part["paid"].max()) if int(part["paid"].min()) != NO_DAY else NO_DAY,
                seller=page.sellers[int(part["seller"][0])],
            )
        )
    return found
