from __future__ import annotations

import dataclasses

import msgspec
import numpy as np
import pytest

from core.entities.firm_figures import FirmFigures
from core.entities.vocabulary import State
from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.states import Rhythms, late_from, rhythms
from core.rules import DEFAULT
from core.standing.publish import portfolio_figures
from tests.rhythm.ledgers import ledger, purchases

MONTHLY = list(range(10_000, 10_361, 30))


def figures() -> FirmFigures:
    """Shipped priors and thresholds of .5 and .8."""
    empty = client_days(ledger([], 0), 0)
    return portfolio_figures(empty, empty, 1)


def seen(events: list[int], as_of: int) -> Rhythms:
    return rhythms(client_days(ledger(purchases(events), 1), as_of), figures())


def test_five_gaps_of_24_months_and_14_silent_months_are_on_rhythm() -> None:
    events = [round(730.5 * i) for i in range(6)]
    now = events[-1] + 426
    found = seen(events, now)
    assert found.state_of(0) == "on_rhythm"
    assert found.seen.gap[0] == pytest.approx(730.5, abs=1)
    assert found.expected_day(0) == pytest.approx(events[-1] + 730, abs=1)
    assert seen(events, events[-1] + 800).state_of(0) != "on_rhythm"
    five_purchases = events[:5]
    assert seen(five_purchases, five_purchases[-1] + 426).state_of(0) == "on_rhythm"


@pytest.mark.parametrize(("silent", "state"), [(5, "on_rhythm"), (29, "on_rhythm"), (40, "late"), (400, "lost")])
def test_a_monthly_buyer(silent: int, state: State) -> None:
    assert seen(MONTHLY, MONTHLY[-1] + silent).state_of(0) == state


def test_states_come_in_order_as_silence_grows() -> None:
    order = ["on_rhythm", "late", "sleeping", "lost"]
    places = [order.index(seen(MONTHLY, MONTHLY[-1] + g).state_of(0)) for g in range(1, 420)]
    assert places == sorted(places)
    assert set(places) == {0, 1, 2, 3}


def test_cuts_of_the_firm_move_the_states() -> None:
    days = client_days(ledger(purchases(MONTHLY)), MONTHLY[-1] + 40)
    eager = msgspec.structs.replace(figures(), sleeping_probability=0.05, lost_probability=0.95)
    assert rhythms(days, eager).state_of(0) == "sleeping"


def test_little_history_has_its_own_states() -> None:
    assert seen([], 10_000).state_of(0) == "none"
    assert seen([10_000], 10_400).state_of(0) == "first"
    assert seen([10_000, 10_030], 10_500).state_of(0) == "provisional"
    assert seen([10_000], 10_400).expected_day(0) is None


def test_late_from_lies_after_the_expected_day_and_needs_a_rhythm() -> None:
    found = seen(MONTHLY, MONTHLY[-1] + 5)
    unlikely = late_from(found, figures(), 0)
    expected = found.expected_day(0)
    assert unlikely is not None
    assert expected is not None
    assert expected < unlikely < MONTHLY[-1] + 120
    assert late_from(seen([10_000], 10_400), figures(), 0) is None


def test_a_season_is_waited_for() -> None:
    """Buys every March, April and May; in December last year's silence and March speak for him."""
    spring = [365 * year + 59 + 30 * i for year in range(28, 31) for i in range(3)]
    december = 365 * 31 - 20
    found = seen(spring, december)
    assert found.state_of(0) == "seasonal_hold"
    assert found.expected_day(0) == 365 * 31 + 59
    assert seen(spring, spring[-1] + 241).state_of(0) != "seasonal_hold"


def test_a_monthly_buyer_has_no_season() -> None:
    """He bought in every window of last year too, which says nothing about waiting now."""
    steady = list(range(10_000, 10_800, 30))
    assert seen(steady, steady[-1] + 150).state_of(0) in ("sleeping", "lost")


def test_states_do_not_see_the_future() -> None:
    lines = ledger(purchases([*MONTHLY, MONTHLY[-1] + 100]))
    past: ClientDays = client_days(lines, MONTHLY[-1] + 99)
    assert rhythms(past, figures()).state_of(0) == seen(MONTHLY, MONTHLY[-1] + 99).state_of(0)


def test_rules_refuse_values_out_of_range() -> None:
    from core.problem import Problem

    assert DEFAULT.changed(horizon_min_days=30).horizon_min_days == 30
    with pytest.raises(Problem, match="takes values from 7 to 365"):
        DEFAULT.changed(horizon_min_days=3)
    with pytest.raises(Problem, match="no rule nonsense"):
        DEFAULT.changed(nonsense=1)


def test_every_default_lies_in_its_range_and_names_its_source() -> None:
    from core.rules import registry

    rules = registry()
    assert len(rules) == len(dataclasses.fields(DEFAULT)) == len({rule.name for rule in rules})
    for rule in rules:
        assert rule.low <= rule.default <= rule.high, rule.name
        assert rule.unit
        assert rule.source
    assert np.isfinite([rule.default for rule in rules]).all()
