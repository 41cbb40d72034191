"""COMMIT and the tab Обязательства of CARD as a person meets them, in both sizes and languages."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.app import Outcome
from tui.safe_text import width_of
from tui.screens.card import CardScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.record_form import RecordForm


async def on_promises(pilot: Pilot[Outcome]) -> None:
    await pilot.press("enter")
    await quiet(pilot)
    for _ in range(7):
        await pilot.press("right")
    await quiet(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_S03_75_S03_77_commit_shows_what_must_not_wait_first(size: tuple[int, int], lang: str) -> None:
    async with unlocked(FakeDesk(), size=size, lang=lang, start="COMMIT") as pilot:
        shown = grid(pilot)
        assert ("Обязательства" if lang == "ru" else "Commitments") in shown[0]
        assert "машина сломалась" in shown[3] and "!" in shown[3] and "образцы" in shown[4]
        assert "20 ноября" in text(pilot) and "выставить счёт" not in text(pilot)
        assert all(width_of(line) == size[0] for line in shown)
        await pilot.press("a")
        await quiet(pilot)
        assert "выставить счёт" in text(pilot)


async def test_S03_79_early_asks_for_consent_and_a_refusal_is_one_sentence() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="COMMIT") as pilot:
        await pilot.press("down", "d")
        await quiet(pilot)
        assert stands(pilot, RecordForm) and "Клиент согласен?" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, RecordForm) and desk.promises.written == []
        await pilot.press("right", "enter")
        await quiet(pilot)
        assert desk.promises.written == [("step", "2", "yes")]
        await pilot.press("f4")
        await quiet(pilot)
        await pilot.press(*"склад", "enter")
        await quiet(pilot)
        await pilot.press("x")
        await quiet(pilot)
        assert desk.promises.written[1:] == [("edit", "2", "склад"), ("drop", "2")]
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S03_79_promises_on_the_card(size: tuple[int, int]) -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=size) as pilot:
        await on_promises(pilot)
        assert "машина сломалась" in text(pilot) and "выставить счёт" in text(pilot)
        await pilot.press("n")
        await quiet(pilot)
        assert stands(pilot, ChoiceDialog)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press(*"образцы", "enter")
        await quiet(pilot)
        assert desk.promises.written == [("add", "commitment", "образцы")]


async def test_S03_79_a_session_that_only_reads_notes_nothing_down() -> None:
    async with unlocked(FakeDesk(), read_only=True, start="COMMIT") as pilot:
        await pilot.press("d")
        await quiet(pilot)
        assert not stands(pilot, RecordForm)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_S03_45_case_turns_to_the_causes_and_back(size: tuple[int, int], lang: str) -> None:
    async with unlocked(FakeDesk(), size=size, lang=lang, start="CASE") as pilot:
        for by in ("reason", "product", "manager", "month"):
            await pilot.press("p")
            await quiet(pilot)
            assert f"Причина {by}" in text(pilot) and "75" in text(pilot)
            assert all(width_of(line) == size[0] for line in grid(pilot))
        assert ("больше" if lang == "ru" else "more than") in text(pilot)
        await pilot.press("з" if lang == "ru" else "p")
        await quiet(pilot)
        assert "Причина" not in text(pilot) and "20 ноября" in text(pilot)


async def test_S03_44_a_blank_is_an_export_with_its_purpose() -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=(120, 40), start="CASE") as pilot:
        await pilot.press("b", "enter")
        await quiet(pilot)
        await pilot.press(*"спросить", "enter")
        await quiet(pilot)
        assert desk.cases.written == [("blank", "docx", "спросить")] and "export-0007" in text(pilot)
