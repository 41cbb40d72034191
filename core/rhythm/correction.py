"""Correction of the lapse probability by what the firm's own past has shown (analytics §0.3, §3 Rhythm).

A logistic layer whose prior mean is "the rhythm model is right": the logit of the model is the offset, nine features
move it. The weights come from `core.rhythm.learning` and travel with the firm figures; here they are only used, with
numpy alone and client by client, so that head and manager get the same bits.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
import numpy.typing as npt

from core.entities.firm_figures import Correction
from core.entities.ledger import Float64, Int32, Int64
from core.rhythm.client_days import ClientDays
from core.rhythm.history import History, row_after
from core.rhythm.score import Scores
from core.rules import DEFAULT, Rules

FEATURES: Final = (
    "silence",
    "repeats",
    "unevenness",
    "trend",
    "season",
    "revenue",
    "p_late",
    "p_alive",
    "uneven_silence",
)
"""ln((g+1)/m); ln(x+1); shrunk CV of the gaps; ln of the events of 90 days to those of the 90 before; bought in the
same window last year; ln of the money of 12 months; S(g); P(alive); silence × unevenness, because the model knows one
regularity for the whole firm and a long silence says more of a client who buys evenly.

New ones are added at the end: a correction learnt with fewer features goes on with those it has."""
_SEASON: Final = FEATURES.index("season")
_OFFSET: Final = 5.0
"""The logit of the model is clipped to ±5."""
_SPREADS: Final = 4.0
"""Features are clipped to ±4 standard deviations of the clients learnt from."""


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """Evenings of clients: row i is client `client[i]` on `as_of[i]`, when his events before row `end[i]` are known."""

    client: Int64
    end: Int64
    as_of: Int32

    def take(self, rows: npt.NDArray[np.integer]) -> Moment:
        """The rows named."""
        return Moment(self.client[rows], self.end[rows], self.as_of[rows])


def offset(p: Float64) -> Float64:
    """Logit of the model's probability, clipped."""
    safe = np.clip(p, 1e-9, 1 - 1e-9)
    out: Float64 = np.clip(np.log(safe) - np.log1p(-safe), -_OFFSET, _OFFSET)
    return out


def _unevenness(days: ClientDays, seen: History, at: Moment, rules: Rules) -> Float64:
    """CV of the gaps inside the window of history, shrunk towards the prior's by as many gaps as m is."""
    squares = np.zeros(len(days.day) + 1, np.int64)
    gaps = np.diff(days.day).astype(np.int64)
    gaps[days.client[1:] != days.client[:-1]] = 0
    np.cumsum(gaps * gaps, out=squares[2:])
    x = seen.repeats.astype(np.float64)
    some = seen.repeats > 0
    total = np.where(some, squares[at.end] - squares[np.maximum(at.end - seen.repeats, 0)], 0)
    mean = np.where(some, seen.span / np.maximum(x, 1), 1.0)
    variance = np.maximum(total / np.maximum(x, 1) - mean**2, 0.0)
    own = np.sqrt(variance) / mean
    weight, centre = rules.gap_prior_weight, rules.prior_k**-0.5
    out: Float64 = (x * own + weight * centre) / np.maximum(x + weight, 1e-9)
    return out


def _season(days: ClientDays, at: Moment, horizon: Int32, rules: Rules) -> Float64:
    """1 where something was bought a year ago in the days that lie ahead now."""
    past = row_after(days, at.client, at.as_of - rules.year_days)
    same = row_after(days, at.client, np.minimum(at.as_of - rules.year_days + horizon, at.as_of))
    return (same > past).astype(np.float64)


def at_horizon(
    found: tuple[Float64, ...], days: ClientDays, at: Moment, horizon: Int32, rules: Rules = DEFAULT
) -> tuple[Float64, ...]:
    """Features of the same moments for another horizon: only the season looks ahead."""
    if not len(days.day):
        return found
    return (*found[:_SEASON], _season(days, at, horizon, rules), *found[_SEASON + 1 :])


def features(
    days: ClientDays, seen: History, at: Moment, scores: Scores, rules: Rules = DEFAULT
) -> tuple[Float64, ...]:
    """One array a feature, in the order of `FEATURES`, one row a moment. Rows without events hold no sense."""
    if not len(days.day):
        return tuple(np.zeros(len(at.client)) for _ in FEATURES)
    quarter, year = rules.correction_trend_days, rules.year_days
    lately = row_after(days, at.client, at.as_of - quarter)
    before = row_after(days, at.client, at.as_of - 2 * quarter)
    past = row_after(days, at.client, at.as_of - year)
    sums = np.zeros(len(days.net) + 1, np.int64)
    np.cumsum(days.net, out=sums[1:])
    spent = (sums[at.end] - sums[past]).astype(np.float64)
    silence = np.log((np.maximum(seen.silent, 0) + 1.0) / seen.gap)
    uneven = _unevenness(days, seen, at, rules)
    return (
        silence,
        np.log(seen.repeats + 1.0),
        uneven,
        np.log((at.end - lately + 1.0) / (lately - before + 1.0)),
        _season(days, at, scores.horizon, rules),
        np.log(np.maximum(spent, 1.0)),
        np.nan_to_num(scores.p_late),
        np.nan_to_num(scores.p_alive),
        silence * uneven,
    )


def standardised(values: Float64, mean: float, spread: float) -> Float64:
    """A feature in clipped standard deviations."""
    out: Float64 = np.clip((values - mean) / spread, -_SPREADS, _SPREADS)
    return out


def applied(p: Float64, found: tuple[Float64, ...], correction: Correction) -> Float64:
    """Corrected probabilities. Added up feature by feature: a matrix product would round by the number of rows."""
    total = offset(p) + correction.intercept
    known = found[: len(correction.weights)]
    for values, weight, mean, spread in zip(
        known, correction.weights, correction.means, correction.spreads, strict=True
    ):
        total += weight * standardised(values, mean, spread)
    out: Float64 = 1 / (1 + np.exp(-total))
    return out


def evening(days: ClientDays) -> Moment:
    """Every client at the evening of `days`."""
    return Moment(np.arange(days.clients), days.start[1:], np.full(days.clients, days.as_of, np.int32))


def correct(
    days: ClientDays, seen: History, scores: Scores, correction: Correction | None, rules: Rules = DEFAULT
) -> Scores:
    """Scores of every client with `p_lost` corrected; those with less than a rhythm keep the model's word."""
    if correction is None:
        return scores
    rows = np.flatnonzero(seen.events >= rules.rhythm_min_purchases)
    found = features(days, seen.take(rows), evening(days).take(rows), scores.take(rows), rules)
    p_lost = scores.p_lost.copy()
    p_lost[rows] = applied(scores.p_rhythm[rows], found, correction)
    return dataclasses.replace(scores, p_lost=p_lost)
