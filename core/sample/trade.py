"""What the made-up wholesaler has offered: price list with new items, estimates of purchases, offers and answers."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np

from core.entities.trade import GroupMarkKind, OfferAnswer, PriceItem
from core.sample.products import ProductList

_STREAM: Final = 7
_NEW: Final[tuple[tuple[str, str, str, int], ...]] = (
    ("СВЕ-0901", "Светильник аварийный, аккумуляторный", "Освещение", 214_000),
    ("СВЕ-0902", "Лампа бактерицидная, 15 Вт", "Освещение", 96_000),
    ("ХИМ-0901", "Средство для посудомоечных машин, 5 л", "Бытовая химия", 187_000),
    ("УПК-0901", "Пакет бумажный крафт, с ручками", "Упаковка", 2_400),
)
"""Listed lately and bought by nobody yet."""
_NEW_DAYS: Final = 12
_SOURCES: Final = ("сказал закупщик", "оценка менеджера", "отчёт клиента")
_ANSWERS: Final[tuple[OfferAnswer, ...]] = ("", "yes", "later", "no", "not_needed")
_MARKS: Final[tuple[GroupMarkKind, ...]] = ("unaware", "not_needed", "not_buying")
_WALLETS, _OFFERS, _GROUP_MARKS = 0.12, 0.15, 0.08
"""Shares of the clients of whom something is known."""


@dataclasses.dataclass(frozen=True, slots=True)
class SampleTrade:
    """What is known of one client; `ratio`: all he buys over what he buys from us, 0: nobody has said."""

    ratio: float
    source: str
    told_days_ago: int
    offered: str
    """Group; empty: nothing."""
    offered_days_ago: int
    answer: OfferAnswer
    marked: str
    mark: GroupMarkKind


def price_list(products: ProductList, today: int) -> list[PriceItem]:
    """The whole price list of `today` (days since 1970-01-01), new items at its end."""
    items = [
        PriceItem(code, name, group, int(price), "шт.")
        for code, name, group, price in zip(products.code, products.name, products.group, products.price, strict=True)
    ]
    return items + [PriceItem(code, name, group, price, "шт.", today - _NEW_DAYS) for code, name, group, price in _NEW]


def trade_of(seed: int, clients: int, groups: tuple[str, ...]) -> list[SampleTrade]:
    """What is known of each client, in their order; the same seed and size give the same."""
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _STREAM))))
    dice = random.random((clients, 3))
    picks = random.integers(0, 1_000_000, (clients, 7)).tolist()
    found = []
    for (wallet, offer, mark), pick in zip(dice.tolist(), picks, strict=True):
        found.append(
            SampleTrade(
                ratio=1.05 + pick[0] % 300 / 100 if wallet < _WALLETS else 0.0,
                source=_SOURCES[pick[1] % len(_SOURCES)],
                told_days_ago=pick[1] % 500,
                offered=groups[pick[2] % len(groups)] if offer < _OFFERS else "",
                offered_days_ago=pick[3] % 300,
                answer=_ANSWERS[pick[4] % len(_ANSWERS)],
                marked=groups[pick[5] % len(groups)] if mark < _GROUP_MARKS else "",
                mark=_MARKS[pick[6] % len(_MARKS)],
            )
        )
    return found
