"""Why two records may be one client, in words: everything has its words, and what is shown adds up (search §3.2)."""

from __future__ import annotations

import enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identity.comparisons import LEVELS as LEVELS_OF_KINDS
from core.identity.duplicates_match import Contribution, Match, Zone
from core.identity.features import FIRMS, PEOPLE
from core.identity.firm_groups import Clue
from core.identity.firm_groups_clues import Tie
from core.identity.merge import Reason
from core.wording import in_language
from core.wording.doubles import (
    FIELDS,
    LEVELS,
    REASONS,
    TIES,
    ZONES,
    bits_words,
    clue_words,
    field_words,
    level_words,
    reason_words,
    shown_bits,
    why,
    why_in_short,
    zone_words,
)


def values(kind: type[enum.Enum]) -> set[str]:
    return {each.value for each in kind}


def test_the_tables_hold_exactly_what_can_be_said() -> None:
    assert set(FIELDS) == {field.name for schema in (FIRMS, PEOPLE) for field in schema.fields} | {""}
    assert set(LEVELS) == {level for levels in LEVELS_OF_KINDS.values() for level in levels}
    assert set(ZONES) == values(Zone)
    assert set(REASONS) == values(Reason)
    assert set(TIES) == values(Tie)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_words_of_a_kind_differ(lang: str) -> None:
    with in_language(lang):  # type: ignore[arg-type]
        for said in (
            [field_words(name) for name in FIELDS],
            [level_words(level) for level in LEVELS],
            [zone_words(zone) for zone in Zone],
            [reason_words(reason) for reason in Reason],
            [clue_words(Clue(tie, "x", (), 1.0)) for tie in Tie],
        ):
            assert len(set(said)) == len(said), said
            assert lang == "en" or all(any("а" <= char <= "я" for char in text.lower()) for text in said), said
    assert field_words("cuisine") == "cuisine"


MATCH = Match(
    1,
    2,
    9.07 - 6.0 + 4.04 - 7.0 + 19.0,
    Zone.LINK,
    (
        Contribution("phone", "differs", "1", "2", -6.0),
        Contribution("inn", "equal", "7", "7", 19.0),
        Contribution("name", "near", "А", "Б", 9.07, others=2),
        Contribution("city", "equal", "Пермь", "Пермь", 4.04),
        Contribution("", "start", "", "", -7.0),
    ),
)


def test_why_is_one_line_a_field_and_adds_up() -> None:
    with in_language("en"):
        assert why(MATCH) == (
            "Phone: differs −6.0",
            "INN: the same +19.0",
            "Name: close +9.1; 2 other clients share it",
            "City: the same +4.0",
            "Before any comparison −7.0",
            "Total +19.1: 99.9%, surely one client",
        )
        assert why_in_short(MATCH) == "Phone: differs; INN: the same; Name: close"
    with in_language("ru"):
        assert why(MATCH)[0] == "Телефон: не совпадает −6,0"
        assert why(MATCH)[2] == "Название: близко +9,1; то же ещё у 2 клиентов"


@given(st.lists(st.floats(-200, 200), min_size=1, max_size=12))
def test_shown_bits_add_up_to_the_shown_total(bits: list[float]) -> None:
    match = Match(1, 2, sum(bits), Zone.REVIEW, tuple(Contribution("x", "near", "", "", each) for each in bits))
    shown, total = shown_bits(match)
    assert round(sum(shown), 1) == total
    assert total == round(match.total * 10) / 10
    assert all(abs(one - other) < 0.1 + 1e-9 for one, other in zip(shown, bits, strict=True))
    assert all(text[0] in "+−" and "-" not in text for text in map(bits_words, shown))


@given(st.floats(-1e6, 1e6))
def test_a_chance_is_never_shown_as_a_certainty(total: float) -> None:
    match = Match(1, 2, total, Zone.REVIEW, (Contribution("", "start", "", "", total),))
    assert 0.0 <= match.probability <= 1.0
    with in_language("en"):
        assert ": 0.0%" not in why(match)[-1]
        assert "100.0%" not in why(match)[-1]
