"""States of the rhythm: on rhythm, late, sleeping, lost, seasonal hold (analytics §3 States)."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import numpy.typing as npt

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Bool, Float64, Int32
from core.entities.vocabulary import STATES, State
from core.rhythm.client_days import ClientDays
from core.rhythm.correction import correct
from core.rhythm.history import History, history
from core.rhythm.score import Scores, late_after, own_horizon, score
from core.rules import DEFAULT, Rules

Codes = npt.NDArray[np.uint8]
"""Index into `vocabulary.STATES`, LEVELS or STEPS."""


@functools.cache
def code(state: State) -> int:
    """Index of a state in `vocabulary.STATES`."""
    return STATES.index(state)


@dataclasses.dataclass(frozen=True, slots=True)
class Rhythms:
    """One row a client: history, scores at the own horizon and state. What every list and screen reads."""

    seen: History
    scores: Scores
    state: Codes
    hold_day: Int32
    """With `seasonal_hold`, the day a year after the purchase that is expected to repeat; else -1."""

    def state_of(self, client: int) -> State:
        return STATES[int(self.state[client])]

    def expected_day(self, client: int) -> int | None:
        """Day by which the next purchase is usual: last + m, or the repeated day of last year's season."""
        if self.seen.events[client] < 2:
            return None
        if self.hold_day[client] >= 0:
            return int(self.hold_day[client])
        return int(self.seen.last[client]) + round(float(self.seen.gap[client]))


def model_lost(silent: Int32, gap: Float64, p_lost: Float64, cut: float, rules: Rules = DEFAULT) -> Bool:
    """The rule of *lost*, for clients with enough history."""
    sure = (p_lost >= cut) & (silent >= np.maximum(rules.lost_gaps * gap, rules.lost_min_days))
    gone: Bool = sure | (silent > np.maximum(rules.lost_silent_days, rules.lost_gaps * gap))
    return gone


def season_day(days: ClientDays, seen: History, horizon: Int32, rules: Rules = DEFAULT) -> Int32:
    """Day of the purchase expected from last year, or -1 where last year does not speak for waiting.

    Last year speaks when the client bought in the window that lies ahead now *and* was as silent before it as he is
    today (up to `seasonal_shift_days`), in a gap long for him (`seasonal_gap_ratio`): a monthly buyer bought in every
    window, which says nothing about season. Without this, 359 of 458 late clients of Online Retail would be held.
    """
    out = np.full(days.clients, -1, np.int32)
    ago = days.as_of - rules.year_days
    rows = np.flatnonzero((days.day > ago) & (days.day <= ago + horizon[days.client]))
    client = days.client[rows]
    first = np.ones(len(rows), np.bool_)
    first[1:] = client[1:] != client[:-1]
    rows, client = rows[first], client[first]
    before = np.maximum(rows - 1, days.start[client])
    quiet_from = seen.last[client] - rules.year_days + rules.seasonal_shift_days
    last_before = days.day[before]
    long = days.day[rows] - last_before >= rules.seasonal_gap_ratio * seen.gap[client]
    silent_then = (rows > days.start[client]) & (last_before <= quiet_from) & long
    keep = silent_then & (seen.silent[client] <= rules.seasonal_max_silent_days)
    out[client[keep]] = days.day[rows[keep]] + rules.year_days
    return out


def classify(
    days: ClientDays, seen: History, scores: Scores, figures: FirmFigures, rules: Rules = DEFAULT
) -> tuple[Codes, Int32]:
    """State codes and hold days of every client. States go by the rhythm alone, never by the corrected probability."""
    state = np.full(days.clients, code("on_rhythm"), np.uint8)
    p_lost = np.nan_to_num(scores.p_rhythm)
    late = seen.silent >= seen.gap
    state[late] = code("late")
    state[late & (p_lost >= figures.sleeping_probability)] = code("sleeping")
    state[late & model_lost(seen.silent, seen.gap, p_lost, figures.lost_probability, rules)] = code("lost")
    hold = np.where(late, season_day(days, seen, own_horizon(seen, rules), rules), -1).astype(np.int32)
    little = seen.events < rules.rhythm_min_purchases
    hold[little] = -1
    state[hold >= 0] = code("seasonal_hold")
    state[little] = code("provisional")
    state[seen.events == 1] = code("first")
    state[seen.events == 0] = code("none")
    return state, hold


def rhythms(days: ClientDays, figures: FirmFigures, rules: Rules = DEFAULT) -> Rhythms:
    """History, scores and states of every client from his days and the firm's figures alone. numpy only."""
    seen = history(days, figures.m0, rules)
    scores = correct(days, seen, score(seen, figures.parameters, None, rules), figures.correction, rules)
    state, hold = classify(days, seen, scores, figures, rules)
    return Rhythms(seen, scores, state, hold)


def late_from(rhythms: Rhythms, figures: FirmFigures, client: int, rules: Rules = DEFAULT) -> int | None:
    """Day from which the silence is unlikely for this rhythm (S(g) < `late_survival`); None without a rhythm."""
    if rhythms.seen.events[client] < 2:
        return None
    silent = int(late_after(rhythms.seen.take(np.array([client])), figures.parameters, rules)[0])
    return int(rhythms.seen.last[client]) + silent if silent >= 0 else None
