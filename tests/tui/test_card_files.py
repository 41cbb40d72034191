"""CARD Файлы as a person meets it, in both sizes and languages (U13)."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.app import Outcome
from tui.safe_text import width_of
from tui.screens.card import CardScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.file_text import FileTextDialog
from tui.screens.dialogs.record_form import RecordForm


async def on_files(pilot: Pilot[Outcome]) -> None:
    await pilot.press("enter")
    await quiet(pilot)
    await pilot.press("left")
    await quiet(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_U13_files_are_listed_and_read_only_when_their_tab_is_opened(size: tuple[int, int], lang: str) -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=size, lang=lang) as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.files.asked == []
        await pilot.press("left")
        await quiet(pilot)
        shown = text(pilot)
        assert ("Файлы" if lang == "ru" else "Files") in text(pilot)
        assert "договор № 7.docx" in shown and "2,3 МБ" in shown and "подписанный" in shown and "7-К" in shown
        assert all(width_of(line) == size[0] for line in grid(pilot))
        assert desk.files.asked == [("rows",)]
        await pilot.press("right_square_bracket")
        await quiet(pilot)
        assert desk.files.asked == [("rows",)] and "договор № 7.docx" not in text(pilot)


async def test_U13_enter_shows_the_text_s_saves_a_copy_and_a_picture_is_refused() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await on_files(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, FileTextDialog) and "болты по 120 рублей" in text(pilot)
        await pilot.press("escape", "down", "enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen) and "картинка" in text(pilot)
        await pilot.press("ы")
        await quiet(pilot)
        await pilot.press(*"юристу", "enter")
        await quiet(pilot)
        assert desk.files.asked[-1] == ("save", "02", "юристу") and "/out/export-0012.jpg" in text(pilot)


async def test_U13_n_attaches_f4_tells_d_takes_off_or_destroys() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await on_files(pilot)
        await pilot.press("т")
        await quiet(pilot)
        assert stands(pilot, RecordForm)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, RecordForm) and not any(each[0] == "attach" for each in desk.files.asked)
        await pilot.press(*"a.txt", "enter")
        await quiet(pilot)
        assert ("attach", "a.txt") in desk.files.asked and stands(pilot, CardScreen)
        await pilot.press("f4")
        await quiet(pilot)
        await pilot.press(*"!", "enter")
        await quiet(pilot)
        assert ("edit", "01", "подписанный!") in desk.files.asked
        for keys, asked in ((("в", "enter"), ("remove", "01")), (("d", "down", "enter"), ("destroy", "01"))):
            await pilot.press(keys[0])
            await quiet(pilot)
            assert stands(pilot, ChoiceDialog)
            await pilot.press(*keys[1:])
            await quiet(pilot)
            assert asked in desk.files.asked
