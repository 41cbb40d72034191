"""A firm's block pasted into the form of a client (U32)."""

from __future__ import annotations

from textual import events

from tests.tui.app_under_test import quiet, text, unlocked
from tests.tui.fake_desk import FakeDesk


async def test_U32_a_pasted_block_fills_the_form_and_says_what_it_did_not_understand() -> None:
    async with unlocked(FakeDesk(), size=(120, 40)) as pilot:
        await pilot.press("insert")
        await quiet(pilot)
        block = "ООО «Ромашка»\nИНН 7707083893\nтел. +7 (495) 123-45-67\nинфо: любим кошек"
        pilot.app.screen.focused.post_message(events.Paste(block))  # type: ignore[union-attr]
        await quiet(pilot)
        shown = text(pilot)
        assert "ООО «Ромашка»" in shown and "7707083893" in shown and "+7 (495) 123-45-67" in shown
        assert "Не понято: инфо: любим кошек" in shown
        await pilot.press("ctrl+z")
        await quiet(pilot)
        assert "7707083893" not in text(pilot)
