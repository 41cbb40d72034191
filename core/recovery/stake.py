"""Value at stake: a client's yearly money as the queue counts it (analytics §3 Queue)."""

from __future__ import annotations

import numpy as np

from core.entities.ledger import UNKNOWN, Bool, Float64, Int64
from core.rhythm.client_days import ClientDays
from core.rhythm.history import History
from core.rules import DEFAULT, Rules


def margin_basis(days: ClientDays, rules: Rules = DEFAULT) -> tuple[bool, float]:
    """Whether margins count, and margin / turnover over the days with known cost in the last 12 months.

    Revenue counts for everybody unless costs are known for `stake_cost_coverage` of the turnover: margins of some and
    revenue of others cannot stand in one ranking.
    """
    recent = days.move_day > days.as_of - rules.year_days
    known = recent & (days.move_margin != UNKNOWN)
    whole = int(np.maximum(days.move_net[recent], 0).sum())
    covered = int(np.maximum(days.move_net[known], 0).sum())
    turnover = int(days.move_net[known].sum())
    if whole <= 0 or turnover <= 0 or covered < rules.stake_cost_coverage * whole:
        return False, 1.0
    return True, int(days.move_margin[known].sum()) / turnover


def money(days: ClientDays, from_margin: bool, margin_share: float) -> Int64:
    """Value of every movement in minor units: margin, estimated by the firm's share where a cost is unknown."""
    if not from_margin:
        return days.move_net
    unknown = days.move_margin == UNKNOWN
    guess = np.rint(days.move_net * margin_share).astype(np.int64)
    return np.where(unknown, guess, days.move_margin)


def _sum(days: ClientDays, values: Int64, rows: Bool) -> Int64:
    out = np.zeros(days.clients, np.int64)
    picked = np.flatnonzero(rows)
    client = days.move_client[picked]
    if len(picked):
        first = np.flatnonzero(np.r_[True, client[1:] != client[:-1]])
        out[client[first]] = np.add.reduceat(values[picked], first)
    return out


def sums(days: ClientDays, values: Int64, after: int, until: int) -> Int64:
    """Sum of `values` (one a movement) over `after` < day ≤ `until`, by client."""
    return _sum(days, values, (days.move_day > after) & (days.move_day <= until))


def year_value(days: ClientDays, values: Int64, until: int, rules: Rules = DEFAULT) -> Int64:
    """Sum of `values` (one a movement) over the 12 months to the evening of `until`, by client."""
    return sums(days, values, until - rules.year_days, until)


def value_at_stake(
    days: ClientDays, seen: History, from_margin: bool, margin_share: float, rules: Rules = DEFAULT
) -> Int64:
    """V = [0.5 × last 12 m + 0.5 × 2 × last 6 m] annualised with max(tenure, 90 d), minor units, never negative.

    A client with a rhythm over half a year (S03.03) may have bought nothing in 12 months and still be worth
    keeping: for him V is at least his yearly mean over the last `stake_rare_gaps` gaps.
    """
    values = money(days, from_margin, margin_share)
    year, half = rules.year_days, rules.half_year_days
    tenure = np.maximum(days.as_of - seen.first + 1, rules.stake_min_tenure_days).astype(np.float64)
    last_year = year_value(days, values, days.as_of, rules)
    last_half = _sum(days, values, days.move_day > days.as_of - half)
    whole = last_year * (year / np.minimum(tenure, year))
    recent = last_half * np.where(tenure >= half, 2.0, year / np.minimum(tenure, half))
    stake: Float64 = 0.5 * whole + 0.5 * recent
    rare = seen.own_gap
    if rare.any():
        width = np.where(rare, np.maximum(rules.stake_rare_gaps * seen.gap, year), 0.0)
        width = np.minimum(width, np.maximum(tenure, year))
        long = _sum(days, values, days.move_day > days.as_of - width[days.move_client])
        stake = np.where(rare, np.maximum(stake, long * year / np.maximum(width, 1.0)), stake)
    stake[seen.events == 0] = 0
    return np.rint(np.maximum(stake, 0)).astype(np.int64)
