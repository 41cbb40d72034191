"""Questionnaires at the desk: both columns, directories, copying, paper (S03.65–S03.70)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.entities.people import FOREIGN_PASSPORT
from core.problem import ExitCode, Problem
from storage.vault.books.questionnaires import ANSWERS
from tests.desk.test_merged_base import desk_of
from tests.outlets.reading import docx_text
from tests.outlets.test_word_form import form as word_form
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.port_questionnaire import AnswerRow

FRANCE, BRITAIN = "Франция", "Великобритания"


def filled(stage: Stage) -> tuple[Desk, str, str]:
    """A desk, a client, a person of his with a passport."""
    desk = desk_of(stage)
    here = refs(desk.session)["C-1"].hex()
    fields = {"surname": "Ёлкина", "given": "Зоя", "patronymic": "Ильинична", "title": "директор", "sex": "f"}
    person = desk.persons.save(here, "", fields)
    desk.persons.save_profile(
        here, person, {"birthday": "1980-02-29", "documents": "загранпаспорт 75 1234567 2030-03-01"}
    )
    return desk, here, person


def row(desk: Desk, here: str, person: str, form: str, name: str) -> AnswerRow:
    return next(each for each in desk.questionnaires.read(here, person, form).rows if each.name == name)


def test_S03_65_S03_66_common_data_stand_beside_additional_ones(stage: Stage) -> None:
    desk, here, person = filled(stage)
    view = desk.questionnaires.read(here, person, FRANCE)
    assert (view.person, view.form.language) == ("Ёлкина З. И.", "fr")
    common = {each.common: (each.source, each.result) for each in view.rows if each.common}
    assert common["surname"] == ("Ёлкина", "Elkina") and common["birthday"] == ("29.02.1980",) * 2
    assert common["foreign_number"][0] == "1234567" and common["foreign_until"][0] == "01.03.2030"
    assert common["sex"] == ("женский", "féminin") and common["position"] == ("директор", "directeur")
    first_own = next(n for n, each in enumerate(view.rows) if not each.common)
    assert first_own and not any(each.common for each in view.rows[first_own:])
    assert desk.questionnaires.last_form(here, person) == desk.questionnaires.countries()[0].id


def test_S03_68_a_typed_answer_is_translated_its_result_may_be_edited(stage: Stage) -> None:
    desk, here, person = filled(stage)
    quest = desk.questionnaires
    place = row(desk, here, person, FRANCE, "Место рождения")
    assert quest.suggest(FRANCE, place.id, "Тула").text == "Tula"
    quest.save(here, person, FRANCE, place.id, "Тула", "Tula", False)
    quest.save(here, person, FRANCE, row(desk, here, person, FRANCE, "Домашний адрес").id, "東京 5", "東京 5", False)
    assert row(desk, here, person, FRANCE, "Место рождения").result == "Tula"
    assert row(desk, here, person, FRANCE, "Домашний адрес").result == "東京 5"
    quest.save(here, person, FRANCE, place.id, "Тула", "TOULA", True)
    place = row(desk, here, person, FRANCE, "Место рождения")
    assert (place.source, place.result, place.edited) == ("Тула", "TOULA", True)
    quest.save(here, person, FRANCE, place.id, "Тверь", "", False)
    assert row(desk, here, person, FRANCE, "Место рождения").result == "Tver"
    assert quest.last_form(here, person) == quest.template(FRANCE).id.hex()
    desk.undo()
    assert row(desk, here, person, FRANCE, "Место рождения").result == "TOULA"


def test_S03_69_an_unknown_word_is_told_and_known_from_then_on(stage: Stage) -> None:
    desk, here, person = filled(stage)
    quest = desk.questionnaires
    aim = row(desk, here, person, FRANCE, "Цель поездки")
    assert quest.suggest(FRANCE, aim.id, "паломничество").unknown == ("паломничество",)
    quest.save(here, person, FRANCE, aim.id, "паломничество", "", False)
    assert quest.untranslated(here, [person], FRANCE) == ("паломничество",)
    quest.add_word("паломничество", "pilgrimage", "pèlerinage")
    assert quest.suggest(FRANCE, aim.id, "Паломничество").text == "Pèlerinage"
    assert row(desk, here, person, FRANCE, "Цель поездки").result == "pèlerinage"
    assert quest.untranslated(here, [person], FRANCE) == () and quest.known_word("ПАЛОМНИЧЕСТВО")[0] == "pilgrimage"
    with pytest.raises(Problem):
        quest.add_word("слoво", "word", "")
    quest.save_row("dictionary", "паломничество", {"ru": "хадж", "en": "hajj"})
    assert quest.known_word("паломничество") == ("", "") and quest.known_word("хадж") == ("hajj", "pèlerinage")
    quest.drop_row("dictionary", "мужской")
    assert quest.known_word("мужской") == ("", "")
    assert desk_of(stage, "boris").questionnaires.known_word("хадж")[0] == "hajj"


def test_S03_65_common_data_typed_here_go_to_the_card_they_come_from(stage: Stage) -> None:
    desk, here, person = filled(stage)
    quest = desk.questionnaires
    rows = {each.common: each.id for each in quest.read(here, person, BRITAIN).rows if each.common}
    for common, text in (("citizenship", "Россия"), ("latin_surname", "ELKINA"), ("latin_given", "ZOIA"),
                         ("birthday", "01.03.1981"), ("foreign_number", "7654321"), ("position", "бухгалтер"),
                         ("sex", "женский"), ("foreign_until", "02.03.2031")):  # fmt: skip
        quest.save(here, person, BRITAIN, rows[common], text, "", False)
    profile = desk.persons.profile(here, person)
    assert (profile.citizenship, profile.birthday) == ("Россия", "1981-03-01")
    paper = profile.document(FOREIGN_PASSPORT)
    assert (paper.series, paper.number, paper.until) == ("75", "7654321", "2031-03-02")
    assert desk.persons.known(here)[bytes.fromhex(person)].latin == "ELKINA ZOIA"
    shown = {each.common: (each.source, each.result) for each in quest.read(here, person, BRITAIN).rows}
    assert shown["surname"] == ("Ёлкина", "ELKINA") and shown["position"] == ("бухгалтер", "accountant")
    quest.save(here, person, BRITAIN, rows["employer"], shown["employer"][0], "OOO Romashka", True)
    assert row(desk, here, person, BRITAIN, "Место работы").result == "OOO Romashka"
    for common, text in (("employer", "другое"), ("sex", "конь"), ("birthday", "31.02.1980"),
                         ("latin_surname", "DE LA CRUZ")):  # fmt: skip
        with pytest.raises(Problem):
            quest.save(here, person, BRITAIN, rows[common], text, "", False)
    client = bytes.fromhex(here)
    assert len(desk.session.registers.of(ANSWERS, [client], desk.session.registers.noting(client))) == 1


def test_S03_66_answers_are_taken_from_and_copied_to_other_people(stage: Stage) -> None:
    desk, here, person = filled(stage)
    quest = desk.questionnaires
    other = desk.persons.save(here, "", {"surname": "Лунин", "given": "Пётр"})
    home, place = (row(desk, here, person, FRANCE, name).id for name in ("Домашний адрес", "Место рождения"))
    quest.save(here, person, FRANCE, home, "Тула, Мира 5", "Toula, Mira 5", True)
    quest.save(here, person, FRANCE, place, "Тула", "", False)
    assert quest.copy(here, FRANCE, person, [other], [home]) == 1
    address = row(desk, here, other, FRANCE, "Домашний адрес")
    assert (address.source, address.result, address.edited) == ("Тула, Мира 5", "Toula, Mira 5", True)
    assert row(desk, here, other, FRANCE, "Место рождения").source == ""
    name = row(desk, here, person, FRANCE, "Фамилия").id
    for source, target, fields in ((other, person, [place]), (person, person, [home]), (person, other, [name])):
        with pytest.raises(Problem):
            quest.copy(here, FRANCE, source, [target], fields)


def test_S03_66_S03_68_S03_70_the_directories_belong_to_the_firm(stage: Stage) -> None:
    desk, here, person = filled(stage)
    quest = desk.questionnaires
    china = quest.save_row("countries", "", {"country": "Китай", "language": "английский", "scheme": "gost_779"})
    field = quest.save_row("fields", "", {"field_name": "_Вероисповедание", "way": "по словарю", "common": ""}, china)
    quest.save_row("variants", "", {"field_name": "_Вероисповедание", "variants": "нет; православие;; нет"})
    shown = next(each for each in quest.read(here, person, china).rows if each.id == field)
    assert (shown.name, shown.picked, shown.variants) == ("Вероисповедание", True, ("нет", "православие"))
    quest.move_field(china, field, -99)
    assert quest.rows("fields", china)[0].id == field
    quest.save_row("fields", field, {"way": "letters"}, china)
    assert quest.suggest(china, field, "ёж").text == "yozh"
    quest.drop_row("fields", field, china)
    assert field not in [each.id for each in quest.rows("fields", china)]
    quest.save_row("countries", FRANCE, {"country": "Франция"})
    assert len([each for each in quest.countries() if each.country.startswith("Франция")]) == 1
    quest.drop_row("countries", china)
    assert "Китай" not in [each.country for each in desk_of(stage, "boris").questionnaires.countries()]
    for directory, fields in (
        ("countries", {"country": " "}), ("countries", {"country": "Индия"}), ("countries", {"language": "de"}),
        ("fields", {"field_name": "_"}), ("fields", {"field_name": "Фамилия"}), ("fields", {"way": "x"}),
        ("fields", {"field_name": "Цвет", "common": "colour"}), ("variants", {"field_name": "Пол", "variants": "м"}),
        ("dictionary", {"ru": "слово"}),
    ):  # fmt: skip
        with pytest.raises(Problem):
            quest.save_row(directory, "", {"country": "Перу"} | fields if directory == "countries" else fields, FRANCE)  # type: ignore[arg-type]


def test_S03_65_the_form_of_the_country_comes_out_for_one_and_for_all(stage: Stage, tmp_path: Path) -> None:
    desk, here, person = filled(stage)
    quest = desk.questionnaires
    other = desk.persons.save(here, "", {"surname": "Лунин", "given": "Пётр"})
    order = desk.orders.save_head(here, "", {"number": "З-1"})
    desk.orders.add_people(here, order, [person, other])
    people = [each for each, _name in quest.people(here, order)]
    assert people == [person, other] and len(quest.people(here)) == 2
    made = quest.print_out(here, people, FRANCE, "txt", "виза")
    text = Path(made[0].file).read_text("utf-8")
    assert len(made) == 1 and "Elkina" in text and "Lunin" in text and "directeur" in text and "Ёлкина З. И." in text
    with pytest.raises(Problem):
        quest.print_out(here, people, FRANCE, "form", "виза")
    paper = tmp_path / "france.docx"
    paper.write_bytes(word_form("{{ person }}: {{ familiia }} né(e) {{ data_rozhdeniia }} ({{ country }})"))
    quest.set_paper(FRANCE, str(paper))
    made = quest.print_out(here, people, FRANCE, "form", "виза")
    texts = [docx_text(Path(each.file).read_bytes()) for each in made]
    assert "Ёлкина З. И.: Elkina né(e) 29.02.1980 (Франция" in texts[0] and "Lunin" in texts[1]
    paper.write_bytes(word_form("{{ nobody }}"))
    with pytest.raises(Problem):
        quest.set_paper(FRANCE, str(paper))
    assert quest.template(FRANCE).paper
    with pytest.raises(Problem):
        quest.print_out(here, [], FRANCE, "txt", "виза")


def test_S03_65_questionnaires_are_closed_without_the_right_to_private_things(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, here, person = filled(stage)
    monkeypatch.setattr(desk.session.disclosure, "opens", lambda register, client_id: False)
    with pytest.raises(Problem) as refused:
        desk.questionnaires.read(here, person, FRANCE)
    assert refused.value.exit_code is ExitCode.REFUSED


def test_U36_a_questionnaire_goes_with_the_person_it_is_about(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    here = refs(desk.session)["C-1"].hex()
    person = desk.persons.save(here, "", {"surname": "Ёлкина", "given": "Зоя"})
    order = desk.orders.save_head(here, "", {"number": "З-1"})
    desk.orders.save_item(here, order, "", {"product_name": "Поездка", "first_day": "2026-04-01"})
    desk.orders.add_people(here, order, [person], ["1"])
    place = row(desk, here, person, FRANCE, "Место рождения")
    desk.questionnaires.save(here, person, FRANCE, place.id, "Тула", "", False)
    desk.erasure.erase(here, [f"person:{person}"])
    client = bytes.fromhex(here)
    assert desk.session.registers.of(ANSWERS, [client], desk.session.registers.noting(client)) == []
    assert not desk.orders.named(here, order).fields.items[0].people
