"""Whether first sales are followed up, and how much of the base nobody talks to (S03.01, S04.02, S04.08)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from core.rhythm.client_days import ClientDays
from core.rules import DEFAULT, Rules
from core.worth.cohorts import first_days
from core.worth.periods import Period


class FollowUp(msgspec.Struct, frozen=True):
    """First sales of a period and what came after them."""

    first_sales: int
    planned: int
    """A task or need was written on that day or later (S04.02)."""
    without_step: tuple[int, ...]
    """Clients who bought first longer ago than the rule allows, with no next step and no second purchase (S03.01)."""

    @property
    def planned_share(self) -> float | None:
        return self.planned / self.first_sales if self.first_sales else None


class Attention(msgspec.Struct, frozen=True):
    """How much of the base nobody has been in touch with."""

    base: int
    """Clients who ever bought."""
    silent: tuple[int, ...]
    """Those without a contact for longer than the rule allows."""
    logged: int
    """Clients with any contact on record: 0 means nobody logs them yet."""

    @property
    def silent_share(self) -> float | None:
        return len(self.silent) / self.base if self.base else None


def follow_up(
    days: ClientDays, period: Period, planned: Mapping[int, int], touched: Mapping[int, int], rules: Rules = DEFAULT
) -> FollowUp:
    """`planned`: client → latest day a task or need was written; `touched`: client → day of the latest contact."""
    first, bought = first_days(days), days.purchases()
    rows = np.flatnonzero((first >= period.first) & (first <= period.last)).tolist()
    with_plan = [row for row in rows if planned.get(row, -1) >= first[row]]
    due = days.as_of - rules.next_step_days
    left = [
        row
        for row in rows
        if first[row] <= due
        and bought[row] < 2
        and planned.get(row, -1) < first[row]
        and touched.get(row, -1) <= first[row]
    ]
    return FollowUp(len(rows), len(with_plan), tuple(left))


def attention(days: ClientDays, touched: Mapping[int, int], rules: Rules = DEFAULT) -> Attention:
    """`touched`: client → day of the latest contact of any kind."""
    base = np.flatnonzero(days.purchases() > 0).tolist()
    limit = days.as_of - rules.untouched_days
    silent = tuple(row for row in base if touched.get(row, -1) <= limit)
    return Attention(len(base), silent, sum(row in touched for row in base))
