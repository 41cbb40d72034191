"""Groups of firms with one owner or parent are suggested with their reasons and never joined by themselves (U11)."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity.features import Record
from core.identity.firm_groups import FirmGroup, suggest_firm_groups
from core.identity.firm_groups_clues import Tie
from core.rules import DEFAULT

INN, OTHER_INN = "7707083893", "7728168971"


def firm(key: object, name: str = "", **said: str | Sequence[str]) -> Record:
    return Record.of(key, name=name or f"ООО «Фирма{key}»", **said)


def only(firms: list[Record], **options: object) -> FirmGroup:
    (group,) = suggest_firm_groups(firms, **options)  # type: ignore[arg-type]
    return group


def ties(group: FirmGroup) -> set[Tie]:
    return {clue.tie for clue in group.clues}


@pytest.mark.parametrize(
    ("tie", "one", "other"),
    [
        (Tie.PHONE, {"phone": "+7 (495) 111-22-33"}, {"phone": ["8 812 000-00-01", "84951112233"]}),
        (Tie.DOMAIN, {"email": "info@romashka.ru"}, {"site": "https://www.romashka.ru/shop"}),
        (Tie.MAIL, {"email": "holding@mail.ru"}, {"email": "Holding@mail.ru"}),
        (Tie.DIRECTOR, {"director": "Иванов Пётр Ильич"}, {"director": "Петр Ильич Иванов"}),
        (Tie.DIRECTOR, {"director": "Иванов Пётр Ильич"}, {"owner": "Иванов Петр Ильич"}),
        (Tie.OWNER, {"owner": "Иванов Пётр Ильич"}, {"name": "ИП Иванов Пётр Ильич"}),
        (Tie.PARENT, {"parent": "ООО «Холдинг Север-9»"}, {"name": "Холдинг Север-9"}),
        (Tie.PARENT, {"parent": INN}, {"inn": INN}),
        (Tie.PARENT, {"parent": "АО Кедр"}, {"owner": "Кедр, АО"}),
        (Tie.PAYER, {"inn": INN, "kpp": "773601001"}, {"inn": INN, "kpp": "590201001"}),
    ],
)
def test_U11_firms_that_share_an_identifier_are_suggested_with_the_reason(
    tie: Tie, one: dict[str, str | list[str]], other: dict[str, str | list[str]]
) -> None:
    names = [str(said.pop("name", f"ООО «Фирма{at}»")) for at, said in enumerate((dict(one), dict(other)))]
    pair = [
        firm(at, names[at], **{name: value for name, value in said.items() if name != "name"})
        for at, said in enumerate((one, other))
    ]
    group = only([*pair, firm(2)])
    assert group.firms == (0, 1)
    assert ties(group) == {tie}
    assert group.clues[0].firms == (0, 1)
    assert group.points == group.clues[0].points >= DEFAULT.firm_group_points


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"email": "a@mail.ru"}, {"email": "b@mail.ru"}),
        ({"phone": "0000000000"}, {"phone": "0000000000"}),
        ({"phone": "11-22-33"}, {"phone": "11-22-33"}),
        ({"inn": INN}, {"inn": INN}),
        ({"inn": INN, "kpp": "773601001"}, {"inn": OTHER_INN, "kpp": "590201001"}),
        ({"director": "Иванов П. И."}, {"director": "Иванов Пётр Ильич"}),
        ({"director": "Иванов Пётр Ильич"}, {"director": "Иванов Павел Игоревич"}),
        ({"address": "ул. Ленина, 5", "city": "Пермь"}, {"address": "ул. Ленина, 5", "city": "Пермь"}),
        ({"name": "ООО «Ромашка»", "city": "Пермь"}, {"name": "АО «Ромашка-Сервис»", "city": "Томск"}),
        ({"name": "ООО «Ромашка»"}, {"name": "ООО «Ромашка»"}),
        ({"name": "ООО «Урал Трейд»", "city": "Пермь"}, {"name": "ООО «Урал Мет»", "city": "Пермь"}),
    ],
)
def test_what_strangers_share_suggests_nothing(one: dict[str, str], other: dict[str, str]) -> None:
    assert suggest_firm_groups([Record.of(0, **one), Record.of(1, **other)]) == []


def test_weak_clues_add_up() -> None:
    said = {"address": "г. Пермь, ул. Ленина, д. 5, оф. 12"}
    beside = {"address": "Ленина 5 офис 12", "city": "Пермь"}
    group = only([firm(0, "ООО «Ромашка»", **said, city="Пермь"), firm(1, "Торговый дом Ромашка", **beside)])
    assert ties(group) == {Tie.ADDRESS, Tie.BRAND, Tie.CITY}
    assert group.points == pytest.approx(6.5)


def test_a_brand_and_a_small_town_are_enough_and_a_capital_is_not() -> None:
    strangers = [firm(at, city="Москва") for at in range(10, 60)]
    pair = [firm(0, "ООО «Ромашка»", city="Кунгур"), firm(1, "Торговый дом Ромашка", city="Кунгур")]
    assert only([*pair, *strangers]).firms == (0, 1)
    moved = [Record.of(each.key, name=each.values["name"], city="Москва") for each in pair]
    assert suggest_firm_groups([*moved, *strangers]) == []


def test_a_value_says_less_the_more_firms_share_it() -> None:
    by_number = {
        number: suggest_firm_groups([firm(at, phone="+7 495 111-22-33") for at in range(number)])
        for number in (2, 5, 6, 7, 40)
    }
    assert [len(groups) for groups in by_number.values()] == [1, 1, 1, 0, 0]
    branches = [firm(at, inn=INN, kpp=f"{770_000_000 + at}") for at in range(400)]
    assert len(only(branches).firms) == 400


def test_a_parent_two_firms_answer_to_is_nobody() -> None:
    firms = [firm(0, "ООО Кедр"), firm(1, "АО Кедр"), firm(2, parent="Кедр")]
    assert suggest_firm_groups(firms) == []


def test_a_chain_is_one_group_and_its_weakest_link_is_shown() -> None:
    firms = [
        firm(0, phone="+7 495 111-22-33"),
        firm(1, phone="+7 495 111-22-33", owner="Иванов Пётр Ильич"),
        firm(2, owner="Иванов Пётр Ильич"),
    ]
    group = only(firms)
    assert group.firms == (0, 1, 2)
    assert [(clue.tie, clue.firms) for clue in group.clues] == [(Tie.OWNER, (1, 2)), (Tie.PHONE, (0, 1))]
    assert group.points == 5.0


def test_confirmed_groups_are_not_suggested_again_and_rejected_pairs_never() -> None:
    firms = [firm(at, phone="+7 495 111-22-33") for at in range(3)]
    assert suggest_firm_groups(firms, known={0: "g", 1: "g", 2: "g"}) == []
    assert only(firms, known={0: "g", 1: "g"}).known == ("g",)
    apart = {frozenset((0, 2)), frozenset((1, 2))}
    assert only(firms, rejected=apart).firms == (0, 1)
    assert only([*firms, firm(3, phone="+7 495 111-22-33")], rejected={frozenset((0, 2))}).firms == (0, 1, 2, 3)


WORDS = st.sampled_from(
    ["", "А", "Ромашка", "ИП Иванов Иван Иванович", "ООО", INN, "+7 495 111-22-33", "a@b.ru", "\u202ex", "0"]
)
FIELDS = st.sampled_from(
    ["name", "inn", "kpp", "phone", "email", "site", "address", "city", "director", "owner", "parent"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(FIELDS, st.lists(WORDS, max_size=2), max_size=6), max_size=8), st.randoms())
def test_any_records_give_whole_groups_that_do_not_overlap_in_any_order(
    said: list[dict[str, list[str]]], draw: random.Random
) -> None:
    firms = [Record.of(at, **values) for at, values in enumerate(said)]
    groups = suggest_firm_groups(firms)
    members = [key for group in groups for key in group.firms]
    assert len(set(members)) == len(members)
    for group in groups:
        assert len(group.firms) > 1
        assert group.points >= DEFAULT.firm_group_points
        assert all(set(clue.firms) <= set(group.firms) for clue in group.clues)
        assert {key for clue in group.clues for key in clue.firms} == set(group.firms)
    draw.shuffle(firms)
    assert {frozenset(group.firms) for group in suggest_firm_groups(firms)} == {
        frozenset(each.firms) for each in groups
    }
