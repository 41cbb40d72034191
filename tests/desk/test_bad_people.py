"""What people and files really hold: two employers, one name, 400 letters, 300 people, a photo of 50 MB (issue 7)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from core.entities.people import NAME_MAX
from core.problem import ExitCode, Problem
from tests.desk.test_merged_base import desk_of
from tests.desk.test_persons import OWNER, client, people
from tests.vault.stage import Stage
from tui.desk.desk import Desk

MANY = 300


def refused(told: pytest.ExceptionInfo[Problem]) -> str:
    """The sentence of a refusal: one, whole, for what was typed."""
    sentence = str(told.value)
    assert told.value.exit_code == ExitCode.BAD_INPUT and sentence.count(". ") <= 1 and sentence
    return sentence


def test_S03_89_a_person_with_two_employers_stands_on_both_cards_and_goes_from_one(stage: Stage) -> None:
    desk = desk_of(stage)
    here, there = client(desk), client(desk, "C-2")
    person = desk.persons.save(here, "", {**OWNER, "phone": "+7 916 200-30-40"})
    again = desk.persons.save(there, "", {**OWNER, "title": "совладелец", "phone": "+7 916 200-30-40"})
    assert people(desk)["Орехов Пётр"].title == "владелец" and people(desk, "C-2")["Орехов Пётр"].title == "совладелец"
    desk.persons.left(there, again)
    assert people(desk, "C-2")["Орехов Пётр"].until and people(desk)["Орехов Пётр"].until is None
    assert person != again
    desk.finding.ready()
    assert {hit.id for hit in desk.finding.find("9162003040", 5).hits} == {here, there}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"given": "Зоя"}, "Зоя"),
        ({"surname": "Рамзес"}, "Рамзес"),
        ({"latin": "Madonna"}, "Madonna"),
        ({"given": "Пётр", "patronymic": "Ильич"}, "Пётр Ильич"),
    ],
)
def test_S03_89_no_surname_or_one_name_only_is_a_person_everywhere(
    stage: Stage, fields: dict[str, str], shown: str
) -> None:
    desk = desk_of(stage)
    here = client(desk)
    desk.persons.save(here, "", {**fields, "rung": "owner"})
    assert [each.name for each in desk.persons.relations(here).people] == [shown]
    assert shown in Path(desk.dossiers.take_out(here, "md", "проверка").file).read_text("utf-8")


def test_S03_89_nobody_without_any_name_and_no_name_of_400_letters(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    for fields in ({"title": "директор"}, {"surname": "\u200b \u00a0"}):
        with pytest.raises(Problem) as told:
            desk.persons.save(here, "", fields)
        refused(told)
    with pytest.raises(Problem, match=str(NAME_MAX)) as told:
        desk.persons.save(here, "", {"surname": "Ы" * 400})
    refused(told)
    desk.persons.save(here, "", {"surname": "Ы" * NAME_MAX, "given": "Я" * NAME_MAX})
    assert len(desk.persons.relations(here).people) == 1


def test_S03_89_three_hundred_people_of_one_firm_and_a_circle_of_chiefs_are_drawn_whole(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    chiefs: list[str] = []
    for number in range(MANY):
        chief = {"reports_to": chiefs[number // 7]} if chiefs else {}
        chiefs.append(desk.persons.save(here, "", {"surname": f"Орехов-{number:03}", **chief}))
    desk.persons.save(here, chiefs[0], {"reports_to": chiefs[-1]})
    told = desk.persons.relations(here)
    assert len(told.people) == MANY and {each.id for each in told.people} == set(chiefs)
    assert any(each.circular for each in told.people)
    text = Path(desk.dossiers.take_out(here, "md", "проверка").file).read_text("utf-8")
    assert [number for number in range(MANY) if f"Орехов-{number:03}" not in text.replace("\\", "")] == []
    with pytest.raises(Problem) as own:
        desk.persons.save(here, chiefs[5], {"reports_to": chiefs[5]})
    assert "himself" in refused(own)


def test_S03_37_a_birthday_of_tomorrow_or_of_no_calendar_is_refused_and_nothing_is_written(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    person = desk.persons.save(here, "", OWNER)
    tomorrow = desk.today_date() + dt.timedelta(days=1)
    for typed in (tomorrow.isoformat(), "1983-02-29", "вчера", "0000-01-01"):
        with pytest.raises(Problem) as told:
            desk.persons.save_profile(here, person, {"birthday": typed, "hobbies": "рыбалка"})
        refused(told)
    shown = {each.name: each.value for each in desk.persons.profile_form(here, person)}
    assert (shown["birthday"], shown["hobbies"]) == ("", "")
    for typed in ("30.02", "31.11", "0.5"):
        with pytest.raises(Problem) as told:
            desk.persons.save(here, person, {"congratulate": typed})
        refused(told)


def test_U13_a_photo_of_50_megabytes_and_a_name_that_climbs_out_are_no_way_in_or_out(
    stage: Stage, tmp_path: Path
) -> None:
    desk = desk_of(stage)
    here = client(desk)
    photo = tmp_path / "фото.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0")
    with photo.open("r+b") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(Problem) as told:
        desk.files.attach(here, {"file": str(photo)})
    refused(told)
    assert desk.files.rows(here) == [] and "50 MB" in str(told.value)
    (tmp_path / "a").mkdir()
    (tmp_path / "x").write_text("договор", "utf-8")
    desk.files.attach(here, {"file": f"{tmp_path}/a/../../{tmp_path.name}/x"})
    assert [each.name for each in desk.files.rows(here)] == ["x"]


def test_S03_69_a_word_of_both_alphabets_is_refused_in_either_column(stage: Stage) -> None:
    desk = desk_of(stage)
    rows = len(desk.questionnaires.rows("dictionary", ""))
    for word, why in (
        ({"ru": "плoтник", "en": "carpenter"}, "Latin letters"),
        ({"ru": "плотник", "en": "саrpenter"}, "Russian letters"),
        ({"ru": "плотник"}, "an equivalent"),
    ):
        with pytest.raises(Problem, match=why) as told:
            save_word(desk, word)
        refused(told)
    assert len(desk.questionnaires.rows("dictionary", "")) == rows


def save_word(desk: Desk, word: dict[str, str]) -> None:
    desk.questionnaires.save_row("dictionary", "", word)


def test_S03_96_a_section_pasted_from_word_keeps_its_text_and_loses_its_control_characters(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    pasted = "Братья\x0bи\x07 лавка\u200b\x0c ¶ \u2028Второй\x1b[31m склад\u202e\ufeff"
    desk.book.save_text(here, "company", {"company_text": pasted})
    (_key, kept), *_others = next(each for each in desk.book.read(here).sections if each.section == "company").texts
    assert "лавка" in kept and "Второй" in kept and "склад" in kept
    assert not any(char in kept for char in "\x0b\x07\x0c\x1b\u202e")
    shown = Path(desk.dossiers.take_out(here, "md", "проверка").file).read_text("utf-8")
    assert not any(ord(char) < 32 and char != "\n" for char in shown)
