"""ADM as a person walks through it, on both layouts and at both sizes (S01.13, U23)."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tests.tui.fake_people import WORDS
from tests.tui.hostile import NAMES
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.people import PeopleScreen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S01_13_people_and_what_they_hold(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(role="head"), start="ADM", size=size) as pilot:
        assert stands(pilot, PeopleScreen)
        lines = grid(pilot)
        assert "ключи обновить: 1" in lines[0] and WORDS in text(pilot)
        assert [line for line in lines if "приостановлен" in line and "sidorov" in line]
        await pilot.press("down")
        await quiet(pilot)
        assert "Север · все · обновить: доступ отозван" in text(pilot)
        assert "02020202 · Карточка" in text(pilot) and "истёк" in text(pilot)
        footer = grid(pilot)[-1]
        assert "Дать" in footer and "Уход" in footer


async def test_a_portfolio_is_given_and_taken_away() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("i")
        await quiet(pilot)
        assert stands(pilot, PeopleScreen), "nobody gives to himself"
        await pilot.press("down", "ш")
        await quiet(pilot)
        assert stands(pilot, ChoiceDialog) and "Юг" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.people.done == [("give", "petrov", "03" * 16)] and WORDS in text(pilot)
        await pilot.press("v")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.people.done[-1] == ("revoke", "petrov", "01" * 16) and "240 клиентов" in text(pilot)


async def test_the_store_is_closed_to_somebody_after_one_question_and_opened_again() -> None:
    desk = FakeDesk(role="admin")
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("down", "d")
        await quiet(pilot)
        assert stands(pilot, ConfirmDialog)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.people.done == [], "the cursor stands on No"
        await pilot.press("в", "y")
        await quiet(pilot)
        assert desk.people.done == [("suspend", "petrov")] and "закрыто для petrov" in text(pilot)
        await pilot.press("r", "y")
        await quiet(pilot)
        assert desk.people.done[-1] == ("restore", "petrov")


async def test_U23_the_wizard_asks_for_a_successor_and_shows_the_certificate() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ADM", size=(120, 40)) as pilot:
        await pilot.press("down", "щ")
        await quiet(pilot)
        assert stands(pilot, ChoiceDialog) and "Север" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, ConfirmDialog)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.people.done[0] == ("offboard", "petrov", "ivanova")
        assert "grants_left" in text(pilot) and "ушёл" in text(pilot)


async def test_what_somebody_has_seen_and_keys_renewed() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ADM", size=(120, 40)) as pilot:
        await pilot.press("down", "e")
        await quiet(pilot)
        assert desk.people.done == [("exposure", "petrov")] and "открыто 57" in text(pilot)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.people.done[-1] == ("settle",) and "ключи обновить" not in grid(pilot)[0]


@pytest.mark.parametrize("role", ["manager", "keeper", "auditor"])
async def test_others_look_and_change_nothing(role: str) -> None:
    desk = FakeDesk(role=role)  # type: ignore[arg-type]
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("down", "i", "v", "d", "r", "o", "y")
        await quiet(pilot)
        assert stands(pilot, PeopleScreen) and desk.people.done == []


async def test_names_from_the_roster_are_drawn_and_never_obeyed() -> None:
    for name in NAMES[:12]:
        async with unlocked(FakeDesk(role="head", names=[name]), start="ADM") as pilot:
            assert stands(pilot, PeopleScreen) and len(grid(pilot)) == 24
