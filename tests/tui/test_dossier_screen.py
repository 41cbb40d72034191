"""DOSS as a person meets it, in both sizes and languages."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.app import Outcome
from tui.safe_text import width_of
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.dossier import DossierScreen


async def on_dossier(pilot: Pilot[Outcome]) -> None:
    await pilot.press("enter")
    await quiet(pilot)
    await pilot.press("e")
    await quiet(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_S03_96_the_dossier_counts_its_pages_and_says_what_to_ask(size: tuple[int, int], lang: str) -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=size, lang=lang) as pilot:
        assert desk.book.reads == 0
        await on_dossier(pilot)
        assert stands(pilot, DossierScreen) and desk.book.reads == 1
        shown = text(pilot)
        assert ("23 из 20–40" if lang == "ru" else "23 of 20–40") in shown
        assert "Братья и лавка" in shown and "спросите о сайте" in shown
        assert all(width_of(line) == size[0] for line in grid(pilot))


async def test_S03_93_S03_96_texts_and_the_plan_are_written_and_printing_asks_for_a_purpose() -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=(120, 40)) as pilot:
        await on_dossier(pilot)
        await pilot.press("f4")
        await quiet(pilot)
        assert stands(pilot, RecordForm)
        await pilot.press(*"!", "enter")
        await quiet(pilot)
        await pilot.press("t")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.book.written == [("text", "company", "Братья и лавка!"), ("plan", "5")]
        for key, what in (("p", "dossier"), ("r", "agenda")):
            await pilot.press(key, "enter")
            await quiet(pilot)
            await pilot.press(*"встреча", "enter")
            await quiet(pilot)
            assert desk.book.written[-1] == (what, "pdf", "встреча") and "export-0009" in text(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S03_96_the_card_has_a_tab_for_the_dossier_read_when_it_is_opened(size: tuple[int, int]) -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=size) as pilot:
        await pilot.press("enter", *["right"] * 5)
        await quiet(pilot)
        assert desk.book.reads == 0
        await pilot.press("right")
        await quiet(pilot)
        shown = text(pilot)
        assert desk.book.reads == 1 and "23 из 20–40" in shown and "Братья и лавка" in shown
        tabs = next(line for line in grid(pilot) if "Обзор" in line)
        assert all(title in tabs for title in ("Белые пятна", "Досье", "Обязательства", "Файлы"))
        await pilot.press("right_square_bracket")
        await quiet(pilot)
        assert desk.book.reads == 1 and "Братья и лавка" not in text(pilot), "walking past reads no dossiers"
        await pilot.press(*["right"] * 6)
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, DossierScreen)
