"""Group tasks as a person meets them: from TEAM, from the client list, on the card."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tests.tui.fake_group import TASK
from tui.safe_text import width_of
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.group_task import GroupTaskScreen
from tui.screens.group_tasks import GroupTasksScreen


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "ru"), ((120, 40), "en")])
async def test_S03_21_from_team_to_the_matrix_and_a_proof(size: tuple[int, int], lang: str) -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, size=size, lang=lang, start="TEAM") as pilot:
        await pilot.press("t" if lang == "en" else "е")
        await quiet(pilot)
        assert stands(pilot, GroupTasksScreen) and "Обзвон постоянных" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, GroupTaskScreen) and "0/2 !2" in text(pilot) and "1/1" in text(pilot)
        assert "Луч" not in text(pilot), "the clients are those of the manager under the cursor"
        assert all(width_of(line) == size[0] for line in grid(pilot))
        await pilot.press("down", "tab")
        await quiet(pilot)
        assert "ИП Луч" in text(pilot) and "согласен" in text(pilot)
        await pilot.press("d" if lang == "en" else "в")
        await quiet(pilot)
        assert stands(pilot, FieldsForm)
        await pilot.press("down", *"приедет", "enter")
        await quiet(pilot)
        assert desk.group_tasks.written == [("mark", client_id(2), "2", "приедет")]
        await pilot.press("y" if lang == "en" else "н")
        await quiet(pilot)
        assert desk.group_tasks.written[-1] == ("accept", client_id(2))


async def test_S03_21_the_head_sends_a_step_back_and_leaves_a_client_out() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="GROUP") as pilot:
        await pilot.press("enter", "down", "tab", "b")
        await quiet(pilot)
        await pilot.press("enter", *"чек", "enter")
        await quiet(pilot)
        await pilot.press("o", *"закрыт", "enter")
        await quiet(pilot)
        assert desk.group_tasks.written == [("back", client_id(2), 0, "чек"), ("out", client_id(2), "закрыт")]


async def test_S03_21_marked_clients_get_a_task_and_a_refused_form_loses_nothing() -> None:
    desk = FakeDesk(role="manager")
    async with unlocked(desk) as pilot:
        await pilot.press("space", "space", "t")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, FieldsForm) and desk.group_tasks.written == []
        await pilot.press(*"акция", "enter")
        await quiet(pilot)
        assert desk.group_tasks.written == [("new", "акция", "marked", client_id(0), client_id(1))]
        assert "Отмечено" not in text(pilot)


async def test_S03_21_the_card_lists_the_step_and_closes_it_with_a_proof() -> None:
    desk = FakeDesk()
    desk.group_tasks.given = True
    async with unlocked(desk) as pilot:
        await pilot.press("enter", "right", "right", "right", "right", "right", "down")
        await quiet(pilot)
        shown = text(pilot)
        assert "Обзвон постоянных"[:14] in shown and "позвонить" in shown and "нет имени" in shown
        await pilot.press("d")
        await quiet(pilot)
        await pilot.press("down", *"да", "enter")
        await quiet(pilot)
        assert desk.group_tasks.written == [("mark", client_id(0), "1", "да")]


async def test_S03_21_a_task_is_closed_after_a_question_and_closed_ones_are_shown() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="GROUP") as pilot:
        await pilot.press("x", "y")
        await quiet(pilot)
        assert desk.group_tasks.written == [("close", TASK)] and "Старая" not in text(pilot)
        await pilot.press("a")
        await quiet(pilot)
        assert "Старая" in text(pilot)
    async with unlocked(FakeDesk(), start="GROUP", read_only=True) as pilot:
        await pilot.press("n")
        await quiet(pilot)
        assert stands(pilot, GroupTasksScreen)
