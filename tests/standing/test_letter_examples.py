"""Checked examples of the letters (issue 5, "Must show")."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from core.rhythm.client_days import client_days
from core.rhythm.history import history
from core.rules import DEFAULT
from core.standing import xyz
from core.standing.months import month_index
from core.standing.publish import portfolio_figures
from tests.rhythm.ledgers import Line, ledger, purchases
from tests.rhythm.shared_sales import day

AS_OF = day("2024-06-15")


def letter(lines: list[Line], index: tuple[float, ...] = ()) -> tuple[str | None, float]:
    days = client_days(ledger(lines), AS_OF)
    figures = msgspec.structs.replace(portfolio_figures(days, days, 1), month_index=index)
    code, cv = xyz.letters(days, history(days, figures.m0), figures)
    return xyz.LETTERS[code[0]], float(cv[0])


def test_S03_13_a_client_buying_every_45_days_has_a_letter() -> None:
    lines = purchases(list(range(AS_OF - 1095, AS_OF - 10, 45)))
    found, cv = letter(lines)
    assert found in ("X", "Y")
    assert cv <= DEFAULT.xyz_y
    assert xyz.period_months(history(client_days(ledger(lines), AS_OF), 30.0).gap).tolist() == [3]


def test_S03_13_zero_periods_count() -> None:
    """He bought every month of a year and then in every second one: the zeros make him uneven."""
    months = [np.datetime64("2022-06", "M") + i for i in range(24)]
    days = [int(month.astype("datetime64[D]").astype(int)) + place for month in months for place in (3, 10, 17, 24)]
    steady = letter(purchases(days))
    broken = letter(purchases([each for at, each in enumerate(days) if at < 48 or (at // 4) % 2 == 0]))
    assert steady == ("X", 0.0)
    assert broken[1] == pytest.approx(1.0)
    assert broken[0] == "Z"


def test_S03_13_a_month_in_which_the_firm_is_closed_says_nothing() -> None:
    totals = [(f"{2022 + (5 + i) // 12}-{(5 + i) % 12 + 1:02d}", 0 if (5 + i) % 12 == 7 else 1200) for i in range(26)]
    index = month_index(tuple(totals))
    assert index[7] == 0
    assert [each for each in index if each] == [1.0] * 11
    months = [np.datetime64("2022-06", "M") + i for i in range(24)]
    days = [
        int(month.astype("datetime64[D]").astype(int)) + place
        for month in months
        if int(month.astype(int)) % 12 != 7
        for place in (3, 10, 17, 24)
    ]
    found, cv = letter(purchases(days), index)
    assert found == "X"
    assert cv == pytest.approx(0.0, abs=1e-12)
    assert letter(purchases(days))[1] > DEFAULT.xyz_x
    many = tuple((name, 0 if int(name[5:]) in (1, 2, 7, 8) else 1200) for name, _ in totals)
    assert month_index(many) == (), "open for eight months: no index, said by its absence"
