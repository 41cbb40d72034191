"""CARD tabs People and Work, MAP, F5 and F6 as a person meets them, in both sizes and languages."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tests.tui.fake_work import FakePersons
from tui.app import Outcome
from tui.safe_text import width_of
from tui.screens.card_tabs import tab_line
from tui.screens.dialogs.log_contact import LogDialog, PeopleDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.map import MapScreen
from tui.widgets.drawn import Pager

TEN = "Обзор; Люди; История; Заказы; Дела; Белые пятна; Досье; Обязательства; Риски; Файлы"
NINE = {name: name for name in TEN.split("; ")}


async def on_tab(pilot: Pilot[Outcome], steps: int) -> None:
    await pilot.press("enter")
    await quiet(pilot)
    for _ in range(steps):
        await pilot.press("right")
    await quiet(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_S03_89_S02_16_S03_91_people_of_a_card(size: tuple[int, int], lang: str) -> None:
    async with unlocked(FakeDesk(), size=size, lang=lang) as pilot:
        await on_tab(pilot, 1)
        shown = " ".join(text(pilot).split())
        assert "Орехов Пётр Ильич" in shown and "├─Зоя" in shown and "@z***" in shown
        assert "22" in shown and "47/100" in shown and "диспетчер, 24 часа" in shown and "+7 800 100-20-30" in shown
        assert ("директор" if lang == "ru" else "director") in shown
        assert all(width_of(line) == size[0] for line in grid(pilot))


async def test_S03_89_a_person_is_typed_refused_in_one_sentence_and_written() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await on_tab(pilot, 1)
        await pilot.press("n")
        await quiet(pilot)
        assert stands(pilot, RecordForm)
        await pilot.press(*"Носов", "down", "down", "right", "enter")
        await quiet(pilot)
        assert desk.persons.written == [("save", "", "given=", "rung=accountant", "surname=Носов")]
        await pilot.press("t", "down", "down", "down", "enter")
        await quiet(pilot)
        assert desk.persons.written[-1][0] == "tie" and desk.persons.written[-1][2] == "3"


async def test_U16_what_a_colleague_saved_meanwhile_is_shown_before_it_is_overwritten() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await on_tab(pilot, 1)
        await pilot.press("f4")
        await quiet(pilot)
        desk.persons.surname = "Орешкин"
        await pilot.press(*"ич", "enter")
        await quiet(pilot)
        assert stands(pilot, RecordForm) and "Орешкин" in text(pilot) and desk.persons.written == []
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.persons.written == [("save", desk.persons.people[0].id, "surname=Орехович")]


async def test_S03_37_the_profile_opens_only_when_it_is_asked_for() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await on_tab(pilot, 1)
        assert "рыбалка" not in text(pilot)
        await pilot.press("з")
        await quiet(pilot)
        assert stands(pilot, RecordForm) and "рыбалка" in text(pilot)


async def test_S03_89_three_hundred_people_are_windowed() -> None:
    desk = FakeDesk()
    desk.persons = FakePersons(crowd=300)
    async with unlocked(desk) as pilot:
        await on_tab(pilot, 1)
        await pilot.press("end")
        await quiet(pilot)
        assert "Сотрудник 309" in text(pilot)


async def test_S03_110_the_map_shows_who_knows_whom_and_the_trend() -> None:
    async with unlocked(FakeDesk(), size=(120, 40)) as pilot:
        await on_tab(pilot, 1)
        await pilot.press("ь")
        await quiet(pilot)
        assert stands(pilot, MapScreen)
        shown = text(pilot)
        assert "Петров" in shown and "Иванова" in shown and "├─Зоя" in shown
        assert any("█" in line for line in grid(pilot)[20:])


async def test_S00_04_f5_takes_kind_and_text_and_fills_the_minutes_in() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("f5")
        await quiet(pilot)
        assert stands(pilot, LogDialog) and "10" in text(pilot)
        await pilot.press("right", "down", *"обсудили цены", "f7")
        await quiet(pilot)
        assert stands(pilot, PeopleDialog)
        await pilot.press("space", "enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        entry = desk.work.logged[0]
        assert (entry.kind, entry.text, entry.minutes, entry.two_way) == ("meeting", "обсудили цены", 60, True)
        assert entry.people == (desk.persons.people[0].id,)


async def test_U31_a_messenger_asks_for_its_network_and_an_unanswered_call_is_one_way() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await on_tab(pilot, 0)
        await pilot.press("f5")
        await quiet(pilot)
        assert "Telegram" not in text(pilot)
        await pilot.press("f8", "enter")
        await quiet(pilot)
        await pilot.press("f5")
        await quiet(pilot)
        await pilot.press("м", "м", "м", "down", "down", "down", "right", "enter")
        await quiet(pilot)
        assert (desk.work.logged[0].kind, desk.work.logged[0].two_way) == ("call", False)
        assert desk.work.logged[1].kind == "messenger" and desk.work.logged[1].network == "Telegram"


async def test_U05_the_phone_hides_once_the_call_is_logged() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await on_tab(pilot, 0)
        await pilot.press("с")
        await quiet(pilot)
        assert "+7 912 345-67-89" in text(pilot)
        await pilot.press("f5")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert len(desk.work.logged) == 1 and "+7 912 345-67-89" not in text(pilot)


async def test_U14_f6_makes_a_task_at_the_client_in_hand() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("f6")
        await quiet(pilot)
        await pilot.press(*"прайс", "enter")
        await quiet(pilot)
        assert desk.work.written == [("task", client_id(0), "прайс", "call")]
    async with unlocked(FakeDesk(), read_only=True) as pilot:
        await pilot.press("f6")
        await quiet(pilot)
        assert not stands(pilot, RecordForm)


async def test_S00_08_S00_14_needs_on_the_tab_work() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await on_tab(pilot, 5)
        shown = text(pilot)
        assert "спросить о заказе" in shown and "возить в Тверь" in shown and "3 → 5" in shown
        assert "Д-7 поставка" in shown and "истекает" in shown
        await pilot.press("n")
        await quiet(pilot)
        assert "покупали у нас больше" in text(pilot)
        await pilot.press(*"скидка", "enter")
        await quiet(pilot)
        assert desk.work.written == [("need", "", "скидка")]
        await pilot.press("down", "d")
        await quiet(pilot)
        await pilot.press("left", "down", *"цена", "enter")
        await quiet(pilot)
        assert desk.work.written[-1] == ("close need", "21", "4", "цена")


async def test_S03_78_one_line_of_time_is_read_once_and_only_when_opened() -> None:
    desk = FakeDesk()
    async with unlocked(desk, size=(120, 40)) as pilot:
        await on_tab(pilot, 2)
        shown = text(pilot)
        assert "Telegram: прислала заявку (Зоя)" in shown and "Казань → Тверь" in shown
        assert desk.work.timeline_reads == 1


def test_S03_78_ten_tabs_are_readable_at_80_columns() -> None:
    for picked in NINE:
        line = tab_line(NINE, picked, 80)
        assert sum(width_of(piece) for piece, _ink in line) <= 80
        shown = [piece.strip() for piece, _ink in line if piece.strip()]
        assert len(shown) == len(NINE) and picked in shown
        assert all(len(each) >= 4 for each in shown)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_U29_S03_32_the_overview_says_what_he_owes_and_how_long_he_waits(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(), size=size) as pilot:
        await on_tab(pilot, 0)
        shown = " ".join(text(pilot).split()) + " " + header_of(pilot)
        assert "48 дн, норма 30" in shown
        assert "просрочено 300,00" in shown and "69 дн" in shown


def header_of(pilot: Pilot[Outcome]) -> str:
    """Everything the Overview holds, also below the window."""
    pager = pilot.app.screen.query_one("#overview", Pager)
    return " ".join("".join(piece for piece, _ink in line) for line in pager.lines)
