"""Time, pace and the year of a team, from arrays."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from core.entities.enquiries import Enquiry
from core.entities.ledger import LineColumns
from core.rhythm.client_days import ClientDays, client_days
from core.worth.periods import Period
from core.worth.team import (
    GROUPS,
    does_not_combine,
    groups,
    kept,
    median_order,
    pace,
    repeat_enquiries,
    time_use,
    year_figures,
)
from tui.desk.figures import Evenings, date_of, figures_of, firm_figures, ranked

TODAY = 20_500


def lines(rows: list[tuple[int, int, int]], clients: int) -> LineColumns:
    """(client, day, amount) as documents of their own."""
    client, day, amount = (np.array(part, np.int64) for part in zip(*rows, strict=True))
    whole = np.arange(len(rows), dtype=np.int64)
    flags = np.zeros(len(rows), np.uint16)
    return LineColumns(client.astype(np.int32), day.astype(np.int32), whole, amount, amount // 2, flags, clients)


def days_of(rows: list[tuple[int, int, int]], clients: int) -> ClientDays:
    return client_days(lines(rows, clients), TODAY)


def test_S00_04_anchors_with_less_time_than_another_group_are_red() -> None:
    rows = [(0, TODAY - 300, 9), (0, TODAY - 200, 9), (1, TODAY - 300, 9), (1, TODAY - 2, 9), (2, TODAY - 300, 9),
            (3, TODAY - 5, 9)]  # fmt: skip
    flags = np.eye(5, dtype=np.bool_)
    found = groups(flags[0], flags[1], days_of(rows, 5))
    assert [GROUPS[each] for each in found.tolist()] == ["anchor", "key", "single", "new", "new"]
    everybody = np.ones(5, np.bool_)
    red = time_use(found, np.array([60, 70, 0, 5, 0], np.int64), everybody)
    assert red.anchors_short and red.total == 135
    assert [each.per_client for each in red.groups] == [60, 70, None, 0, 2.5]
    assert not time_use(found, np.array([70, 70, 0, 5, 0], np.int64), everybody).anchors_short
    assert not time_use(found, np.array([0, 70, 0, 5, 0], np.int64), ~flags[0]).anchors_short


def test_S03_95_quick_and_analyst_do_not_combine() -> None:
    small = [(0, TODAY - day, 10) for day in range(60)]
    large = [(1, TODAY - day, 10_000) for day in range(0, 180, 2)]
    days = days_of(small + large, 2)
    median, first = median_order(days), np.array([True, False])
    quick, analyst = pace(days, first, median), pace(days, ~first, median)
    assert (quick.kind, quick.small, analyst.kind, analyst.small) == ("quick", 60, "analyst", 0)
    assert does_not_combine(quick, 1) and not does_not_combine(quick, 0) and not does_not_combine(analyst, 3)
    assert pace(days, np.array([False, False]), median).kind == "none"


def test_S01_17_money_is_of_equal_windows_before_and_after() -> None:
    day = TODAY - 30
    days = days_of([(0, day - 40, 1_000), (0, day - 3, 700), (0, day, 50), (0, day + 4, 200), (1, day + 4, 9)], 3)
    found = kept(days, np.array([True, False, True]), {0: day - 2}, day)
    assert (found.clients, found.untouched, found.days, found.before, found.after) == (2, 1, 30, 750, 200)
    assert found.longest == 26
    assert kept(days, np.array([True, False, True]), {0: day + 10}, day).untouched == 0


def test_S03_40_new_ones_and_those_who_became_regular() -> None:
    rows = [(0, TODAY - 700, 5), (0, TODAY - 400, 5), (0, TODAY - 300, 5), (1, TODAY - 90, 5), (1, TODAY - 60, 5),
            (1, TODAY - 40, 5), (2, TODAY - 1, 5)]  # fmt: skip
    now, before = year_figures(days_of(rows, 3), TODAY), year_figures(days_of(rows, 3), TODAY - 365)
    assert (now.new, now.new_regular, now.became_regular, now.repeats, now.gap) == (2, 1, 2, 3, 30.0)
    assert (before.new, before.repeats, before.gap, before.turnover) == (1, 1, 300.0, 10)


def test_S03_40_who_asks_again_is_counted_apart() -> None:
    asked = [Enquiry(day=1, contact="A@b"), Enquiry(day=5, contact="a@b"), Enquiry(day=6), Enquiry(day=6)]
    assert repeat_enquiries(asked, Period(2, 9)) == (3, 1)


@pytest.mark.parametrize("clients", [5, 5_000])
def test_S03_71_five_clients_and_five_thousand(clients: int) -> None:
    rows = [
        (one, TODAY - 20 - (one % 40) - 30 * each, 1_000 + one)
        for one in range(clients)
        for each in range(1 + one % 9, 12)
    ]
    evenings = Evenings.of(lines(rows, clients), date_of(TODAY))
    figures = figures_of(evenings, firm_figures(evenings, 1, clients > 100), True, 0)
    assert figures.as_of == date_of(TODAY) > dt.date(2026, 1, 1)
    assert len(figures.axes.level) == clients and len(ranked(figures).client) <= clients
    found = groups(figures.anchors.is_anchor, figures.now.signs.all, figures.days)
    use = time_use(found, np.full(clients, 10, np.int64), np.ones(clients, np.bool_))
    assert use.total == 10 * clients and sum(each.clients for each in use.groups) == clients
    assert year_figures(figures.days, TODAY).buyers == clients
