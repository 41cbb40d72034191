"""Language, plurals, filled sentences, and what a problem says."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entities.money import Money
from core.problem import Problem
from core.wording import counted, fill, gettext, in_language, language, ngettext, say, set_language

NBSP = "\u00a0"


def test_russian_is_the_language_of_a_fresh_process_and_nothing_heavy_comes_with_it() -> None:
    code = (
        "import sys; from core.wording import language, gettext; assert language() == 'ru';"
        "assert gettext('call today') == 'позвоните сегодня', gettext('call today');"
        "print([m for m in ('numpy', 'msgspec', 'textual', 'sqlalchemy', 'babel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown language"):
        set_language("fr")  # type: ignore[arg-type]


def test_language_comes_back_after_a_block_even_when_it_fails() -> None:
    before = language()
    with pytest.raises(RuntimeError), in_language("en"):
        assert language() == "en"
        raise RuntimeError
    assert language() == before


@pytest.mark.parametrize(
    ("n", "expected"),
    [(1, "день"), (2, "дня"), (5, "дней"), (11, "дней"), (21, "день"), (22, "дня"), (111, "дней"), (0, "дней")],
)
def test_russian_plural_forms(n: int, expected: str) -> None:
    with in_language("ru"):
        assert counted.days(n) == f"{n}{' '}{expected}"


@given(st.integers(min_value=0, max_value=10**7))
def test_russian_plural_rule(n: int) -> None:
    """CLDR plural rules, Russian: one, few, many."""
    one = n % 10 == 1 and n % 100 != 11
    few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
    expected = "{n} клиент" if one else "{n} клиента" if few else "{n} клиентов"
    with in_language("ru"):
        assert ngettext("{n} client", "{n} clients", n) == expected


@given(st.integers(min_value=0, max_value=10**7))
def test_english_plural_rule(n: int) -> None:
    with in_language("en"):
        assert counted.clients(n) == f"{n:,} {'client' if n == 1 else 'clients'}"


def test_days_ago() -> None:
    with in_language("ru"):
        assert [counted.days_ago(n) for n in (0, 1, 2, 11)] == ["сегодня", "вчера", "2 дня назад", "11 дней назад"]


def test_filled_values_are_written_as_the_language_has_them() -> None:
    facts = {"n": 12345, "x": 1234.5, "day": dt.date(2026, 11, 2), "sum": Money(123456789, "RUB"), "flag": True}
    with in_language("ru"):
        assert fill("{n} | {x} | {day} | {sum} | {flag}", **facts) == (
            f"12{NBSP}345 | 1{NBSP}234,5 | 02.11.2026 | 1{NBSP}234{NBSP}567,89{NBSP}₽ | True"
        )
    with in_language("en"):
        assert fill("{n} | {x} | {day} | {sum}", **facts) == "12,345 | 1,234.5 | 2026-11-02 | ₽1,234,567.89"
        assert fill("{x:.3f}", x=1.5) == "1.500"


def test_a_sentence_cannot_reach_into_objects() -> None:
    with pytest.raises(KeyError):
        fill("{n.__class__}", n=1)


def test_braces_in_a_fact_are_left_alone() -> None:
    assert fill("{name}", name="{n} {") == "{n} {"


def test_a_problem_speaks_the_readers_language() -> None:
    problem = Problem("Rule {rule} takes values from {low} to {high}.", rule="gate", low=1, high=12000)
    with in_language("ru"):
        assert say(problem) == f"Правило gate принимает значения от 1 до 12{NBSP}000."
    with in_language("en"):
        assert say(problem) == "Rule gate takes values from 1 to 12,000."


def test_a_problem_with_missing_facts_still_says_something() -> None:
    assert say(Problem("Rule {rule} is wrong.", low=1)) == "Rule {rule} is wrong."
    assert say(Problem("No placeholders {here")) == "No placeholders {here"


def test_an_unknown_sentence_stays_english() -> None:
    with in_language("ru"):
        assert gettext("This sentence is in no catalogue.") == "This sentence is in no catalogue."
