"""People of clients, without a store: the tree, coverage, knowledge, attention, birthdays."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from core.dossier.org_tree import Post, places
from core.entities.people import (
    ContactPoint,
    Person,
    Position,
    RelationshipLink,
    checked,
    checked_birthday,
    checked_position,
    next_birthday,
    reach_of,
)
from core.problem import Problem
from core.relations.attention import attention, norms
from core.relations.coverage import Seat, alarms, score
from core.relations.knowledge import SUBJECTS, knowledge
from core.relations.tree import stems, stems_text

TODAY = dt.date(2026, 11, 23)


def test_S03_89_the_lines_of_the_tree_go_on_to_the_next_sibling() -> None:
    chiefs = {"owner": "", "a": "owner", "b": "owner", "c": "a", "x": "y", "y": "x", "z": "z"}
    placed = places([Post(key, key, chief=chief) for key, chief in chiefs.items()])
    assert [each.person.key for each in placed] == ["owner", "a", "c", "b", "z", "x", "y"]
    assert [each.person.key for each in placed if each.circular] == ["z", "x"]
    assert [stems_text(each) for each in stems(placed)] == ["", "├─", "│ └─", "└─", "", "", "└─"]
    assert stems_text((True, False), drawn=False) == "| `-"


def test_S03_89_three_thousand_people_under_each_other_are_drawn_without_recursion() -> None:
    chain = [Post(str(n), "", chief=str(n - 1) if n else "") for n in range(3000)]
    assert len(stems(places(chain))[-1]) == 2999


def test_S03_89_alarms_say_which_contacts_are_missing() -> None:
    assert alarms([]) == ("nobody", "no_owner", "no_director", "no_accountant")
    buyer = Seat("buyer", strengths=(3,))
    assert alarms([buyer, Seat("owner")]) == (
        "one_contact",
        "only_buyer",
        "no_owner",
        "no_director",
        "no_accountant",
    )
    wide = [Seat("owner", strengths=(1,)), Seat("director", strengths=(2, 0)), Seat("accountant", strengths=(1,))]
    assert alarms([*wide, buyer]) == ()


def test_S03_110_the_relationship_is_one_figure_and_one_friend_is_no_relationship() -> None:
    assert score([]) is None
    assert score([Seat("owner", strengths=(5,))]) == 33
    assert score([Seat("owner", 3, (5,)), Seat("buyer", 0, (5, 1)), Seat("line", 0, (5,))]) == 100
    link = RelationshipLink(person=b"p", colleague=b"c", marks=((10, 1), (40, 4)))
    assert [link.strength_on(day) for day in (9, 10, 39, 40)] == [0, 1, 1, 4] and link.strength == 4


def test_S02_16_knowledge_is_a_share_with_the_list_of_what_is_unknown() -> None:
    assert knowledge({}).percent == 0
    told = knowledge({"owner": True, "needs": True, "wallet": True})
    assert told.percent == 33 and set(told.unknown) == set(SUBJECTS) - {"owner", "needs", "wallet"}


def test_S03_32_the_norm_is_the_segments_median_not_longer_than_the_own_rhythm_and_never_under_thirty_days() -> None:
    gaps = np.array([20.0, 60.0, 100.0, 50.0, 0.0])
    events = np.array([5, 5, 5, 5, 0], np.int32)
    segment = np.array([0, 0, 0, 1, 1], np.int32)
    assert norms(gaps, events, segment).tolist() == [30, 60, 60, 50, 50]
    assert attention(100, 161, 60).beyond and not attention(100, 160, 60).beyond
    assert attention(None, 160, 60).days is None and not attention(None, 160, 60).beyond


def test_U14_born_on_29_february_is_congratulated_every_year() -> None:
    assert next_birthday(2, 29, dt.date(2026, 2, 1)) == dt.date(2026, 2, 28)
    assert next_birthday(2, 29, dt.date(2028, 2, 1)) == dt.date(2028, 2, 29)
    assert next_birthday(1, 5, TODAY) == dt.date(2027, 1, 5)
    assert next_birthday(11, 23, TODAY) == TODAY


def test_S03_37_bad_input_is_refused_with_one_sentence() -> None:
    with pytest.raises(Problem, match="in the future"):
        checked_birthday("2031-01-01", TODAY)
    with pytest.raises(Problem, match="too long"):
        checked(Person(surname="Ж" * 400))
    with pytest.raises(Problem, match="needs a name"):
        checked(Person(surname=" \x07 "))
    with pytest.raises(Problem, match="no such day"):
        checked(Person(given="Анна", birth_month=2, birth_day=30))
    with pytest.raises(Problem, match="reports to himself"):
        checked_position(Position(person=b"p", reports_to=b"p"))
    assert checked(Person(given="Мадонна\x1b[31m")).name == "Мадонна[31m"


def test_U31_a_messenger_by_number_is_found_by_its_number() -> None:
    points = (ContactPoint("messenger", "+7 903 111-22-33", "Telegram"), ContactPoint("social", "@ivanov", "VK"))
    reach = reach_of(checked(Person(given="Иван", points=points)))
    assert reach.phones == ("+7 903 111-22-33",) and reach.emails == ()
