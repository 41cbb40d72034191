"""Dates as written become days (spec/exchange §5)."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.intake.dates import Days, column_order, parse

EPOCH = datetime.date(1970, 1, 1)
MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905


def day(year: int, month: int, number: int) -> int:
    return (datetime.date(year, month, number) - EPOCH).days


@pytest.mark.parametrize(
    "text",
    [
        "02.11.2026",
        "2.11.26",
        "02/11/2026",
        "2026-11-02",
        "2026-11-02T10:00:00+03:00",
        "2026-11-02 08:26",
        "20261102",
        "2 ноября 2026 г.",
        "2 ноября 2026 года",
        "2 нояб. 2026",
        "2 Nov 2026",
        "November 2, 2026",
        "46328",
        "46328.75",
        "02.11.2026 10:00:00",
        "02.11.2026 г.",
        " 02.11.2026 ",
    ],
)
def test_forms_people_use(text: str) -> None:
    assert parse(text) == day(2026, 11, 2)


@pytest.mark.parametrize(
    "text", ["31.02.2026", "2026-13-01", "0.0.00", "29.02.2025", "32.01.2026", "01.01.1899", "01.01.3020"]
)
def test_impossible_days(text: str) -> None:
    assert parse(text) == "impossible_date"


@pytest.mark.parametrize(
    "text", ["", "x", "5", "12345", "99999", "5 маршала 2020", "1.2", "12:30", "2026", "5 мартобря 2020"]
)
def test_no_dates(text: str) -> None:
    assert parse(text) == "not_a_date"


def test_pivot_of_two_digit_years() -> None:
    assert parse("01.01.69") == day(2069, 1, 1)
    assert parse("01.01.70") == day(1970, 1, 1)


def test_month_first_needs_proof() -> None:
    assert column_order(["1/2/2020", "3/4/2020"]) == "dmy"
    assert column_order(["1/2/2020", "12/31/2020"]) == "mdy"
    assert column_order(["31/12/2020", "12/31/2020"]) == "dmy"
    assert parse("1/2/2020", "mdy") == day(2020, 1, 2)
    assert parse("1.2.2020", "mdy") == day(2020, 2, 1)


@given(st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31)))
def test_round_trip(date: datetime.date) -> None:
    number = (date - EPOCH).days
    assert parse(date.isoformat()) == number
    assert parse(f"{date:%d.%m.%Y}") == number
    assert parse(f"{date:%d.%m.%y}") == number
    assert parse(f"{date.day} {MONTHS[date.month - 1]} {date.year} г.") == number
    assert parse(f"{date:%m/%d/%Y}", "mdy") == number


@given(st.text(max_size=80))
def test_any_text_is_a_day_or_a_reason(text: str) -> None:
    answer = parse(text)
    assert answer in ("not_a_date", "impossible_date") or isinstance(answer, int)


def test_the_cache_of_days_answers_like_the_parser() -> None:
    days = Days("dmy")
    texts = ["2026-11-02 08:26", "2026-11-02 09:00:30", "2026-11-02 xx:26", "2026-02-30 10:00", "2026-02-30 10:01"]
    assert [days.day(text) for text in texts] == [parse(text) for text in texts]
