"""Loyalty programmes as a person meets them: terms, members, cards, the report."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tests.tui.fake_loyalty import CLUB
from tui.safe_text import width_of
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.loyalty import LoyaltyScreen
from tui.screens.loyalty_programme import ProgrammeScreen


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "ru"), ((120, 40), "en")])
async def test_S03_24_the_report_gives_intervals_and_says_what_is_chance(size: tuple[int, int], lang: str) -> None:
    words = {
        "ru": ("3 % с каждой", "К-00004", "30 % (20 % … 40 %)", "больше, чем дал бы случай", "От случайности", "мало"),
        "en": ("3 % с каждой", "К-00004", "30% (20% … 40%)", "more than chance", "Cannot be told from", "too few"),
    }[lang]
    async with unlocked(FakeDesk(role="head"), size=size, lang=lang, start="LOYAL") as pilot:
        shown = [text(pilot)]
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, ProgrammeScreen) and "К-00003" in text(pilot) and "потеряна" in text(pilot)
        await pilot.press("right")
        await quiet(pilot)
        shown.append(text(pilot))
        told = " ".join(" ".join(shown).split()).replace("\u202f", " ").replace("\xa0", " ")
        for piece in words:
            assert piece in told, told
        assert all(width_of(line) == size[0] for line in grid(pilot))


async def test_S03_24_the_head_makes_a_programme_and_a_manager_cannot() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="LOYAL") as pilot:
        await pilot.press("т")
        await quiet(pilot)
        await pilot.press(*"Клуб", "enter")
        await quiet(pilot)
        assert stands(pilot, FieldsForm) and desk.loyalty.written == [], "conditions are missing, nothing is lost"
        await pilot.press("down", *"5", "enter")
        await quiet(pilot)
        await pilot.press("f4", "down", *"6", "enter")
        await quiet(pilot)
        assert desk.loyalty.written == [("save", "", "Клуб", "5"), ("save", CLUB, "Клуб мастеров", "6")]
    async with unlocked(FakeDesk(role="manager"), start="LOYAL") as pilot:
        await pilot.press("n")
        await quiet(pilot)
        assert stands(pilot, LoyaltyScreen)


async def test_S03_24_S03_15_clients_join_and_cards_are_issued_blocked_and_replaced() -> None:
    desk = FakeDesk(role="manager")
    async with unlocked(desk, start="LOYAL") as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("ф")
        await quiet(pilot)
        await pilot.press("down", "enter")
        await quiet(pilot)
        for key, *typed in (("b", *"кража"), ("r", "down", *"треснула")):
            await pilot.press(key)
            await quiet(pilot)
            await pilot.press(*typed, "enter")
            await quiet(pilot)
        await pilot.press("down", "i")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("x")
        await quiet(pilot)
        assert desk.loyalty.written == [
            ("join", client_id(5), "bearers"),
            ("block", "К-00003", "кража"),
            ("replace", "К-00003", "", "треснула"),
            ("issue", client_id(1), "", ""),
            ("leave", client_id(1)),
        ]
