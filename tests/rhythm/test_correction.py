"""The correction layer: learnt from the past alone, used with numpy alone, the same for head and manager (§0.3)."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from scipy import optimize

from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.correction import FEATURES, applied, at_horizon, correct, evening, features, offset
from core.rhythm.fit import fit
from core.rhythm.history import company_gap, history
from core.rhythm.learning import learn, ridge_logistic, window
from core.rhythm.score import Scores, score
from core.rhythm.states import rhythms
from core.rules import DEFAULT
from core.standing.publish import portfolio_figures, publish
from tests.rhythm.ledgers import ledger, purchases, random_lines, take
from tests.rhythm.shared_sales import day, online_retail

AS_OF = 11_050


def firm(seed: int = 5, clients: int = 200) -> ClientDays:
    return client_days(random_lines(seed, clients), AS_OF)


def test_features_follow_the_definition() -> None:
    events = [10_000, 10_030, 10_070, 10_090, 10_400, 10_430]
    now = 10_440
    lines = ledger([(0, d, i, 100 * (i + 1)) for i, d in enumerate(events)])
    days = client_days(lines, now)
    seen = history(days, 30.0)
    scores = Scores(np.array([60], np.int32), *(np.array([p]) for p in (0.2, 0.7, 0.5, 0.5)))
    table = features(days, seen, evening(days), scores)
    found = dict(zip(FEATURES, (float(v[0]) for v in table), strict=True))
    gaps = np.diff(events)
    assert found["silence"] == pytest.approx(np.log(11 / seen.gap[0]))
    assert found["repeats"] == pytest.approx(np.log(6))
    assert found["unevenness"] == pytest.approx((5 * gaps.std() / gaps.mean() + 3 * DEFAULT.prior_k**-0.5) / 8)
    assert found["trend"] == pytest.approx(np.log(3 / 1))
    assert found["season"] == 1.0, "10 090 lies in (10 075, 10 135]"
    assert found["revenue"] == pytest.approx(np.log(400 + 500 + 600))
    assert (found["p_late"], found["p_alive"]) == (0.2, 0.7)
    assert found["uneven_silence"] == pytest.approx(found["silence"] * found["unevenness"])
    shorter = at_horizon(table, days, evening(days), np.array([10], np.int32))
    assert [float(v[0]) for v in shorter] == [found[name] if name != "season" else 0.0 for name in FEATURES]


def test_weights_are_the_minimum_of_the_penalised_loss() -> None:
    rng = np.random.default_rng(3)
    design = np.vstack([np.ones(500), rng.normal(size=(3, 500))])
    base = rng.normal(size=500)
    silent = rng.random(500) < 1 / (1 + np.exp(-base - design.T @ np.array([0.5, 1.0, -2.0, 0.0])))

    def loss(w: np.ndarray) -> float:
        z = base + w @ design
        return float((np.logaddexp(0, z) - silent * z).sum() + 3.5 * (w @ w))

    best = optimize.minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-8}).x
    assert ridge_logistic(design, silent, base, 7.0) == pytest.approx(best, abs=1e-4)


def test_separated_labels_do_not_make_the_steps_diverge() -> None:
    values = np.linspace(-4, 4, 400)
    weights = ridge_logistic(np.stack([np.ones(400), values]), values > 0, np.full(400, -5.0), 1e-3)
    assert np.isfinite(weights).all()
    assert weights[1] > 1


def test_no_weights_leave_the_model_as_it_is() -> None:
    days = firm()
    seen = history(days, 40.0)
    plain = score(seen, fit(seen))
    nothing = learn(days, fit(seen), 40.0)
    assert nothing is not None
    none = msgspec.structs.replace(nothing, intercept=0.0, weights=(0.0,) * len(FEATURES))
    same = correct(days, seen, plain, none).p_lost
    rows = seen.events >= 3
    assert same[rows] == pytest.approx(1 / (1 + np.exp(-offset(plain.p_lost[rows]))))
    assert np.array_equal(same[~rows], plain.p_lost[~rows], equal_nan=True)
    assert correct(days, seen, plain, None) is plain


def test_figures_published_with_fewer_features_go_on_with_those_they_have() -> None:
    days = firm()
    seen = history(days, 40.0)
    plain = score(seen, fit(seen))
    layer = learn(days, fit(seen), 40.0)
    assert layer is not None
    seven = msgspec.structs.replace(layer, weights=layer.weights[:7], means=layer.means[:7], spreads=layer.spreads[:7])
    padded = msgspec.structs.replace(layer, weights=(*layer.weights[:7], 0.0, 0.0))
    assert np.array_equal(
        correct(days, seen, plain, seven).p_lost, correct(days, seen, plain, padded).p_lost, equal_nan=True
    )


def test_too_few_rows_fall_back_to_the_model() -> None:
    lines = random_lines(5, 200)
    assert (
        learn(client_days(take(lines, np.flatnonzero(lines.client < 25)), AS_OF), fit(history(firm(), 40.0)), 40.0)
        is None
    )
    empty = client_days(ledger([], 3), 100)
    assert publish(empty, empty, 1).correction is None
    assert portfolio_figures(firm(), firm(), 1).correction is None


def test_what_is_learnt_does_not_see_later_lines() -> None:
    lines = random_lines(9, 300)
    past = AS_OF - 200
    known = client_days(take(lines, np.flatnonzero(lines.day <= past)), past)
    seen = history(known, company_gap(known))
    assert learn(client_days(lines, past), fit(seen), 40.0) == learn(known, fit(seen), 40.0)


def test_labels_end_before_the_evening_of_the_figures() -> None:
    """A purchase on the very last day is known to the label of the youngest slice, one after it to none."""
    days = firm(5, 300)
    parameters = fit(history(days, 40.0))
    whole = learn(days, parameters, 40.0, horizon_days=90)
    shorter = learn(days, parameters, 40.0, horizon_days=60)
    assert whole is not None
    assert shorter is not None
    assert whole.rows != shorter.rows or whole.weights != shorter.weights
    assert window(days) <= DEFAULT.correction_window_days < AS_OF - int(days.day.min())


def test_a_client_is_corrected_the_same_in_any_company() -> None:
    lines = random_lines(11, 300)
    days = client_days(lines, AS_OF)
    figures = publish(days, days, 1)
    assert figures.correction is not None
    mine = np.arange(4, 300, 7)
    rows = np.isin(lines.client, mine)
    part = take(lines, rows)
    own = ledger(zip(np.searchsorted(mine, part.client), part.day, part.document, part.amount, strict=True), len(mine))
    whole, alone = rhythms(days, figures), rhythms(client_days(own, AS_OF), figures)
    assert np.array_equal(whole.scores.p_lost[mine], alone.scores.p_lost, equal_nan=True)
    assert not np.array_equal(whole.scores.p_lost, whole.scores.p_rhythm, equal_nan=True)


def test_probabilities_stay_inside_even_for_the_strangest_client() -> None:
    days = firm()
    figures = publish(days, days, 1)
    assert figures.correction is not None
    strange = tuple(np.array([-1e9, 0.0, 1e9]) for _ in FEATURES)
    p = applied(np.array([0.0, 0.5, 1.0]), strange, figures.correction)
    assert ((p > 0) & (p < 1)).all()
    old = client_days(ledger(purchases(list(range(10_000, 10_300, 30)))), 10_300 + 18_000)
    assert 0 < rhythms(old, figures).scores.p_lost[0] < 1


def test_U10_correction_is_better_calibrated_on_online_retail() -> None:
    lines, _ = online_retail()
    cut, window_days = day("2011-08-10"), 90
    after = client_days(lines, day("2011-12-09"))
    days = client_days(lines, cut - 1)
    seen = history(days, company_gap(days))
    core = (seen.events >= 3) & (cut - seen.last <= 365)
    silent = np.ones(days.clients, np.bool_)
    silent[after.client[(after.day >= cut) & (after.day < cut + window_days)]] = False
    plain = score(seen, fit(seen), window_days)
    layer = learn(days, fit(seen), company_gap(days))
    corrected = correct(days, seen, plain, layer)

    def brier(p: np.ndarray) -> float:
        return float(((p[core] - silent[core]) ** 2).mean())

    assert brier(corrected.p_lost) < brier(plain.p_lost) - 0.002
