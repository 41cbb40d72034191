"""Sale lines of the made-up clients: columns ready for the sealed pages, no loop over lines."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
import numpy.typing as npt

from core.entities.ledger import CANCELLATION, RETURN, LineColumns
from core.sample.products import ProductList
from core.sample.rhythms import ANCHOR, GROWER, ONCE, Habits, on_workdays

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt16 = npt.NDArray[np.uint16]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

RETURN_SERIES: Final = 10**12
"""Documents from here up are of the series ВЗ (returns and cancellations), the others are РН."""
MILLIONTHS: Final = 1_000_000

_MEDIAN_TICKET: Final = 1_800_000.0
"""Kopecks of a small client's typical document."""
_SIZE_TICKETS: Final = (1.0, 4.0, 16.0)
_SIZE_LINES: Final = (1.2, 2.6, 4.0)
_SIZE_DISCOUNTS: Final = (0.0, 0.03, 0.07)
_MOST_LINES: Final = 14
_GROUPS_A_CLIENT: Final = 3
_RETURNED: Final = 0.025
_CANCELLED: Final = 0.008
_CANCELLED_ONCE: Final = 0.05
_INFLATION_A_YEAR: Final = 0.08


@dataclasses.dataclass(frozen=True, slots=True)
class SampleLines:
    """Sale lines by client, day, document and line."""

    client: Int32
    """Row of the client inside the chunk."""
    day: Int32
    """Days since 1970-01-01."""
    document: Int64
    """Different for different documents of the firm; `document_names` writes it as people read it."""
    line: Int32
    """Counts from 1 inside the document."""
    product: Int32
    """Index into the price list."""
    quantity: Int64
    """Millionths; negative in a return."""
    amount: Int64
    """Kopecks; negative in a return."""
    cost: Int64
    """Kopecks; negative in a return."""
    flags: UInt16
    """Bits of core.entities.ledger: RETURN, CANCELLATION."""
    start: Int64
    """Lines of client i of the chunk are `start[i]`..`start[i + 1]`-1."""

    def __len__(self) -> int:
        return len(self.client)

    def ledger(self) -> LineColumns:
        """The same lines in the shape analytics read, clients counted within the chunk."""
        return LineColumns(
            self.client, self.day, self.document, self.amount, self.cost, self.flags, len(self.start) - 1
        )


def document_names(documents: Int64) -> list[str]:
    """`РН-000123`, and `ВЗ-000123` for returns and cancellations."""
    return [
        f"ВЗ-{number - RETURN_SERIES:06d}" if number >= RETURN_SERIES else f"РН-{number:06d}"
        for number in documents.tolist()
    ]


@dataclasses.dataclass(frozen=True, slots=True)
class _Documents:
    """Documents of a chunk by client and day, with where their lines begin."""

    client: Int32
    day: Int32
    lines: Int64


def make_lines(
    random: np.random.Generator,
    habits: Habits,
    purchases: tuple[Int32, Int32],
    products: ProductList,
    period: tuple[int, int],
    numbering: tuple[int, int],
) -> SampleLines:
    """Lines of all purchases of a chunk, with the returns and cancellations that follow some of them.

    `period`: first and last day of the sales. `numbering`: first number and step, so that chunks never share one.
    """
    client, day = purchases
    lines = np.minimum(1 + random.poisson(np.array(_SIZE_LINES)[habits.size[client]]), _MOST_LINES)
    documents = _Documents(client, day, lines.astype(np.int64))
    of_line = np.repeat(np.arange(len(client)), lines)
    first = np.cumsum(lines) - lines
    columns = _sold(random, habits, documents, products, of_line, period[0])
    columns["line"] = np.arange(len(of_line)) - first[of_line] + 1
    columns["flags"] = np.zeros(len(of_line), dtype=np.int64)
    columns["document"] = _numbers(day, client, numbering)[of_line]
    back = _taken_back(random, habits, documents, of_line, columns, period[1], numbering)
    joined = {key: np.concatenate((column, back[key])) for key, column in columns.items()}
    order = np.lexsort((joined["line"], joined["document"], joined["day"], joined["client"]))
    ready = {key: column[order] for key, column in joined.items()}
    start = np.searchsorted(ready["client"], np.arange(len(habits) + 1))
    return SampleLines(
        client=ready["client"].astype(np.int32), day=ready["day"].astype(np.int32), document=ready["document"],
        line=ready["line"].astype(np.int32), product=ready["product"].astype(np.int32), quantity=ready["quantity"],
        amount=ready["amount"], cost=ready["cost"], flags=ready["flags"].astype(np.uint16),
        start=start.astype(np.int64),
    )  # fmt: skip


