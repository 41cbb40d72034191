"""Cohorts, skirt, follow-up, attention, plans, what-if: figures or honest nothing, never NaN."""

from __future__ import annotations

import numpy as np
import pytest

from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.states import rhythms
from core.standing.ladder import steps
from core.standing.publish import portfolio_figures
from core.worth.cohorts import cohorts, fast_growing
from core.worth.followup import attention, follow_up
from core.worth.lifetime import what_if_crr
from core.worth.periods import Period, periods_until
from core.worth.plans import due_until, facts, month_name_key, month_of, month_period, plan_fact
from core.worth.skirt import skirt
from tests.rhythm.ledgers import ledger, purchases
from tests.rhythm.shared_sales import day

AS_OF = day("2024-12-25")
YEARS = periods_until("year", AS_OF, 2)


def base() -> ClientDays:
    """A steady buyer, one who doubled, one who bought once, one who only gave back, one who never bought."""
    lines = purchases([AS_OF - 30 * i for i in range(1, 20)], client=0, amount=1000)
    lines += purchases([AS_OF - 150, AS_OF - 120], client=1, amount=100)
    lines += purchases([AS_OF - 60, AS_OF - 30], client=1, amount=500)
    lines += purchases([AS_OF - 20], client=2, amount=70)
    lines += purchases([AS_OF - 25], client=3, amount=-50)
    return client_days(ledger(lines, clients=5), AS_OF)


def test_S00_12_cohorts_and_fast_growth() -> None:
    days = base()
    seen = rhythms(days, portfolio_figures(days, days, 1))
    anchor = np.array([True, False, False, False, False])
    before, now = cohorts(days, steps(seen), anchor, YEARS)
    assert (before.new, before.repeat, before.regular, before.anchor) == (1, 1, 1, 1)
    assert (now.new, now.repeat, now.fast) == (2, 1, 1)
    assert fast_growing(days).tolist() == [False, True, False, False, False]


def test_S03_06_funnel_and_skirt_in_one_figure() -> None:
    days = base()
    seen = rhythms(days, portfolio_figures(days, days, 1))
    rings = {each.tier: each for each in skirt(days, steps(seen), 40, 25, 5)}
    assert [each.count for each in skirt(days, steps(seen), 40, 25, 5)][:3] == [40, 25, 5]
    assert rings["buyer"].turnover == 70
    assert rings["regular"].purchases is not None
    assert rings["advocate"].turnover is None
    nothing = client_days(ledger([], clients=1), AS_OF)
    empty = skirt(nothing, np.zeros(1, np.uint8), 0, 0, 1)
    assert all(each.turnover is None for each in empty)


def test_S04_02_S03_01_follow_up_of_first_sales() -> None:
    days = base()
    month = Period(AS_OF - 200, AS_OF)
    found = follow_up(days, month, {}, {})
    assert (found.first_sales, found.planned, found.without_step) == (2, 0, (2,))
    assert follow_up(days, month, {2: AS_OF - 20}, {}).without_step == ()
    assert follow_up(days, month, {2: AS_OF - 20}, {}).planned_share == 0.5
    assert follow_up(days, month, {}, {2: AS_OF - 19}).without_step == ()
    assert follow_up(days, Period(AS_OF, AS_OF), {}, {}).planned_share is None


def test_S04_08_share_of_the_base_nobody_talks_to() -> None:
    found = attention(base(), {0: AS_OF - 89, 1: AS_OF - 90})
    assert (found.base, found.silent, found.logged) == (3, (1, 2), 2)
    assert found.silent_share == pytest.approx(2 / 3)
    assert attention(client_days(ledger([], clients=0), AS_OF), {}).silent_share is None


def test_U30_plan_and_fact_of_a_month_and_who_can_bring_the_rest() -> None:
    days = base()
    seen = rhythms(days, portfolio_figures(days, days, 1))
    month = month_period(day("2024-12-01"), AS_OF)
    fact = int(facts(days, month).sum())
    assert fact == 70
    due = due_until(days, seen, month.last)
    assert due[0].client == 0
    assert {each.client for each in due} <= {0, 1}
    assert (due[0].amount, due[0].expected_day > AS_OF) == (1000, True)
    told = plan_fact(5000, fact, due[0].amount, month)
    assert (told.missing, told.expected) == (4930, 1000)
    assert told.share == pytest.approx(0.014)
    assert plan_fact(None, fact, 0, month).share is None
    assert plan_fact(0, fact, 0, month).share is None
    assert plan_fact(50, fact, 0, month).missing == 0


@pytest.mark.parametrize(
    ("text", "month"),
    [("2026-11", "2026-11"), ("11.2026", "2026-11"), (" 2026.01 ", "2026-01"), ("2026-13", None), ("ноябрь", None),
     ("", None), ("²026-11", None), ("0000-01", None)],
)  # fmt: skip
def test_U30_a_month_as_people_write_it(text: str, month: str | None) -> None:
    found = month_of(text)
    assert (None if found is None else month_name_key(found)) == month


def test_S03_17_what_five_points_of_crr_do() -> None:
    found = what_if_crr(0.85, 0.05, 12, 240)
    assert found.before == pytest.approx(74, abs=0.5)
    assert found.after == pytest.approx(114, abs=1)
    assert found.uplift == pytest.approx(0.54, abs=0.02)
    assert what_if_crr(0.99, 0.05, 12, 60).uplift == 0
    assert what_if_crr(0.0, -0.05, 12, 60).uplift == 0
