"""XYZ: evenness of a client's money per period of his own length (analytics §3 XYZ, S03.13)."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from core.entities.ledger import Bool, Float64, Int32
from core.entities.vocabulary import XyzLetter
from core.rhythm.client_days import ClientDays
from core.rhythm.history import History
from core.rhythm.states import Codes
from core.rules import DEFAULT, Rules
from core.standing.months import YEAR, month_number

LETTERS: tuple[XyzLetter | None, ...] = (None, "X", "Y", "Z", "N")
"""Meaning of the codes; None: never bought, or a rhythm too rare for a letter."""
PERIODS = (1, 2, 3, 4, 6)
"""Lengths in months that a period may have."""
_CHUNK = 8192


class Indexed(Protocol):
    """Figures that know the firm's seasons: twelve factors, or none."""

    @property
    def month_index(self) -> tuple[float, ...]:
        """January to December, mean 1."""


def period_months(gap: Float64, rules: Rules = DEFAULT) -> Int32:
    """Length of the client's period: a month for m ≤ 30 d, else the smallest of 2, 3, 4, 6 months ≥ 1.5 m; 0: rare."""
    out = np.full(len(gap), PERIODS[-1], np.int32)
    for months in PERIODS[-2:0:-1]:
        out[rules.xyz_period_gaps * gap <= months * rules.month_days] = months
    # A gap of exactly the limit may come out of its logarithms a hair above it.
    out[gap <= rules.xyz_month_gap_days + 1e-6] = 1
    out[gap > rules.xyz_half_year_gap_days] = PERIODS[-1]
    out[gap > rules.xyz_rare_gap_days] = 0
    return out


def letters(days: ClientDays, seen: History, figures: Indexed, rules: Rules = DEFAULT) -> tuple[Codes, Float64]:
    """Codes into `LETTERS`, and CV (population sd / mean; NaN without a letter X, Y, Z or with a mean ≤ 0).

    Full months only: the current one and the month of the first purchase are left out. Zero periods count.
    """
    code = np.zeros(days.clients, np.uint8)
    cv = np.full(days.clients, np.nan)
    for low in range(0, days.clients, _CHUNK):
        high = min(low + _CHUNK, days.clients)
        part = np.arange(low, high)
        code[low:high], cv[low:high] = _chunk(days, seen.take(part), figures, low, high, rules)
    return code, cv


def _chunk(
    days: ClientDays, seen: History, figures: Indexed, low: int, high: int, rules: Rules
) -> tuple[Codes, Float64]:
    width = rules.xyz_max_months
    last = int(month_number(days.as_of)) - 1
    rows = slice(int(days.move_start[low]), int(days.move_start[high]))
    month = month_number(days.move_day[rows]) - (last - width + 1)
    keep = (month >= 0) & (month < width)
    cell = (days.move_client[rows][keep] - low) * np.int64(width) + month[keep]
    net = np.bincount(cell, weights=days.move_net[rows][keep], minlength=(high - low) * width)
    money: Float64 = net.astype(np.float64).reshape(high - low, width)
    bought = seen.events > 0
    first = np.where(bought, month_number(seen.first), last + 1)
    available = np.clip(last - first, 0, width).astype(np.int32)
    money = _deseasonalised(money, _index(money, available, last, figures, rules))
    length = period_months(seen.gap, rules)
    code = np.zeros(high - low, np.uint8)
    cv = np.full(high - low, np.nan)
    for months in PERIODS:
        chosen = np.flatnonzero(bought & (length == months))
        if len(chosen):
            code[chosen], cv[chosen] = _judge(money[chosen], available[chosen], months, rules)
    return code, cv


def _deseasonalised(money: Float64, index: Float64) -> Float64:
    """Money by month over its index. A month in which the firm is closed says nothing of anybody: it gets the mean of
    the open months beside it, else every even buyer of a firm that closes in August would be Y."""
    closed = index.max(axis=0) <= 0
    out: Float64 = money / np.where(index > 0, index, 1.0)
    if closed.any() and not closed.all():
        open_ = np.flatnonzero(~closed)
        for month in np.flatnonzero(closed).tolist():
            place = int(np.searchsorted(open_, month))
            beside = open_[max(place - 1, 0) : place + 1]
            out[:, month] = out[:, beside].mean(axis=1)
    return out


def _index(money: Float64, available: Int32, last: int, figures: Indexed, rules: Rules) -> Float64:
    """Month index by client and month: the company's, mixed with his own after 24 full months."""
    width = money.shape[1]
    if len(figures.month_index) != YEAR:
        return np.ones((1, width))
    calendar = (last - np.arange(width)[::-1]) % YEAR
    company: Float64 = np.array(figures.month_index)
    span = rules.month_index_months
    rows: Bool = available >= span
    recent = money[:, width - span :]
    own = np.zeros((len(money), YEAR))
    for month in range(YEAR):
        own[:, month] = recent[:, calendar[width - span :] == month].mean(axis=1)
    mean = own[:, company > 0].mean(axis=1)
    rows &= (mean > 0) & (own.min(axis=1) >= 0)
    share = np.where(rows, rules.month_index_own_share, 0.0)[:, None]
    mixed = (1 - share) * company + share * own / np.where(rows, mean, 1.0)[:, None]
    out: Float64 = mixed[:, calendar]
    return out


def _judge(money: Float64, available: Int32, months: int, rules: Rules) -> tuple[Codes, Float64]:
    """Letters of clients who share one period length; periods are counted back from the last full month."""
    width = money.shape[1]
    most = min(rules.xyz_periods, width // months)
    periods = money[:, width - most * months :].reshape(len(money), most, months).sum(axis=2)
    count = np.minimum(available // months, most)
    used = np.arange(most)[::-1] < count[:, None]
    periods = np.where(used, periods, 0.0)
    whole = np.maximum(count, 1)
    mean = periods.sum(axis=1) / whole
    spread = np.where(used, periods - mean[:, None], 0.0)
    sd = np.sqrt((spread**2).sum(axis=1) / whole)
    new = (count < rules.xyz_min_periods) | (np.count_nonzero(periods, axis=1) < rules.xyz_min_nonzero)
    positive = mean > 0
    cv = np.where(positive & ~new, sd / np.where(positive, mean, 1.0), np.nan)
    code = np.full(len(money), 3, np.uint8)
    code[cv <= rules.xyz_y] = 2
    code[cv <= rules.xyz_x] = 1
    code[new] = 4
    return code, cv
