"""Sales as they should not be: every answer is a figure or an honest "too little", never NaN, never an exception."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.entities.client import ClientCard, ClientLine
from core.entities.ledger import LineColumns
from core.rhythm.states import rhythms
from core.standing.publish import publish
from core.worth.metrics import metrics
from core.worth.periods import PeriodKind, periods_until
from tests.rhythm.ledgers import Line, ledger, purchases, random_lines
from tui.desk import answering, card
from tui.desk.base import Base
from tui.desk.figures import EPOCH, Evenings, Figures, date_of, figures_of, firm_figures

AS_OF = 20_000
KINDS: tuple[PeriodKind, ...] = ("week", "month", "quarter", "year")


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Every float inside an answer, with the way to it."""
    if isinstance(value, float):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from numbers(each, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for at, each in enumerate(value):
            yield from numbers(each, f"{path}[{at}]")


def honest(answer: Any) -> None:
    """No figure is NaN or infinite and no sentence says so."""
    plain = msgspec.to_builtins(answer, enc_hook=str)
    for path, value in numbers(plain):
        assert math.isfinite(value), path
    text = repr(plain).lower()
    assert "nan'" not in text
    assert " nan" not in text


def base_of(clients: int, figures: Figures) -> Base:
    ids = [number.to_bytes(16, "big") for number in range(clients)]
    return Base(ids, [ClientLine(f"Клиент {n}") for n in range(clients)], [0] * clients, [b"p" * 16], ["Анна"], "RUB",
                figures=figures)  # fmt: skip


def ask(lines: LineColumns, as_of: int = AS_OF, most: int = 12) -> list[Figures]:
    """Everything a desk answers of these sales, with the figures of the whole firm and of one portfolio."""
    evenings = Evenings.of(lines, date_of(as_of))
    made = []
    for whole in (True, False):
        firm = firm_figures(evenings, 1, whole)
        honest(firm)
        figures = figures_of(evenings, firm, whole, 0)
        base = base_of(lines.clients, figures)
        for options in ({}, {"everyone": True}, {"horizon": 1}, {"horizon": 3650, "everyone": True}):
            answer = answering.queue(base, figures, 1, limit=most, **options)
            honest(answer)
            for entry in answer.entries:
                assert entry.lapse_probability is None or 0 <= entry.lapse_probability <= 1
                assert entry.why
        honest(answering.pyramid_answer(base, figures, 1))
        honest(answering.today_answer(base, figures))
        for number in range(min(most, lines.clients)):
            honest(base.row(number))
            honest(card.overview(base, figures, number, ClientCard(f"Клиент {number}"), ()))
        for kind in KINDS:
            honest(metrics(evenings.now, firm, periods_until(kind, as_of, 5)))
        made.append(figures)
    return made


AUGUST = [
    (client, day, 1000 * client + at, 10_000 + 17 * at)
    for client in range(40)
    for at, day in enumerate(range(AS_OF - 1100 + client, AS_OF, 24 + client % 7))
    if date_of(day).month != 8
]


def alike(clients: int, days: list[int], amount: int = 1000) -> LineColumns:
    """Everybody buys on the same days."""
    return ledger([line for client in range(clients) for line in purchases(days, client, amount)])


def spaced(clients: int, first: int, last: int, gap: int, more: int) -> LineColumns:
    """Client n buys every `gap` + n × `more` days."""
    return ledger([line for n in range(clients) for line in purchases(list(range(first, last, gap + n * more)), n)])


TURNS = [(c, AS_OF - 30 * d, 100 * c + d, 100 if d % 2 else -700) for c in range(8) for d in range(9)]
CASES: dict[str, LineColumns] = {
    "no client": ledger([], 0),
    "no sales": ledger([], 3),
    "one client, one purchase": ledger([(0, AS_OF - 10, 1, 500)]),
    "a purchase today": ledger([(0, AS_OF, 1, 500)]),
    "only returns": ledger([(c, AS_OF - 10 * d, 100 * c + d, -500) for c in range(3) for d in range(5)]),
    "one day of history": ledger([(c, AS_OF, c, 100 + c) for c in range(120)]),
    "negative totals": ledger(TURNS),
    "clients of the future": alike(5, [AS_OF + 20, AS_OF + 50, AS_OF + 90]),
    "future beside past": ledger([*purchases(list(range(AS_OF - 400, AS_OF + 400, 30)), 0), (1, AS_OF + 9, 5, 100)], 2),
    "nothing but zeros": ledger([(c, AS_OF - 20 * d, 100 * c + d, 0) for c in range(3) for d in range(6)]),
    "sums near the limit": alike(4, [AS_OF - 40, AS_OF - 20, AS_OF - 1], 2**52),
    "fifty years": spaced(12, AS_OF - 18_250, AS_OF, 11, 60),
    "before 1970": spaced(3, -4000, 900, 90, 1),
    "everybody alike": alike(150, list(range(AS_OF - 700, AS_OF, 30))),
    "closed in August": ledger(AUGUST, 40),
}


@pytest.mark.parametrize("name", CASES)
def test_U10_bad_sales_give_figures_or_too_little_data(name: str) -> None:
    ask(CASES[name])


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.one_of(st.integers(AS_OF - 60, AS_OF + 5), st.integers(AS_OF - 3000, AS_OF), st.just(0)),
            st.integers(1, 30),
            st.sampled_from([-(10**12), -500, -1, 0, 1, 500, 10**12]),
        ),
        max_size=40,
    )
)
def test_U10_any_sales_give_figures_or_too_little_data(lines: list[Line]) -> None:
    ask(ledger(lines, 4), most=4)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 80), st.integers(9_000, 30_000))
