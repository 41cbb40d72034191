"""What each client bought of each product, and when first and last: from the pages, without an object per line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.worth.assortment import ProductSales
from storage.keys.scopes import Compartment
from storage.records.ledger import living, to_base
from storage.records.sales_page import ONE, UNKNOWN, PageBroken
from storage.vault.writing import damaged

if TYPE_CHECKING:
    from storage.vault.session import Session

REPORT_EVERY = 256


def product_sales(
    session: Session,
    order: Sequence[bytes],
    joined: Mapping[bytes, int],
    today: int,
    year_days: int,
    progress: Callable[[int, int], bool] | None = None,
) -> ProductSales:
    """One row a client (place in `order`) and product, lines dated up to `today`; returns are taken off the money.

    Lines in a currency without a rate count as bought and bring no money. Stops early, with what it has, when
    `progress` answers False. Raises Problem (STORE) on a damaged page.
    """
    place = {client_id: number for number, client_id in enumerate(order)} | dict(joined)
    live = session.batches.live()
    products: dict[str, int] = {}
    parts: list[np.ndarray[tuple[int, int], np.dtype[np.int64]]] = []
    done = 0
    for portfolio_id, key in session.entered.keyring.portfolios.items():
        if not key.compartments & Compartment.MONEY.bit:
            continue
        for client_id, bodies in session.sales.pages(portfolio_id):
            number = place.get(client_id)
            if number is None:
                continue
            try:
                parts.append(_of_client(number, bodies, live, products, today, year_days))
            except PageBroken:
                raise damaged("sales page") from None
            done += 1
            if progress and done % REPORT_EVERY == 0 and not progress(done, len(order)):
                break
    table = np.concatenate(parts) if parts else np.zeros((0, 5), np.int64)
    if joined and len(table):
        table = _added(table, max(1, len(products)))
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    return ProductSales(
        table[:, 0].astype(np.int32),
        table[:, 1].astype(np.int32),
        table[:, 2].copy(),
        table[:, 3].astype(np.int32),
        table[:, 4].astype(np.int32),
        tuple(products),
        len(order),
    )


def _of_client(
    number: int,
    bodies: Sequence[bytes],
    live: Mapping[bytes, int],
    products: dict[str, int],
    today: int,
    year_days: int,
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Rows of client, product, net of 12 months, first and last day of buying."""
    page = living(bodies, live)
    rows = page.rows[page.rows["day"] <= today]
    codes, at = np.unique(rows["product"], return_inverse=True)
    found = np.zeros((len(codes), 5), np.int64)
    if not len(codes):
        return found
    known = rows["rate"] != UNKNOWN
    amount = np.where(known, to_base(rows["amount"], np.where(known, rows["rate"], ONE)), 0)
    day = rows["day"].astype(np.int64)
    bought = rows["amount"] > 0
    first, last = np.full(len(codes), today, np.int64), np.full(len(codes), -1, np.int64)
    np.minimum.at(first, at[bought], day[bought])
    np.maximum.at(last, at[bought], day[bought])
    year = np.zeros(len(codes), np.int64)
    recent = day > today - year_days
    np.add.at(year, at[recent], amount[recent])
    found[:, 0] = number
    found[:, 1] = [products.setdefault(page.products[code], len(products)) for code in codes.tolist()]
    found[:, 2], found[:, 3], found[:, 4] = year, first, last
    return found[last >= 0]


def _added(
    table: np.ndarray[tuple[int, int], np.dtype[np.int64]], width: int
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Rows of merged clients as rows of the one they count for."""
    keys, place = np.unique(table[:, 0] * width + table[:, 1], return_inverse=True)
    out = np.zeros((len(keys), 5), np.int64)
    out[:, 0], out[:, 1] = keys // width, keys % width
    out[:, 3] = np.iinfo(np.int64).max
    np.add.at(out[:, 2], place, table[:, 2])
    np.minimum.at(out[:, 3], place, table[:, 3])
    np.maximum.at(out[:, 4], place, table[:, 4])
    return out
