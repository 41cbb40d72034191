"""EXP as a person walks through it, on both layouts and at both sizes (U06)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tests.tui.hostile import NAMES
from tui.commands.exports import ExportList
from tui.desk.port_audit import LogFilter
from tui.screens.dialogs.export_list import ListDialog
from tui.screens.dialogs.words import WordsDialog
from tui.screens.exports import ExportsScreen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_U06_what_waits_for_me_stands_first(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(role="head"), start="EXP", size=size) as pilot:
        assert stands(pilot, ExportsScreen)
        lines = grid(pilot)
        assert "ждут вас: 1" in lines[0]
        rows = [line for line in lines if "Клиенты level=key" in line and "Петров" in line]
        assert [line.strip("▌ ").split()[0] for line in rows] == ["2", "3", "1"]
        assert "? ждёт одобрения" in rows[0] and "+ одобрена" in rows[1]
        assert "смотр базы в декабре" in text(pilot)


async def test_U06_approve_refuse_and_make_the_file() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="EXP") as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.exports.done == [], "a colleague's export is not mine to make"
        await pilot.press("ф")
        await quiet(pilot)
        assert desk.exports.done == [("decide", 2, True, "")] and "одобрена" in grid(pilot)[1]
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.exports.done[-1] == ("run", 3) and "/srv/outbox/ivan/export-0003.csv" in text(pilot)


async def test_U06_a_refusal_needs_a_reason() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="EXP") as pilot:
        await pilot.press("d")
        await quiet(pilot)
        assert stands(pilot, WordsDialog)
        await pilot.press("enter", *"рано", "enter")
        await quiet(pilot)
        assert desk.exports.done == [("decide", 2, False, "рано")]


async def test_U06_ask_for_a_list_with_a_purpose() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="EXP") as pilot:
        await pilot.press("n")
        await quiet(pilot)
        assert stands(pilot, ListDialog)
        await pilot.press("down", "enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press(*"обзвон", "enter")
        await quiet(pilot)
        assert (
            desk.exports.done == [("ask", {"list": "queue"}, "обзвон", "xlsx")] and "ждёт одобрения" in grid(pilot)[1]
        )


async def test_U06_the_list_on_the_screen_is_asked_for_as_it_is_filtered() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("f3", *"выгрузить", "enter")
        await quiet(pilot)
        await pilot.press("down", "enter")
        await quiet(pilot)
        await pilot.press(*"ярмарка", "enter")
        await quiet(pilot)
        assert desk.exports.done == [("ask", {"list": "clients", "sort": "name"}, "ярмарка", "csv")]


TABLES = {
    "TODAY": "today",
    "ACC": "clients",
    "REC": "queue",
    "SEG": "segments",
    "KEY": "keys",
    "DEP": "dependency",
    "MET": "periods",
    "WHITE": "white",
    "ENQ": "enquiries",
    "DQ": "quality",
    "TEAM": "team",
    "COMMIT": "commitments",
    "CASE": "complaints",
    "LOYAL": "programmes",
    "GAPS": "gaps",
    "GROUP": "group_tasks",
    "SET": "rules",
    "CAMP": "campaigns",
    "DUP": "doubles",
    "AUD": "log",
    "ADM": "colleagues",
}


async def test_U06_one_key_takes_out_the_table_of_every_screen() -> None:
    """Excel export of each table (issue 5): the same key, the same two questions."""
    desk = FakeDesk(role="owner")
    async with unlocked(desk) as pilot:
        for code, name in TABLES.items():
            pilot.app.go(code)  # type: ignore[attr-defined]
            await quiet(pilot)
            assert pilot.app.screen.exported()["list"] == name, code  # type: ignore[attr-defined]
            assert ExportList.able(pilot.app.screen), code  # type: ignore[arg-type]
        pilot.app.go("SET")  # type: ignore[attr-defined]
        await quiet(pilot)
        await pilot.press("У", "enter")
        await quiet(pilot)
        await pilot.press(*"сверка", "enter")
        await quiet(pilot)
        assert desk.exports.done == [("ask", {"list": "rules"}, "сверка", "xlsx")]


async def test_U06_the_words_of_a_table_are_those_it_is_narrowed_by() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="SEG") as pilot:
        await pilot.press("right", "right", "b", "tab", "E", "enter")
        await quiet(pilot)
        await pilot.press(*"срез", "enter")
        await quiet(pilot)
        told = {"list": "members", "tab": "matrix", "by": "turnover", "since": "month", "key": "A-X"}
        assert desk.exports.done == [("ask", told, "срез", "xlsx")]


async def test_U06_tabs_of_the_card_the_log_and_campaigns_are_taken_out_as_they_stand() -> None:
    desk = FakeDesk(role="owner")
    async with unlocked(desk) as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        seen = {}
        for _ in range(9):
            card = pilot.app.screen
            seen[card.tab] = card.exported()  # type: ignore[attr-defined]
            await pilot.press("tab")
            await quiet(pilot)
        client = card.client_id  # type: ignore[attr-defined]
        told = {tab: words["list"] for tab, words in seen.items() if words}
        assert told == {"people": "persons", "orders": "documents", "white": "cells"}
        assert all(words["client"] == client for words in seen.values() if words)
        pilot.app.go("AUD")  # type: ignore[attr-defined]
        await quiet(pilot)
        log = pilot.app.screen
        log._narrowed(LogFilter(who="anna", since=dt.date(2026, 11, 1)))  # type: ignore[attr-defined]
        assert log.exported() == {"list": "log", "who": "anna", "since": "2026-11-01"}  # type: ignore[attr-defined]
        tables = []
        for _ in range(3):
            await pilot.press("right")
            tables.append(log.exported())  # type: ignore[attr-defined]
        assert tables == [{"list": "watch"}, {"list": "budgets"}, None]


async def test_U06_a_found_line_is_traced() -> None:
    desk = FakeDesk(role="auditor")
    async with unlocked(desk, start="EXP") as pilot:
        await pilot.press("е", *"Вестторг", "enter")
        await quiet(pilot)
        assert "Выгрузка № 1, Петров П. П." in text(pilot) and "2 из 9" in text(pilot)
        await pilot.press("t", *"Ромашка", "enter")
        await quiet(pilot)
        assert "не узнаётся" in text(pilot)


async def test_U06_who_may_not_is_not_offered_it() -> None:
    desk = FakeDesk(role="manager")
    desk.exports.decides = desk.exports.traces = False
    async with unlocked(desk, start="EXP") as pilot:
        footer = grid(pilot)[-1]
        assert "Новая" in footer and "Одобрить" not in footer and "Источник" not in footer
        await pilot.press("a", "d", "t")
        await quiet(pilot)
        assert stands(pilot, ExportsScreen) and desk.exports.done == []


async def test_U06_hostile_words_are_drawn_harmless() -> None:
    async with unlocked(FakeDesk(names=NAMES, role="head"), start="EXP") as pilot:
        shown = text(pilot)
        assert stands(pilot, ExportsScreen) and not set("\x1b\x07\x9b\u202e") & set(shown)


async def test_U06_help_tells_the_rule() -> None:
    async with unlocked(FakeDesk(), start="EXP") as pilot:
        await pilot.press("f1")
        await quiet(pilot)
        assert "Выгрузки" in text(pilot)
