from __future__ import annotations

import dataclasses
import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from core.entities.firm_figures import RhythmParameters
from core.rhythm import bgnbd
from core.rhythm.client_days import client_days
from core.rhythm.fit import estimate, fit
from core.rhythm.history import History, company_gap, history
from core.rhythm.model import priors, survival
from core.rhythm.score import late_after, score
from core.rules import DEFAULT
from tests.rhythm.ledgers import Line, ledger, purchases, random_lines
from tests.rhythm.shared_sales import cdnow, day

WEEK = 7.0


def one(days: list[int], as_of: int, m0: float = 30.0) -> History:
    return history(client_days(ledger(purchases(days)), as_of), m0)


def test_survival_is_the_gamma_gap_mixed_over_the_clients_rate() -> None:
    p = RhythmParameters(0.8, 40.0, 0.3, 2.0, 1.7)
    x, tx, g = 4, 120, 75
    posterior = stats.gamma(p.r + p.k * x, scale=1 / (p.alpha + p.k * tx))
    gap = stats.gamma
    expected, _ = integrate.quad(lambda nu: posterior.pdf(nu) * gap.sf(g, p.k, scale=1 / (p.k * nu)), 0, 2, limit=300)
    got = survival(np.array([x]), np.array([tx]), np.array([g]), p)
    assert got[0] == pytest.approx(expected, rel=1e-8)


def test_scores_follow_the_definition() -> None:
    p = priors()
    seen = one([100, 130, 165, 190], 260)
    s = score(seen, p)
    q = p.a / (p.b + 3)
    late = survival(seen.repeats, seen.span, seen.silent, p)[0]
    later = survival(seen.repeats, seen.span, seen.silent + s.horizon, p)[0]
    assert s.horizon[0] == round(3 * seen.gap[0])
    assert s.p_late[0] == pytest.approx(late)
    assert s.p_alive[0] == pytest.approx(late / (late + q))
    assert s.p_lost[0] == pytest.approx((later + q) / (late + q))
    assert score(seen, p, 10).p_lost[0] > s.p_lost[0] > score(seen, p, 360).p_lost[0]


def test_probability_of_lapse_grows_with_silence_and_starts_at_nobody() -> None:
    lines = ledger(purchases([100, 130, 165, 190]), 2)
    values = [score(history(client_days(lines, d), 30.0), priors()).p_lost[0] for d in range(200, 700, 20)]
    assert all(later > earlier for earlier, later in itertools.pairwise(values))
    assert np.isnan(score(history(client_days(lines, 300), 30.0), priors()).p_lost[1])


def test_late_from_is_the_first_day_with_survival_under_a_tenth() -> None:
    seen = one([100, 130, 165, 190], 260)
    days = int(late_after(seen, priors())[0])
    at = survival(np.repeat(seen.repeats, 2), np.repeat(seen.span, 2), np.array([days - 1, days]), priors())
    assert at[0] >= DEFAULT.late_survival > at[1]


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3000), st.booleans()), min_size=1, max_size=5))
def test_late_from_of_many_is_that_of_each(rows: list[tuple[int, int, bool]]) -> None:
    like = one([100, 130, 165, 190], 260)
    repeats, span, known = (np.array(column) for column in zip(*rows, strict=True))
    many = dataclasses.replace(
        like, events=known.astype(np.int32), repeats=repeats.astype(np.int32), span=span.astype(np.int32)
    )
    found = late_after(many, priors())
    for x, length, shown, late in zip(repeats, span, known, found, strict=True):
        days = np.arange(30 * 365 + 1)
        left = survival(np.full(len(days), x), np.full(len(days), length), days, priors())
        rare = np.flatnonzero(left < DEFAULT.late_survival)
        assert late == (rare[0] if len(rare) and shown else -1)


def test_the_window_is_three_years_or_eight_gaps() -> None:
    monthly = list(range(0, 3000, 30))
    seen = one(monthly, 2985)
    assert seen.events[0] == 100
    assert seen.first[0] == 0
    assert 35 <= seen.repeats[0] <= 36
    rare = one([0, 730, 1460, 2190, 2920, 3650], 3650 + 425)
    assert (rare.repeats[0], rare.span[0], rare.gap[0]) == (5, 3650, 730.0)
    away = one([0, 30, 60, 90], 5000)
    assert (away.repeats[0], away.span[0]) == (3, 90)


def test_shrunk_gap_is_pulled_to_the_company_and_own_mean_is_not() -> None:
    seen = one([0, 10, 20, 30], 40, m0=90.0)
    assert seen.gap[0] == pytest.approx(np.exp((3 * np.log(10) + 3 * np.log(90)) / 6))
    assert one([0], 40, m0=90.0).gap[0] == pytest.approx(90.0)
    assert one([0, 400], 500, m0=30.0).gap[0] < 100
    assert bool(one([0, 181, 362], 500).own_gap[0])


def test_company_gap_needs_thirty_clients() -> None:
    rows = [line for c in range(30) for line in purchases([0, 20 + c, 2 * (20 + c)], c)]
    assert company_gap(client_days(ledger(rows), 200)) == pytest.approx(34.5)
    assert company_gap(client_days(ledger(rows[:-3]), 200)) == DEFAULT.gap_company_default_days


