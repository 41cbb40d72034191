"""DUP as a person walks through it, at 80×24, in Russian: list, side by side, merge, undo, groups (U09, U11)."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id, name_of
from tui.app import Outcome
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.sure_groups import SureGroupsDialog
from tui.screens.doubles import DoublesScreen
from tui.screens.merging import MergingScreen


async def compared(pilot: Pilot[Outcome], desk: FakeDesk) -> None:
    """Until the first comparison, which waits for the figures, is on the screen."""
    for _ in range(200):
        if desk.doubles.scans and pilot.app.job is None:  # type: ignore[attr-defined]
            break
        await pilot.pause(0.02)
    await quiet(pilot)


async def test_U09_the_list_is_made_at_the_first_look_and_explains_itself() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        assert stands(pilot, DoublesScreen)
        shown = text(pilot)
        assert (desk.doubles.scans, "точно" in shown, "на проверку" in shown) == (1, True, True)
        assert name_of(0)[:12] in shown
        against, total = shown.index("Город: отличается −1,5"), shown.index("Итого +12,0")
        assert total < against < shown.index("ИНН: совпадает +19,0")
        assert all(len(line) == 80 for line in grid(pilot))


async def test_U09_side_by_side_marks_what_differs_and_takes_field_by_field() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, MergingScreen)
        named = next(line for line in grid(pilot) if "Название" in line)
        assert named.split("Название")[0].strip(" ▌") == "•"
        assert "+7 9** ***-**-67" in text(pilot)
        await pilot.press("right")
        await quiet(pilot)
        assert "выбрано вручную" in text(pilot)
        await pilot.press("ь")
        await quiet(pilot)
        ids = (client_id(0), client_id(1))
        assert desk.doubles.merged == [(ids, {"name": client_id(1)}, False)]
        assert stands(pilot, DoublesScreen)
        assert "точно  " not in text(pilot)
        await pilot.press("u")
        await quiet(pilot)
        assert desk.doubles.taken_back == ["ab" * 16]
        assert "точно  " in text(pilot)


async def test_the_left_one_survives_and_the_sides_can_be_swapped() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("x", "m")
        await quiet(pilot)
        assert desk.doubles.merged[0][0] == (client_id(1), client_id(0))


async def test_a_group_of_three_is_gone_through_one_by_one() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("down", "enter")
        await quiet(pilot)
        await pilot.press("right_square_bracket")
        await quiet(pilot)
        assert "2/2" in text(pilot)
        await pilot.press("n")
        await quiet(pilot)
        assert desk.doubles.judged == [((client_id(2), client_id(4)), "different")]
        assert stands(pilot, MergingScreen)
        await pilot.press("m")
        await quiet(pilot)
        assert desk.doubles.merged[0][0] == (client_id(2), client_id(3))
        assert stands(pilot, DoublesScreen)


async def test_other_portfolios_ask_before_anybody_is_moved() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("end", "enter")
        await quiet(pilot)
        await pilot.press("m")
        await quiet(pilot)
        assert stands(pilot, ConfirmDialog)
        await pilot.press("n")
        await quiet(pilot)
        assert desk.doubles.merged == []
        await pilot.press("m")
        await quiet(pilot)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.doubles.merged == [((client_id(5), client_id(6)), {}, True)]


async def test_sure_groups_are_listed_before_they_are_merged() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("b")
        await quiet(pilot)
        assert stands(pilot, SureGroupsDialog)
        assert name_of(1)[:10] in text(pilot)
        await pilot.press("escape")
        await quiet(pilot)
        assert desk.doubles.merged == []
        await pilot.press("b")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert [merge[0] for merge in desk.doubles.merged] == [(client_id(0), client_id(1))]


async def test_not_a_duplicate_and_nobody_can_tell_from_the_list() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("n")
        await quiet(pilot)
        await pilot.press("ц")
        await quiet(pilot)
        assert [verdict for _ids, verdict in desk.doubles.judged] == ["different", "unsure"]


async def test_judgements_in_force_are_a_list_to_take_back_from() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("m")
        await quiet(pilot)
        await pilot.press("v")
        await quiet(pilot)
        assert "объединены" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, ConfirmDialog)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.doubles.taken_back == ["ab" * 16]


async def test_U11_groups_of_firms_are_confirmed_and_dissolved() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("v", "v")
        await quiet(pilot)
        assert "один телефон" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.firm_groups.confirmed == [(client_id(7), client_id(8))]
        assert "у коллег: 3" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("y")
        await quiet(pilot)
        assert desk.firm_groups.confirmed == []
        await pilot.press("n")
        await quiet(pilot)
        assert desk.firm_groups.refused == [(client_id(7), client_id(8))]


async def test_reading_only_offers_no_merge() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP", read_only=True) as pilot:
        await compared(pilot, desk)
        await pilot.press("n", "b", "enter")
        await quiet(pilot)
        assert stands(pilot, DoublesScreen)
        assert (desk.doubles.judged, desk.doubles.merged) == ([], [])


async def test_a_whole_group_goes_into_the_left_one_at_once() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DUP") as pilot:
        await compared(pilot, desk)
        await pilot.press("down", "enter")
        await quiet(pilot)
        await pilot.press("ф")
        await quiet(pilot)
        assert desk.doubles.merged == [((client_id(2), client_id(3), client_id(4)), {}, False)]
        assert stands(pilot, DoublesScreen)
