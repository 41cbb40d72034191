"""Fast growth of new clients, and money of quarters (S00.12, S02.10)."""

from __future__ import annotations

import numpy as np

from core.entities.ledger import Bool, Int64
from core.rhythm.client_days import ClientDays, window_sum
from core.rhythm.history import History
from core.rules import DEFAULT, Rules

QUARTERS = 4


def fast_growth(days: ClientDays, seen: History, rules: Rules = DEFAULT) -> Bool:
    """New within 12 months, and the last quarter brought at least twice the quarter before, which brought something."""
    span, as_of = rules.fast_growth_days, days.as_of
    last = window_sum(days, as_of - span, as_of)
    before = window_sum(days, as_of - 2 * span, as_of - span)
    new = (seen.events > 0) & (as_of - seen.first < rules.year_days)
    grown: Bool = new & (before > 0) & (last >= rules.fast_growth_ratio * before)
    return grown


def mean_quarter(turnover_12m: Int64) -> Int64:
    """Mean of the last four quarters, minor units."""
    return np.maximum(turnover_12m, 0) // QUARTERS