def test_a_client_is_the_same_in_any_company() -> None:
    lines = random_lines(11, 80)
    whole = history(client_days(lines, 11_050), 40.0)
    picked = np.array([3, 17, 42, 77])
    part = np.isin(lines.client, picked)
    rows = [
        (int(np.searchsorted(picked, c)), d, n, a)
        for c, d, n, a in zip(
            lines.client[part].tolist(),
            lines.day[part].tolist(),
            lines.document[part].tolist(),
            lines.amount[part].tolist(),
            strict=True,
        )
    ]
    alone = history(client_days(ledger(rows, 4), 11_050), 40.0)
    for name in History.__slots__:
        assert np.array_equal(getattr(whole, name)[picked], getattr(alone, name)), name
    assert np.array_equal(score(whole, priors()).p_lost[picked], score(alone, priors()).p_lost)


def test_scaling_time_scales_alpha_only() -> None:
    seen = history(client_days(random_lines(5, 300), 11_100), 40.0)
    keep = seen.events > 0
    x, tx, g = (getattr(seen, n)[keep].astype(np.float64) for n in ("repeats", "span", "silent"))
    repeats = float(x.sum())
    logs = float(seen.log_gaps[keep].sum())
    p = priors()
    in_days = estimate(x, tx, g, logs, p, None)
    weekly = RhythmParameters(p.r, p.alpha / WEEK, p.a, p.b, p.k)
    in_weeks = estimate(x, tx / WEEK, g / WEEK, logs - repeats * np.log(WEEK), weekly, None)
    for name, factor in (("r", 1.0), ("alpha", 1 / WEEK), ("a", 1.0), ("b", 1.0), ("k", 1.0)):
        assert getattr(in_weeks, name) == pytest.approx(getattr(in_days, name) * factor, rel=2e-2), name


def test_fit_finds_back_the_parameters_of_made_up_clients() -> None:
    rng = np.random.default_rng(8)
    true = RhythmParameters(1.2, 35.0, 0.3, 2.5, 2.0)
    rows: list[Line] = []
    for client in range(4000):
        rate, dropout = rng.gamma(true.r, 1 / true.alpha), rng.beta(true.a, true.b)
        when = 10_000 + int(rng.integers(0, 500))
        while when <= 11_000:
            rows.append((client, when, len(rows), 100))
            if rng.random() < dropout:
                break
            when += max(1, round(rng.gamma(true.k, 1 / (true.k * rate))))
    found = fit(history(client_days(ledger(rows, 4000), 11_000), 40.0))
    assert found.k == pytest.approx(true.k, rel=0.15)
    assert found.r / found.alpha == pytest.approx(true.r / true.alpha, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(true.a / (true.a + true.b), rel=0.25)


def test_fit_is_repeatable_and_without_clients_gives_the_priors() -> None:
    seen = history(client_days(random_lines(6, 50), 11_000), 40.0)
    assert fit(seen) == fit(seen)
    assert fit(history(client_days(ledger([], 3), 100), 30.0)) == priors()


def test_the_prior_holds_where_ten_clients_say_little() -> None:
    seen = history(client_days(random_lines(9, 10), 11_000), 40.0)
    found = fit(seen)
    for name in ("r", "alpha", "a", "b", "k"):
        assert abs(np.log(getattr(found, name) / getattr(priors(), name))) < 2.5, name


def test_cdnow_gives_the_published_parameters() -> None:
    seen = history(client_days(cdnow(), day("1997-09-30")), 30.0)
    x = seen.repeats.astype(np.float64)
    bg = bgnbd.fit(x, seen.span / WEEK, (seen.span + seen.silent) / WEEK)
    assert [bg.r, bg.alpha, bg.a, bg.b] == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=0.001)
    start = RhythmParameters(0.6, 4.0, 0.4, 2.0, 1.0)
    logs = float(seen.log_gaps.sum())
    mbg = estimate(x, seen.span / WEEK, seen.silent / WEEK, logs, start, sd=None, fixed_k=1.0)
    assert (round(mbg.r, 3), round(mbg.alpha, 2), round(mbg.a, 2), round(mbg.b, 2)) == (0.525, 6.18, 0.89, 1.61)


def test_scoring_loads_neither_scipy_nor_pandas() -> None:
    code = (
        "import sys, core.standing.publish, core.recovery.queue, core.standing.xyz, core.standing.status\n"
        "import core.rhythm.fit, core.rhythm.bgnbd\n"
        "from core.standing.publish import portfolio_figures\n"
        "from core.rhythm.states import rhythms\n"
        "from core.rhythm.client_days import client_days\n"
        "from core.entities.ledger import LineColumns\n"
        "import numpy as np\n"
        "a = np.arange(40)\n"
        "whole, short = a.astype(np.int64), a.astype(np.int32)\n"
        "lines = LineColumns(short // 5, short * 30, whole, whole + 9, whole, short.astype(np.uint16) * 0, 8)\n"
        "days = client_days(lines, 1300)\n"
        "rhythms(days, portfolio_figures(days, days, 1))\n"
        "heavy = {'scipy', 'pandas', 'sqlalchemy', 'textual', 'cryptography'}\n"
        "print(len(days.day), sorted({m.split('.')[0] for m in sys.modules} & heavy))"
    )
    root = Path(__file__).resolve().parents[2]
    out = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "40 []"
