"""Letters, dictionary, both columns of a questionnaire (S03.65–S03.70)."""

from __future__ import annotations

import pytest

from core.dossier.questionnaire import COMMON, common_data, initials, key_of, lines_of, values_of
from core.dossier.shipped_forms import DICTIONARY, FORMS, VARIANTS
from core.dossier.translation import Lexicon, checked_entry, translated
from core.dossier.transliteration import SCHEMES, in_letters
from core.entities.people import FOREIGN_PASSPORT, IdentityDocument, Person, PersonProfile
from core.entities.questionnaires import DictionaryEntry, FormAnswer, FormField, FormTemplate, Questionnaire
from core.problem import Problem

LEXICON = Lexicon(
    (
        DictionaryEntry(ru="улица", en="street", fr="rue"),
        DictionaryEntry(ru="генеральный директор", en="general director", fr="directeur général"),
        DictionaryEntry(ru="директор", en="director"),
        DictionaryEntry(ru="да", en="yes"),
        DictionaryEntry(ru="да", en="indeed"),
    )
)
PERSON = Person(surname="Ёлкина", given="Зоя", patronymic="Ильинична", latin="ELKINA ZOIA", sex="f")
PROFILE = PersonProfile(
    person=b"p", birthday="1980-02-29", documents=(IdentityDocument(FOREIGN_PASSPORT, "1234567", series="75"),)
)


@pytest.mark.parametrize(
    ("scheme", "told"),
    [
        ("icao", "Ershov Shchukin Iuliia Podieezd TSYBUL'"),
        ("gost_2006", "Ershov Shchukin Iuliia Podezd TCYBUL'"),
        ("gost_779", "Yorshov Shhukin Yuliya Pod``ezd CZY`BUL`'"),
        ("french", "Iorchov Chtchukin Iouliia Podezd TSYBOUL'"),
        ("nobody's", "Ershov Shchukin Iuliia Podieezd TSYBUL'"),
    ],
)
def test_S03_68_letters_by_a_scheme_with_a_name(scheme: str, told: str) -> None:
    expected = told.replace("Chtchukin", "Chtchoukin")
    assert in_letters("Ёршов Щукин Юлия Подъезд ЦЫБУЛЬ'", scheme) == expected
    assert in_letters("Ivanov 社 №5 é", scheme) == "Ivanov 社 №5 é"
    assert set(SCHEMES) == {"icao", "gost_2006", "gost_779", "french"}


@pytest.mark.parametrize(
    ("text", "language", "told", "unknown"),
    [
        ("Генеральный директор", "en", "General director", ()),
        ("ДИРЕКТОР", "en", "DIRECTOR", ()),
        ("генеральный директор, улица", "fr", "directeur général, rue", ()),
        ("да", "en", "indeed", ()),
        ("директор", "fr", "директор", ("директор",)),
        ("улица Мира, дом 5", "en", "street Мира, дом 5", ("Мира", "дом")),
        ("улица Lenin, 5", "en", "street Lenin, 5", ()),
        ("wоrd", "en", "wоrd", ()),
    ],
)
def test_S03_69_the_dictionary_takes_the_longest_phrase_and_names_what_it_lacks(
    text: str, language: str, told: str, unknown: tuple[str, ...]
) -> None:
    found = LEXICON.translate(text, language)  # type: ignore[arg-type]
    assert (found.text, found.unknown) == (told, unknown)


@pytest.mark.parametrize(
    ("way", "language", "told"),
    [("none", "en", "улица"), ("letters", "en", "ulitsa"), ("dictionary", "en", "street"), ("letters", "ru", "улица")],
)
def test_S03_68_only_russian_is_translated_and_only_for_another_language(way: str, language: str, told: str) -> None:
    assert translated("улица", way, language, "icao", LEXICON).text == told  # type: ignore[arg-type]
    for text in ("rue", "Straße 5", "通り", ""):
        assert translated(text, way, language, "icao", LEXICON).text == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "entry",
    [("", "x", ""), ("слово", "", ""), ("cлово", "word", ""), ("слово", "wоrd", ""), ("слово", "", "мoт"),
     ("с" * 121, "w", "")],
)  # fmt: skip
def test_S03_69_a_word_with_both_alphabets_is_refused_in_one_sentence(entry: tuple[str, str, str]) -> None:
    with pytest.raises(Problem):
        checked_entry(DictionaryEntry(ru=entry[0], en=entry[1], fr=entry[2]))
    assert checked_entry(DictionaryEntry(ru=" да\x07 ", fr="oui")).ru == "да"


def test_S03_65_common_data_come_from_the_card_and_the_passport_spells_the_name() -> None:
    common = common_data(PERSON, PROFILE, "директор", "ООО «Ромашка»", "Тула")
    assert tuple(common) == COMMON
    fields = (
        FormField("1", "Место рождения"), FormField("2", "Фамилия", "letters", "surname"),
        FormField("3", "Отчество", "letters", "patronymic"), FormField("4", "Дата", "none", "birthday"),
        FormField("5", "_Пол", "dictionary", "sex"), FormField("6", "Должность", "dictionary", "position"),
    )  # fmt: skip
    form = FormTemplate(country="Франция", language="en", fields=fields)
    answers = Questionnaire(
        person=b"p", form=b"f",
        answers=(FormAnswer("1", "Тула", "TULA", True), FormAnswer("6", "менеджер", "boss", True)),
    )  # fmt: skip
    lines = lines_of(form, answers, common, LEXICON)
    assert [(each.field.id, each.source, each.result, each.edited) for each in lines] == [
        ("2", "Ёлкина", "ELKINA", False), ("3", "Ильинична", "Ilinichna", False),
        ("4", "29.02.1980", "29.02.1980", False), ("5", "женский", "женский", False),
        ("6", "директор", "director", False), ("1", "Тула", "TULA", True),
    ]  # fmt: skip
    assert lines[3].unknown == ("женский",)
    values = values_of(form, lines)
    assert values["mesto_rozhdeniia"] == "TULA" and values["familiia"] == "ELKINA" and values["country"] == "Франция"
    assert key_of("_Цель поездки") == "tsel_poezdki" and key_of("№") == "field"


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (PERSON, "Ёлкина З. И."),
        (Person(given="Зоя"), "Зоя"),
        (Person(latin="KIM"), "KIM"),
        (Person(surname="Ким"), "Ким"),
    ],
)
def test_S03_66_the_head_shows_surname_and_initials(person: Person, told: str) -> None:
    assert initials(person) == told


def test_S03_66_S03_70_what_a_firm_begins_with_is_whole() -> None:
    lexicon = Lexicon(DICTIONARY)
    assert len({each.id for each in FORMS}) == len(FORMS) >= 4
    for form in FORMS:
        assert len({each.id for each in form.fields}) == len({each.name for each in form.fields}) == len(form.fields)
        assert all(each.common in ("", *COMMON) for each in form.fields)
        for field in form.fields:
            if field.has_variants:
                values = next(each.values for each in VARIANTS if each.field == field.name)
                assert all(not lexicon.translate(value, form.language).unknown for value in values), field.name
    for entry in DICTIONARY:
        assert checked_entry(entry) == entry and entry.en and entry.fr
