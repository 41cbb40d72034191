"""A made-up Russian wholesaler, from a seed: people, portfolios, price list, clients and three years of sales.

The same seed, size and day give the same bytes. Chunks are drawn when they are asked for, each from a generator
of its own, so a million clients never stand in memory together and any portfolio can be drawn alone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Final

import numpy as np

from core.sample.clients import SampleClients, make_clients
from core.sample.products import ProductList, make_products
from core.sample.rhythms import POTENTIAL, Habits, make_habits, purchase_days, rhythm_shares
from core.sample.sales import SampleLines, make_lines
from core.sample.staff import SamplePortfolio, SampleStaff, make_portfolios, make_staff

DEFAULT_SEED: Final = 20_261_123
DEFAULT_CLIENTS: Final = 600
MOST_CLIENTS: Final = 1_000_000
MONTHS_OF_SALES: Final = 36
CHUNK: Final = 5_000
"""Clients of a chunk at most. Part of the format: another size gives other clients."""

_EPOCH: Final = dt.date(1970, 1, 1)
_DAYS_BEFORE_FIRST_ORDER: Final = 30
_DAYS_BEFORE_SALES: Final = 2_000
_CLIENTS_STREAM: Final = 1
_FIRM_STREAM: Final = 0


@dataclasses.dataclass(frozen=True, slots=True)
class SampleChunk:
    """Some clients of one portfolio with all their sales."""

    portfolio: int
    clients: SampleClients
    habits: Habits
    """How each client was made to behave; what analytics should find again."""
    lines: SampleLines


@dataclasses.dataclass(frozen=True, slots=True)
class SampleFirm:
    """The firm without its clients; `chunks` draws those."""

    name: str
    currency: str
    seed: int
    clients: int
    first_day: int
    """First day of the sales, days since 1970-01-01."""
    last_day: int
    """`today` of the firm: the last day of the sales."""
    staff: tuple[SampleStaff, ...]
    portfolios: tuple[SamplePortfolio, ...]
    products: ProductList

    def chunks(self, portfolio: int | None = None) -> Iterator[SampleChunk]:
        """Clients and sales, of all portfolios or of one, at most `CHUNK` clients at a time."""
        places = self._places()
        for number, (owner, start, stop) in enumerate(places):
            if portfolio is None or owner == portfolio:
                yield self._drawn(number, len(places), owner, start, stop)

    def _places(self) -> list[tuple[int, int, int]]:
        """Portfolio, first and next-after-last client of every chunk."""
        return [
            (number, start, min(start + CHUNK, portfolio.stop))
            for number, portfolio in enumerate(self.portfolios)
            for start in range(portfolio.start, portfolio.stop, CHUNK)
        ]

    def _drawn(self, number: int, chunks: int, owner: int, start: int, stop: int) -> SampleChunk:
        random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((self.seed, _CLIENTS_STREAM, number))))
        days = self.last_day - self.first_day + 1
        habits = make_habits(random, stop - start, rhythm_shares(self.clients), days)
        purchases = purchase_days(random, habits, self.first_day, days)
        lines = make_lines(
            random, habits, purchases, self.products, (self.first_day, self.last_day), (number + 1, chunks)
        )
        # a card is made days before the first order, years before the sales for who bought already then
        new = habits.joined >= 0
        created = np.where(
            habits.rhythm == POTENTIAL, random.integers(0, days, len(habits)), np.maximum(habits.joined, 0)
        )
        created += self.first_day - random.integers(0, np.where(new, _DAYS_BEFORE_FIRST_ORDER, _DAYS_BEFORE_SALES))
        clients = make_clients(random, start, stop - start, created.astype(np.int32))
        return SampleChunk(owner, clients, habits, lines)


def make_firm(
    seed: int = DEFAULT_SEED, clients: int = DEFAULT_CLIENTS, today: dt.date = dt.date(2026, 11, 20)
) -> SampleFirm:
    """A firm of `clients` clients whose sales end on `today` and began 36 months before.

    Raises ValueError for a number of clients outside 1..1,000,000 or a negative seed.
    """
    if not 1 <= clients <= MOST_CLIENTS:
        raise ValueError(f"a sample firm has 1 to {MOST_CLIENTS:,} clients")
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _FIRM_STREAM))))
    products = make_products(random)
    staff = make_staff(random, clients)
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS_OF_SALES, 12)
    # the same day 36 months before, or the first of the next month where that month is too short
    first = dt.date(year, month + 1, 1) + dt.timedelta(days=today.day - 1)
    return SampleFirm(
        name="Оптовая компания «Ладья»",
        currency="RUB",
        seed=seed,
        clients=clients,
        first_day=(first - _EPOCH).days + 1,
        last_day=(today - _EPOCH).days,
        staff=staff,
        portfolios=make_portfolios(random, staff, clients),
        products=products,
    )
