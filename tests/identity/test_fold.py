"""One skeleton for a name in any script and scheme, layouts, legal forms, word forms (U07, spec/search §0)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identity.fold import fold, letterwise, mend_look_alikes, other_readings, sound, unfinished
from core.identity.index import SearchEntry, SearchIndex, build
from core.identity.layouts import to_latin, to_russian
from core.identity.legal_forms import legal_form, strip_legal_form
from core.identity.word_forms import dictionary_forms
from tests.identity.made_noise import SCHEMES, declined, translit

NAMES = """
    Щербаков Юрий Хрущёв Цветаева Жуковский Чайковский Объедков Фёдор Наталья Ильин Яшин Евтушенко Шаляпин Кузнецов
    Рыбаков Мусоргский Хабибуллин Элла Майя Жжёнов Йошкарин Соловьёв Гончарук Василий Валерий Анастасия Дмитрий Алексей
    Съедин Чёрный Пьяных Ромашка Детский Снегирёв
""".split()  # noqa: SIM905
SPELLINGS = {
    "Ромашка": ["Romashka", "Romaška", "Romaschka", "ROMASHKA", "Pомашка", "Рoмaшкa", "Ромашкка"],
    "Чайковский": ["Tchaikovsky", "Tschaikowski", "Chaykovskiy", "Czajkowski", "Čajkovskij", "Chaikovskii"],
    "Хрущёв": ["Khrushchev", "Hruščëv", "Chruschtschow", "Khrushchyov"],
    "Иванов": ["Ivanov", "Iwanow", "Ivanoff"],
    "Жуков": ["Zhukov", "Žukov", "Joukov"],
    "Müller": ["Muller", "Mueller", "Мюллер"],
    "Schmidt": ["Шмидт", "Schmitt"],
}
FORMS = """
    ООО|ОАО|ПАО|ЗАО|АО|ИП|НКО|АНО|ТОО|ФГУП|МУП|ГБУ|Общество с ограниченной ответственностью|
    Публичное акционерное общество|Индивидуальный предприниматель|GmbH|AG|GmbH & Co. KG|
    Ltd|Ltd.|Limited|LLC|L.L.C.|Inc.|Corp.|PLC|S.A.|S.p.A.|S.r.l.|
    B.V.|N.V.|A/S|ApS|AB|Oy|Oyj|SARL|SAS|Sp. z o.o.|s.r.o.|d.o.o.|Kft.|UAB|SIA|OÜ|Pty Ltd|Pte Ltd|Sdn Bhd|SRL|
    株式会社|有限公司
"""


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return build([SearchEntry(at, name) for at, name in enumerate(NAMES)])


@pytest.mark.parametrize("scheme", range(len(SCHEMES)))
def test_U07_every_scheme_of_transliteration_finds_the_name(index: SearchIndex, scheme: int) -> None:
    for at, name in enumerate(NAMES):
        assert index.search(translit(name.lower(), scheme))[0].id == at, translit(name.lower(), scheme)


@pytest.mark.parametrize(("name", "spellings"), SPELLINGS.items())
def test_U07_spellings_of_the_world_find_the_name(name: str, spellings: list[str]) -> None:
    index = build([SearchEntry(0, "Совсем другой"), SearchEntry(1, name), SearchEntry(2, "Петров Пётр")])
    for spelling in spellings:
        assert index.search(spelling)[0].id == 1, spelling


def test_U07_a_name_of_two_alphabets_is_mended_into_one() -> None:
    assert mend_look_alikes("poмашкa") == "ромашка"
    assert mend_look_alikes("rоmеo") == "romeo"
    assert mend_look_alikes("р0машка") == "ромашка"
    assert mend_look_alikes("завод 30") == "завод 30"


def test_U07_a_word_half_typed_reaches_what_its_end_will_change() -> None:
    assert fold("Детский").startswith(tuple(unfinished("дет")))
    assert fold("Group").startswith(tuple(unfinished("gro")))
    assert unfinished("ромаш") == []


def test_U07_errors_that_bring_letters_together_are_taken_apart() -> None:
    assert letterwise("броов") == "broov"
    assert fold("броов") == "brov"
    assert sound(fold("Решохова")) == sound(fold("ришахава"))
    assert fold("Хлютова") in other_readings("xlyutova")


def test_U07_layouts_are_each_others_reverse() -> None:
    assert to_russian("bdfyjd") == "иванов"
    assert to_latin("луттувн") == "kennedy"
    every = "ёйцукенгшщзхъфывапролджэячсмитьбю"
    assert to_russian(to_latin(every)) == every


@pytest.mark.parametrize("form", [form.strip() for form in FORMS.split("|")])
def test_U07_legal_forms_of_the_world_are_set_aside(form: str) -> None:
    for name in (f"{form} «Занзибар»", f"Занзибар {form}"):
        assert strip_legal_form(name) == "Занзибар"
        assert re.findall(r"\w", legal_form(name)) == re.findall(r"\w", form)


@pytest.mark.parametrize("name", ["ООО", "ИП", "Вектор", "Акционерное общество", "Ооо Ооо"])
def test_U07_something_of_a_name_is_always_left(name: str) -> None:
    assert strip_legal_form(name)


@pytest.mark.parametrize(
    ("name", "female"),
    [("Иванов Пётр Сергеевич", False), ("Достоевский Павел Ильич", False), ("Петрова Мария Львовна", True)],
)
def test_U07_people_are_found_in_another_case(name: str, female: bool) -> None:
    index = build([SearchEntry(0, "Сидоров Олег Юрьевич"), SearchEntry(1, name)])
    formed = " ".join(declined(word, place, female) for place, word in enumerate(name.lower().split()))
    assert formed != name.lower()
    assert index.search(formed)[0].id == 1


def test_U07_dictionary_forms_know_endings_and_fleeting_vowels() -> None:
    assert dictionary_forms(fold("Иванову"))[fold("Иванов")]
    assert not dictionary_forms(fold("Павлу"))[fold("Павел")]
    assert fold("Ромашка") in dictionary_forms(fold("ромашкой"))


@given(st.text(max_size=40))
def test_any_text_folds_and_folding_again_changes_little(text: str) -> None:
    assert fold(text) == fold(text.upper().lower()) or not text.isascii()
    assert isinstance(letterwise(text), str)
    assert isinstance(sound(fold(text)), str)
