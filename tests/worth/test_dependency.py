from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worth.dependency import band_of, dependency, extra_sales, without
from core.worth.supplier import Tier, knock_on, unit_cost

TIERS = (Tier(1000, 5), Tier(3000, 10), Tier(6000, 20))


@pytest.mark.parametrize(
    ("share", "band"),
    [(0.2, "none"), (0.2001, "note"), (0.3, "note"), (0.31, "warning"), (0.4, "warning"), (0.41, "high"), (0.5, "high"),
     (0.5001, "critical"), (1.0, "critical")],
)  # fmt: skip
def test_S03_100_bands_are_strict(share: float, band: str) -> None:
    assert band_of(share) == band


def test_S03_100_how_much_to_sell_to_others() -> None:
    assert extra_sales(40, 100, 0.20) == 100
    assert extra_sales(20, 100, 0.20) == 0
    assert extra_sales(0, 0, 0.20) == 0


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.5]))
def test_S03_100_after_selling_that_much_more_the_share_is_reached(amount: int, rest: int, target: float) -> None:
    more = extra_sales(amount, amount + rest, target)
    assert amount / (amount + rest + more) <= target + 1e-9
    if more > 1:
        assert amount / (amount + rest + more - 2) > target - 1e-9


def test_S03_99_a_group_counts_as_one() -> None:
    turnover = {"a": 30, "b": 25, "c": 45, "d": -10}
    single = dependency(turnover, turnover)
    assert [each.key for each in single.shares[:3]] == ["c", "a", "b"]
    assert single.turnover == 100
    assert single.clients == 3
    grouped = dependency(turnover, turnover, {"holding": ["a", "b"]})
    assert grouped.shares[0].key == "holding"
    assert grouped.shares[0].band == "critical"
    assert grouped.shares[0].clients == ("a", "b")
    assert {each.key for each in grouped.shares} == {"holding", "c", "d"}


def test_a_worse_band_by_margin_stands_beside() -> None:
    found = dependency({"a": 15, "b": 85}, {"a": 60, "b": 40})
    small = next(each for each in found.shares if each.key == "a")
    assert (small.band, small.margin_band, small.worse_margin) == ("none", "critical", True)


def test_S03_102_one_client_is_mono() -> None:
    assert dependency({"a": 5, "b": 0, "c": -3}, {}).mono
    assert not dependency({"a": 5, "b": 1}, {}).mono


def test_without_a_client() -> None:
    found = dependency({"a": 50, "b": 30, "c": 20}, {"a": 5, "b": 3, "c": 2})
    rest = without(found, "a")
    assert rest is not None
    assert (rest.turnover, rest.margin, rest.lost_turnover, rest.lost_margin) == (50, 5, 50, 5)
    assert rest.next_share == pytest.approx(0.6)
    assert rest.next_band == "critical"
    assert without(found, "x") is None


def test_no_sales_no_shares() -> None:
    found = dependency({"a": 0, "b": -5}, {})
    assert (found.turnover, found.clients, found.hhi) == (0, 0, 0)
    assert all(each.turnover_share == 0 for each in found.shares)
    alone = dependency({"a": 7}, {"a": 7})
    rest = without(alone, "a")
    assert rest is not None
    assert (rest.turnover, rest.next_share) == (0, 0)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(-1000, 10**9), max_size=20))
def test_shares_add_up(turnover: dict[str, int]) -> None:
    found = dependency(turnover, turnover)
    if found.turnover:
        assert sum(each.turnover_share for each in found.shares) == pytest.approx(1)
        assert 0 < found.hhi <= 1 + 1e-9


def test_S03_98_the_suppliers_tier() -> None:
    found = knock_on(6100, 5000, 100, 95, TIERS)
    assert (found.before.cost, found.before.margin) == (80, 91_500)
    assert (found.after.cost, found.after.margin) == (95, 0)
    assert found.price_needed == 110
    assert found.own_margin == 75_000
    assert found.knock_on == 16_500
    assert found.own_margin + found.knock_on == found.before.margin - found.after.margin


def test_S03_98_the_second_wave_goes_on_until_no_tier_falls() -> None:
    found = knock_on(6100, 5000, 100, 95, TIERS, others_lose=0.2)
    assert [each.units for each in found.waves] == [1100, 880, 704]
    assert [each.cost for each in found.waves] == [95, 100, 100]
    assert found.waves[-1].margin == 704 * (115 - 100)


def test_no_tier_falls_nobody_pays_more() -> None:
    found = knock_on(10_000, 100, 100, 95, TIERS, others_lose=0.5)
    assert len(found.waves) == 1
    assert found.knock_on == 0
    assert found.price_needed == 95


def test_unit_cost_takes_the_highest_tier_reached() -> None:
    assert [float(unit_cost(units, 100, TIERS)) for units in (0, 999, 1000, 5999, 6000)] == [100, 100, 95, 90, 80]
