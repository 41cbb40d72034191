"""How early a lost client is noticed at one rate of false alarms (analytics §1.3).

A relation counts as lost when the silence reaches clip(4 usual gaps, cap/2, cap); one that is not noticed by then
counts as `cap` days. Watched are the core clients of the start, parameters are frozen there, and the queue is looked at
once a week. Each method gets the threshold that raises `ALARMS` false alarms in 100 client-months: alarms in pauses
that ended with a purchase before the limit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.entities.firm_figures import RhythmParameters
from core.entities.ledger import Bool, Float64, Int64, LineColumns
from core.rhythm import bgnbd
from core.rhythm.client_days import client_days
from core.rhythm.fit import fit
from core.rhythm.history import History, company_gap, history, moments
from core.rhythm.model import log_beta_by_repeats, survival
from core.rhythm.score import own_horizon
from core.rules import DEFAULT
from scripts.benchmarks._rhythm_measure import ALIVE, CORE_PURCHASES, RECENCY, YEAR

GATED = "rhythm + gate"
ALARMS = 5.0
WEEK = 7
MOST = 40_000
"""Pauses looked at: more make no other figure."""


@dataclass(frozen=True)
class Early:
    """Mean days from the last purchase to the alarm, weighted by the revenue of the year before, by method."""

    days: dict[str, float]
    lost: int
    client_months: float


@dataclass(frozen=True)
class _Pauses:
    """Pauses under watch: history at their first evening, length so far, whether a purchase ended them."""

    seen: History
    length: Int64
    ended: Bool
    limit: Float64
    value: Float64
    life: Float64
    begin: Int64
    """Silent days already gone when the watch begins."""


def _pauses(lines: LineColumns, core: Bool, start: int, last: int, cap: int, m0: float) -> _Pauses:
    days = client_days(lines, last)
    rows = np.arange(len(days.day))
    rank = rows - days.start[days.client]
    following = np.full(len(rows), last + 1, np.int64)
    same = days.client[1:] == days.client[:-1]
    following[:-1][same] = days.day[1:][same]
    length = following - days.day
    watched = core[days.client] & (rank >= CORE_PURCHASES - 1)
    chosen = np.flatnonzero(watched & (days.day + np.minimum(length, cap) > start))
    if len(chosen) > MOST:
        chosen = np.sort(np.random.default_rng(7).choice(chosen, MOST, replace=False))
    client = days.client[chosen].astype(np.int64)
    seen = moments(days, client, chosen + 1, days.day[chosen], m0)
    money = np.concatenate([[0], np.cumsum(days.net)])
    key = days.client.astype(np.int64) * 2**32 + days.day
    year = np.searchsorted(key, client * 2**32 + days.day[chosen] - YEAR, side="right")
    life = np.stack([seen.events - 1, seen.last - seen.first]).astype(np.float64)
    return _Pauses(
        seen,
        length[chosen],
        following[chosen] <= last,
        np.clip(4 * seen.gap, cap / 2, cap),
        (money[chosen + 1] - money[year]).astype(np.float64),
        life,
        np.maximum(start - days.day[chosen], 0),
    )


def _rhythm_scores(seen: History, parameters: RhythmParameters, weeks: Int64) -> Float64:
    """P(no purchase within the own horizon), one column a week of silence."""
    known = log_beta_by_repeats(seen.repeats, parameters)
    horizon = own_horizon(seen, DEFAULT)
    q = parameters.a / (parameters.b + seen.repeats)
    columns = []
    for week in weeks:
        silent = np.full(len(seen.events), week * WEEK)
        now = survival(seen.repeats, seen.span, silent, parameters, known)
        then = survival(seen.repeats, seen.span, silent + horizon, parameters, known)
        columns.append((then + q) / (now + q))
    return np.stack(columns, axis=1)


def _delays(scores: Float64, pauses: _Pauses, weeks: Int64, cap: int) -> tuple[float, float]:
    """Weighted mean delay at the threshold that raises `ALARMS`, and the client-months watched."""
    silent = weeks * WEEK
    before = silent[None, :] < np.minimum(pauses.length, pauses.limit)[:, None]
    best = np.where(before, scores, -np.inf).max(axis=1)
    gone = pauses.length >= pauses.limit
    watched = np.maximum(np.minimum(pauses.length, pauses.limit) - pauses.begin, 0).sum() / DEFAULT.month_days
    false = np.sort(best[pauses.ended & ~gone])[::-1]
    allowed = int(ALARMS * watched / 100)
    threshold = false[allowed] if allowed < len(false) else -np.inf
    raised = (scores > threshold) & (silent[None, :] <= pauses.limit[:, None])
    delay = np.where(raised.any(axis=1), silent[np.argmax(raised, axis=1)], cap)
    weight = np.maximum(pauses.value[gone], 0)
    return float((delay[gone] * weight).sum() / max(float(weight.sum()), 1e-9)), float(watched)


def earliness(lines: LineColumns, first: int, last: int) -> Early | None:
    """Delays by method, or None where the ledger is too short to lose anybody in.

    The watch is the last third of the history, at most two years; cap half a year below two years of history, else one.
    """
    span = last - first
    cap = 182 if span < 2 * YEAR else YEAR
    start = last - min(2 * YEAR, max(cap, span // 2))
    if start - first < 60:
        return None
    days = client_days(lines, start - 1)
    m0 = company_gap(days)
    known = history(days, m0)
    parameters = fit(known)
    bought = known.events > 0
    life = np.stack([known.events - 1, known.last - known.first, days.as_of - known.first]).astype(np.float64)[
        :, bought
    ]
    bg = bgnbd.fit(*life)
    core = (known.events >= CORE_PURCHASES) & (start - known.last <= YEAR)
    pauses = _pauses(lines, core, start, last, cap, m0)
    weeks = np.arange(1, cap // WEEK + 1)
    silent = np.broadcast_to((weeks * WEEK).astype(np.float64), (len(pauses.length), len(weeks)))
    x, tx = (each[:, None] for each in pauses.life)
    rhythm = _rhythm_scores(pauses.seen, parameters, weeks)
    gated = np.where(silent >= pauses.seen.gap[:, None], rhythm, -np.inf)
    scores = {
        RECENCY: silent,
        ALIVE: 1 - bgnbd.alive(x, tx, tx + silent, bg),
        GATED: gated,
    }
    found = {name: _delays(values, pauses, weeks, cap) for name, values in scores.items()}
    lost = int((pauses.length >= pauses.limit).sum())
    return Early({name: delay for name, (delay, _) in found.items()}, lost, found[GATED][1]) if lost else None
