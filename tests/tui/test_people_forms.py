"""ADM with forms: a request answered in one key, colleagues, keys, limits, loans, recovery (U08, U01, U04, U24)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tests.tui.hostile import NAMES
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.form import FormDialog
from tui.screens.people import PeopleScreen


async def typed(pilot: Pilot[Any], *lines: str) -> None:
    """Fill a form line by line from where the cursor is, then go on."""
    for number, line in enumerate(lines):
        if number:
            await pilot.press("tab")
        await pilot.press("ctrl+u", *("space" if each == " " else each for each in line))
    await pilot.press("enter")
    await quiet(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_U08_a_request_is_seen_in_the_title_and_granted_in_one_key_and_enter(size: tuple[int, int]) -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ADM", size=size) as pilot:
        assert "запросы: 1" in grid(pilot)[0]
        await pilot.press("a")
        await quiet(pilot)
        assert stands(pilot, ChoiceDialog) and "petrov · ООО «Лютик» · тендер" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.lending.done == [("answer", "ee" * 16, "lend", None)]
        assert stands(pilot, PeopleScreen) and "petrov" in grid(pilot)[-2] + grid(pilot)[-1] + text(pilot)
        assert "запросы" not in grid(pilot)[0]
        await pilot.press("a")
        await quiet(pilot)
        assert stands(pilot, PeopleScreen), "nothing waits any more"


async def test_a_client_is_lent_until_a_day() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("down", "l")
        await quiet(pilot)
        assert stands(pilot, FormDialog)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, FormDialog) and desk.lending.done == [], "a client is needed"
        await typed(pilot, "1042", "31.12")
        assert stands(pilot, FormDialog) and desk.lending.done == [], "no such date"
        await pilot.press("shift+tab")
        await typed(pilot, "1042", "2026-12-31")
        assert desk.lending.done == [("lend", "petrov", "1042", dt.date(2026, 12, 31))]


async def test_S01_13_a_colleague_is_added_with_a_passphrase_typed_twice() -> None:
    desk = FakeDesk(role="admin")
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("n")
        await quiet(pilot)
        await typed(pilot, "", "Olga", "", "six", "six")
        assert stands(pilot, FormDialog) and desk.people.done == [], "no login"
        await pilot.press(*["shift+tab"] * 4)
        await typed(pilot, "olga", "Olga", "", "six", "sex")
        assert stands(pilot, FormDialog) and desk.people.done == [], "they differ"
        await typed(pilot, "six blue", "six blue")
        assert desk.people.done == [("add", "olga", "Olga", "manager", b"six blue")]
        assert "six blue" not in text(pilot)


async def test_S01_15_a_portfolio_for_a_time_and_in_part() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("down", "t")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await typed(pilot, "card contacts", "2026-12-01", "2026-12-24", "+")
        days = (dt.date(2026, 12, 1), dt.date(2026, 12, 24))
        assert desk.people.done == [("give", "petrov", "01" * 16, ("card", "contacts"), True, *days)]


async def test_roles_portfolios_and_new_keys() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("down", "c")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.people.done == [("role", "petrov", "head")]
        await pilot.press("p")
        await quiet(pilot)
        await typed(pilot, "Запад", "Опт")
        assert desk.people.done.pop() == ("portfolio", "Запад", "petrov", "Опт")
        await pilot.press("x")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.people.done.pop() == ("rotate", "01" * 16)


async def test_U01_U04_keys_of_ssh_and_limits() -> None:
    desk = FakeDesk(role="admin")
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("down", "h")
        await quiet(pilot)
        assert "SHA256:abc" in text(pilot) and "SHA256:def" not in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await typed(pilot, "ssh-ed25519 AAAA petrov")
        assert desk.ssh.done == [("add", "petrov", "ssh-ed25519 AAAA petrov", "workstation")]
        await pilot.press("h")
        await quiet(pilot)
        await pilot.press("down", "enter")
        await quiet(pilot)
        assert desk.ssh.done[-1] == ("remove", "petrov", "SHA256:abc")
        await pilot.press("b")
        await quiet(pilot)
        await typed(pilot, "a", "7")
        assert desk.budgets.done == [] and stands(pilot, FormDialog)
        await pilot.press("shift+tab")
        await typed(pilot, "25", "7")
        assert desk.budgets.done == [("petrov", 25, 7)]


async def test_U24_recovery_from_the_screen() -> None:
    desk = FakeDesk(role="owner")
    async with unlocked(desk, start="ADM") as pilot:
        await pilot.press("w")
        await quiet(pilot)
        await typed(pilot, "fire", "one two", "three four")
        assert desk.people.done == [("recover", "ivanova", ("one two", "three four"), "fire")]


async def test_requests_with_hostile_names_are_safe() -> None:
    for name in list(NAMES)[:6]:
        async with unlocked(FakeDesk(role="head", names=[name]), start="ADM") as pilot:
            await pilot.press("a")
            await quiet(pilot)
            assert stands(pilot, ChoiceDialog) and "\x1b" not in text(pilot)
