"""Learning the correction from the firm's own past: three evenings, what followed is known (analytics §0.3, §3)."""

from __future__ import annotations

from typing import Final

import numpy as np

from core.entities.firm_figures import Correction, RhythmParameters
from core.entities.ledger import Bool, Float64, Int32
from core.rhythm.client_days import ClientDays
from core.rhythm.correction import Moment, at_horizon, features, offset, standardised
from core.rhythm.history import moments, row_after
from core.rhythm.score import own_horizon, score
from core.rules import DEFAULT, Rules

_DIGITS: Final = 10
"""Published weights are rounded, as the parameters are."""
_STEPS: Final = 60
_ENOUGH: Final = 1e-10


def window(days: ClientDays, rules: Rules = DEFAULT) -> int:
    """Days after a slice that its labels look at: a share of the history there is, between the bounds of the rules."""
    if not len(days.day):
        return rules.correction_window_min_days
    length = days.as_of - int(days.day.min())
    part = round(rules.correction_window_share * length)
    return int(np.clip(part, rules.correction_window_min_days, rules.correction_window_days))


def learn(
    days: ClientDays,
    parameters: RhythmParameters,
    m0: float,
    rules: Rules = DEFAULT,
    horizon_days: int | None = None,
) -> Correction | None:
    """Weights from `correction_slices` monthly evenings of the past, or None with too few clients to learn from.

    On each evening every client with a rhythm who had bought within a year is scored as he would have been, and asked
    twice whether he then bought nothing: within his own horizon (at most `window`) and within the whole window, since
    the same weights serve any horizon. With `horizon_days` he is asked once, for that one. Everything looked at lies
    before the evening of `days`.
    """
    reach = horizon_days if horizon_days is not None else window(days, rules)
    everyone = np.arange(days.clients)
    tables, labels, offsets = [], [], []
    rows_seen = 0
    for number in range(rules.correction_slices):
        evening = days.as_of - reach - round(number * rules.month_days)
        now = np.full(days.clients, evening, np.int32)
        end = row_after(days, everyone, now)
        count = end - days.start[:-1]
        last = days.day[np.maximum(end - 1, 0)] if len(days.day) else now
        rows = np.flatnonzero((count >= rules.rhythm_min_purchases) & (evening - last <= rules.year_days))
        if not len(rows):
            continue
        at = Moment(everyone[rows], end[rows], now[rows])
        seen = moments(days, at.client, at.end, at.as_of, m0, rules)
        rows_seen += len(rows)
        found = score(seen, parameters, reach, rules)
        table = features(days, seen, at, found, rules)
        asked = [(found, table)]
        if horizon_days is None:
            own = score(seen, parameters, np.minimum(own_horizon(seen, rules), reach), rules)
            asked.append((own, at_horizon(table, days, at, own.horizon, rules)))
        for scores, known in asked:
            tables.append(np.stack(known))
            labels.append(_silent(days, at, scores.horizon))
            offsets.append(offset(scores.p_rhythm))
    if rows_seen < rules.correction_min_rows:
        return None
    ridge = rules.correction_ridge * len(labels)
    return _fitted(np.hstack(tables), np.hstack(labels), np.hstack(offsets), ridge, rows_seen)


def _silent(days: ClientDays, at: Moment, horizon: Int32) -> Bool:
    """Whether nothing was bought within the horizon after each moment."""
    following = np.minimum(at.end, len(days.day) - 1)
    bought = (at.end < days.start[at.client + 1]) & (days.day[following] <= at.as_of + horizon)
    return ~bought


def _fitted(table: Float64, silent: Bool, base: Float64, ridge: float, evenings: int) -> Correction:
    means, spreads = table.mean(axis=1), table.std(axis=1)
    spreads[spreads < 1e-9] = 1.0
    means, spreads = _rounded(means), _rounded(spreads)
    design = np.stack(
        [np.ones(table.shape[1])]
        + [standardised(v, m, s) for v, m, s in zip(table, means.tolist(), spreads.tolist(), strict=True)]
    )
    weights = _rounded(ridge_logistic(design, silent, base, ridge)).tolist()
    return Correction(weights[0], tuple(weights[1:]), tuple(means.tolist()), tuple(spreads.tolist()), evenings)


def ridge_logistic(design: Float64, silent: Bool, base: Float64, ridge: float) -> Float64:
    """Weights of least penalised loss: −log-likelihood + ridge/2 |w|², one row of `design` a weight.

    Newton's steps are halved until the loss falls: undamped ones diverge on separated data (analytics §3).
    """
    target: Float64 = silent.astype(np.float64)
    weights = np.zeros(len(design))

    def loss(w: Float64) -> float:
        z = base + w @ design
        return float((np.logaddexp(0, z) - target * z).sum() + 0.5 * ridge * (w @ w))

    now = loss(weights)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-(base + weights @ design)))
        slope = design @ (p - target) + ridge * weights
        bend = (design * (p * (1 - p))) @ design.T + ridge * np.eye(len(design))
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-6 and (new := loss(weights - size * step)) > now:
            size /= 2
        if size <= 1e-6 or now - new < _ENOUGH * (1 + abs(now)):
            break
        weights, now = weights - size * step, new
    return weights


def _rounded(values: Float64) -> Float64:
    return np.array([float(f"{value:.{_DIGITS}g}") for value in values.tolist()])
