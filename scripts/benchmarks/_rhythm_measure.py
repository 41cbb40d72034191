"""Who stops buying, method beside method on the same cuts of one ledger (analytics §1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.entities.ledger import Bool, Float64, Int64, LineColumns
from core.recovery.stake import sums
from core.rhythm import bgnbd
from core.rhythm.client_days import client_days
from core.rhythm.correction import correct
from core.rhythm.fit import fit
from core.rhythm.history import company_gap, history
from core.rhythm.learning import learn
from core.rhythm.score import score

RECENCY, ALIVE, BG, RHYTHM, OURS, FIXED, SHOWN = (
    "days since last",
    "BG/NBD P(alive)",
    "BG/NBD P(no purchase)",
    "rhythm model",
    "rhythm + correction",
    "correction learnt at H",
    "as shown (own horizon)",
)
METHODS = (RECENCY, ALIVE, BG, RHYTHM, OURS, FIXED, SHOWN)
"""OURS is what the product says for this horizon (`queue --horizon`): one set of weights, learnt at the clients' own
horizons. FIXED learns them for this horizon instead, SHOWN scores everybody at his own horizon."""
RULE = "90-day rule"
YEAR = 365
CORE_PURCHASES = 3
RULE_DAYS = 90
TOP_SHARE = 0.05
TOPS = (0.03, 0.05, 0.07, 0.10)
BINS = 10
ROUNDS = 200


@dataclass(frozen=True)
class Cut:
    """One cut: scores of the core clients by method, whether they then bought nothing, what they spent before."""

    day: int
    scores: Mapping[str, Float64]
    lost: Bool
    value: Float64
    silent: Float64
    bg: bgnbd.BgNbd
    life: Float64
    """x, tx, T of every buyer at the cut, whole life: what BG/NBD was fitted on."""
    core_life: Float64


def auc(values: Float64, positive: Bool) -> float:
    """ROC-AUC, ties counted half; NaN when one of the classes is missing."""
    hits, rest = int(positive.sum()), int((~positive).sum())
    if not hits or not rest:
        return float("nan")
    ordered, place = np.unique(values, return_inverse=True)
    count = np.bincount(place, minlength=len(ordered))
    rank = np.cumsum(count) - (count - 1) / 2
    return float((rank[place][positive].sum() - hits * (hits + 1) / 2) / (hits * rest))


def average_precision(values: Float64, positive: Bool) -> float:
    """Area under precision and recall, step by step; equal scores enter together."""
    order = np.argsort(-values, kind="stable")
    hit = np.cumsum(positive[order])
    last = np.flatnonzero(np.append(np.diff(values[order]) != 0, True))
    precision = hit[last] / (last + 1)
    gained = np.diff(np.concatenate([[0], hit[last]]))
    return float((precision * gained).sum() / max(1, int(positive.sum())))


def calibration_error(p: Float64, positive: Bool) -> float:
    """ECE over ten bins of equal counts."""
    order = np.argsort(p, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return float(sum(abs(p[part].mean() - positive[part].mean()) * len(part) for part in parts) / len(p))


def value_found(rank: Float64, cut: Cut, top: float = TOP_SHARE) -> float:
    """Share of the lost clients' trailing revenue among the `top` of the core ranked first; no rank ≤ 0 is taken."""
    whole = float(cut.value[cut.lost].sum())
    if whole <= 0:
        return float("nan")
    first = np.argsort(-rank, kind="stable")[: int(np.ceil(top * len(rank)))]
    first = first[rank[first] > 0]
    return float(cut.value[first][cut.lost[first]].sum()) / whole


def cut_of(lines: LineColumns, cut: int, horizon: int, after: tuple[np.ndarray, np.ndarray]) -> Cut:
    """Everything known before the day `cut`, scored; labels from the `horizon` days from it on.

    Core: ≥ 3 purchase days in the history the rhythm looks at and a purchase in the last 365 days. `after`: client and
    day of every event of the whole ledger.
    """
    days = client_days(lines, cut - 1)
    m0 = company_gap(days)
    seen = history(days, m0)
    parameters = fit(seen)
    core = (seen.events >= CORE_PURCHASES) & (cut - seen.last <= YEAR)
    lost = np.ones(days.clients, np.bool_)
    client, when = after
    lost[client[(when >= cut) & (when < cut + horizon)]] = False
    life = np.stack([np.maximum(seen.events - 1, 0), seen.last - seen.first, days.as_of - seen.first]).astype(
        np.float64
    )
    bought = seen.events > 0
    bg = bgnbd.fit(*life[:, bought])
    x, tx, total = life[:, core]
    fixed, own = score(seen, parameters, horizon), score(seen, parameters)
    learnt = learn(days, parameters, m0)
    at_horizon = learn(days, parameters, m0, horizon_days=horizon)
    scores = {
        RECENCY: seen.silent[core].astype(np.float64),
        ALIVE: 1 - bgnbd.alive(x, tx, total, bg),
        BG: bgnbd.lapse(x, tx, total, float(horizon), bg),
        RHYTHM: fixed.p_rhythm[core],
        OURS: correct(days, seen, fixed, learnt).p_lost[core],
        FIXED: correct(days, seen, fixed, at_horizon).p_lost[core],
        SHOWN: correct(days, seen, own, learnt).p_lost[core],
    }
    value = np.maximum(sums(days, days.move_net, days.as_of - YEAR, days.as_of), 0)[core].astype(np.float64)
    return Cut(cut, scores, lost[core], value, scores[RECENCY], bg, life[:, bought], life[:, core])


