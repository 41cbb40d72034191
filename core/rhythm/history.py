"""Recency, frequency and the shrunk gap of every client, or of any earlier moment of his history (analytics §3).

Everything about one client depends on his own events and on the company's m0 only, bit for bit: logarithms of gaps
are summed as integers, so a manager with 30 clients computes what the head computes with 5,000 (store §5).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from core.entities.ledger import Bool, Float64, Int32, Int64
from core.rhythm.client_days import ClientDays
from core.rules import DEFAULT, Rules

_LOG_UNIT = 2.0**32
_KEY = 2**32


@dataclasses.dataclass(frozen=True, slots=True)
class History:
    """One row a moment of a client. Days; rows without events have `events` 0 and must be left out."""

    events: Int32
    """All events ever; decides states, ladder and "too little history"."""
    first: Int32
    last: Int32
    silent: Int32
    """g: days from the last event to the moment."""
    repeats: Int32
    """x: repeat events inside the window of history."""
    span: Int32
    """tx: days from the first to the last event of the window."""
    log_gaps: Float64
    """Sum of ln(gap in days) over the window."""
    gap: Float64
    """m: shrunk gap in days, or the own mean gap where that is over `gap_own_over_days`."""
    own_gap: Bool
    """m is the client's own mean gap, not shrunk."""

    def take(self, rows: npt.NDArray[np.integer] | Bool) -> History:
        """The rows named."""
        return History(*(getattr(self, field.name)[rows] for field in dataclasses.fields(self)))


def log_sums(days: ClientDays) -> Int64:
    """Running sum of ln(gap) before each event in units of 2^-32, exact; differences are valid inside one client."""
    gaps = np.ones(len(days.day), np.int32)
    gaps[1:] = np.diff(days.day)
    begin = days.start[:-1]
    gaps[begin[begin < len(gaps)]] = 1
    if not len(gaps):
        return np.zeros(0, np.int64)
    np.maximum(gaps, 1, out=gaps)
    table = np.rint(np.log(np.arange(1, int(gaps.max()) + 1)) * _LOG_UNIT).astype(np.int64)
    return np.cumsum(table[gaps - 1])


def shrunk_gap(repeats: Int32, span: Int32, m0: float, rules: Rules) -> tuple[Float64, Bool]:
    """m and whether it is the client's own mean gap (analytics §3 Rhythm)."""
    x = repeats.astype(np.float64)
    mean = span / np.maximum(x, 1.0)
    weight = rules.gap_prior_weight
    log_mean = np.log(np.where(repeats > 0, mean, 1.0))
    m = np.exp((x * log_mean + weight * np.log(m0)) / np.maximum(x + weight, 1e-9))
    own = (repeats >= 2) & (mean > rules.gap_own_over_days)
    return np.where(own, mean, m), own


def history(days: ClientDays, m0: float, rules: Rules = DEFAULT) -> History:
    """History of every client at the evening of `days.as_of`; one row a client."""
    clients = np.arange(days.clients)
    return moments(days, clients, days.start[1:], np.full(days.clients, days.as_of, np.int32), m0, rules)


def moments(days: ClientDays, client: Int64, end: Int64, as_of: Int32, m0: float, rules: Rules = DEFAULT) -> History:
    """History of `client` as seen on `as_of` when only his events before row `end` had happened.

    The window is the last 3 years, or 8 m where longer, counted from `as_of`; for a client silent longer than
    that, from his last event, so that nobody loses his rhythm by being away.
    """
    start = days.start[client]
    count = (end - start).astype(np.int32)
    some = count > 0
    if not len(days.day):
        zero = np.zeros(len(client), np.int32)
        m, own = shrunk_gap(zero, zero, m0, rules)
        return History(zero, zero, zero, zero, zero, zero, zero.astype(np.float64), m, own)
    top = np.where(some, end - 1, 0)
    begin = np.where(some, start, 0)
    first, last = days.day[begin], days.day[top]
    silent = as_of - last
    m, own = shrunk_gap(np.maximum(count - 1, 0), last - first, m0, rules)
    width = np.maximum(rules.history_days, np.ceil(rules.history_gaps * m)).astype(np.int64)
    edge = np.where(silent > width, last, as_of) - width
    old = np.flatnonzero(some & (first < edge))
    if len(old):
        key = days.client.astype(np.int64) * _KEY + days.day
        begin[old] = np.searchsorted(key, client[old] * _KEY + edge[old])
    sums = log_sums(days)
    repeats = np.where(some, top - begin, 0).astype(np.int32)
    span = np.where(some, last - days.day[begin], 0).astype(np.int32)
    m, own = shrunk_gap(repeats, span, m0, rules)
    logs = np.where(some, sums[top] - sums[begin], 0) / _LOG_UNIT
    return History(count, first, last, silent.astype(np.int32), repeats, span, logs, m, own)


def row_after(days: ClientDays, client: Int64, day: npt.NDArray[np.integer]) -> Int64:
    """First row of each client's events after `day`: his events up to that evening are the rows before it."""
    key = days.client.astype(np.int64) * _KEY + days.day
    return np.searchsorted(key, client * _KEY + day, side="right")


def company_gap(days: ClientDays, rules: Rules = DEFAULT) -> float:
    """m0: median own mean gap of clients with at least two repeats, in days; 30 with fewer than 30 such clients."""
    count = days.purchases()
    rows = np.flatnonzero(count >= 3)
    if len(rows) < rules.gap_company_min_clients:
        return rules.gap_company_default_days
    seen = history(days, rules.gap_company_default_days, rules).take(rows)
    rhythm = seen.repeats >= 2
    if np.count_nonzero(rhythm) < rules.gap_company_min_clients:
        return rules.gap_company_default_days
    return float(np.median(seen.span[rhythm] / seen.repeats[rhythm]))
