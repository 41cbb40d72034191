"""Typed orders against accounting as a person meets them: from TEAM and from the card."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tui.safe_text import width_of
from tui.screens.card import CardScreen
from tui.screens.order_gaps import OrderGapsScreen


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "ru"), ((120, 40), "en")])
async def test_S03_35_gaps_by_seller_and_kind(size: tuple[int, int], lang: str) -> None:
    words = {"ru": ("нет в учёте", "заказ не внесён", "суммы разные"), "en": ("not in acc", "no order", "sums differ")}
    async with unlocked(FakeDesk(role="head"), size=size, lang=lang, start="TEAM") as pilot:
        await pilot.press("a" if lang == "en" else "ф")
        await quiet(pilot)
        assert stands(pilot, OrderGapsScreen)
        for word in words[lang]:
            assert word in text(pilot), text(pilot)
        assert all(width_of(line) == size[0] for line in grid(pilot))
        await pilot.press("down", "down")
        await quiet(pilot)
        assert "РН-9" in text(pilot) and "З-7" not in text(pilot), "the gaps of the seller under the cursor"
        await pilot.press("up", "f", "f", "f")
        await quiet(pilot)
        assert "РН-6" in text(pilot) and "З-7" not in text(pilot)
        await pilot.press("enter", "enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)


async def test_S03_35_the_card_asks_about_its_own_client() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("enter", "a")
        await quiet(pilot)
        assert stands(pilot, OrderGapsScreen) and desk.order_gaps.asked == [client_id(0)]
