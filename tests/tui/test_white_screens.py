"""WHITE and GOODS: the matrix, one client beside his trend, offers, wishes, new products."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import quiet, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tui.screens.card import TABS
from tui.screens.white import WhiteScreen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S02_02_the_matrix_has_a_sign_for_every_group(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(5000), start="WHITE", size=size) as pilot:
        await quiet(pilot)
        shown = text(pilot)
        assert "+~o?." in shown
        assert "Химия" in shown
        assert "+ берёт" in shown
        assert "41" in shown
        screen = pilot.app.screen
        assert isinstance(screen, WhiteScreen)
        assert screen.table.length == 5000
        await pilot.press("end")
        await quiet(pilot)
        assert screen.table.cursor == 4999


async def test_S02_04_only_those_who_buy_less() -> None:
    desk = FakeDesk(60)
    async with unlocked(desk, start="WHITE") as pilot:
        await quiet(pilot)
        await pilot.press("а")
        await quiet(pilot)
        assert desk.white.last() == ("list", "", "True")
        assert "покупают меньше" in text(pilot)
        await pilot.press("f", "o")
        await quiet(pilot)
        assert desk.white.last() == ("list", desk.owners()[0], "False")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S02_03_S02_04_a_client_has_his_groups_beside_his_trend(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(), start="WHITE", size=size) as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        shown = text(pilot)
        assert "не предлагалось 7 лет" in shown
        assert "Полугодие" in shown
        assert "45 %" in shown
        assert "! 120 %" in shown
        assert "18 из 31" in shown
        assert "ничего не предлагали 41 день" in shown
        await pilot.press("s")
        await quiet(pilot)
        assert "Средство для пола" in text(pilot)


async def test_S02_04_a_falling_client_of_the_queue_opens_his_white_space() -> None:
    async with unlocked(FakeDesk(), start="REC") as pilot:
        await quiet(pilot)
        await pilot.press("ц")
        await quiet(pilot)
        assert "не предлагалось 7 лет" in text(pilot)
        await pilot.press("escape")
        await quiet(pilot)
        assert "Очередь" in text(pilot)


async def test_S02_03_offers_answers_and_marks_are_recorded_with_a_key() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="WHITE") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("щ")
        await quiet(pilot)
        assert desk.white.last() == ("offer", "", "Химия", "white")
        await pilot.press("a")
        await quiet(pilot)
        await pilot.press("down", "enter")
        await quiet(pilot)
        assert desk.white.last() == ("answer", "f" * 32, "later")
        await pilot.press("m")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.white.last() == ("mark", "Химия", "unaware")


async def test_S02_17_a_wish_becomes_an_offer_or_a_need() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="WHITE") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("p", *"мыла")
        await quiet(pilot)
        assert "Мыло жидкое" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.white.last() == ("offer", "ХИМ-2", "", "wish")
        await pilot.press("p", *"фанера", "f8")
        await quiet(pilot)
        assert desk.white.last() == ("wish", "фанера")


async def test_S03_11_an_estimate_asks_for_a_sum_and_its_source() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="WHITE") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("e")
        await quiet(pilot)
        await pilot.press("enter", *"1 500", "enter", "enter")
        await quiet(pilot)
        assert "откуда оценка" in text(pilot)
        await pilot.press(*"директор", "enter")
        await quiet(pilot)
        assert desk.white.last() == ("estimate", "150000", "", "директор")


async def test_S02_17_S03_90_the_price_list_and_whom_to_offer_a_new_product() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="GOODS") as pilot:
        await quiet(pilot)
        await pilot.press("slash", *"yjdst vskf", "enter")
        await quiet(pilot)
        assert "Мыло жидкое" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        shown = text(pilot)
        assert shown.index("Ключевой") < shown.index("Крупный")
        assert "до 24.11.2026" in shown
        await pilot.press("t")
        await quiet(pilot)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.products.announced == [("ХИМ-2", (client_id(0),))]


async def test_the_card_has_a_tab_of_white_space() -> None:
    async with unlocked(FakeDesk(), start="ACC") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press(*["right"] * list(TABS).index("white"))
        await quiet(pilot)
        assert "не предлагалось 7 лет" in text(pilot)
