"""The screens as a person walks through them, at 80×24, in Russian."""

from __future__ import annotations

import pytest

from core.entities.vocabulary import Role
from tests.tui.app_under_test import grid, quiet, stands, table, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id, name_of
from tui.safe_text import width_of
from tui.screens.card import CardScreen
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.edit import EditDialog
from tui.screens.help import HelpScreen
from tui.screens.recovery import RecoveryScreen
from tui.screens.segments import SegmentsScreen
from tui.screens.today import TodayScreen
from tui.widgets.bars_of_screen import MAX_FOOTER_ITEMS, FooterLine


async def test_home_is_today_with_red_first() -> None:
    async with unlocked(FakeDesk(), start="") as pilot:
        assert stands(pilot, TodayScreen)
        lines = grid(pilot)
        assert lines[0].startswith(" Сегодня")
        assert lines[3].startswith("▌ ! Реанимация")
        assert "★" in lines[3]


async def test_menu_lists_the_base_first() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await pilot.press("f9")
        await quiet(pilot)
        shown = text(pilot)
        order = [shown.index(f"{n}   {title}") for n, title in enumerate(("Сегодня", "Клиенты", "Реанимация"), 1)]
        assert order == sorted(order)
        await pilot.press("4")
        await quiet(pilot)
        assert stands(pilot, SegmentsScreen)


async def test_what_a_session_that_only_reads_may_not_do_is_not_offered() -> None:
    async with unlocked(FakeDesk(), read_only=True) as pilot:
        await pilot.press("f3")
        await quiet(pilot)
        shown = text(pilot)
        assert "F5" not in shown
        assert "F6" not in shown


async def test_card_from_the_list_and_its_neighbours() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("down", "enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)
        assert name_of(1) in grid(pilot)[0]
        for key, number in (("right_square_bracket", 2), ("ъ", 3), ("alt+down", 4), ("х", 3), ("alt+up", 2)):
            await pilot.press(key)
            await quiet(pilot)
            assert name_of(number) in grid(pilot)[0], key
        assert desk.history_reads == 0
        await pilot.press("escape")
        await quiet(pilot)
        assert table(pilot).current_id == client_id(1)


async def test_history_is_read_only_when_its_tab_is_opened() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.work.timeline_reads == 0
        await pilot.press("right", "right")
        await quiet(pilot)
        assert desk.work.timeline_reads == 1
        assert "Тверь" in text(pilot)
        await pilot.press("right_square_bracket")
        await quiet(pilot)
        assert desk.work.timeline_reads == 1
        assert pilot.app.screen.tab == "overview"  # type: ignore[attr-defined]


async def test_orders_show_their_lines() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await pilot.press("enter", "right", "right", "right")
        await quiet(pilot)
        assert "РН-4000" in text(pilot)
        await pilot.press("down", "down")
        await quiet(pilot)
        assert "Документ РН-3999" in text(pilot)
        assert "Картридж 4" not in text(pilot)
        await pilot.press("enter", "down", "down")
        assert "Картридж 4" in text(pilot)


async def test_the_strip_shows_purchases_window_and_today() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        strip = grid(pilot)[4]
        assert strip.count("▪") >= 8
        assert "░" in strip
        assert strip.rindex("▪") < strip.index("░") < strip.index("┃")


async def test_recovery_says_why() -> None:
    async with unlocked(FakeDesk(), start="REC") as pilot:
        assert stands(pilot, RecoveryScreen)
        assert "молчит уже 74 дня" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)


async def test_pyramid_is_drawn_with_counts_and_moves() -> None:
    async with unlocked(FakeDesk(), start="SEG") as pilot:
        rows = grid(pilot)[4:11]
        widths = [row.count("█") for row in rows]
        assert widths == sorted(widths)
        assert "363" in rows[6]
        assert "▲6" in rows[0]
        assert "▼2" in rows[0]


async def test_filter_narrows_shows_its_chip_and_is_cleared() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await pilot.press("full_stop")  # the slash key on the Russian layout
        await quiet(pilot)
        await pilot.press("down", "space", "enter")
        await quiet(pilot)
        assert table(pilot).length == 7
        assert "Отбор: Ключевой" in text(pilot)
        await pilot.press("enter", "escape")
        await quiet(pilot)
        assert "Отбор: Ключевой" in text(pilot)
        await pilot.press("backspace")
        await quiet(pilot)
        assert table(pilot).length == 600
        assert "Отбор:" not in grid(pilot)[1]


async def test_find_opens_the_card() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await pilot.press("f2", "1", "0", "0", "7", "0")
        await pilot.pause(0.3)
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, CardScreen)
        assert pilot.app.screen.client_id == client_id(70)  # type: ignore[attr-defined]


async def test_edit_saves_undo_puts_back() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("f4")
        await quiet(pilot)
        assert stands(pilot, EditDialog)
        await pilot.press("!", "enter")
        await quiet(pilot)
        assert f"{name_of(0)}!" in text(pilot)
        await pilot.press("г")  # u on the Russian layout
        await quiet(pilot)
        assert f"{name_of(0)}!" not in text(pilot)
        assert name_of(0) in text(pilot)


async def test_edit_conflict_shows_both_sides() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("f4")
        await quiet(pilot)
        desk.edit_card(client_id(0), "name", "Чужое имя", name_of(0))
        await pilot.press("!", "enter")
        await quiet(pilot)
        assert "Чужое имя" in text(pilot)
        assert f"{name_of(0)}!" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.row(0).name == f"{name_of(0)}!"


async def test_a_refused_value_keeps_the_form() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await pilot.press("f4")
        await quiet(pilot)
        await pilot.press("ctrl+u", "enter")
        await quiet(pilot)
        assert stands(pilot, EditDialog)
        assert "needs a name" in text(pilot) or "нужно" in text(pilot)


