"""Contact persons at the desk, over a real store."""

from __future__ import annotations

import pytest

from core.problem import Problem
from storage.vault.books.people import LINK, PERSON
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.port_persons import PersonRow

OWNER = {"surname": "Орехов", "given": "Пётр", "title": "владелец", "rung": "owner", "part": "decision_maker"}
BUYER = {"given": "Зоя", "rung": "Buyer", "phone": "+7 903 555-44-33", "messenger": "@zoya", "network": "Telegram"}


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def people(desk: Desk, ref: str = "C-1") -> dict[str, PersonRow]:
    return {each.name: each for each in desk.persons.relations(client(desk, ref)).people}


def test_S03_89_people_with_positions_links_and_alarms(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    owner = desk.persons.save(here, "", OWNER)
    buyer = desk.persons.save(here, "", {**BUYER, "reports_to": owner})
    told = desk.persons.relations(here)
    assert [(each.name, each.rung, each.stems, each.chief) for each in told.people] == [
        ("Орехов Пётр", "owner", "", ""),
        ("Зоя", "buyer", "└─", "Орехов Пётр"),
    ]
    assert told.alarms[0] == "nobody" and told.score == 0
    desk.persons.tie(here, buyer, 4)
    desk.persons.tie(here, owner, 1, "boris")
    told = desk.persons.relations(here)
    assert told.alarms == ("no_director", "no_accountant")
    assert {each.colleague for row in told.people for each in row.ties} == set(told.colleagues)
    desk.persons.save(here, owner, {"reports_to": buyer})
    assert [each.circular for each in desk.persons.relations(here).people] == [True, False]


def test_U05_a_persons_phone_is_masked_and_revealed_under_its_own_entry(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    desk.persons.save(here, "", BUYER)
    phone, messenger = people(desk)["Зоя"].points
    assert (phone.mask, messenger.mask) == ("+7 9** ***-**-33", "@z***")
    size = desk.log_size()
    assert desk.contacts.reveal(here, phone.key).value == "+7 903 555-44-33"
    assert desk.log_size() == size + 1
    with pytest.raises(Problem):
        desk.contacts.reveal(here, f"{phone.key}9")


def test_U07_name_or_phone_of_a_person_finds_him_and_his_firm(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    desk.persons.save(here, "", {**OWNER, "latin": "Orekhov", "phone": "+7 916 200-30-40"})
    desk.finding.ready()
    for query in ("орехов", "jht[jd", "orekhov", "9162003040"):
        hit = desk.finding.find(query, 5).hits[0]
        assert hit.id == here and hit.person.startswith("Орехов Пётр"), query
    assert desk.finding.find("9162003040", 5).hits[0].mask == "+7 9** ***-**-40"
    person = people(desk)["Орехов Пётр"].id
    desk.persons.save(here, person, {"surname": "Вишневецкий", "latin": ""})
    assert desk.finding.find("вишневецкий", 5).hits[0].person.startswith("Вишневецкий")
    assert not any(each.person for each in desk.finding.find("орехов", 5).hits)
    desk.undo()
    assert desk.finding.find("орехов", 5).hits[0].id == here
    desk.persons.remove(here, person)
    assert not any(each.person for each in desk.finding.find("орехов", 5).hits)


def test_S03_89_a_person_who_changes_his_employer_stays_the_same_person(stage: Stage) -> None:
    desk = desk_of(stage)
    here, there = client(desk), client(desk, "C-2")
    owner = desk.persons.save(here, "", OWNER)
    desk.persons.left(here, owner, there)
    assert people(desk)["Орехов Пётр"].until == desk.today_date()
    moved = people(desk, "C-2")["Орехов Пётр"]
    assert (moved.id, moved.until) == (owner, None)
    with pytest.raises(Problem):
        desk.persons.left(there, owner, there)


def test_S03_37_the_profile_is_a_dossier_reading_with_a_right_of_its_own(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    owner = desk.persons.save(here, "", OWNER)
    size = desk.log_size()
    desk.persons.save_profile(
        here, owner, {"birthday": "1980-02-29", "hobbies": "рыбалка", "family": "жена Ольга 1982-03-08; сын Егор"}
    )
    assert desk.log_size() > size
    told = {each.name: each.value for each in desk.persons.profile_form(here, owner)}
    assert (told["birthday"], told["hobbies"]) == ("1980-02-29", "рыбалка")
    assert told["family"] == "жена Ольга 1982-03-08; сын Егор"
    assert people(desk)["Орехов Пётр"].birthday == "29.02"
    with pytest.raises(Problem, match="future"):
        desk.persons.save_profile(here, owner, {"birthday": "2080-01-01"})


def test_S02_16_what_is_unknown_of_a_client_shrinks_with_every_answer(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    before = desk.persons.relations(here).knowledge
    desk.persons.save(here, "", {**OWNER, "congratulate": "29.02"})
    desk.persons.save_care(here, {"wallet": "250 000", "rivals": "Гигант", "on_call": "диспетчер, 24 часа"})
    told = desk.persons.relations(here)
    assert set(before.unknown) - set(told.knowledge.unknown) == {
        "decision_maker", "owner", "birthdays", "wallet", "rivals"
    }  # fmt: skip
    assert told.care.on_call == "диспетчер, 24 часа"


def test_S03_109_S03_111_a_referral_and_news_are_recorded_at_any_time(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    assert desk.persons.relations(here).news_idle
    owner = desk.persons.save(here, "", OWNER)
    desk.persons.refer(here, owner, "ООО «Сосед»")
    desk.persons.add_news(here, "открыли филиал в Твери")
    told = desk.persons.relations(here)
    assert [(each.who, each.whom, each.result) for each in told.referrals] == [("Орехов Пётр", "ООО «Сосед»", "open")]
    assert [each.text for each in told.news] == ["открыли филиал в Твери"] and not told.news_idle
    desk.persons.settle_referral(here, told.referrals[0].id, "client")
    assert desk.persons.relations(here).referrals[0].result == "client"


def test_U15_undo_takes_a_new_person_and_a_change_back(stage: Stage) -> None:
    desk, boris = desk_of(stage), desk_of(stage, "boris")
    here = client(desk)
    owner = desk.persons.save(here, "", OWNER)
    desk.persons.save(here, owner, {"given": "Павел"})
    assert desk.undo() is not None and "Орехов Пётр" in people(desk)
    assert desk.undo() is not None and not people(desk)
    owner = desk.persons.save(here, "", OWNER)
    boris.persons.save(here, owner, {"given": "Павел"})
    with pytest.raises(Problem, match="Somebody has changed this since"):
        desk.undo()


def test_S03_110_a_contact_with_people_ties_them_to_whoever_logged_it(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    owner = desk.persons.save(here, "", OWNER)
    handle = bytes.fromhex(owner)
    desk.persons.met(here, [handle], 20_500)
    desk.persons.met(here, [handle], 20_510)
    links = desk.work.about(LINK, here)
    assert [(each.fields.strength, each.fields.touched) for each in links] == [(1, 20_510)]
    assert len(desk.work.about(PERSON, here)) == 1
