"""Removing clients with one key, on the list and on the card; the age of the last good copy on the home screen."""

from __future__ import annotations

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tui.desk.port_copies import CopyAge
from tui.screens.card import CardScreen
from tui.screens.dialogs.confirm import ConfirmDialog


async def test_delete_asks_and_removes_the_marked_ones() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("space", "space", "delete")
        await quiet(pilot)
        assert stands(pilot, ConfirmDialog) and "Удалить 2 клиентов?" in text(pilot)
        await pilot.press("enter")  # the cursor stands on "No"
        await quiet(pilot)
        assert desk.removal.gone == []
        await pilot.press("delete")
        await quiet(pilot)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.removal.gone == [client_id(0), client_id(1)]
        assert "Удалено: 2" in text(pilot)


async def test_delete_on_the_card_goes_back_to_the_list() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)
        await pilot.press("delete")
        await quiet(pilot)
        await pilot.press("д")
        await quiet(pilot)
        assert desk.removal.gone == [client_id(0)]
        assert not stands(pilot, CardScreen)


async def test_S01_12_the_home_screen_shows_the_age_of_the_last_good_copy() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="") as pilot:
        assert "копия 2 дн" in grid(pilot)[1]
    desk.copies.age = lambda: CopyAge(None, late=True)  # type: ignore[method-assign]
    async with unlocked(desk, start="") as pilot:
        assert "копии нет" in grid(pilot)[1]
