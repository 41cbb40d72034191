"""CRR: who was active at both ends of a period, ours and by the source's formula (analytics §3 CRR, S03.16-S03.17)."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from core.entities.ledger import Bool
from core.rhythm.client_days import ClientDays
from core.rules import DEFAULT, Rules
from core.worth.flow import Absences
from core.worth.periods import Period


class Retention(msgspec.Struct, frozen=True):
    """Clients active at the start and at the end of a period, and where the others came from.

    `kept` + `new` + `won_back` + `woken` = `at_end`; `at_start` - `kept` were not active at the end, which is not the
    same as lost. `acquired` counts first purchases of the period, the source's N.
    """

    at_start: int
    at_end: int
    kept: int
    new: int
    won_back: int
    woken: int
    acquired: int

    @property
    def value(self) -> float | None:
        """CRR = kept / at_start, a share; None without a base at the start."""
        return self.kept / self.at_start if self.at_start else None

    @property
    def source(self) -> float | None:
        """(E - N) / S with N all first purchases of the period, printed as it comes out: below 0 and above 1 too."""
        return (self.at_end - self.acquired) / self.at_start if self.at_start else None

    @property
    def churn(self) -> float | None:
        """Share of the base at the start that was not active at the end."""
        value = self.value
        return None if value is None else 1 - value


def activity_window(days: ClientDays, rules: Rules = DEFAULT) -> int:
    """W in days: the 90th percentile of all gaps between purchases, at least `activity_days` (analytics §3 CRR)."""
    if len(days.day) < 2:
        return rules.activity_days
    inside = days.client[1:] == days.client[:-1]
    gaps = np.diff(days.day)[inside]
    if len(gaps) < rules.activity_min_gaps:
        return rules.activity_days
    long = int(np.ceil(np.quantile(gaps, rules.activity_quantile)))
    return int(np.clip(long, rules.activity_days, rules.activity_max_days))


def active(days: ClientDays, at: int, window: int) -> Bool:
    """Clients with a purchase on `at - window` < day ≤ `at`."""
    out = np.zeros(days.clients, np.bool_)
    out[days.client[(days.day > at - window) & (days.day <= at)]] = True
    return out


def bought_first(days: ClientDays, after: int, until: int) -> Bool:
    """Clients whose first purchase ever fell on `after` < day ≤ `until`."""
    out = np.zeros(days.clients, np.bool_)
    some = np.flatnonzero(np.diff(days.start) > 0)
    first = days.day[days.start[some]]
    out[some[(first > after) & (first <= until)]] = True
    return out


def retention(days: ClientDays, period: Period, window: int, absences: Absences) -> Retention:
    """Retention of one period. `absences` says who had been lost before he bought again."""
    start, end = period.first - 1, period.last
    before, after = active(days, start, window), active(days, end, window)
    fresh = bought_first(days, start, end)
    back = absences.returned_within(period) & after & ~before & ~fresh
    kept = before & after
    woken = after & ~before & ~fresh & ~back
    return Retention(
        at_start=int(before.sum()),
        at_end=int(after.sum()),
        kept=int(kept.sum()),
        new=int((fresh & after & ~before).sum()),
        won_back=int(back.sum()),
        woken=int(woken.sum()),
        acquired=int(fresh.sum()),
    )


def monthly_retention(value: float, months: float) -> float:
    """Retention of one month from that of a period `months` long: CRR^(1/months), a share."""
    return math.pow(max(value, 0.0), 1 / months)
