"""Rates of currencies to the base one, as a table to look up by day (spec/store §4)."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

import numpy as np

from core.entities.ledger import UNKNOWN, Int64
from core.entities.supply import CurrencyRate


class RateTable:
    """A rate holds from its day on until the next one; before the first there is none."""

    def __init__(self, rates: Iterable[CurrencyRate] = ()) -> None:
        table: dict[str, dict[int, int]] = {}
        for each in sorted(rates, key=lambda rate: (rate.at_us, rate.id)):
            table.setdefault(each.currency, {})[each.day] = each.rate
        self._days = {currency: sorted(known) for currency, known in table.items()}
        self._rates = {currency: [known[day] for day in sorted(known)] for currency, known in table.items()}

    def __bool__(self) -> bool:
        return bool(self._days)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RateTable) and (self._days, self._rates) == (other._days, other._rates)

    __hash__ = None  # type: ignore[assignment]  # compared to see whether figures are stale, never a key

    def at(self, currency: str, day: int) -> int | None:
        """Rate of a day in 1e-8 of the base unit; None where there is none."""
        place = bisect.bisect_right(self._days.get(currency, []), day) - 1
        return self._rates[currency][place] if place >= 0 else None

    def column(self, currency: str, days: Int64) -> Int64:
        """Rates of many days; `UNKNOWN` where there is none."""
        known = self._days.get(currency)
        if not known:
            return np.full(len(days), UNKNOWN, np.int64)
        place = np.searchsorted(np.array(known), days, side="right") - 1
        rates = np.array(self._rates[currency], np.int64)
        return np.where(place >= 0, rates[np.maximum(place, 0)], UNKNOWN)
