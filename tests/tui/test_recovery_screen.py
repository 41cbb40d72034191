"""REC: the queue with its timers, a case led through the playbook, buying less, outcomes."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tui.screens.recovery import RecoveryScreen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S03_104_timers_stand_in_the_queue_and_the_late_one_has_a_sign(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(), start="REC", size=size) as pilot:
        await quiet(pilot)
        shown = text(pilot)
        assert "осталось 5 часов"[:13] in shown
        assert "! опоздание" in shown
        assert "Очередь 120" in shown
        assert "Дела 1" in shown


async def test_a_client_is_claimed_with_one_key_and_led_to_the_reason() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="REC") as pilot:
        await quiet(pilot)
        await pilot.press("с")
        await quiet(pilot)
        assert client_id(0) in desk.recovery.open
        for _ in range(2):  # the invitation, then which of two ways
            await pilot.press("n")
            await quiet(pilot)
            await pilot.press("enter")
            await quiet(pilot)
        await pilot.press("т", "з", "а")
        await pilot.press("enter", "enter")
        await quiet(pilot)
        assert [each[0] for each in desk.recovery.taken] == ["invited", "met"]
        await pilot.press("n")
        await quiet(pilot)
        assert "Лучшие условия" in text(pilot)
        await pilot.press("down", "enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert "Запишите причину" in "\n".join(grid(pilot)[:3])
        assert desk.recovery.open[client_id(0)].loss is None


async def test_cases_show_what_to_say_and_the_lists_turn_round() -> None:
    async with unlocked(FakeDesk(), start="REC") as pilot:
        await quiet(pilot)
        await pilot.press("right")
        await quiet(pilot)
        shown = text(pilot)
        assert "Приглашён на обед" in shown
        assert "пообедать" in shown
        await pilot.press("right")
        await quiet(pilot)
        assert "Год назад" in text(pilot)
        await pilot.press("right")
        await quiet(pilot)
        shown = text(pilot)
        assert "Наш сервис" in shown
        assert "сказано 88 %, случилось 83 %" in shown
        assert "42 клиента" in shown
        await pilot.press("д")
        await quiet(pilot)
        assert pilot.app.screen.query_one("#queue").display


async def test_the_queue_of_one_manager_and_one_segment() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="REC") as pilot:
        await quiet(pilot)
        await pilot.press("o")
        await quiet(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RecoveryScreen)
        mine = screen.table.length
        assert 0 < mine < 120
        assert desk.owners()[0] in grid(pilot)[1]
        await pilot.press("slash")
        await quiet(pilot)
        await pilot.press("down", "enter")
        await quiet(pilot)
        assert screen.segment == "key"
        assert screen.table.length < mine


async def test_U12_the_queue_is_narrowed_to_a_saved_selection() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="REC") as pilot:
        await quiet(pilot)
        chosen = set(desk.selections.resolve("d" * 32))
        await pilot.press("slash")
        await quiet(pilot)
        await pilot.press(*["down"] * 8, "enter")
        await quiet(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RecoveryScreen)
        shown = {row.id for row in screen.table.pages.source.rows(0, 999)}
        assert shown
        assert shown <= chosen
        assert "сети" in grid(pilot)[1] + text(pilot)
        await pilot.press("slash")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert screen.table.length == 120
