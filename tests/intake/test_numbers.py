"""Numbers as written become exact integers (spec/exchange §5)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.intake.numbers import Number, Style, column_style, parse, rounded, scaled

RUSSIAN = Style("decimal", "decimal")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\u00a0234,50", Number(123450, 2)),
        ("1\u2009234\u202f567", Number(1234567, 0)),
        ("1'234.50", Number(123450, 2)),
        ("(1 234,50)", Number(-123450, 2)),
        ("1 234-50", Number(123450, 2)),
        ("1 234,5-", Number(-12345, 1)),
        ("−5", Number(-5, 0)),
        ("+5", Number(5, 0)),
        ("1,234.50", Number(123450, 2)),
        ("1.234,50", Number(123450, 2)),
        ("1,234,567", Number(1234567, 0)),
        ("0,123", Number(123, 3)),
        (".5", Number(5, 1)),
        ("12 руб.", Number(12, 0, "RUB")),
        ("5 000,00 ₽", Number(500000, 2, "RUB")),
        ("$ 3.50", Number(350, 2, "USD")),
        ("-€3", Number(-3, 0, "EUR")),
        ("GBP 12", Number(12, 0, "GBP")),
    ],
)
def test_forms_people_use(text: str, expected: Number) -> None:
    assert parse(text, RUSSIAN) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "abc",
        "12 34",
        "1,2,3",
        "--5",
        "(5",
        "5)",
        "(-5)",
        "1e5",
        "0x1",
        "nan",
        "5 XYZ",
        "1.2.3.4",
        "₽",
        "1,23,456",
        "1" * 19,
        "9" * 70,
        "5 $ ₽",
        "٣",
        "1__0",
        "1 234 56",
        "=1+1",
    ],
)
def test_not_numbers(text: str) -> None:
    assert parse(text, RUSSIAN) is None


@pytest.mark.parametrize(
    ("column", "money", "comma"),
    [
        (["1,234", "950"], True, "group"),
        (["1,234", "2,5"], True, "decimal"),
        (["1,234", "5.50"], False, "group"),
        (["1,234", "1,234,567"], False, "group"),
        (["1,000", "2,500"], False, "decimal"),
        (["1,234", "1500"], True, "decimal"),
    ],
)
def test_ambiguous_comma_is_decided_by_the_column(column: list[str], money: bool, comma: str) -> None:
    style = column_style(column, money)
    assert style.comma == comma
    assert parse("1,234", style) == (Number(1234, 0) if comma == "group" else Number(1234, 3))


def test_point_is_a_group_only_when_commas_are_decimal() -> None:
    assert parse("1.234", column_style(["1.234", "0,5"], True)) == Number(1234, 0)
    assert parse("1.234", column_style(["1.234"], True)) == Number(1234, 3)


@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from(["\u00a0", "\u2009", "\u202f", " ", "'", ""]),
    st.sampled_from([",", "."]),
    st.sampled_from(["{}", "{} ₽", "{} руб.", "{}-", "({})"]),
)
def test_round_trip_of_written_money(minor: int, gap: str, mark: str, form: str) -> None:
    value = abs(minor)
    whole = f"{value // 100:,}".replace(",", gap)
    negative = form in ("{}-", "({})")
    text = form.format(f"{whole}{mark}{value % 100:02}")
    number = parse(text, RUSSIAN)
    assert number is not None
    assert scaled(number, 2) == (-value if negative else value)


@given(st.integers(-(10**18), 10**18), st.integers(0, 9))
def test_rounding_is_half_away_from_zero(value: int, places: int) -> None:
    exact = Decimal(value).scaleb(-places).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert rounded(value, 10**places) == int(exact)


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = parse(text, column_style([text], True))
    assert number is None or (abs(number.mantissa) < 10**18 and number.places <= 18)
