"""MET and DEP: what is asked of the desk and what stands on the screen."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import grid, quiet, text, unlocked
from tests.tui.fake_desk import FakeDesk


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S03_16_met_shows_ours_and_the_sources_figure(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(), start="MET", size=size) as pilot:
        await quiet(pilot)
        shown = text(pilot)
        assert "85 %" in shown
        assert "по формуле источника 90 %" in shown
        assert "≥ 48" in shown
        assert "+30" in shown
        assert "-30" in shown


async def test_S00_10_an_alarm_stands_on_met() -> None:
    async with unlocked(FakeDesk(), start="MET", lang="en") as pilot:
        await quiet(pilot)
        assert "the base only shrinks" in text(pilot)


async def test_S00_11_the_period_goes_round_on_both_layouts() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="MET") as pilot:
        await quiet(pilot)
        for key in ("p", "з", "p", "з"):
            await pilot.press(key)
            await quiet(pilot)
        assert [kind for kind, _, _ in desk.worth.asked] == ["month", "quarter", "year", "week", "month"]


async def test_met_of_one_persons_clients() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="MET") as pilot:
        await quiet(pilot)
        await pilot.press("o")
        await quiet(pilot)
        assert desk.worth.asked[-1][1] == desk.owners()[0]
        assert desk.owners()[0] in grid(pilot)[1]


async def test_S03_100_dep_names_the_band_beside_the_colour() -> None:
    async with unlocked(FakeDesk(), start="DEP") as pilot:
        await quiet(pilot)
        shown = text(pilot)
        assert "!!! критично" in shown
        assert "60,0 %" in shown
        assert "Продайте другим" in shown


async def test_S03_98_what_if_comes_and_goes() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DEP") as pilot:
        await quiet(pilot)
        await pilot.press("w")
        await quiet(pilot)
        assert "75,0 % критично" in text(pilot)
        await pilot.press("ц")
        await quiet(pilot)
        assert desk.worth.asked[-1] == ("dependency", None, None)
        assert "75,0 %" not in text(pilot)


async def test_enter_opens_the_card_from_dep() -> None:
    async with unlocked(FakeDesk(), start="DEP") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert "Обзор" in text(pilot)
