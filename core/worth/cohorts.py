"""What became of the clients acquired in each period: repeat, regular, anchor, growing fast (S00.12)."""

from __future__ import annotations

import msgspec
import numpy as np

from core.entities.ledger import Bool
from core.rhythm.client_days import ClientDays, window_sum
from core.rhythm.states import Codes
from core.rules import DEFAULT, Rules
from core.standing.ladder import REGULAR
from core.worth.periods import Period


class Cohort(msgspec.Struct, frozen=True):
    """Clients who first bought in one period, and how far they are today."""

    period: Period
    new: int
    repeat: int
    """Bought again."""
    regular: int
    anchor: int
    fast: int
    """Growing fast."""


def first_days(days: ClientDays) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Day of the first purchase of every client, -1 for who never bought."""
    out = np.full(days.clients, -1, np.int64)
    some = np.flatnonzero(np.diff(days.start) > 0)
    out[some] = days.day[days.start[some]]
    return out


def fast_growing(days: ClientDays, rules: Rules = DEFAULT) -> Bool:
    """New within 12 months and the turnover of the last 3 months at least twice that of the 3 before (S00.12)."""
    width = round(rules.fast_months * rules.month_days)
    now = window_sum(days, days.as_of - width, days.as_of)
    before = window_sum(days, days.as_of - 2 * width, days.as_of - width)
    first = first_days(days)
    new = (first >= 0) & (first > days.as_of - rules.year_days)
    grown: Bool = new & (before > 0) & (now >= rules.fast_ratio * before)
    return grown


def cohorts(
    days: ClientDays, steps: Codes, anchor: Bool, periods: tuple[Period, ...], rules: Rules = DEFAULT
) -> tuple[Cohort, ...]:
    """One row a period, oldest first; steps and anchors are today's."""
    first, bought, fast = first_days(days), days.purchases(), fast_growing(days, rules)
    found = []
    for period in periods:
        of = (first >= period.first) & (first <= period.last)
        found.append(
            Cohort(
                period,
                new=int(of.sum()),
                repeat=int((of & (bought > 1)).sum()),
                regular=int((of & (steps >= REGULAR)).sum()),
                anchor=int((of & anchor).sum()),
                fast=int((of & fast).sum()),
            )
        )
    return tuple(found)
