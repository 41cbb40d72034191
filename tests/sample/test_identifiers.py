"""Check digits against the published algorithms, worked digit by digit here, and numbers that lead to nobody."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sample import identifiers
from core.sample.clients import make_clients
from core.sample.words import SURNAMES, daughter, female, latin

CLIENTS = make_clients(np.random.default_rng(5), 0, 3000, np.full(3000, 20_000, dtype=np.int32))


def control(digits: str, weights: list[int]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 % 10


def inn_is_right(inn: str) -> bool:
    if len(inn) == 10:
        return int(inn[9]) == control(inn[:9], [2, 4, 10, 3, 5, 9, 4, 6, 8])
    return (
        len(inn) == 12
        and int(inn[10]) == control(inn[:10], [7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
        and int(inn[11]) == control(inn[:11], [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
    )


def test_the_check_of_this_test_knows_wrong_numbers() -> None:
    """7707083893 is the published number of a state bank, 500100732259 the sample of the tax service."""
    assert inn_is_right("7707083893")
    assert inn_is_right("500100732259")
    assert not inn_is_right("7707083894")
    assert not inn_is_right("500100732295")


@given(st.integers(1, 99), st.integers(0, 999_999), st.integers(2, 30))
def test_check_digits(region: int, serial: int, year: int) -> None:
    places, serials, years = (np.array([value], dtype=np.int64) for value in (region, serial, year))
    assert inn_is_right(f"{identifiers.inn_of_firm(places, serials)[0]:010d}")
    assert inn_is_right(f"{identifiers.inn_of_person(places, serials)[0]:012d}")
    firm = int(identifiers.ogrn(places, serials, years)[0])
    trader = int(identifiers.ogrnip(places, serials, years)[0])
    assert (len(str(firm)), firm // 10 % 11 % 10) == (13, firm % 10)
    assert (len(str(trader)), trader // 10 % 13 % 10) == (15, trader % 10)


def test_numbers_of_a_million_firms_differ() -> None:
    serials = np.arange(1_000_000, dtype=np.int64)
    region = np.full(1_000_000, 77, dtype=np.int64)
    assert len(np.unique(identifiers.inn_of_firm(region, serials))) == 1_000_000
    assert len(np.unique(identifiers.inn_of_person(region, serials))) == 1_000_000


def test_cards_have_what_their_legal_form_has() -> None:
    seen = set()
    for card, contacts in CLIENTS.pairs():
        form = card.name.split(" ", 1)[0]
        if card.kind == "person":
            seen.add("person")
            assert (card.inn, card.kpp, card.ogrn) == ("", "", "")
        else:
            seen.add(form)
            assert len(card.inn) == (12 if form == "ИП" else 10)
            assert inn_is_right(card.inn)
            assert len(card.kpp) == (0 if form == "ИП" else 9)
            assert len(card.ogrn) == (15 if form == "ИП" else 13)
            assert card.kpp[:4] == ("" if form == "ИП" else card.inn[:4])
        assert contacts.phones
        assert all(re.fullmatch(r"\+7 \d{3} 0\d{2}-\d{2}-\d{2}", phone) for phone in contacts.phones)
        assert all(re.fullmatch(r"[a-z0-9-]+@[a-z0-9-]+\.example", email) for email in contacts.emails)
        assert card.site == "" or card.site.endswith(".example")
    assert seen == {"ООО", "АО", "ИП", "ПАО", "person"}


@pytest.mark.parametrize("first", [0, 500_000, 997_000])
def test_names_and_references_are_distinct(first: int) -> None:
    clients = make_clients(np.random.default_rng(1), first, 3000, np.zeros(3000, dtype=np.int32))
    firms = [card.name for card in clients.card if "«" in card.name]
    assert len(set(firms)) == len(firms)
    assert len({card.external_id for card in clients.card}) == 3000
    everyone = [card.name for card in clients.card]
    assert len(set(everyone)) > 0.99 * len(everyone)


def test_words() -> None:
    assert latin("Щукин Ёж") == "schukinezh"
    assert [daughter(p) for p in ("Иванович", "Сергеевич", "Никитич")] == ["Ивановна", "Сергеевна", "Никитична"]
    assert all(s.endswith(("ов", "ев", "ёв", "ин", "ын")) and female(s).endswith("а") for s in SURNAMES)
    assert len({latin(s) for s in SURNAMES}) == len(SURNAMES)
