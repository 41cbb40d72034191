from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, table, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id, name_of
from tui.widgets.row_pages import KEPT_PAGES, PAGE_ROWS, RowPages, Rows
from tui.widgets.window_table import Column, WindowTable


def numbers(count: int) -> Rows[int]:
    return Rows(range(count), [client_id(n) for n in range(count)])


def test_pages_are_few_however_long_the_list() -> None:
    pages = RowPages(numbers(PAGE_ROWS * 100))
    for number in range(100):
        pages.put(number, pages.read(number))
    assert len(pages.kept) == KEPT_PAGES
    assert pages.row(0) is None
    assert pages.row(PAGE_ROWS * 100 - 1) == PAGE_ROWS * 100 - 1


def test_missing_names_the_pages_of_a_window() -> None:
    pages = RowPages(numbers(1000))
    assert pages.missing(250, 260) == [0, 1]
    pages.put(0, pages.read(0))
    assert pages.missing(250, 260) == [1]
    assert pages.missing(990, 5000) == [3]
    assert RowPages(numbers(0)).missing(0, 20) == []


@pytest.mark.parametrize("clients", [1_000, 1_000_000])
async def test_the_same_pages_are_read_at_any_length(clients: int) -> None:
    desk = FakeDesk(clients)
    async with unlocked(desk) as pilot:
        opened = desk.pages_read
        for key in ("down", "pagedown", "end", "home", "up"):
            await pilot.press(key)
            await quiet(pilot)
        assert opened <= 3
        assert desk.pages_read - opened <= 6
        assert table(pilot).length == clients


async def test_keys_of_both_layouts_move() -> None:
    async with unlocked(FakeDesk(5_000)) as pilot:
        list_ = table(pilot)
        await pilot.press("j", "о", "down", "k", "л")
        assert list_.cursor == 1
        await pilot.press("G")
        await quiet(pilot)
        assert list_.cursor == 4_999
        await pilot.press("п")
        await quiet(pilot)
        assert list_.cursor == 0
        await pilot.press("П")
        await quiet(pilot)
        assert list_.cursor == 4_999
        await pilot.press("pageup")
        assert list_.cursor == 4_999 - (list_.body_height - 1)


async def test_the_window_jumps_half_a_page_at_the_edge() -> None:
    async with unlocked(FakeDesk(5_000)) as pilot:
        list_ = table(pilot)
        tops = set()
        for _ in range(100):
            await pilot.press("down")
            tops.add(list_.top)
        assert list_.cursor == 100
        assert len(tops) <= 1 + 100 // (list_.body_height // 2)


async def test_moves_that_wait_for_a_page_add_up() -> None:
    async with unlocked(FakeDesk(100_000)) as pilot:
        list_ = table(pilot)
        list_.move_to(50_000)
        list_.move_by(3)
        list_.move_by(-1)
        assert list_.cursor == 0
        await quiet(pilot)
        assert list_.cursor == 50_002
        assert name_of(50_002) in text(pilot)


async def test_nothing_is_painted_before_its_page_is_here() -> None:
    async with unlocked(FakeDesk(100_000)) as pilot:
        before = grid(pilot)
        table(pilot).move_to(70_000)
        await pilot.pause()
        now = grid(pilot)
        assert now == before or name_of(70_000) in "\n".join(now)


async def test_cursor_is_kept_by_id_when_the_order_turns() -> None:
    async with unlocked(FakeDesk(1_000)) as pilot:
        await pilot.press(*["down"] * 7)
        await pilot.press("s", "enter")
        await quiet(pilot)
        assert table(pilot).current_id == client_id(7)
        assert table(pilot).cursor == 992
        assert "Название ↓" in text(pilot)


async def test_marks_stay_by_id() -> None:
    async with unlocked(FakeDesk(1_000)) as pilot:
        await pilot.press("space", "space", "s", "enter")
        await quiet(pilot)
        assert table(pilot).marks == {client_id(0), client_id(1)}


async def test_the_selected_row_has_a_marker_beside_its_colour() -> None:
    async with unlocked(FakeDesk(50)) as pilot:
        await pilot.press("down")
        marked = [line for line in grid(pilot) if line.startswith("▌")]
        assert len(marked) == 1
        assert name_of(1) in marked[0]


async def test_a_change_elsewhere_refreshes_the_row_in_place() -> None:
    desk = FakeDesk(600)
    async with unlocked(desk) as pilot:
        await pilot.press("down", "down")
        desk.edit_card(client_id(2), "name", "Переименованный", name_of(2))
        pilot.app.workplaces.mark_stale()  # type: ignore[attr-defined]
        await quiet(pilot)
        assert table(pilot).cursor == 2
        assert "Переименованный" in text(pilot)


@pytest.mark.parametrize(
    ("width", "there", "absent"), [(80, "Молчит", "Город"), (120, "Город", "Телефон"), (170, "Телефон", "§")]
)
async def test_columns_by_width(width: int, there: str, absent: str) -> None:
    async with unlocked(FakeDesk(50), size=(width, 24)) as pilot:
        header = grid(pilot)[2]
        assert there in header
        assert absent not in header
        assert len(header.rstrip()) <= width


def test_other_columns_are_laid_out_anew_at_the_same_width() -> None:
    first, second = (Column[int](key, str, 10, lambda row: (str(row), "")) for key in ("month", "quarter"))
    list_ = WindowTable((first,), str)
    assert [column.key for column, _cells in list_._columns_at(80)] == ["month"]
    list_.columns = (second,)
    assert [column.key for column, _cells in list_._columns_at(80)] == ["quarter"]