async def test_leaving_asks_and_the_answer_is_no() -> None:
    async with unlocked(FakeDesk(), start="TODAY") as pilot:
        await pilot.press("f10")
        await quiet(pilot)
        assert stands(pilot, ConfirmDialog)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, TodayScreen)


@pytest.mark.parametrize("role", ["manager", "auditor"])
async def test_help_lists_the_keys_this_person_has(role: Role) -> None:
    async with unlocked(FakeDesk(role=role)) as pilot:
        await pilot.press("f1")
        await quiet(pilot)
        assert stands(pilot, HelpScreen)
        lines = ["".join(piece for piece, _ink in line) for line in pilot.app.screen.query_one("#help").lines]  # type: ignore[attr-defined]
        assert any(line.startswith("/ (.)") for line in lines)
        assert any("S01.01" in line for line in lines)
        assert any(line.startswith("F4") for line in lines) == (role == "manager")
        await pilot.press("escape")
        await quiet(pilot)
        assert "Клиенты" in grid(pilot)[0]


async def test_an_auditor_cannot_edit() -> None:
    async with unlocked(FakeDesk(role="auditor")) as pilot:
        await pilot.press("f4")
        await quiet(pilot)
        assert not stands(pilot, EditDialog)


async def test_read_only_offers_no_change() -> None:
    async with unlocked(FakeDesk(), read_only=True) as pilot:
        await pilot.press("f4")
        await quiet(pilot)
        assert not stands(pilot, EditDialog)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("start", ["TODAY", "ACC", "REC", "SEG", "KEY", "MET", "DEP", "SET"])
async def test_footer_fits_eighty_columns(start: str, lang: str) -> None:
    async with unlocked(FakeDesk(), start=start, lang=lang) as pilot:
        for key in ("", "enter", "f1"):
            if key:
                await pilot.press(key)
                await quiet(pilot)
            if not pilot.app.screen.query(FooterLine):  # MET asks which figure first
                await pilot.press("enter")
                await quiet(pilot)
            screen = pilot.app.screen
            items = screen.query_one(FooterLine).items(80)
            assert 3 <= len(items) <= MAX_FOOTER_ITEMS
            assert items[-1][2] <= 79
            able = [c for c in screen.all_commands() if c.footer and c.able(screen)]  # type: ignore[attr-defined]
            assert all(width_of(command.footer_text()) <= 9 for command in able)
            shown = {command.name() for command, _start, _stop in items}
            assert "ShowHelp" in shown or stands(pilot, HelpScreen)


@pytest.mark.parametrize(
    "size",
    [
        (80, 24),
        pytest.param((100, 30), marks=pytest.mark.long),
        pytest.param((120, 40), marks=pytest.mark.long),
        pytest.param((60, 16), marks=pytest.mark.long),
        (40, 10),
    ],
)
async def test_every_screen_survives_every_size(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(), size=size) as pilot:
        for keys in (
            ("f9", "1"),
            ("f9", "2"),
            ("f9", "3"),
            ("f9", "4"),
            ("f9", "5"),
            ("f9", "6"),
            ("f9", "5", "right", "right"),
            ("f9", "2", "enter"),
            ("f1",),
        ):
            await pilot.press(*keys)
            await quiet(pilot)
            lines = grid(pilot)
            assert all(width_of(line) == size[0] for line in lines), keys


async def test_the_desk_is_never_asked_by_the_drawing_thread() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        for keys in (*(("f9", digit) for digit in "1234567"), ("f9", "2", "enter"), ("f1",)):
            await pilot.press(*keys)
            await pilot.pause(0.2)
            await quiet(pilot)
        assert "MainThread" not in desk.threads


async def test_a_wrong_passphrase_says_so_and_shows_nothing() -> None:
    from tui.app import Workstation
    from tui.options import Options

    station = Workstation(Options(login="ivanova"), FakeDesk)
    async with station.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press("q", "enter")
        await quiet(pilot)
        assert "неверн" in text(pilot).lower() or "wrong" in text(pilot)
        assert name_of(0) not in text(pilot)


async def test_idle_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        station = pilot.app
        assert station.idle_limit_seconds() == 300  # type: ignore[attr-defined]
        station._touched -= 200  # type: ignore[attr-defined]
        station._check_idle()  # type: ignore[attr-defined]
        await quiet(pilot)
        assert desk.locked == []
        station._touched -= 101  # type: ignore[attr-defined]
        station._check_idle()  # type: ignore[attr-defined]
        await quiet(pilot)
        assert desk.locked == ["idle"]
        assert station.return_value == "locked"


async def test_lock_covers_at_once_and_remembers_the_place() -> None:
    desk = FakeDesk(alone=True)
    async with unlocked(desk) as pilot:
        await pilot.press("down", "enter")
        await quiet(pilot)
        assert pilot.app.idle_limit_seconds() == 900  # type: ignore[attr-defined]
        await pilot.press("f12")
        await quiet(pilot)
        resume = pilot.app.resume  # type: ignore[attr-defined]
        assert (resume.screen, resume.client_id, resume.tab) == ("ACC", client_id(1), "overview")
        assert desk.locked == ["key"]


async def test_the_job_line_shows_and_goes() -> None:
    desk = FakeDesk(prepare_seconds=1.5)
    async with unlocked(desk, start="SEG") as pilot:
        assert pilot.app.job_line == ""  # type: ignore[attr-defined]
        assert pilot.app.job is None  # type: ignore[attr-defined]
        pilot.app.start_job("Figures", lambda progress: progress(5, 10) and None)  # type: ignore[attr-defined]
        await pilot.pause(0.05)
        await quiet(pilot)
        assert pilot.app.job is None  # type: ignore[attr-defined]
