"""AUD on the pilot: tabs, filter, verification, both layouts, 80 and 120 columns (U03, U25, S01.18)."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.desk.port_audit import LogFilter
from tui.screens.dialogs.log_filter import day_of


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_U03_the_log_newest_first_with_the_entry_below(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(role="auditor"), size=size, start="AUD") as pilot:
        shown = text(pilot)
        assert "1 233" in shown.replace(" ", " ") and "чтение досье" in shown and "ivanova" in shown
        assert "tab: history" in shown
        assert all(len(line) <= size[0] for line in grid(pilot))
        footer = grid(pilot)[-1]
        assert "Проверка" in footer and "Отбор" in footer and "Меню" in footer


async def test_tabs_turn_both_ways_and_on_both_layouts() -> None:
    async with unlocked(FakeDesk(role="auditor"), start="AUD") as pilot:
        await pilot.press("tab")
        await quiet(pilot)
        assert "20 досье за день, обычно 5" in text(pilot) and "petrov: 3 неверных" in text(pilot)
        await pilot.press("right")
        await quiet(pilot)
        assert "Телефоны и почта" in text(pilot)
        await pilot.press("д")  # l
        await quiet(pilot)
        assert "witness/0a1b2c3d" in text(pilot) and "1 200" in text(pilot).replace(" ", " ")
        await pilot.press("left", "left", "left")
        await quiet(pilot)
        assert "чтение досье" in text(pilot)


@pytest.mark.parametrize("key", ["v", "м"])
async def test_verification_says_its_verdict(key: str) -> None:
    async with unlocked(FakeDesk(role="auditor"), start="AUD") as pilot:
        await pilot.press(key)
        await quiet(pilot)
        assert "Журнал цел" in text(pilot)


async def test_the_filter_narrows_by_person_kind_and_day() -> None:
    desk = FakeDesk(role="auditor")
    async with unlocked(desk, start="AUD") as pilot:
        await pilot.press("slash")
        await quiet(pilot)
        await pilot.press(*"24.11.2026", "tab", "down", "space")
        await pilot.press("down", "space", "enter")
        await quiet(pilot)
        narrowed = desk.audit.asked[-1]
        assert narrowed.who in ("ivanova", "petrov") and narrowed.since is not None
        assert "24.11.2026" in text(pilot)
        await pilot.press("backspace")
        await quiet(pilot)
        assert desk.audit.asked[-1] == LogFilter()


async def test_nonsense_in_the_filter_is_said_and_nothing_happens() -> None:
    desk = FakeDesk(role="auditor")
    async with unlocked(desk, start="AUD") as pilot:
        await pilot.press("slash")
        await quiet(pilot)
        before = len(desk.audit.asked)
        await pilot.press(*"вчера", "enter")
        await quiet(pilot)
        assert "24.11.2026" in text(pilot) and len(desk.audit.asked) == before
        await pilot.press("escape")


async def test_everything_about_the_client_under_the_cursor() -> None:
    desk = FakeDesk(role="auditor")
    async with unlocked(desk, start="AUD") as pilot:
        await pilot.press("down", "o")
        await quiet(pilot)
        assert desk.audit.asked[-1] == LogFilter(client=f"{1:032x}")


async def test_hostile_names_stay_text() -> None:
    hostile = "\x1b[31m[@click=app.x]\u202e[/x"
    async with unlocked(FakeDesk(role="auditor", names=[hostile] * 300), start="AUD") as pilot:
        for _ in range(4):
            assert "\x1b" not in text(pilot) and "\u202e" not in text(pilot)
            await pilot.press("tab")
            await quiet(pilot)


def test_days_as_people_write_them() -> None:
    assert [str(day_of(text)) for text in ("2026-11-24", "24.11.2026", "24.11.26")] == ["2026-11-24"] * 3
    assert [day_of(text) for text in ("", "24.13.2026", "вчера", "0" * 32)] == [None] * 4


async def test_S01_18_enter_on_an_alarm_of_today_opens_aud() -> None:
    from tui.desk.answers import Reminder, Today
    from tui.screens.audit import AuditScreen

    class Alarmed(FakeDesk):
        def today(self) -> Today:
            found = super().today()
            alarm = Reminder("login", "", "petrov", "petrov: 3 неверных пароля", found.as_of, red=True, top20=False)
            return Today(found.as_of, (alarm, *found.reminders), found.top20_clients, found.top20_share_percent)

    async with unlocked(Alarmed(role="head"), start="TODAY") as pilot:
        assert "! Вход" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert isinstance(pilot.app.screen, AuditScreen)
