"""Spending, enquiries, stages: the checked figures of the requirements and honest answers to nothing."""

from __future__ import annotations

import pytest

from core.entities.enquiries import REFUSED, Enquiry
from core.entities.spending import DEFAULT_TOOLS, Spend
from core.worth import enquiries as asked
from core.worth.periods import Period
from core.worth.spending import Side, by_tool, ratio, side, within
from core.worth.stages import Counted, stages

MONTH = Period(20_000, 20_029)


def test_S04_01_six_times() -> None:
    found = ratio(300_000_00, 50, 100_000_00, 100)
    assert (found.first, found.repeat, found.value) == (6_000_00, 1_000_00, 6.0)


@pytest.mark.parametrize(("retention", "repeats"), [(0, 100), (0, 0), (100, 0)])
def test_S04_01_without_retention_there_is_no_ratio(retention: int, repeats: int) -> None:
    assert ratio(300_000, 50, retention, repeats).value is None


def test_S03_41_events_money_and_hours_of_a_period_stand_side_by_side() -> None:
    rows = [
        Spend(kind="acquisition", tool="exhibition", day=20_000, money=300_00, minutes=90, event="exhibition"),
        Spend(kind="acquisition", tool="internet", day=20_029, money=50_00),
        Spend(kind="retention", tool="call", day=20_010, minutes=30),
        Spend(kind="acquisition", tool="tv", day=20_030, money=7_00),
    ]
    inside = within(rows, MONTH)
    assert side(inside, "acquisition") == Side(350_00, 90, 1, 2)
    assert side(inside, "retention") == Side(0, 30, 0, 1)
    assert side(inside, "acquisition").hours == 1.5
    assert side([], "retention") == Side()


def test_S01_19_the_dictionary_of_tools_and_what_each_brings() -> None:
    assert {"newspapers", "billboards", "tv", "referral", "other"} <= set(DEFAULT_TOOLS)
    spends = [Spend(kind="acquisition", tool="internet", day=20_001, money=300_000_00, minutes=60)]
    client = b"c" * 16
    rows = [Enquiry(day=20_000 + n % 30, tool="internet", contact="1") for n in range(149)]
    rows.append(Enquiry(day=20_002, tool="internet", client=client))
    rows.append(Enquiry(day=20_003, tool="referral", client=client))
    first, second = by_tool(spends, rows, {client: 20_005})
    assert (first.tool, first.enquiries, first.enquiry_cost, first.first_sales) == ("internet", 150, 2_000_00, 1)
    assert first.client_cost == 300_000_00
    assert (second.tool, second.first_sales, second.client_cost) == ("referral", 0, None)


def test_S04_03_an_enquiry_costs_the_same_answered_or_not() -> None:
    assert asked.enquiry_cost(300_000, 150) == 2_000
    assert asked.enquiry_cost(300_000, 0) is None


def test_S04_05_no_contact_no_closing_and_the_capture_rate() -> None:
    assert not Enquiry(day=1).closable
    assert Enquiry(day=1, reason=REFUSED).closable
    assert Enquiry(day=1, contact="8 900").closable
    rows = [
        Enquiry(day=1, contact="1"),
        Enquiry(day=1, reason=REFUSED),
        Enquiry(day=1),
        Enquiry(day=1, answer="missed", contact="2"),
        Enquiry(day=1, answer="nobody"),
    ]
    found = asked.figures(rows)
    assert (found.enquiries, found.answered, found.missed, found.uncaptured, found.refused) == (5, 3, 2, 3, 1)
    assert found.capture_rate == pytest.approx(1 / 3)
    assert asked.figures([]).capture_rate is None
    by = asked.grouped(rows, lambda each: each.answer)
    assert list(by) == ["answered", "missed", "nobody"]


def test_S04_06_what_thirty_unknown_people_are_worth() -> None:
    found = asked.uncaptured_loss(30, 48_000, 0.10, 30)
    assert (found.upper, found.upper_a_day) == (1_440_000, 48_000)
    assert found.expected == pytest.approx(144_000)
    assert found.expected_a_day == pytest.approx(4_800)
    nothing = asked.uncaptured_loss(30, 48_000, None, 0)
    assert (nothing.expected, nothing.upper_a_day, nothing.expected_a_day) == (None, 0, None)
    assert asked.uncaptured_loss(3, -5.0, 0.1, 30).upper == 0


def test_S04_06_conversion_of_captured_enquiries_within_a_year() -> None:
    won, late = b"w" * 16, b"l" * 16
    rows = [
        Enquiry(day=100, contact="1", client=won),
        Enquiry(day=100, contact="2", client=late),
        Enquiry(day=100, contact="3"),
        Enquiry(day=100),
        Enquiry(day=990, contact="4"),
    ]
    share, judged = asked.conversion(rows, {won: 120, late: 900}, 1000)
    assert share == pytest.approx(1 / 3)
    assert judged == 3
    assert asked.conversion(rows[4:], {}, 1000) == (0.0, 1)
    assert asked.conversion([], {}, 1000) == (None, 0)


def test_S01_03_three_stages_in_columns() -> None:
    counted = Counted(150, 50, 20, 100, 500_000, 900_000, 60, 30, 120)
    found = stages(counted, Side(300_000, 600), Side(100_000, 60))
    attraction, first, repeat = found.columns
    assert (attraction.count, attraction.conversion, attraction.spent, attraction.hours) == (150, None, 300_000, 11.0)
    assert (first.count, first.revenue, first.minutes) == (50, 500_000, 30)
    assert first.conversion == pytest.approx(1 / 3)
    assert (repeat.count, repeat.conversion, repeat.spent, repeat.minutes) == (100, 0.4, 100_000, 180)


def test_S01_04_the_warning_over_sixty_per_cent() -> None:
    nothing = Counted(0, 0, 0, 0, 0, 0)
    assert stages(nothing, Side(61), Side(39)).skewed
    assert not stages(nothing, Side(60), Side(40)).skewed
    assert stages(nothing, Side(0, 61), Side(0, 39)).skewed
    empty = stages(nothing, Side(), Side())
    assert (empty.money_share, empty.time_share, empty.skewed) == (None, None, False)
    assert all(each.conversion is None for each in empty.columns)
