"""People of imported lists: contact persons of new clients with what is private behind its own right (S03.56)."""

from __future__ import annotations

import pytest

from core.entities.people import FOREIGN_PASSPORT, PASSPORT
from core.problem import Problem
from storage.vault.books.own_fields import PERSON_VALUES
from storage.vault.books.people import PERSON, POSITION, PROFILE
from tests.desk.test_merged_base import desk_of
from tests.desk.test_orders import LIST
from tests.vault.stage import Stage
from tui.desk.desk import Desk

FIRMS = (
    "Название\tИНН\tКонтактное лицо\tДолжность\tТелефон контактного лица\n"
    "ООО «Кедр»\t7707083893\tОрехов Пётр Ильич\tдиректор\t+7 916 200-30-40\n"
    "ООО «Кедр»\t7707083893\tНосова Анна\tбухгалтер\t\n"
    "ООО «Сосна»\t\t\t\t\n"
)


def imported(desk: Desk, text: str, kind: str) -> str:
    """Take a pasted list in; the batch."""
    wizard = desk.wizard
    wizard.begin_paste(text)
    wizard.set_kind(kind)
    head = wizard.answer_asks("accept")
    told = wizard.commit(head.sha256)
    assert told.batch is not None, told
    return told.batch


def client_of(desk: Desk, name: str) -> str:
    return next(desk.base.ids[n].hex() for n, card in enumerate(desk.base.cards) if card.name == name)


def test_S03_56_a_list_of_people_keeps_passports_behind_their_own_right(stage: Stage) -> None:
    desk = desk_of(stage)
    before = len(desk.base.ids)
    batch = imported(desk, LIST, "people")
    here = client_of(desk, "Орехова Зоя")
    person = next(iter(desk.persons.known(here).values()))
    assert (person.surname, person.latin, person.sex, person.birth_day) == ("Орехова", "OREKHOVA ZOIA", "f", 29)
    profile = desk.persons.profile(here, person.id.hex())
    foreign, internal = profile.document(FOREIGN_PASSPORT), profile.document(PASSPORT)
    assert (foreign.series, foreign.number, foreign.until) == ("75", "1234567", "2030-03-01")
    assert (internal.series, internal.number) == ("45 09", "123456")
    assert (profile.birthday, profile.citizenship, profile.ticket) == ("1980-02-29", "Россия", "555-1")
    assert desk.questionnaires.read(here, person.id.hex(), "франц").person == "Орехова З."
    assert "Лунин" not in str([card.name for card in desk.base.cards]), (
        "a birthday that is no date puts its row in error"
    )
    desk.wizard.undo(batch)
    assert len(desk.base.ids) == before and not desk.session.registers.all(PERSON)
    assert stage.sql("SELECT count(*) FROM record WHERE space_id = ?", bytes.fromhex(here)) == [(0,)]


def test_S03_56_the_same_list_once_more_leaves_the_people_alone(stage: Stage) -> None:
    desk = desk_of(stage)
    imported(desk, LIST, "people")
    wizard = desk.wizard
    wizard.begin_paste(LIST.replace("1234567", "7654321"))
    wizard.set_kind("people")
    head = wizard.answer_asks("accept")
    assert (head.counts["new"], head.people_known) == (0, 3)
    assert wizard.commit(head.sha256).batch is None
    here = client_of(desk, "Орехова Зоя")
    person = next(iter(desk.persons.known(here)))
    assert desk.persons.profile(here, person.hex()).document(FOREIGN_PASSPORT).number == "1234567"


def test_S03_56_contact_persons_of_a_list_of_firms_stand_on_their_cards(stage: Stage) -> None:
    desk = desk_of(stage)
    batch = imported(desk, FIRMS, "clients")
    here = client_of(desk, "ООО «Кедр»")
    people = {each.name: each for each in desk.persons.relations(here).people}
    assert {name: each.title for name, each in people.items()} == {
        "Орехов Пётр Ильич": "директор", "Носова Анна": "бухгалтер",
    }  # fmt: skip
    assert [each.channel for each in people["Орехов Пётр Ильич"].points] == ["phone"]
    assert not desk.persons.known(client_of(desk, "ООО «Сосна»"))
    desk.wizard.undo(batch)
    assert not desk.session.registers.all(PERSON) and not desk.session.registers.all(POSITION)


def test_S03_56_undo_takes_several_private_people_of_one_client_back(stage: Stage) -> None:
    desk = desk_of(stage)
    before = len(desk.base.ids)
    head = "Название\tИНН\tКонтактное лицо\tДата рождения\n"
    rows = "".join(f"ООО «Кедр»\t7707083893\t{name}\t01.02.1980\n" for name in ("Орехов Пётр", "Носова Анна"))
    batch = imported(desk, head + rows, "clients")
    assert len(desk.persons.known(client_of(desk, "ООО «Кедр»"))) == 2
    desk.wizard.undo(batch)
    assert len(desk.base.ids) == before


def test_S03_56_undo_keeps_a_client_whose_person_was_worked_on(stage: Stage) -> None:
    desk = desk_of(stage)
    batch = imported(desk, LIST, "people")
    here = client_of(desk, "Орехова Зоя")
    person = next(iter(desk.persons.known(here)))
    desk.persons.save_profile(here, person.hex(), {"hobbies": "рыбалка"})
    desk.wizard.undo(batch)
    assert client_of(desk, "Орехова Зоя") == here
    client = bytes.fromhex(here)
    profiles = desk.session.registers.of(PROFILE, [client], desk.session.registers.noting(client))
    assert [each.fields.hobbies for each in profiles] == ["рыбалка"]


def test_S03_56_a_file_of_another_sort_is_no_list_of_people(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.wizard.begin_paste("Контрагент\tДата\tДокумент\tСумма\nКедр\t01.02.2026\tРН-1\t100\n")
    with pytest.raises(Problem):
        desk.orders.people_wanted()
        desk.orders.staged(client_of(desk, desk.base.cards[0].name))


def test_U12_a_column_named_like_an_own_field_of_people_feeds_whom_the_import_makes(stage: Stage) -> None:
    desk_of(stage, "boris").own.save_field("", {"name": "Размер ноги", "of": "person", "kind": "number"})
    desk = desk_of(stage)
    text = (
        "Фамилия\tИмя\tДата рождения\tРазмер ноги\nКарпов\tЛев\t01.02.1980\t43,5\nЗорина\tЯна\t02.03.1981\tне помню\n"
    )
    batch = imported(desk, text, "people")
    here = client_of(desk, "Карпов Лев")
    (person,) = desk.persons.relations(here).people
    assert person.own == (("Размер ноги", "43,5"),)
    assert "Зорина" not in str([card.name for card in desk.base.cards]), "a word where a number belongs is an error"
    desk.wizard.undo(batch)
    assert not desk.session.registers.all(PERSON_VALUES)
    assert client_of_any(desk, "Карпов Лев") is None


def client_of_any(desk: Desk, name: str) -> str | None:
    return next((desk.base.ids[n].hex() for n, card in enumerate(desk.base.cards) if card.name == name), None)
