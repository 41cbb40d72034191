"""The second queue: still buying, but less (analytics §3 Queue)."""

from __future__ import annotations

import numpy as np
import pytest

from core.recovery.shrinking import Shrinking, shrinking
from core.rhythm.client_days import client_days
from core.rhythm.states import rhythms
from core.rules import DEFAULT
from core.standing.publish import portfolio_figures
from core.wording import in_language
from core.wording.shrinking import why_shrinking
from tests.rhythm.ledgers import Line, ledger

AS_OF = 20_000
EVERY = 14


def buyer(client: int, before: int, recent: int, until: int = AS_OF - 2) -> list[Line]:
    """Buys every fortnight for two years, for `recent` in the last half-year."""
    days = range(until - 730, until + 1, EVERY)
    return [(client, day, 1000 * client + at, recent if day > AS_OF - 182 else before) for at, day in enumerate(days)]


def found(lines: list[Line], watched: list[bool] | None = None) -> Shrinking:
    days = client_days(ledger(lines), AS_OF)
    figures = portfolio_figures(days, days, 1)
    mask = np.ones(days.clients, np.bool_) if watched is None else np.array(watched)
    return shrinking(days, rhythms(days, figures), figures, mask)


def test_S02_04_who_buys_under_six_tenths_of_a_year_ago_is_found_largest_loss_first() -> None:
    lines = [*buyer(0, 1000, 590), *buyer(1, 1000, 610), *buyer(2, 9000, 2000), *buyer(3, 1000, 1000)]
    queue = found(lines)
    assert queue.client.tolist() == [2, 0]
    facts = queue.reason(1)
    assert (facts.recent, facts.before) == (13 * 590, 13 * 1000)
    assert facts.missing == 2 * 13 * (1000 - 590)
    assert facts.usual_interval_days == pytest.approx(EVERY, rel=0.1)


def test_S02_04_only_anchors_on_rhythm_and_only_with_a_year_before() -> None:
    falling = buyer(0, 1000, 300)
    assert len(found(falling, [False])) == 0
    silent = [line for line in buyer(0, 1000, 300) if line[1] < AS_OF - 60]
    assert len(found(silent)) == 0, "late: he stands in the first queue"
    young = [line for line in buyer(0, 1000, 300) if line[1] > AS_OF - 300]
    assert len(found(young)) == 0
    assert DEFAULT.shrinking_ratio == 0.6


def test_S02_04_nobody_shrinks_without_sales() -> None:
    days = client_days(ledger([], 3), AS_OF)
    figures = portfolio_figures(days, days, 1)
    assert len(shrinking(days, rhythms(days, figures), figures, np.ones(3, np.bool_))) == 0


def test_U10_the_sentence_holds_the_same_numbers_in_both_languages() -> None:
    facts = found(buyer(0, 100_000, 30_000)).reason(0)
    with in_language("ru"):
        russian = why_shrinking(facts, "RUB").replace("\u00a0", " ").replace("\u202f", " ")
    with in_language("en"):
        english = why_shrinking(facts, "RUB").replace("\u00a0", " ").replace("\u202f", " ")
    assert russian == (
        "Покупает, но меньше: обычно покупает каждые 15 дней, молчит 4; за последнее полугодие 3,9 тыс. ₽"
        " против 13 тыс. ₽ год назад; это 18,2 тыс. ₽ в год: узнайте, что берут у других"
    )
    assert english.startswith("Still buying, but less: usually buys every 15 days, silent 4; the last half-year ₽3.9K")
