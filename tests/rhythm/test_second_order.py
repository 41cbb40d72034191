"""The curve of the second order: what is known of a client with one purchase (analytics §3 States)."""

from __future__ import annotations

import numpy as np
import pytest

from core.rhythm.client_days import client_days
from core.rhythm.second_order import POINTS, STEP, ahead, curve, followed
from core.wording import in_language
from core.wording.second_order import second_orders
from tests.rhythm.ledgers import ledger, random_lines, take

AS_OF = 10_000


def firm(*second: int | None, ago: int = 500) -> tuple[float, ...]:
    """The curve of clients who bought first `ago` days before the evening and again after so many days, or never."""
    rows = []
    for client, after in enumerate(second):
        days = [AS_OF - ago] + ([] if after is None else [AS_OF - ago + after])
        rows += [(client, day, 10 * client + at, 100) for at, day in enumerate(days)]
    return curve(client_days(ledger(rows), AS_OF))


def test_the_curve_is_the_share_that_bought_again_by_each_mark() -> None:
    found = firm(*[20] * 10, *[50] * 10, *[None] * 20)
    assert len(found) == POINTS
    assert found[0] == pytest.approx(10 / 40)
    assert found[1] == found[-1] == pytest.approx(20 / 40)
    assert followed(found, 30) == found[0] and followed(found, 0) == 0
    assert followed(found, 45) == pytest.approx((found[0] + found[1]) / 2)
    assert ahead(found, 30) == pytest.approx(10 / 30), "of the thirty who were still silent ten came back"
    assert ahead(found, STEP * POINTS) is None


def test_who_came_lately_counts_as_long_as_he_is_watched() -> None:
    """Thirty old clients, half of whom bought again on day 100; sixty of last week say nothing about day 100."""
    old = [(c, AS_OF - 400, 10 * c, 100) for c in range(30)] + [(c, AS_OF - 300, 10 * c + 1, 100) for c in range(15)]
    young = [(c, AS_OF - 7, 10 * c, 100) for c in range(30, 90)]
    found = curve(client_days(ledger([*old, *young]), AS_OF))
    assert found[0] == 0
    assert found[-1] == pytest.approx(0.5)


def test_too_few_buyers_give_no_curve() -> None:
    assert firm(*[20] * 29) == ()
    assert (followed((), 30), ahead((), 30)) == (None, None)
    assert curve(client_days(ledger([], 3), AS_OF)) == ()
    everybody = firm(*[20] * 40)
    assert everybody[-1] == 1 and ahead(everybody, 100) is None


def test_the_curve_of_a_past_evening_does_not_see_later_lines() -> None:
    lines, past = random_lines(9, 300), 10_700
    known = take(lines, np.flatnonzero(lines.day <= past))
    assert curve(client_days(lines, past)) == curve(client_days(known, past)) != ()


def test_the_sentence_in_both_languages() -> None:
    told = firm(*[20] * 10, *[50] * 10, *[None] * 20)
    with in_language("en"):
        assert second_orders(told, 30) == (
            "after their first purchase 25% bought again within a month, 50% within three, 50% within a year;"
            " of those silent for 30 days, 33% still came back"
        )
    with in_language("ru"):
        assert second_orders(told, 30).endswith("из молчавших 30 дней потом вернулись 33\u00a0%")
        assert ";" not in second_orders(told, 400)
