"""Bands of dependency over time (S03.100)."""

from __future__ import annotations

import numpy as np
import pytest

from core.rhythm.client_days import client_days
from core.rules import DEFAULT
from core.worth.bands import evenings, held_band, held_bands, share_history
from core.worth.dependency import Band
from tests.rhythm.ledgers import ledger, purchases
from tests.rhythm.shared_sales import day


@pytest.mark.parametrize(
    ("history", "band"),
    [
        (["none"], "none"),
        (["none", "high"], "high"),
        (["high", "note"], "high"),
        (["high", "note", "note"], "note"),
        (["high", "note", "none"], "note"),
        (["high", "none", "high", "none"], "high"),
        (["critical", "high", "note", "none"], "note"),
        (["critical", "high", "high", "none", "none"], "none"),
        (["warning", "none", "critical", "none"], "critical"),
    ],
)
def test_S03_100_leaving_a_band_needs_two_periods(history: list[Band], band: Band) -> None:
    assert held_band(history, 2) == band


def test_S03_100_one_period_leaves_at_once_where_the_firm_says_so() -> None:
    assert held_band(["critical", "none"], 1) == "none"
    with pytest.raises(ValueError, match="needs a period"):
        held_band([], 2)


def test_evenings_are_ends_of_months_and_the_evening_itself() -> None:
    found = evenings(day("2024-12-15"), 3)
    assert found == (day("2024-09-30"), day("2024-10-31"), day("2024-11-30"), day("2024-12-15"))


def test_S03_100_a_share_that_fell_last_month_still_stands_in_its_band() -> None:
    as_of = day("2024-12-10")
    big = purchases([as_of - 370 + 30 * i for i in range(2)], client=0, amount=600)
    small = purchases([as_of - 340 + 30 * i for i in range(12)], client=1, amount=100)
    days = client_days(ledger([*big, *small]), as_of)
    shares = share_history(days, {0: 0, 1: 1}, 2)
    assert shares.shape == (13, 2)
    assert shares.sum(axis=1)[shares.sum(axis=1) > 0] == pytest.approx(1.0)
    held = held_bands(shares, DEFAULT)
    assert held[1] == "critical"
    assert held_bands(np.zeros((13, 1)))[0] == "none"


def test_no_sales_no_band() -> None:
    days = client_days(ledger([]), 20_000)
    assert share_history(days, {}, 0).shape == (13, 0)
    assert held_bands(share_history(days, {}, 0)) == []
