"""The buttons of cleaning: what each changes, what it leaves alone (S03.61, S03.62, exchange §3 step 3)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cleaning import names, texts
from core.cleaning.buttons import BUTTONS, changes_of
from core.cleaning.changes import Cells, applied
from core.cleaning.cyrillic import to_cyrillic
from core.problem import Problem


def made(button: str, /, **cells: list[str]) -> dict[str, list[str]]:
    return applied(cells, changes_of(button, cells))


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("IVANOVA", "Иванова"), ("Shcherbakova", "Щербакова"), ("DMITRY", "Дмитрий"), ("Yuliya", "Юлия"),
        ("Solovyev", "Соловьев"), ("Tsvetkov", "Цветков"), ("Alexey", "Алексей"), ("Khabibullin", "Хабибуллин"),
        ("Kuznetsova-Petrova", "Кузнецова-Петрова"), ("Иван", "Иван"),
    ],
)  # fmt: skip
def test_S03_61_latin_names_in_russian_letters(latin: str, russian: str) -> None:
    assert to_cyrillic(latin) == russian


def test_S03_61_a_copy_fills_what_is_empty_and_is_marked_as_guessed() -> None:
    cells: Cells = {"latin_first_name": ["ANNA", "OLEG", ""], "first_name": ["", "Олежка", ""]}
    found = changes_of("latin_first_name", cells)
    assert [(each.row, each.field, each.new, each.guessed) for each in found] == [(0, "first_name", "Анна", True)]


def test_S03_62_the_latin_surname_is_split_into_surname_and_sex_or_name() -> None:
    sexes = made("surname_sex", latin_last_name=["IVANOVA MRS", "PETROV/M", "SIDOROV", "Г-Н"])
    assert sexes["latin_last_name"] == ["IVANOVA", "PETROV", "SIDOROV", "Г-Н"] and sexes["sex"] == ["ж", "м", "", ""]
    both = made("surname_name", latin_last_name=["IVANOVA/ANNA MRS", "PETROV"], latin_first_name=["", ""])
    assert both == {"latin_last_name": ["IVANOVA MRS", "PETROV"], "latin_first_name": ["ANNA", ""]}


@pytest.mark.parametrize(
    ("whole", "parts", "guessed"),
    [
        ("Иванов Иван Иванович", ("Иванов", "Иван", "Иванович"), False),
        ("Анна Петровна Кузнецова", ("Кузнецова", "Анна", "Петровна"), False),
        ("Алиев Эльдар Гасан оглы", ("Алиев", "Эльдар", "Гасан оглы"), False),
        ("Пётр Сидоров", ("Сидоров", "Пётр", ""), True),
        ("Мышь Анна", ("Мышь", "Анна", ""), True),
    ],
)  # fmt: skip
def test_S03_62_a_full_name_is_split(whole: str, parts: tuple[str, str, str], guessed: bool) -> None:
    found, doubtful = names.name_parts(whole)
    assert tuple(found.get(each, "") for each in ("last_name", "first_name", "middle_name")) == parts
    assert doubtful is guessed


def test_S03_62_a_firm_is_no_full_name_and_a_surname_tells_no_sex() -> None:
    assert names.name_parts('ООО "Ромашка"') == ({}, False)
    assert names.sex_of("", "Петровна") == "ж" and names.sex_of("Саша", "") == "" and names.sex_of("", "") == ""


def test_S03_62_forbidden_characters_phones_mails_letters_quotes() -> None:
    assert made("forbidden", last_name=["Ива*нов1", "О'Коннор-Смит"])["last_name"] == ["Ива нов", "О'Коннор-Смит"]
    assert made("phones", phone=["8 (912) 345-67-89; 84951234567", "спросить", "12"])["phone"] == [
        "+7 912 345-67-89; +7 495 123-45-67", "спросить", "12",
    ]  # fmt: skip
    assert made("mails", email=["Info@Firma.RU, B@b.ru"])["email"] == ["info@firma.ru; b@b.ru"]
    assert made("yo", name=["Пётр Ёлкин"])["name"] == ["Петр Елкин"]
    assert texts.own_letters("OOO Pомашка") == "ООО Ромашка" and texts.own_letters("Acme IT") == "Acme IT"
    assert texts.firm_text('Общество с ограниченной ответственностью "Ромашка"') == "ООО «Ромашка»"


def test_an_unknown_button_is_one_sentence() -> None:
    with pytest.raises(Problem, match="no cleaning called"):
        changes_of("нет", {})


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["name", "last_name", "first_name", "latin_last_name", "phone", "email", "sex", "city"]),
        st.lists(st.text(max_size=30), min_size=3, max_size=3),
        min_size=1,
    ),
    st.sampled_from([button.name for button in BUTTONS]),
)
def test_S03_62_every_button_names_exactly_what_it_changes_and_twice_is_once(
    cells: dict[str, list[str]], button: str
) -> None:
    changes = changes_of(button, cells)
    after = applied(cells, changes)
    told = {(each.field, each.row): each for each in changes}
    for field, column in after.items():
        for row, text in enumerate(column):
            before = cells.get(field, ["", "", ""])[row]
            assert ((field, row) in told) == (text != before)
            if (field, row) in told:
                assert (told[field, row].old, told[field, row].new) == (before, text)
