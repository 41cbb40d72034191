"""SEG by tabs, KEY, and the document and costs of SET: what is asked of the desk, what stands on the screen."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.tui.app_under_test import quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tui.desk.port_standing import TABS
from tui.screens.card import CardScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.saving_form import SavingForm


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_tab_of_seg_shows_its_figures_and_their_clients(size: tuple[int, int]) -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="SEG", size=size) as pilot:
        await quiet(pilot)
        seen = []
        for key in ("right", "д", "l", "right", "right", "right", "right", "right"):
            seen.append(desk.standing.asked[-1][0].tab)
            assert "ООО" in text(pilot)
            await pilot.press(key)
            await quiet(pilot)
        assert seen == list(TABS)


async def test_every_figure_opens_its_clients_and_every_client_his_evidence_and_card() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="SEG") as pilot:
        await quiet(pilot)
        assert desk.standing.asked[-1][1] == "key"
        await pilot.press("down", "enter")
        await quiet(pilot)
        assert desk.standing.asked[-1][1] == "large"
        shown = text(pilot)
        assert "✓ Покупает сейчас" in shown
        assert "× партнёрство ценно" in shown
        assert "? платежи: нет данных" in shown
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)


async def test_S03_06_the_funnel_narrows_and_the_skirt_widens() -> None:
    async with unlocked(FakeDesk(), start="SEG", size=(120, 40)) as pilot:
        await pilot.press("right")
        await quiet(pilot)
        lines = [line for line in text(pilot).splitlines() if "█" in line]
        widths = [line.count("█") for line in lines[:6]]
        assert widths[0] > widths[1]
        assert widths[2] < widths[3] < widths[4] < widths[5]


async def test_S03_13_the_matrix_is_drawn_and_the_letter_goes_by_turnover_too() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="SEG", size=(120, 40)) as pilot:
        await pilot.press("right", "right")
        await quiet(pilot)
        assert any(line.split() and {"X", "Y", "Z", "N"} <= set(line.split()) for line in text(pilot).splitlines())
        assert "≠B" in text(pilot)
        await pilot.press("b")
        await quiet(pilot)
        assert desk.standing.asked[-1][0].by == "turnover"


async def test_S00_01_S00_06_the_coverage_bar_has_a_line_and_the_period_goes_round() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="SEG") as pilot:
        await pilot.press("right", "right", "right")
        await quiet(pilot)
        shown = text(pilot)
        assert "118 %" in shown
        assert "100 %" in shown
        await pilot.press("p")
        await quiet(pilot)
        assert desk.standing.asked[-1][0].since == "quarter"


async def test_S00_07_one_key_makes_the_meeting_and_the_answer_is_written_down() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="SEG") as pilot:
        await pilot.press(*["right"] * 5)
        await quiet(pilot)
        assert "Смотр базы просрочен" in text(pilot)
        await pilot.press("enter", "t")
        await quiet(pilot)
        await pilot.press("c")
        await quiet(pilot)
        await pilot.press("a", *"везти", "enter")
        await quiet(pilot)
        assert desk.standing.stated == [
            ("task", client_id(0), True),
            ("task", client_id(0), False),
            ("answer", client_id(0), "везти", "other"),
        ]


async def test_S02_07_a_level_is_stated_with_its_evidence_or_refused_in_the_form() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="SEG", size=(120, 40)) as pilot:
        await quiet(pilot)
        await pilot.press("enter", "т")
        await quiet(pilot)
        assert stands(pilot, ChoiceDialog)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, SavingForm)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, SavingForm)
        assert desk.standing.stated == []
        await pilot.press(*"склад", "down", *"01.02.2027", "enter")
        await quiet(pilot)
        evidence = {"reason": "склад", "expected": dt.date(2027, 2, 1)}
        assert desk.standing.stated == [("level", client_id(0), "prospective", evidence)]


async def test_S03_88_the_fourth_is_asked_for_a_reason_and_a_last_day() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="KEY", size=(120, 40)) as pilot:
        await quiet(pilot)
        shown = text(pilot)
        assert "кандидаты 8, назначены 3" in shown
        assert "10,1 %" in shown
        await pilot.press("down", "down", "down", "a")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, SavingForm)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.keys.done == []
        await pilot.press(*"отпуск", "down", *"2026-12-31", "enter")
        await quiet(pilot)
        assert desk.keys.done == [("appoint", client_id(3), "petrov", "отпуск", dt.date(2026, 12, 31))]


async def test_S03_85_S03_88_warnings_and_an_override_stand_on_key() -> None:
    async with unlocked(FakeDesk(), start="KEY", size=(120, 40)) as pilot:
        await quiet(pilot)
        assert "4,0 %" in text(pilot)
        await pilot.press("down", "down")
        await quiet(pilot)
        shown = text(pilot)
        assert "31.12.2026: отпуск" in shown
        assert "молчит 12 дней" in shown


async def test_S03_84_a_reference_is_recorded_with_its_cost() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="KEY") as pilot:
        await quiet(pilot)
        await pilot.press("n", "enter")
        await quiet(pilot)
        await pilot.press("ctrl+u", "3", "down", *"1500,50", "down", *"отзыв", "enter")
        await quiet(pilot)
        record = {"state": "published", "note": "отзыв", "cost": 150_050, "plans": None, "no_tender": None}
        assert desk.keys.done == [("sign", client_id(0), "fame", record)]


async def test_a_manager_is_not_offered_to_appoint() -> None:
    desk = FakeDesk(role="manager")
    async with unlocked(desk, start="KEY") as pilot:
        await quiet(pilot)
        await pilot.press("down", "down", "down", "a")
        await quiet(pilot)
        assert not stands(pilot, ChoiceDialog)


async def test_S02_14_the_document_and_the_costs_are_worded_and_entered_on_set() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="SET") as pilot:
        await quiet(pilot)
        await pilot.press("tab")
        await quiet(pilot)
        assert "Ключевой по объёму" in text(pilot)
        assert "Старые слова." in text(pilot)
        await pilot.press("down", "enter", "ctrl+u", *"Свои", "enter")
        await quiet(pilot)
        assert desk.evolution.texts == {"direction": "Свои"}
        await pilot.press("tab")
        await quiet(pilot)
        await pilot.press("down", "enter", *"7 000,50", "enter")
        await quiet(pilot)
        assert desk.evolution.amounts == {dt.date(2026, 10, 1): 700_050}


async def test_S02_05_what_is_stated_of_a_client_is_stated_on_his_card_too() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="ACC") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)
        await pilot.press("т")
        await quiet(pilot)
        assert stands(pilot, ChoiceDialog)
        await pilot.press("down", "down", "down", "enter")
        await quiet(pilot)
        assert stands(pilot, SavingForm)
        await pilot.press(*"вместе", "enter")
        await quiet(pilot)
        assert [each[0] for each in desk.standing.stated] == ["partnership"]
        assert stands(pilot, CardScreen)