def test_U10_any_evening_of_a_firm_gives_figures(seed: int, clients: int, as_of: int) -> None:
    ask(random_lines(seed, clients), as_of, most=3)


def test_U10_a_person_with_one_purchase_has_no_state_and_no_probability() -> None:
    figures, _ = ask(CASES["one client, one purchase"])
    answer = answering.queue(base_of(1, figures), figures, 1, limit=None, everyone=True)
    (entry,) = answer.entries
    assert (entry.state, entry.lapse_probability, entry.usual_interval_days) == ("first", None, None)
    assert base_of(1, figures).row(0).lapse_probability is None


def test_U10_a_first_purchase_is_held_against_those_of_the_whole_firm() -> None:
    """A manager with one client reads the firm's curve, not one of his own (U35)."""
    lines = ledger([*(each for c in range(60) for each in purchases([AS_OF - 300, AS_OF - 260][: 1 + (c < 45)], c)),
                    (60, AS_OF - 20, 9_999, 100)], 61)  # fmt: skip
    whole = Evenings.of(lines, date_of(AS_OF))
    firm = firm_figures(whole, 1, True)
    alone = Evenings.of(ledger([(0, AS_OF - 20, 1, 100)], 1), date_of(AS_OF))
    told = {
        card.overview(base_of(n, figures), figures, n - 1, ClientCard("Клиент"), ()).second_order
        for n, figures in ((61, figures_of(whole, firm, True, 0)), (1, figures_of(alone, firm, True, 0)))
    }
    (sentence,) = told
    assert sentence.count("75") == 3, "45 of 60 bought again after 40 days, all of them within three months"
    figures = figures_of(whole, firm, True, 0)
    assert card.overview(base_of(61, figures), figures, 3, ClientCard("Клиент"), ()).second_order == ""


def test_U10_a_firm_closed_in_august_has_its_index_and_even_buyers() -> None:
    """The closed month says nothing about anybody: an even buyer stays X or Y."""
    figures, _ = ask(CASES["closed in August"])
    index = figures.firm.month_index
    assert len(index) == 12
    assert index[7] == 0
    assert np.mean([each for each in index if each]) == pytest.approx(1)
    letters = [figures.axes.xyz_of(client) for client in range(40)]
    assert set(letters) <= {"X", "Y"}


@pytest.mark.long
def test_U10_four_hundred_thousand_clients() -> None:
    clients = 400_000
    dice = np.random.default_rng(4)
    count = 900_000
    day = dice.integers(AS_OF - 1000, AS_OF + 1, count).astype(np.int32)
    lines = LineColumns(
        dice.integers(0, clients, count).astype(np.int32),
        day,
        np.arange(count, dtype=np.int64),
        dice.integers(-2000, 100_000, count),
        np.zeros(count, np.int64),
        np.zeros(count, np.uint16),
        clients,
    )
    evenings = Evenings.of(lines, date_of(AS_OF))
    firm = publish(evenings.now, evenings.month_end, 1)
    honest(firm)
    assert firm.correction is not None
    found = rhythms(evenings.now, firm)
    rows = found.seen.events > 0
    assert np.isfinite(found.scores.p_lost[rows]).all()
    assert ((found.scores.p_lost[rows] >= 0) & (found.scores.p_lost[rows] <= 1)).all()


def test_the_epoch_is_that_of_the_ledger() -> None:
    assert (date_of(0), EPOCH) == (dt.date(1970, 1, 1), dt.date(1970, 1, 1))
