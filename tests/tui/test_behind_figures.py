"""Every figure of a screen opens what it is made of: the same key on ACC, REC, KEY, WHITE, TODAY (issue 5)."""

from __future__ import annotations

import pytest

from tests.tui.app_under_test import quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tui.screens.evidence import EvidenceScreen


@pytest.mark.parametrize(
    ("start", "keys", "asked"),
    [
        ("ACC", ("e",), ("stake", client_id(0), "")),
        ("REC", ("у",), ("stake", None, "")),
        ("REC", ("left", "e"), ("outcomes", "", "")),
        ("WHITE", ("e",), ("potential", None, "")),
        ("TODAY", ("e", "down", "enter"), ("top20", "", "")),
        ("KEY", ("e",), ("share", None)),
    ],
)
async def test_every_figure_opens_its_evidence(start: str, keys: tuple[str, ...], asked: tuple[object, ...]) -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start=start) as pilot:
        for key in keys:
            await pilot.press(key)
            await quiet(pilot)
        assert stands(pilot, EvidenceScreen)
        assert all(want is None or got == want for got, want in zip(desk.reports.asked[-1], asked, strict=True))
        assert "РН-9" in text(pilot)
        # The rows can be taken out as any other table.
        exported = pilot.app.screen.exported()  # type: ignore[attr-defined]
        assert exported["list"] == "evidence"


async def test_S02_02_a_cell_of_white_space_opens_its_products_and_the_clients_alike() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="WHITE") as pilot:
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, EvidenceScreen) and desk.reports.asked[-1][0] == "group"
