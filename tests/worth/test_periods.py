from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worth.periods import KINDS, PeriodKind, date_of, day_of, period_with, periods_until


@given(st.dates(dt.date(1970, 2, 1), dt.date(2100, 1, 1)), st.sampled_from(KINDS))
def test_S00_11_periods_tile_the_calendar(date: dt.date, kind: PeriodKind) -> None:
    day = day_of(date)
    period = period_with(kind, day)
    assert period.first <= day <= period.last
    after = period_with(kind, period.last + 1)
    assert after.first == period.last + 1
    assert period_with(kind, period.last) == period


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("week", "2026-11-23", "2026-11-29"),
        ("month", "2026-11-01", "2026-11-30"),
        ("quarter", "2026-10-01", "2026-12-31"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_S01_07_week_month_quarter_year(kind: PeriodKind, first: str, last: str) -> None:
    period = period_with(kind, day_of(dt.date(2026, 11, 24)))
    assert (date_of(period.first).isoformat(), date_of(period.last).isoformat()) == (first, last)


def test_the_current_period_is_cut_at_the_evening_and_not_whole() -> None:
    as_of = day_of(dt.date(2026, 11, 24))
    periods = periods_until("month", as_of, 3)
    assert [each.whole for each in periods] == [True, True, False]
    assert periods[-1].last == as_of
    assert periods[0].months == 1.0


def test_the_last_day_of_a_period_makes_it_whole() -> None:
    assert periods_until("quarter", day_of(dt.date(2026, 12, 31)), 1)[0].whole


def test_periods_before_the_first_sale_are_left_out() -> None:
    first = day_of(dt.date(2026, 10, 5))
    periods = periods_until("month", day_of(dt.date(2026, 11, 24)), 12, first)
    assert [date_of(each.first).isoformat() for each in periods] == ["2026-10-01", "2026-11-01"]