def measure(lines: LineColumns, cuts: Sequence[int], horizon: int, last: int) -> list[Cut]:
    """All cuts of one ledger that have a core with both kinds of clients."""
    whole = client_days(lines, last)
    found = [cut_of(lines, cut, horizon, (whole.client, whole.day)) for cut in cuts]
    return [each for each in found if each.lost.any() and not each.lost.all()]


def waited_90(cut: Cut) -> Float64:
    """The rule of many programs: who has been silent for 90 days, the largest first."""
    return np.where(cut.silent >= RULE_DAYS, cut.value, 0.0)


def at_stake(method: str) -> Callable[[Cut], Float64]:
    """Rank by probability times value."""
    return lambda cut: cut.scores[method] * cut.value


def figures(cuts: Sequence[Cut]) -> dict[str, dict[str, float]]:
    """Means over the cuts: method → auc, pr_auc, brier, ece, value (calibration of probabilities at the horizon)."""
    out: dict[str, dict[str, float]] = {}
    for method in METHODS:
        rows = []
        for cut in cuts:
            p = cut.scores[method]
            row = {"auc": auc(p, cut.lost), "pr_auc": average_precision(p, cut.lost)}
            if method in (BG, RHYTHM, OURS, FIXED):
                row |= {"brier": float(((p - cut.lost) ** 2).mean()), "ece": calibration_error(p, cut.lost)}
            row["value"] = value_found(at_stake(method)(cut), cut)
            rows.append(row)
        out[method] = {name: float(np.nanmean([row[name] for row in rows])) for name in rows[0]}
    waited = [value_found(waited_90(cut), cut) for cut in cuts]
    out[RULE] = {"value": float(np.nanmean(waited))}
    return out


def value_ratios(cuts: Sequence[Cut], method: str, other: str, tops: Sequence[float] = TOPS) -> list[float]:
    """Value found by one method to that found by another, means over the cuts, for each share of the core."""
    ranks = at_stake(method), at_stake(other)
    means = [[float(np.nanmean([value_found(by(cut), cut, top) for cut in cuts])) for by in ranks] for top in tops]
    return [ours / theirs if theirs > 0 else float("nan") for ours, theirs in means]


def drawn(cut: Cut, rows: Int64) -> Cut:
    """The cut with other clients drawn from it."""
    scores = {name: values[rows] for name, values in cut.scores.items()}
    return Cut(cut.day, scores, cut.lost[rows], cut.value[rows], cut.silent[rows], cut.bg, cut.life, cut.core_life)


def value_error(cuts: Sequence[Cut], rank: Callable[[Cut], Float64], other: Callable[[Cut], Float64]) -> float:
    """Standard error of the ratio of mean values found by two rankings, clients of every cut drawn again."""
    dice = np.random.default_rng(5)
    ratios = []
    for _ in range(ROUNDS):
        again = [drawn(cut, dice.integers(0, len(cut.lost), len(cut.lost))) for cut in cuts]
        ours, theirs = (np.nanmean([value_found(by(cut), cut) for cut in again]) for by in (rank, other))
        ratios.append(float(ours / theirs) if theirs > 0 else float("nan"))
    return float(np.nanstd(ratios))


def gain_error(cuts: Sequence[Cut], first: str, second: str) -> float:
    """Standard error of the mean difference of AUC between two methods, clients of every cut drawn again."""
    dice = np.random.default_rng(5)
    means = []
    for _ in range(ROUNDS):
        gains = []
        for cut in cuts:
            rows = dice.integers(0, len(cut.lost), len(cut.lost))
            gains.append(auc(cut.scores[first][rows], cut.lost[rows]) - auc(cut.scores[second][rows], cut.lost[rows]))
        means.append(float(np.nanmean(gains)))
    return float(np.std(means))
