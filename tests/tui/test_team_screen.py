"""TEAM as a person meets it: tabs, what is red, what stands behind a figure."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.desk.answers import Reminder, Today
from tui.desk.today_roles import ORDER, ordered
from tui.safe_text import width_of
from tui.screens.card import CardScreen
from tui.screens.evidence import EvidenceScreen


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "ru"), ((120, 40), "en")])
async def test_S00_04_S03_95_S03_92_every_tab_of_team_is_read(size: tuple[int, int], lang: str) -> None:
    wanted = {
        "ru": ("Якорям достаётся", "«Шустрик»", "900 000", "01.06.2026", "ушёл", "Новые клиенты", "Не смотрел"),
        "en": ("Anchors do not get", "“Quick”", "900,000", "2026", "left", "New clients", "Not looked"),
    }[lang]
    async with unlocked(FakeDesk(role="head"), size=size, lang=lang, start="TEAM") as pilot:
        for piece in wanted:
            assert piece in text(pilot).replace("\u202f", " ").replace("\xa0", " "), text(pilot)
            assert all(width_of(line) == size[0] for line in grid(pilot))
            await pilot.press("right")
            await quiet(pilot)


async def test_S00_04_enter_opens_who_stands_behind_a_managers_time() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="TEAM") as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, EvidenceScreen) and desk.team.asked == ["ivanova"]
        assert "Якоря: 60 минут" in text(pilot)


async def test_S03_115_news_of_key_accounts_open_the_card_and_are_marked_as_seen() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="TEAM") as pilot:
        await pilot.press("left")
        await quiet(pilot)
        assert "новый склад" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)
        await pilot.press("escape", "м")
        await quiet(pilot)
        assert desk.team.looks == 1 and "новый склад" not in text(pilot)


async def test_S03_97_S03_112_U28_the_help_has_hints_books_and_a_tour() -> None:
    async with unlocked(FakeDesk(), start="TODAY", lang="ru") as pilot:
        await pilot.press("f1", "t")
        await quiet(pilot)
        assert "Пять минут" in text(pilot) and "kartoteka demo" in text(pilot)
        await pilot.press("b", "end")
        await quiet(pilot)
        assert "Техника продаж крупным клиентам" in " ".join(text(pilot).split())
        await pilot.press("ы")
        await quiet(pilot)
        assert "Справка · Сегодня" in text(pilot) and "Техника" not in text(pilot)


def test_TODAY_begins_with_what_matters_to_the_role() -> None:
    kinds = ("task", "key", "alarm")
    rows = tuple(Reminder(kind, "", "", "", None, True, False) for kind in kinds)
    day = Today(dt.date(2026, 11, 23), (*rows, Reminder("alarm", "", "", "", None, False, False)), 0, 0.0)
    first = {role: ordered(day, role).reminders[0].kind for role in ORDER}
    assert first == {
        "manager": "task",
        "head": "key",
        "owner": "alarm",
        "keeper": "task",
        "admin": "alarm",
        "auditor": "alarm",
    }
    assert not ordered(day, "auditor").reminders[-1].red


async def test_S03_97_help_in_a_dialog_begins_with_its_keys_and_comes_back_to_it() -> None:
    async with unlocked(FakeDesk(role="head"), start="ADM") as pilot:
        await pilot.press("n")
        await quiet(pilot)
        form = pilot.app.screen
        await pilot.press("o", "l", "g", "a", "f1")
        await quiet(pilot)
        shown = text(pilot)
        assert "Новый коллега" in shown and "Tab следующая строка" in shown and "Правило за экраном" in shown
        await pilot.press("f9", "f2")
        await quiet(pilot)
        await pilot.press("escape")
        await quiet(pilot)
        assert pilot.app.screen is form and "olga" in text(pilot)
