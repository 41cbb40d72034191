"""CARD: a phone is in the widget tree between its entry in the log and its hiding, and never else (U05)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_contacts import CLEAR, MASKS
from tests.tui.fake_desk import FakeDesk
from tests.walls.source import ROOT, python_files
from tui.app import Outcome
from tui.screens.card import CardScreen
from tui.screens.dialogs.contacts import ContactDialog, ReasonDialog

PHONE = CLEAR["phone:0"]
MASK = MASKS[0].mask


def held(value: object, depth: int = 0) -> Iterator[str]:
    """Every string reachable from a widget's own attributes, a few containers deep."""
    if isinstance(value, str):
        yield value
    elif depth < 5 and isinstance(value, dict):
        for each in value.values():
            yield from held(each, depth + 1)
    elif depth < 5 and isinstance(value, list | tuple | set):
        for each in value:
            yield from held(each, depth + 1)


def tree_text(pilot: Pilot[Outcome]) -> str:
    """All text of all widgets of all screens on the stack, and what is painted."""
    parts: list[str] = [text(pilot)]
    for screen in pilot.app.screen_stack:
        widgets: list[Widget] = [screen, *screen.query("*")]
        for widget in widgets:
            parts += held(dict(vars(widget)))
    return "\n".join(parts)


async def on_card(pilot: Pilot[Outcome]) -> Any:
    await pilot.press("enter")
    await quiet(pilot)
    assert stands(pilot, CardScreen)
    return pilot.app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_U05_no_clear_phone_before_the_reveal_nor_after(size: tuple[int, int]) -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=size) as pilot:
        card = await on_card(pilot)
        assert MASK in text(pilot)
        before = tree_text(pilot)
        assert not any(value in before for value in CLEAR.values())
        await pilot.press("v")
        await quiet(pilot)
        assert stands(pilot, ContactDialog)
        assert not any(value in tree_text(pilot) for value in CLEAR.values())
        await pilot.press("enter")
        await quiet(pilot)
        assert PHONE in text(pilot) and MASK not in text(pilot)
        assert desk.contacts.revealed == [(card.client_id, "phone:0", "", False)]
        card.hide()
        await quiet(pilot)
        after = tree_text(pilot)
        assert MASK in text(pilot) and not any(value in after for value in CLEAR.values())


async def test_U05_the_value_hides_by_itself_after_twenty_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        card = await on_card(pilot)
        timers: list[tuple[float, Any]] = []
        taken = card.set_timer

        def kept(delay: float, callback: Any = None, **options: Any) -> Any:
            timers.append((delay, callback))
            return taken(delay, callback, **options)

        monkeypatch.setattr(card, "set_timer", kept)
        await pilot.press("v", "enter")
        await quiet(pilot)
        assert PHONE in text(pilot) and [delay for delay, _callback in timers] == [20]
        timers[0][1]()
        await quiet(pilot)
        assert card.shown is None and PHONE not in tree_text(pilot)


@pytest.mark.parametrize("key", ["right_square_bracket", "right", "f1", "f9", "escape"])
async def test_U05_whatever_leads_away_hides_it(key: str) -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await on_card(pilot)
        await pilot.press("v", "enter")
        await quiet(pilot)
        assert PHONE in text(pilot)
        await pilot.press(key)
        await quiet(pilot)
        assert PHONE not in tree_text(pilot)


async def test_U05_a_call_keeps_the_phone_and_offers_phones_alone() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        card = await on_card(pilot)
        await pilot.press("c")
        await quiet(pilot)
        assert desk.contacts.revealed == [(card.client_id, "phone:0", "", True)]
        assert PHONE in text(pilot) and "15 мин" in text(pilot)
        await pilot.press("right", "left")
        await quiet(pilot)
        assert PHONE in text(pilot)
        await pilot.press("c")
        await quiet(pilot)
        assert PHONE not in tree_text(pilot) and len(desk.contacts.revealed) == 1


async def test_U05_a_foreign_client_asks_for_a_reason_once() -> None:
    desk = FakeDesk()
    desk.contacts.foreign = True
    async with unlocked(desk) as pilot:
        card = await on_card(pilot)
        await pilot.press("c")
        await quiet(pilot)
        assert stands(pilot, ReasonDialog) and desk.contacts.revealed == []
        await pilot.press("enter")
        assert stands(pilot, ReasonDialog), "an empty reason is none"
        await pilot.press(*"отпуск", "enter")
        await quiet(pilot)
        assert desk.contacts.revealed == [(card.client_id, "phone:0", "отпуск", True)]
        await pilot.press("c", "v", "down", "enter")
        await quiet(pilot)
        assert desk.contacts.revealed[1:] == [(card.client_id, "email:0", "отпуск", False)]


async def test_U05_over_the_budget_a_sentence_and_the_mask() -> None:
    desk = FakeDesk()
    desk.contacts.limit = 0
    async with unlocked(desk) as pilot:
        await on_card(pilot)
        await pilot.press("c")
        await quiet(pilot)
        assert "исчерпан" in grid(pilot)[1] and MASK in text(pilot)


async def test_U05_a_copy_goes_through_the_desk_and_only_of_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        card = await on_card(pilot)
        written: list[str] = []
        monkeypatch.setattr(pilot.app._driver, "write", written.append)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.contacts.copied == [] and not any("\x1b]52" in each for each in written)
        await pilot.press("v", "enter")
        await quiet(pilot)
        await pilot.press("н")
        await quiet(pilot)
        assert desk.contacts.copied == [(card.client_id, "phone:0")]
        assert [each for each in written if "\x1b]52" in each] == ["\x1b]52;c;KzcgOTEyIDM0NS02Ny04OQ==\a"]
        pilot.app.copy_to_clipboard("anything")
        assert sum("\x1b]52" in each for each in written) == 1


async def test_U04_the_status_line_says_what_is_left_and_alone_that_it_advises() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await on_card(pilot)
        assert "досье 38 из 40" in grid(pilot)[1] and "раскрытия 60 из 60" in grid(pilot)[1]
    async with unlocked(FakeDesk(alone=True)) as pilot:
        await on_card(pilot)
        assert "лимиты" in grid(pilot)[1]


async def test_U05_nothing_can_be_selected_with_the_mouse() -> None:
    async with unlocked(FakeDesk()) as pilot:
        card = await on_card(pilot)
        assert not pilot.app.ALLOW_SELECT
        assert not any(widget.allow_select for widget in (card, *card.query("*")))


def test_U05_one_place_speaks_to_the_clipboard_and_one_hands_it_something() -> None:
    speaks, hands = [], []
    for path in python_files("tui"):
        source = path.read_text("utf-8")
        name = path.relative_to(ROOT).as_posix()
        if "]52;" in source:
            speaks.append(name)
        calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
        if any(isinstance(each, ast.Attribute) and each.attr == "hand_to_clipboard" for each in calls):
            hands.append(name)
    assert (speaks, hands) == (["tui/guarded.py"], ["tui/screens/card_contacts.py"])
