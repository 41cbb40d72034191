"""Plan and fact of a month: what is missing and who can bring it by his own rhythm (U30)."""

from __future__ import annotations

import datetime as dt

import msgspec
import numpy as np

from core.entities.ledger import Bool, Int64
from core.rhythm.client_days import ClientDays, window_sum
from core.rhythm.states import Rhythms, code
from core.rules import DEFAULT, Rules
from core.worth.periods import Period, date_of, period_with


class PlanFact(msgspec.Struct, frozen=True):
    """One month of a client, manager or the firm, minor units. `plan` None: nothing was planned."""

    month: Period
    plan: int | None
    fact: int
    expected: int
    """What those who are due by their rhythm usually bring until the month ends."""

    @property
    def missing(self) -> int:
        """What is still to be sold; 0 where the plan is reached or there is none."""
        return max(0, (self.plan or 0) - self.fact)

    @property
    def share(self) -> float | None:
        """Fact / plan; None without a plan above zero."""
        return self.fact / self.plan if self.plan else None


class Due(msgspec.Struct, frozen=True):
    """A client whose usual next purchase falls before the end of the month."""

    client: int
    expected_day: int
    amount: int
    """His mean purchase of 12 months, minor units."""
    late: bool


def month_of(text: str) -> int | None:
    """First day of a month written 2026-11 or 11.2026; None for anything else."""
    year, _, month = text.strip().replace(".", "-").partition("-")
    if len(month) == 4:
        year, month = month, year
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit() and len(year) == 4):
        return None
    if not 1 <= int(month) <= 12 or not 1971 <= int(year) <= 2999:
        return None
    return (dt.date(int(year), int(month), 1) - dt.date(1970, 1, 1)).days


def month_period(first: int, as_of: int) -> Period:
    """The month that begins on `first`, whole once `as_of` has passed its end."""
    whole = period_with("month", first)
    return Period(whole.first, whole.last, whole.last < as_of)


def facts(days: ClientDays, month: Period) -> Int64:
    """Net turnover of every client in a month, up to the evening of `days`."""
    return window_sum(days, month.first - 1, min(month.last, days.as_of))


def due_until(days: ClientDays, rhythms: Rhythms, last_day: int, rules: Rules = DEFAULT) -> list[Due]:
    """Clients who by their own rhythm buy before `last_day` ends, the largest first. The lost and sleeping are not."""
    seen = rhythms.seen
    expected = np.rint(seen.last + seen.gap).astype(np.int64)
    alive: Bool = np.isin(rhythms.state, [code("on_rhythm"), code("late")])
    rows = np.flatnonzero(alive & (seen.events >= 2) & (expected <= last_day))
    year = days.day > days.as_of - rules.year_days
    count = np.bincount(days.client[year], minlength=days.clients)
    net = np.bincount(days.client[year], weights=days.net[year], minlength=days.clients)
    found = [
        Due(
            row,
            max(int(expected[row]), days.as_of + 1),
            round(net[row] / count[row]),
            bool(expected[row] <= days.as_of),
        )
        for row in rows.tolist()
        if count[row] and days.as_of < last_day
    ]
    return sorted(found, key=lambda each: (-each.amount, each.client))


def plan_fact(plan: int | None, fact: int, expected: int, month: Period) -> PlanFact:
    """A month of somebody; `expected`: what his clients who are due usually bring."""
    return PlanFact(month, plan, fact, expected)


def month_name_key(first: int) -> str:
    """`2026-11` of a month's first day."""
    day = date_of(first)
    return f"{day.year:04d}-{day.month:02d}"
