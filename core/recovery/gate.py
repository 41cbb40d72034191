"""Entry gate of the queue and its thresholds, tuned to false alarms on the firm's own past (analytics §0.4, §3)."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.entities.firm_figures import RhythmParameters
from core.entities.ledger import Bool, Float64
from core.rhythm.client_days import ClientDays
from core.rhythm.history import History, moments
from core.rhythm.score import score
from core.rules import DEFAULT, Rules


@dataclasses.dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities for entering the queue, for *sleeping* and for *lost*."""

    queue: float
    sleeping: float
    lost: float
    tuned: bool
    completed_gaps: int


def defaults(rules: Rules = DEFAULT, completed_gaps: int = 0) -> Thresholds:
    """The conventional cuts, for firms with too little history."""
    return Thresholds(
        rules.queue_probability, rules.sleeping_probability, rules.lost_probability, False, completed_gaps
    )


def admits(seen: History, p_rhythm: Float64, threshold: float, rules: Rules = DEFAULT) -> Bool:
    """Silence ≥ the own shrunk gap and score ≥ threshold, with enough history to speak of a rhythm."""
    enough = seen.events >= rules.queue_min_purchases
    passed: Bool = enough & (seen.silent >= seen.gap) & (np.nan_to_num(p_rhythm) >= threshold)
    return passed


def _sampled(days: ClientDays, rules: Rules) -> Bool:
    """Clients whose gaps are looked at: all, or a seeded sample when the firm has very many gaps."""
    chosen = np.ones(days.clients, np.bool_)
    if len(days.day) > rules.alarms_sample_gaps:
        share = rules.alarms_sample_gaps / len(days.day)
        chosen = np.random.default_rng(rules.fit_seed).random(days.clients) < share
    return chosen


def tune(days: ClientDays, parameters: RhythmParameters, m0: float, rules: Rules = DEFAULT) -> Thresholds:
    """Thresholds with 5 and 2 false alarms per 100 client-months over the last 24 months.

    Every gap that ended with a purchase is scored on its last evening, with the history before it: the score
    grows with silence, so the gap raised an alarm at some time exactly when it did then. A gap that ran to
    clip(4 m, 182, 365) days counts as a relation lost and won back, not as a false alarm. Client-months are the
    time under watch: from an event to the next one or until the relation counts as lost. *Lost* also stays at or above
    `lost_probability_floor`: on Online Retail the second threshold is .26, where half of those called lost buy again.
    *Sleeping* stays at or above `sleeping_probability_floor`: "asleep" beside "16 % that he will not buy" reads as a
    contradiction; such a client is late, and the queue has him all the same.
    """
    begin = days.as_of - round(rules.alarms_months * rules.month_days)
    rank = np.arange(len(days.day)) - days.start[days.client]
    chosen = _sampled(days, rules)
    ended = np.flatnonzero((rank >= rules.rhythm_min_purchases) & (days.day > begin) & chosen[days.client])
    if len(ended) < rules.alarms_min_gaps:
        return defaults(rules, len(ended))
    gaps = moments(days, days.client[ended].astype(np.int64), ended, days.day[ended] - 1, m0, rules)
    open_ = np.flatnonzero((days.purchases() >= rules.rhythm_min_purchases) & chosen)
    now = np.full(len(open_), days.as_of, np.int32)
    waiting = moments(days, open_, days.start[open_ + 1], now, m0, rules)
    months = (_watched(gaps, begin, rules) + _watched(waiting, begin, rules)) / rules.month_days
    p_lost = score(gaps, parameters, None, rules).p_rhythm
    false = (gaps.silent >= gaps.gap) & (gaps.silent < _lost_after(gaps, rules))
    surely = gaps.silent >= np.maximum(rules.lost_gaps * gaps.gap, rules.lost_min_days)
    entry = _cut(p_lost[false], rules.alarms_queue * months / 100)
    lost = max(entry, rules.lost_probability_floor, _cut(p_lost[false & surely], rules.alarms_lost * months / 100))
    return Thresholds(entry, max(entry, rules.sleeping_probability_floor), lost, True, len(ended))


def _lost_after(seen: History, rules: Rules) -> Float64:
    return np.clip(rules.alarms_lost_gaps * seen.gap, rules.alarms_lost_min_days, rules.alarms_lost_max_days)


def _watched(seen: History, begin: int, rules: Rules) -> float:
    """Days under watch since `begin`, over all rows."""
    until = seen.last + np.minimum(seen.silent + 1, _lost_after(seen, rules))
    return float(np.maximum(until - np.maximum(seen.last, begin), 0).sum())


def _cut(scores: Float64, allowed: float) -> float:
    """Smallest threshold that at most `allowed` of the scores reach, within 0.05 … 0.95."""
    count = int(allowed)
    ordered = np.sort(scores)[::-1]
    raw = float(ordered[count]) + 1e-4 if count < len(ordered) else 0.0
    return float(np.clip(np.ceil(raw * 1e4) / 1e4, 0.05, 0.95))
