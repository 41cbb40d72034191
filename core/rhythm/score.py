"""Probability of lapse at each client's own horizon (analytics §3): S(g), P(alive), P_lost."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from core.entities.firm_figures import RhythmParameters
from core.entities.ledger import Float64, Int32
from core.rhythm.history import History
from core.rhythm.model import dropout_odds, log_beta_by_repeats, survival
from core.rules import DEFAULT, Rules


@dataclasses.dataclass(frozen=True, slots=True)
class Scores:
    """One row a row of the `History` scored. Rows without events hold NaN."""

    horizon: Int32
    """H in days."""
    p_late: Float64
    """S(g): how often a pause at least this long happens while the client still buys."""
    p_alive: Float64
    p_lost: Float64
    """P(no purchase within `horizon` days): what is shown and ranked by, corrected where the firm's past allows."""
    p_rhythm: Float64
    """The same by the rhythm model alone: what states and the gate of the queue go by (analytics §1.3)."""

    def take(self, rows: npt.NDArray[np.integer]) -> Scores:
        """The rows named."""
        return Scores(*(getattr(self, field.name)[rows] for field in dataclasses.fields(self)))


def own_horizon(seen: History, rules: Rules = DEFAULT) -> Int32:
    """H = clip(3 m, 45, 365) in whole days."""
    days = np.rint(rules.horizon_gaps * seen.gap)
    return np.clip(days, rules.horizon_min_days, rules.horizon_max_days).astype(np.int32)


def score(
    seen: History, parameters: RhythmParameters, horizon_days: int | Int32 | None = None, rules: Rules = DEFAULT
) -> Scores:
    """Score every row at its own horizon, or at `horizon_days` for all (`queue --horizon`) or row by row."""
    if horizon_days is None:
        horizon = own_horizon(seen, rules)
    else:
        horizon = np.broadcast_to(np.asarray(horizon_days, np.int32), seen.events.shape)
    known = log_beta_by_repeats(seen.repeats, parameters)
    silent = np.maximum(seen.silent, 0)
    late = survival(seen.repeats, seen.span, silent, parameters, known)
    later = survival(seen.repeats, seen.span, silent + horizon, parameters, known)
    q = dropout_odds(seen.repeats, parameters)
    alive = late / (late + q)
    lost = (later + q) / (late + q)
    empty = seen.events == 0
    for values in (late, alive, lost):
        values[empty] = np.nan
    return Scores(horizon, late, alive, lost, lost)


_DAYS_AT_ONCE = 32


def late_after(seen: History, parameters: RhythmParameters, rules: Rules = DEFAULT) -> Int32:
    """Smallest whole number of silent days with S(g) < `late_survival`; for few rows at a time.

    S falls with g, so the days between are narrowed down, many of them looked at at once: a call costs the same for
    one and for a few dozen. Returns -1 for rows without events and where even thirty years are not unlikely.
    """
    rows = np.arange(len(seen.events))
    known = log_beta_by_repeats(seen.repeats, parameters)
    low = np.zeros(len(rows), np.int64)
    high = np.full(len(rows), 30 * 365, np.int64)
    reached = survival(seen.repeats, seen.span, high, parameters, known) < rules.late_survival
    of = np.repeat(rows, _DAYS_AT_ONCE)
    while len(high) and int((high - low).max()) > 1:
        days = low[:, None] + (high - low)[:, None] * np.arange(1, _DAYS_AT_ONCE + 1) // (_DAYS_AT_ONCE + 1)
        left = survival(seen.repeats[of], seen.span[of], days.ravel(), parameters, known[of]).reshape(days.shape)
        rare = left < rules.late_survival
        first = np.where(rare.any(axis=1), rare.argmax(axis=1), _DAYS_AT_ONCE)
        edges = np.column_stack((low, days, high))
        low, high = edges[rows, first], edges[rows, first + 1]
    return np.where(reached & (seen.events > 0), high, -1).astype(np.int32)
