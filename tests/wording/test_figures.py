"""Money, numbers and dates, in both languages."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entities.money import Money
from core.wording import in_language
from core.wording.dates import day_month, in_month, long_date, moment, month_name, month_short, month_year, short_date
from core.wording.money import money, short, whole
from core.wording.numbers import count, decimal, percent, share, trimmed

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("amount", "currency", "russian", "english"),
    [
        (123456789, "RUB", "1 234 567,89 ₽", "₽1,234,567.89"),
        (0, "RUB", "0,00 ₽", "₽0.00"),
        (-5, "RUB", "-0,05 ₽", "-₽0.05"),
        (7, "GBP", "0,07 £", "£0.07"),
        (1234, "JPY", "1 234 ¥", "¥1,234"),
        (1234567, "KWD", "1 234,567 KWD", "KWD 1,234.567"),
    ],
)
def test_exact_money(amount: int, currency: str, russian: str, english: str) -> None:
    with in_language("ru"):
        assert money(Money(amount, currency)) == russian.replace(" ", NBSP)
    with in_language("en"):
        assert money(Money(amount, currency)) == english.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("amount", "russian", "english"),
    [
        (0, "0 ₽", "₽0"),
        (-4, "0 ₽", "₽0"),
        (99949, "999 ₽", "₽999"),
        (99950, "1 000 ₽", "₽1,000"),
        (100000, "1 тыс. ₽", "₽1K"),
        (123456, "1,2 тыс. ₽", "₽1.2K"),
        (34012300, "340 тыс. ₽", "₽340K"),
        (99949999, "999 тыс. ₽", "₽999K"),
        (99950000, "1 млн ₽", "₽1M"),
        (123456789, "1,2 млн ₽", "₽1.2M"),
        (-123456789, "-1,2 млн ₽", "-₽1.2M"),
        (345600000000, "3,5 млрд ₽", "₽3.5B"),
        (10**18, "10 000 трлн ₽", "₽10,000T"),
    ],
)
def test_short_money(amount: int, russian: str, english: str) -> None:
    with in_language("ru"):
        assert short(Money(amount, "RUB")) == russian.replace(" ", NBSP)
    with in_language("en"):
        assert short(Money(amount, "RUB")) == english


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_exact_money_reads_back(amount: int) -> None:
    with in_language("ru"):
        text = money(Money(amount, "RUB"))
    assert text.endswith(f"{NBSP}₽")
    assert int(text.removesuffix(f"{NBSP}₽").replace(NBSP, "").replace(",", "")) == amount


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_short_money_is_short_and_near(amount: int) -> None:
    scales = {"": 1, "тыс.": 10**3, "млн": 10**6, "млрд": 10**9, "трлн": 10**12}
    with in_language("ru"):
        text = short(Money(amount, "RUB"))
    number, _, scale = text.removesuffix(f"{NBSP}₽").rpartition(NBSP)
    if scale not in scales:
        number, scale = f"{number}{scale}", ""
    read = Fraction(number.replace(NBSP, "").replace(",", ".")) * scales[scale]
    if abs(amount) < 100 * 999 * 10**12:
        assert len(text) <= 14
    exact = Fraction(amount, 100)
    assert abs(read - exact) <= max(Fraction(1, 2), abs(exact) / 18)


def test_whole_money_rounds_half_away_from_zero() -> None:
    with in_language("ru"):
        assert [whole(Money(a, "RUB")) for a in (50, -50, 49, -149)] == [
            f"1{NBSP}₽", f"-1{NBSP}₽", f"0{NBSP}₽", f"-1{NBSP}₽"
        ]  # fmt: skip


def test_numbers() -> None:
    with in_language("ru"):
        assert count(-1234567) == f"-1{NBSP}234{NBSP}567"
        assert decimal(1234.56) == f"1{NBSP}234,6"
        assert [trimmed(x) for x in (1.5, 2.0, -0.001, 0.256)] == ["1,5", "2", "0", "0,26"]
        assert percent(83) == share(0.83) == f"83{NBSP}%"
    with in_language("en"):
        assert (count(1234567), decimal(1234.56), percent(3.37, 2)) == ("1,234,567", "1,234.6", "3.37%")


def test_dates() -> None:
    day = dt.date(2026, 11, 2)
    with in_language("ru"):
        assert long_date(day) == f"2{NBSP}ноября 2026{NBSP}г."
        assert (short_date(day), day_month(day)) == ("02.11.2026", f"2{NBSP}ноября")
        assert (month_year(2026, 11), month_short(5), in_month(5)) == ("Ноябрь 2026", "май", f"в{NBSP}мае")
        assert moment(dt.datetime(2026, 11, 2, 9, 5, tzinfo=dt.UTC)) == "02.11.2026 09:05"
    with in_language("en"):
        assert (long_date(day), short_date(day)) == (f"2{NBSP}November 2026", "2026-11-02")
        assert (month_year(2026, 5), month_short(9), in_month(5)) == ("May 2026", "Sep", "in May")


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_month_has_its_own_words(lang: str) -> None:
    with in_language(lang):  # type: ignore[arg-type]
        for words in (month_name, month_short, in_month):
            assert len({words(m) for m in range(1, 13)}) == 12
        assert len({day_month(dt.date(2026, m, 1)) for m in range(1, 13)}) == 12
        assert all(len(month_short(m)) == 3 for m in range(1, 13))
