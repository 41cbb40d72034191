"""What each client takes of each product: sums over living lines, without an object per line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.entities.ledger import Int64
from core.entities.rates import RateTable
from storage.records.ledger import living, rated, to_base
from storage.records.sales_page import UNKNOWN


@dataclass(frozen=True, slots=True)
class Bought:
    """One row a client and product. Quantity in millionths, amount in minor units of the base currency."""

    client: Int64
    product: Int64
    """Index into `products`."""
    quantity: Int64
    amount: Int64
    products: tuple[str, ...]


class BoughtAdder:
    """Takes the pages of one client after the other. Lines in a currency without a rate stay out."""

    def __init__(self, first: int, last: int, rates: RateTable | None) -> None:
        self._first, self._last, self._rates = first, last, rates
        self._products: dict[str, int] = {}
        self._rows: list[tuple[int, int, int, int]] = []

    def add(self, client: int, bodies: Sequence[bytes], live: Mapping[bytes, int]) -> None:
        """Pages of one client. Raises PageBroken on a damaged one."""
        page = living(bodies, live)
        if self._rates:
            page = rated(page, self._rates)
        rows = page.rows
        rows = rows[(rows["day"] >= self._first) & (rows["day"] <= self._last) & (rows["rate"] != UNKNOWN)]
        if not len(rows):
            return
        codes, place = np.unique(rows["product"], return_inverse=True)
        amount = to_base(rows["amount"], rows["rate"])
        quantities, amounts = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
        np.add.at(quantities, place, rows["quantity"])
        np.add.at(amounts, place, amount)
        for code, quantity, sold in zip(codes.tolist(), quantities.tolist(), amounts.tolist(), strict=True):
            number = self._products.setdefault(page.products[code], len(self._products))
            self._rows.append((client, number, quantity, sold))

    def done(self) -> Bought:
        """Everything added."""
        table = np.array(self._rows, np.int64).reshape(-1, 4)
        return Bought(table[:, 0], table[:, 1], table[:, 2], table[:, 3], tuple(self._products))
