from __future__ import annotations

import numpy as np
import pytest

from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.states import rhythms
from core.standing.anchor import Anchors, anchors, coverage, nearest
from core.standing.axes import axes
from core.standing.publish import portfolio_figures
from tests.rhythm.ledgers import Line, ledger, purchases, random_lines
from tests.rhythm.shared_sales import day

AS_OF = day("2024-12-31")


def judged(days: ClientDays) -> Anchors:
    figures = portfolio_figures(days, days, 1)
    seen = rhythms(days, figures)
    return anchors(days, seen, axes(days, seen, figures), figures)


def monthly(client: int, months: int, amount: int = 1000, until: int = AS_OF) -> list[Line]:
    return purchases([until - 5 - 30 * i for i in range(months)][::-1], client=client, amount=amount)


def test_S00_03_even_monthly_buying_is_an_anchor_whatever_its_size() -> None:
    days = client_days(ledger([*monthly(0, 24, 10), *monthly(1, 24, 1_000_000)]), AS_OF)
    found = judged(days)
    assert found.is_anchor.tolist() == [True, True]
    assert found.signs(0) == {"regular": True, "even": True, "pays": None}
    assert found.monthly[1] == pytest.approx(1_000_000, rel=0.1)


def test_S00_03_an_uneven_or_irregular_buyer_is_none() -> None:
    wild = [(0, AS_OF - 5 - 30 * i, i, 100 if i % 3 else 50_000) for i in range(24)]
    rare = purchases([AS_OF - 400, AS_OF - 390, AS_OF - 60, AS_OF - 40, AS_OF - 5], client=1)
    found = judged(client_days(ledger([*wild, *rare]), AS_OF))
    assert not found.is_anchor.any()
    assert found.signs(0)["even"] is False


def test_S00_13_six_to_twelve_months_are_a_provisional_anchor() -> None:
    found = judged(client_days(ledger([*monthly(0, 10), *monthly(1, 4)]), AS_OF))
    assert found.is_anchor.tolist() == [True, False]
    assert found.provisional.tolist() == [True, False]


def test_one_who_stopped_is_no_anchor() -> None:
    assert not judged(client_days(ledger(monthly(0, 24, until=AS_OF - 200)), AS_OF)).is_anchor.any()


def test_S00_01_coverage_of_the_fixed_costs() -> None:
    days = client_days(ledger([line for c, a in enumerate((1000, 500, 200)) for line in monthly(c, 24, a)]), AS_OF)
    found = judged(days)
    assert found.is_anchor.all()
    carried = coverage(found, 1200)
    assert carried.break_even == 2
    assert carried.share == pytest.approx(carried.monthly / 1200)
    assert coverage(found, 10**9).break_even is None
    assert coverage(found, None).share is None


def test_S00_13_the_nearest_are_not_anchors_and_best_first() -> None:
    found = judged(client_days(random_lines(3), 11_100))
    close = nearest(found)
    assert len(close) <= 5
    assert not found.is_anchor[close].any()
    assert list(found.score[close]) == sorted(found.score[close], reverse=True)


@pytest.mark.parametrize("seed", range(4))
def test_scores_and_counts_stay_in_their_ranges(seed: int) -> None:
    found = judged(client_days(random_lines(seed), 11_100))
    assert (found.active <= found.periods).all()
    assert np.nanmin(found.score) >= 0
    assert np.nanmax(found.score) <= 100
    assert (found.provisional <= found.is_anchor).all()


def test_nobody_bought() -> None:
    found = judged(client_days(ledger([], 3), AS_OF))
    assert not found.is_anchor.any()
    assert nearest(found) == []
    assert coverage(found, 100).anchors == 0
