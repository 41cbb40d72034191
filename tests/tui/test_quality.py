"""DQ as a person walks through it (S03.33–S03.39, S01.16)."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tests.tui.fake_quality import FakeQuality
from tests.tui.hostile import NAMES


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S03_36_what_is_amiss_stands_in_one_list_and_is_stamped(size: tuple[int, int]) -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DQ", size=size) as pilot:
        shown = text(pilot)
        assert "давно не проверена" in shown and "ИНН с неверной" in shown and "единственный" in shown
        await pilot.press("м")
        await quiet(pilot)
        assert desk.quality.verified == [f"{0:032x}"] and "давно не проверена" not in text(pilot)


async def test_S03_34_the_keeper_has_an_allowance_a_first_day_and_a_measure() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="DQ") as pilot:
        assert "никто не ведёт" in text(pilot)
        await pilot.press("e")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("backspace", *"5000", "enter")
        await quiet(pilot)
        await pilot.press(*"не старше 180 дней", "enter")
        await quiet(pilot)
        assert desk.quality.keeper.allowance.amount == 500_000
        assert "Клара К." in text(pilot) and "не старше 180 дней" in text(pilot)


async def test_S03_39_the_week_says_who_began_the_contacts() -> None:
    async with unlocked(FakeDesk(), start="DQ") as pilot:
        row = next(line for line in grid(pilot) if "ivanova" in line)
        assert row.split()[-4:] == ["5", "12", "7", "3"]


async def test_hostile_names_leave_the_screen_whole() -> None:
    desk = FakeDesk()
    desk.quality = FakeQuality(dict(enumerate(NAMES)))
    async with unlocked(desk, start="DQ") as pilot:
        assert not any(ord(char) < 32 for line in grid(pilot) for char in line)


async def test_S02_16_what_is_unknown_stands_by_turnover_and_one_key_makes_the_task() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DQ") as pilot:
        await pilot.press("w")
        await quiet(pilot)
        lines = grid(pilot)
        assert "Лён-0" in lines[3] and "22" in lines[3] and "Лён-1" in lines[4]
        assert "? конкуренты" in text(pilot)
        await pilot.press("е")
        await quiet(pilot)
        assert desk.quality.asked == [f"{0:032x}"] and "стоит" in text(pilot)
        await pilot.press("w")
        await quiet(pilot)
        assert "давно не проверена" in text(pilot)
