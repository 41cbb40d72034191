"""Who stops buying: the three cuts of Online Retail (issue "The spine", analytics §1.1)."""

from __future__ import annotations

import functools

import numpy as np
from scipy import stats

from core.entities.ledger import Bool, Float64
from core.rhythm import bgnbd
from core.rhythm.client_days import client_days
from core.rhythm.correction import correct
from core.rhythm.fit import fit
from core.rhythm.history import company_gap, history
from core.rhythm.learning import learn
from core.rhythm.score import score
from tests.rhythm.shared_sales import day, online_retail

CUTS = ("2011-07-11", "2011-08-10", "2011-09-09")
WINDOW = 90


def auc(values: Float64, positive: Bool) -> float:
    """ROC-AUC through ranks, ties counted half."""
    ranks = stats.rankdata(values)
    hits = int(positive.sum())
    return float((ranks[positive].sum() - hits * (hits + 1) / 2) / (hits * (len(values) - hits)))


@functools.cache
def measured() -> dict[str, float]:
    """Mean AUC over the cuts; labels by events after netting ("net") and by any positive line ("raw")."""
    lines, _ = online_retail()
    all_events = client_days(lines, day("2011-12-09"))
    sold = lines.amount > 0
    rows: list[dict[str, float]] = []
    for text in CUTS:
        cut = day(text)
        days = client_days(lines, cut - 1)
        m0 = company_gap(days)
        seen = history(days, m0)
        parameters = fit(seen)
        layer = learn(days, parameters, m0)
        core = (seen.events >= 3) & (cut - seen.last <= 365)
        x, tx = seen.repeats.astype(np.float64), seen.span.astype(np.float64)
        total = tx + np.maximum(seen.silent, 0)
        bought = seen.events > 0
        bg = bgnbd.fit(x[bought], tx[bought], total[bought])
        scores = {
            "own horizon": score(seen, parameters).p_lost,
            "90 days": score(seen, parameters, WINDOW).p_lost,
            "own horizon, corrected": correct(days, seen, score(seen, parameters), layer).p_lost,
            "90 days, corrected": correct(days, seen, score(seen, parameters, WINDOW), layer).p_lost,
            "days since last": seen.silent.astype(np.float64),
            "BG/NBD P(alive)": 1 - bgnbd.alive(x, tx, total, bg),
            "BG/NBD P(no purchase)": bgnbd.lapse(x, tx, total, float(WINDOW), bg),
        }
        found: dict[str, float] = {"clients": float(core.sum())}
        labels = (("net", all_events.client, all_events.day), ("raw", lines.client[sold], lines.day[sold]))
        for label, client, when in labels:
            lost = np.ones(days.clients, np.bool_)
            lost[client[(when >= cut) & (when < cut + WINDOW)]] = False
            found |= {f"{name}, {label}": auc(value[core], lost[core]) for name, value in scores.items()}
        rows.append(found)
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def test_lapse_probability_at_the_own_horizon() -> None:
    assert measured()["own horizon, net"] >= 0.72
    assert measured()["own horizon, raw"] >= 0.72


def test_lapse_probability_at_90_days() -> None:
    assert measured()["90 days, net"] >= 0.715
    assert measured()["90 days, raw"] >= 0.715


def test_correction_learnt_from_the_firms_own_past() -> None:
    assert measured()["own horizon, corrected, net"] >= 0.74
    assert measured()["90 days, corrected, net"] >= 0.74
    assert measured()["90 days, corrected, raw"] >= 0.74


def test_the_harness_gives_the_known_figures_of_the_simple_methods() -> None:
    found = measured()
    assert abs(found["days since last, net"] - 0.628) < 0.005
    assert abs(found["BG/NBD P(alive), net"] - 0.571) < 0.005
    assert abs(found["BG/NBD P(no purchase), net"] - 0.696) < 0.01
    assert 1050 < found["clients"] < 1150


if __name__ == "__main__":
    for name, value in measured().items():
        print(f"{value:10.4f}  {name}")
