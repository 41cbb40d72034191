"""SET: a rule changes only after what it moves has been shown."""

from __future__ import annotations

import pytest

from core.entities.vocabulary import Role
from tests.tui.app_under_test import quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.screens.dialogs.rule import RuleDialog, RuleMovesDialog


async def test_S02_12_a_change_says_what_it_moves_before_it_is_saved() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="SET") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, RuleDialog)
        await pilot.press("ctrl+u", *"70%", "enter")
        await quiet(pilot)
        assert stands(pilot, RuleMovesDialog)
        assert "3 клиента" in text(pilot)
        assert desk.rules.changed == []
        await pilot.press("y")
        await quiet(pilot)
        assert desk.rules.changed == [("abc_a_share", 0.7)]
        assert "0.7" in text(pilot)


async def test_no_leaves_the_rule_alone() -> None:
    desk = FakeDesk(role="owner")
    async with unlocked(desk, start="SET") as pilot:
        await quiet(pilot)
        await pilot.press("enter", "ctrl+u", "0", ",", "5", "enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.rules.changed == []


@pytest.mark.parametrize("typed", ["семь", "5", "inf", ""])
async def test_a_value_out_of_range_keeps_the_dialog(typed: str) -> None:
    async with unlocked(FakeDesk(role="head"), start="SET") as pilot:
        await quiet(pilot)
        await pilot.press("enter", "ctrl+u", *typed, "enter")
        await quiet(pilot)
        assert stands(pilot, RuleDialog)


async def test_the_default_comes_back_only_where_there_is_something_to_take_back() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="SET") as pilot:
        await quiet(pilot)
        await pilot.press("d")
        await quiet(pilot)
        assert not stands(pilot, RuleMovesDialog)
        await pilot.press("down", "в")
        await quiet(pilot)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.rules.changed == [("real_days", None)]


async def test_who_changed_it_when_and_why_stands_below() -> None:
    async with unlocked(FakeDesk(), start="SET") as pilot:
        await quiet(pilot)
        await pilot.press("down")
        await quiet(pilot)
        shown = text(pilot)
        assert "Иванова" in shown
        assert "короткий цикл" in shown
        assert "* 180" in shown


@pytest.mark.parametrize("role", ["manager", "keeper", "admin", "auditor"])
async def test_only_head_and_owner_make_rules(role: Role) -> None:
    async with unlocked(FakeDesk(role=role), start="SET") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert not stands(pilot, RuleDialog)
