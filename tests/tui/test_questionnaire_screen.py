"""QST and its directories as a person meets them, in both sizes and languages."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tests.tui.fake_questionnaires import FRANCE, PEOPLE
from tui.app import Outcome
from tui.safe_text import width_of
from tui.screens.dialogs.answer import AnswerDialog
from tui.screens.dialogs.dictionary_word import WordDialog
from tui.screens.directories import CountriesScreen, DictionaryScreen, FieldsScreen, VariantsScreen
from tui.screens.questionnaire import QuestionnaireScreen


async def opened(pilot: Pilot[Outcome]) -> None:
    """From the tab People of the first client."""
    await pilot.press("enter", "right")
    await quiet(pilot)
    await pilot.press("й")  # q on the Russian layout
    await quiet(pilot)
    assert stands(pilot, QuestionnaireScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_S03_66_two_columns_under_surname_and_initials(size: tuple[int, int], lang: str) -> None:
    async with unlocked(FakeDesk(), size=size, lang=lang) as pilot:
        await opened(pilot)
        shown = text(pilot)
        for told in ("Орехов П. И.", "Франция", "OREKHOV", "TOULA", "плотник", "Цель поездки"):
            assert told in shown, told
        words = ("Дополнительные анкетные сведения", "Исходное", "французский", "1 из 2", "нет в словаре: плотник")
        english = ("Additional questionnaire data", "As typed", "French", "1 of 2", "not in the dictionary: плотник")
        assert all(word in shown for word in (words if lang == "ru" else english))
        assert all(width_of(line) == size[0] for line in grid(pilot))


async def test_S03_65_the_questionnaire_opens_from_an_order_too_and_walks_its_people() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await pilot.press("enter", "right", "right", "right")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert "Анкета" in text(pilot)
        await pilot.press("q")
        await quiet(pilot)
        assert stands(pilot, QuestionnaireScreen) and "Орехов П. И." in grid(pilot)[0]
        await pilot.press("ъ")  # ] on the Russian layout
        await quiet(pilot)
        assert "Зоя" in grid(pilot)[0] and "2 из 2" in grid(pilot)[1]


async def test_S03_67_S03_68_leaving_the_first_column_fills_the_second_which_may_be_changed() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "enter")
        await quiet(pilot)
        assert stands(pilot, AnswerDialog)
        await pilot.press("ctrl+u", *"Тверь", "tab")
        await quiet(pilot)
        assert "Tver" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("up", "enter", "tab", "ctrl+u", *"TVER", "enter")
        await quiet(pilot)
        await pilot.press("up", "enter", "ctrl+u", *"東京", "enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.questionnaires.written == [
            ("save", "02", "Тверь", "Tver", False),
            ("save", "02", "Тула", "TVER", True),
            ("save", "02", "東京", "東京", False),
        ]


async def test_S03_69_an_unknown_word_opens_the_dictionary_and_then_it_goes_on() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "down", "enter")
        await quiet(pilot)
        await pilot.press("ctrl+u", *"плотник каменщик", "enter")
        await quiet(pilot)
        assert stands(pilot, WordDialog) and "плотник" in text(pilot)
        await pilot.press("enter", "enter")
        await quiet(pilot)
        assert stands(pilot, WordDialog) and "соответствие" in text(pilot)
        await pilot.press("up", *"carpenter", "enter", *"charpentier", "enter")
        await quiet(pilot)
        assert stands(pilot, WordDialog) and "каменщик" in text(pilot)
        await pilot.press("escape")
        await quiet(pilot)
        assert stands(pilot, AnswerDialog) and "Без перевода: каменщик" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.questionnaires.written == [
            ("word", "плотник", "carpenter", "charpentier"),
            ("save", "03", "плотник каменщик", "charpentier каменщик", False),
        ]


async def test_S03_70_a_variant_is_picked_from_its_list() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await opened(pilot)
        await pilot.press("end", "enter")
        await quiet(pilot)
        await pilot.press("right", "enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.questionnaires.written == [("save", "04", "туризм", "tourisme", False)]


async def test_S03_66_data_are_taken_from_and_copied_to_others_and_the_country_changes() -> None:
    desk = FakeDesk()
    one, other = (each for each, _name in PEOPLE)
    async with unlocked(desk) as pilot:
        await opened(pilot)
        await pilot.press("е", "enter")  # t on the Russian layout
        await quiet(pilot)
        await pilot.press("space", "enter")
        await quiet(pilot)
        await pilot.press("y", "space", "enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.questionnaires.written == [("copy", other, (one,), ("03",)), ("copy", one, (other,), ("02", "03"))]
        await pilot.press("с")  # c on the Russian layout
        await quiet(pilot)
        await pilot.press("down", "enter")
        await quiet(pilot)
        assert "Индия · английский" in text(pilot)


async def test_S03_65_all_are_printed_on_the_form_of_the_country_after_a_warning() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await opened(pilot)
        await pilot.press("p", "down", "enter")
        await quiet(pilot)
        assert "Не переведено: плотник" in text(pilot)
        await pilot.press("y")
        await quiet(pilot)
        await pilot.press("enter", *"visa", "enter")
        await quiet(pilot)
        assert desk.questionnaires.written == [("print", tuple(each for each, _name in PEOPLE), "form", "visa")]
        assert "Файлов: 2, выгрузки № 7–8" in text(pilot)


async def test_S03_66_S03_68_S03_69_S03_70_the_directories_are_changed_on_their_screens() -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("d")
        await quiet(pilot)
        assert stands(pilot, DictionaryScreen) and "tourisme" in text(pilot)
        await pilot.press("n", *"хадж", "enter")
        await quiet(pilot)
        await pilot.press("slash", *"ура", "enter")
        await quiet(pilot)
        assert "tourisme" not in text(pilot)
        await pilot.press("backspace", "escape", "v")
        await quiet(pilot)
        assert stands(pilot, VariantsScreen) and "туризм; деловая" in text(pilot)
        await pilot.press("x", "y")
        await quiet(pilot)
        await pilot.press("escape", "f")
        await quiet(pilot)
        assert stands(pilot, FieldsScreen) and "familiia" in text(pilot) and "Франция" in grid(pilot)[0]
        await pilot.press("]")
        await quiet(pilot)
        await pilot.press("escape", "c")
        await quiet(pilot)
        await pilot.press("down", "down", "enter")
        await quiet(pilot)
        assert stands(pilot, CountriesScreen)
        await pilot.press("w", *"f.docx", "enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, FieldsScreen)
        assert desk.questionnaires.written == [
            ("row", "dictionary", "", {"ru": "хадж", "fr": ""}, ""),
            ("drop", "variants", "_Цель"), ("move", "01", 1), ("paper", FRANCE.id, "f.docx"),
        ]  # fmt: skip


async def test_S03_65_a_session_that_only_reads_answers_nothing() -> None:
    desk = FakeDesk()
    async with unlocked(desk, read_only=True) as pilot:
        await opened(pilot)
        await pilot.press("down", "enter", "t", "y", "d")
        await quiet(pilot)
        await pilot.press("n", "x", "enter")
        await quiet(pilot)
        assert stands(pilot, DictionaryScreen) and not desk.questionnaires.written
