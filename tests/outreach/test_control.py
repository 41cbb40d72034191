"""The held-out part of an audience and what is said of the difference: the pure part (issue 8)."""

from __future__ import annotations

import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outreach.control import Group, held_out, is_enough, of_means, of_shares
from core.rules import DEFAULT
from core.wording import set_language
from core.wording.control import _points


@given(st.lists(st.tuples(st.binary(min_size=4, max_size=4), st.integers(0, 30)), unique_by=lambda each: each[0]),
       st.integers(1, 50), st.binary(min_size=16, max_size=16))  # fmt: skip
def test_the_same_seed_draws_the_same_part_whole_by_address(
    pairs: list[tuple[bytes, int]], percent: int, seed: bytes
) -> None:
    units = [(client, bytes([address])) for client, address in pairs]
    drawn = held_out(units, percent, seed)
    assert drawn == held_out(list(reversed(units)), percent, seed) or set(drawn) == set(
        held_out(list(reversed(units)), percent, seed)
    )
    addresses = {address for client, address in units if client in set(drawn)}
    assert {client for client, address in units if address in addresses} == set(drawn)
    largest = max((sum(address == other for _, other in units) for _, address in units), default=0)
    assert round(len(units) * percent / 100) <= len(drawn) <= round(len(units) * percent / 100) + max(0, largest - 1)


def test_everybody_is_drawn_equally_often() -> None:
    units = [(bytes([n]), bytes([n])) for n in range(50)]
    dice = random.Random(8)
    tally = [0] * 50
    for _ in range(2_000):
        for each in held_out(units, 20, dice.randbytes(16)):
            tally[each[0]] += 1
    assert sum(tally) == 2_000 * 10
    assert all(300 < each < 500 for each in tally), "400 expected, standard deviation 18"


@pytest.mark.parametrize(
    ("one", "of_one", "other", "of_other", "low", "high"),
    # R. Newcombe 1998, table II, method 10: (a) 56/70 − 48/80, (c) 9/10 − 3/10, (e) 5/56 − 0/29, (h) 10/10 − 0/10.
    [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (5, 56, 0, 29, -0.0381, 0.1926),
     (10, 10, 0, 10, 0.6075, 1.0)],
)  # fmt: skip
def test_the_interval_of_two_shares_is_the_published_one(
    one: int, of_one: int, other: int, of_other: int, low: float, high: float
) -> None:
    found = of_shares(one, of_one, other, of_other)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    back = of_shares(other, of_other, one, of_one)
    assert back.low == pytest.approx(-found.high) and back.high == pytest.approx(-found.low)


def test_a_campaign_that_brings_nothing_is_seldom_called_more_than_chance() -> None:
    dice, called = random.Random(20), 0
    for _ in range(400):
        bought = [int(dice.random() < 0.2) for _ in range(230)]
        called += of_shares(sum(bought[:200]), 200, sum(bought[200:]), 30).is_clear
    assert called <= 400 * 0.08, called
    sums = 0
    for _ in range(400):
        sales = [int(dice.expovariate(1 / 5_000)) for _ in range(160)]
        sums += of_means(sales[:120], sales[120:]).is_clear
    assert sums <= 400 * 0.09, sums


def test_means_of_clients_differ_by_welch_s_interval() -> None:
    one, other = [27, 31, 35, 30, 28, 33, 29, 31], [24, 25, 21, 28, 23, 26]
    found = of_means(one, other)
    assert found.value == statistics.mean(one) - statistics.mean(other)
    # t(0.975; 11.6 degrees) = 2.187, standard error √(6.571/8 + 5.9/6) = 1.3431
    assert found.low == pytest.approx(3.06, abs=0.05) and found.high == pytest.approx(8.94, abs=0.05)
    assert found.is_clear and not of_means([1, 1], [1, 1]).is_clear
    with pytest.raises(ValueError, match="needs two"):
        of_means([1], [1, 2])
    with pytest.raises(ValueError, match="nobody"):
        of_shares(0, 0, 1, 1)


def test_small_sides_are_called_small() -> None:
    few = Group(DEFAULT.control_min - 1, 0, 0, [0] * (DEFAULT.control_min - 1))
    many = Group(500, 10, 2, [0] * 500)
    assert not is_enough(many, few) and is_enough(many, many)
    assert Group(3, 0, 0, [0, 5, -5]).bought == 1
    set_language("en")
    assert (_points(0.083), _points(-0.09)) == ("+8.3", "-9.0")
