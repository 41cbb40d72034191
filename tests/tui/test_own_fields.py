"""Own fields on SET, in the filter, on F4 and as columns of the list; tags of marked clients (U12)."""

from __future__ import annotations

import msgspec
import pytest

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.desk.answers import ClientRow
from tui.desk.edit_field import EditField
from tui.safe_text import width_of
from tui.screens.clients import ClientsScreen
from tui.screens.dialogs.edit import EditDialog
from tui.screens.dialogs.filter import FilterDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.own_fields import OwnFieldsScreen


class Listed(FakeDesk):
    """A desk whose list has a column of the firm's own, and whose form has a choice."""

    def __init__(self) -> None:
        super().__init__(role="head")
        self.own.columns = lambda: ("Сегмент",)  # type: ignore[method-assign]
        self.edits: list[tuple[str, str]] = []

    def row(self, number: object) -> ClientRow:
        return msgspec.structs.replace(super().row(number), own=("розница",))  # type: ignore[arg-type]

    def edit_form(self, client_id: str) -> tuple[EditField, ...]:
        pairs = (("", "—"), ("опт", "опт"), ("розница", "розница"))
        return (EditField("own_01", "опт", choices=pairs, label="Сегмент"),)

    def edit_card(self, client_id: str, field: str, value: str, before: str) -> None:
        self.edits.append((field, value))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_U12_own_fields_are_declared_on_set(size: tuple[int, int], lang: str) -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, size=size, lang=lang, start="SET") as pilot:
        await pilot.press("а")
        await quiet(pilot)
        assert stands(pilot, OwnFieldsScreen)
        assert ("Свои поля" if lang == "ru" else "Own fields") in grid(pilot)[0]
        assert "Сегмент" in text(pilot) and "опт, розница" in text(pilot)
        assert all(width_of(line) == size[0] for line in grid(pilot))
        await pilot.press("n")
        await quiet(pilot)
        assert stands(pilot, RecordForm)
        await pilot.press(*"Канал", "enter")
        await quiet(pilot)
        await pilot.press("d", "y")
        await quiet(pilot)
        assert desk.own.written == [("save", "", "Канал"), ("remove", "01")]


async def test_U12_a_manager_sees_own_fields_and_declares_none() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="SET") as pilot:
        await pilot.press("f")
        await quiet(pilot)
        await pilot.press("n", "d")
        await quiet(pilot)
        assert stands(pilot, OwnFieldsScreen) and desk.own.written == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_U12_the_list_has_own_columns_filters_and_tags(size: tuple[int, int]) -> None:
    desk = Listed()
    async with unlocked(desk, size=size, start="ACC") as pilot:
        assert ("Сегмент" in grid(pilot)[2], "розница" in grid(pilot)[3]) == (size[0] > 100,) * 2
        assert "12 мес" in grid(pilot)[2], "no figure gives way to it"
        await pilot.press("f4")
        await quiet(pilot)
        assert stands(pilot, EditDialog) and "Сегмент" in text(pilot)
        await pilot.press("right", "enter")
        await quiet(pilot)
        assert desk.edits == [("own_01", "розница")]
        await pilot.press("space", "space", "ь")
        await quiet(pilot)
        await pilot.press(*"выставка, -старое", "enter")
        await quiet(pilot)
        assert desk.own.written == [("tag", 2, ("выставка",), ("старое",))]
        await pilot.press("slash", "tab", *["pagedown"] * 4)
        await quiet(pilot)
        assert stands(pilot, FilterDialog) and "Сегмент: розница" in text(pilot)
        await pilot.press("space", "enter")
        await quiet(pilot)
        assert stands(pilot, ClientsScreen) and "Сегмент: розница" in grid(pilot)[1]