def _sold(
    random: np.random.Generator,
    habits: Habits,
    documents: _Documents,
    products: ProductList,
    of_line: Int64,
    first_day: int,
) -> dict[str, Int64]:
    """Product, quantity, amount and cost of every line, so that a document comes near its client's usual sum."""
    count = len(of_line)
    client = documents.client[of_line].astype(np.int64)
    day = documents.day[of_line].astype(np.int64)
    tastes = random.integers(0, len(products.group_start) - 1, (len(habits), _GROUPS_A_CLIENT))
    group = tastes[client, random.integers(0, _GROUPS_A_CLIENT, count)]
    begin, end = products.group_start[group], products.group_start[group + 1]
    product = begin + np.floor((end - begin) * random.random(count) ** 1.7).astype(np.int64)

    usual = _MEDIAN_TICKET * np.array(_SIZE_TICKETS)[habits.size] * np.exp(0.6 * random.standard_normal(len(habits)))
    evenness = np.where(habits.life == ANCHOR, 0.12, 0.45)
    ticket = usual[documents.client] * np.exp(
        evenness[documents.client] * random.standard_normal(len(documents.client))
    )
    years = (day - first_day) / 365.25
    growing = np.where(habits.life == GROWER, 0.25, 0.0)[client]
    ticket_line = (ticket / documents.lines)[of_line] * np.exp(0.3 * random.standard_normal(count))
    wanted = ticket_line * (1 + growing) ** years / products.price[product]
    step = np.where(products.by_weight[product], 2, 1)
    quantity = np.maximum(np.rint(wanted * step), 1.0) / step
    rise = (1 + _INFLATION_A_YEAR) ** years
    discount = np.array(_SIZE_DISCOUNTS)[habits.size][client]
    amount = np.rint(quantity * np.rint(products.price[product] * rise) * (1 - discount))
    return {
        "client": client,
        "day": day,
        "product": product,
        "quantity": np.rint(quantity * MILLIONTHS).astype(np.int64),
        "amount": amount.astype(np.int64),
        "cost": np.rint(quantity * np.rint(products.cost[product] * rise)).astype(np.int64),
    }


def _numbers(day: npt.NDArray[np.integer], client: npt.NDArray[np.integer], numbering: tuple[int, int]) -> Int64:
    """Numbers that rise with the date, as a firm gives them."""
    rank = np.empty(len(day), dtype=np.int64)
    rank[np.lexsort((client, day))] = np.arange(len(day))
    return numbering[0] + rank * numbering[1]


def _taken_back(
    random: np.random.Generator,
    habits: Habits,
    documents: _Documents,
    of_line: Int64,
    sold: dict[str, Int64],
    last_day: int,
    numbering: tuple[int, int],
) -> dict[str, Int64]:
    """A return brings a third of the lines back within three weeks, a cancellation all of them within three days."""
    count = len(documents.client)
    luck = random.random(count)
    once = habits.rhythm[documents.client] == ONCE
    cancelled = luck < np.where(once, _CANCELLED_ONCE, _CANCELLED)
    returned = ~cancelled & (luck > 1 - _RETURNED)
    later = documents.day.astype(np.int64) + np.where(
        cancelled, random.integers(0, 4, count), random.integers(1, 22, count)
    )
    happens = (cancelled | returned) & (later <= last_day)
    later = on_workdays(later, last_day)
    number = np.zeros(count, dtype=np.int64)
    chosen = np.flatnonzero(happens)
    number[chosen] = RETURN_SERIES + _numbers(later[chosen], documents.client[chosen], numbering)
    some = np.where(cancelled, documents.lines, -(-documents.lines // 3))
    lines = np.flatnonzero(happens[of_line] & (sold["line"] <= some[of_line]))
    of_back = of_line[lines]
    back = {key: column[lines].copy() for key, column in sold.items()}
    for key in ("quantity", "amount", "cost"):
        back[key] = -back[key]
    back["day"] = later[of_back]
    back["document"] = number[of_back]
    back["flags"] = np.where(cancelled[of_back], CANCELLATION, RETURN).astype(np.int64)
    return back
