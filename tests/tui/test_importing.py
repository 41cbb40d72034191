"""IMP as a person walks through it over a real store: paste, columns, cleaning, plan, commit, undo (S03.57–S03.62)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual import events
from textual.pilot import Pilot

from tests.desk.test_merged_base import desk_of
from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tests.tui.hostile import NAMES
from tests.vault.fixtures import _cheap, empty, stage, template
from tests.vault.stage import Stage
from tui.app import Outcome
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.importing import ImportScreen

__all__ = ["_cheap", "empty", "stage", "template"]

FIRMS = (
    "Наименование\tИНН\tТелефон\tГород\r"
    '"ООО ""Ромашка"""\t7707083893\t8 (495) 123-45-67\tМосква\r'
    "ЗАО Вектор\t7728168971\t84951112233\tТверь\r"
)


@pytest.fixture
def desk(stage: Stage) -> Iterator[FakeDesk]:
    """The fake desk with the imports of a real one."""
    made = FakeDesk()
    made.wizard = desk_of(stage).wizard
    yield made


async def paste(pilot: Pilot[Outcome], what: str) -> None:
    pilot.app.screen.post_message(events.Paste(what))
    await quiet(pilot)
    await quiet(pilot)


async def press(pilot: Pilot[Outcome], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await quiet(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S03_57_a_paste_goes_through_every_step_to_the_base_and_back(
    desk: FakeDesk, size: tuple[int, int]
) -> None:
    async with unlocked(desk, start="IMP", size=size) as pilot:
        assert stands(pilot, ImportScreen) and "1 Источник" in grid(pilot)[2]
        await paste(pilot, FIRMS)
        assert 'ООО "Ромашка"' in text(pilot) and "заголовок: строка 1" in text(pilot)
        await press(pilot, "n")
        assert "7707083893" in text(pilot) and "Наименование" in text(pilot) and "по названию 100" in text(pilot)
        await press(pilot, "n")
        await quiet(pilot)
        assert "Телефоны в одном виде" in text(pilot)
        await press(pilot, *["down"] * 4, "n")
        await quiet(pilot)
        assert "Новый: 2" in grid(pilot)[1] and "ЗАО Вектор" in text(pilot)
        await press(pilot, "n")
        assert stands(pilot, ConfirmDialog)
        await press(pilot, "y")
        await quiet(pilot)
        assert "ЗАО Вектор" in text(pilot) and "2 новых" in text(pilot)
        await press(pilot, "x")
        await press(pilot, "y")
        await quiet(pilot)
        assert "Взято обратно: убрано 2" in text(pilot) and "1 Источник" in grid(pilot)[2]


async def test_S03_60_the_next_step_is_closed_with_its_reason_until_a_column_is_named(desk: FakeDesk) -> None:
    async with unlocked(desk, start="IMP") as pilot:
        await paste(pilot, "Колонка\tДругая\nРомашка\tодин\nВектор\tдва\n")
        await press(pilot, "n")
        assert "3 Столбцы" in grid(pilot)[2]
        await press(pilot, "n")
        assert "Ни один столбец" in grid(pilot)[1], "the reason stands on the screen"
        await press(pilot, "enter")
        assert stands(pilot, ChoiceDialog)
        await press(pilot, "escape", "t")
        await press(pilot, "enter")
        await press(pilot, "enter")
        await press(pilot, "down", "down", "enter")
        assert "выбрано" in text(pilot)


async def test_S03_59_rows_are_marked_and_deleted_from_the_draft(desk: FakeDesk) -> None:
    async with unlocked(desk, start="IMP") as pilot:
        await paste(pilot, FIRMS)
        await press(pilot, "n", "n")
        await quiet(pilot)
        await press(pilot, "tab", "a")
        assert "Отмечено: 2" in grid(pilot)[1]
        await press(pilot, "backspace", "space", "delete")
        assert "удалено: 1" in text(pilot) or "Удалено из черновика: 1" in text(pilot)
        await press(pilot, "z")
        assert "строк: 2" in grid(pilot)[1]


async def test_the_same_file_again_is_told_and_asked_about_with_no_as_the_answer(desk: FakeDesk) -> None:
    desk.wizard.begin_paste(FIRMS)
    desk.wizard.commit(desk.wizard.plan().sha256)
    async with unlocked(desk, start="IMP") as pilot:
        await paste(pilot, FIRMS)
        assert stands(pilot, ConfirmDialog) and "Уже загружено" in text(pilot)
        await press(pilot, "enter")
        assert "1 Источник" in grid(pilot)[2] and "действует" in text(pilot)


async def test_hostile_cells_leave_the_screen_whole(desk: FakeDesk) -> None:
    rows = "\n".join(f"{name.replace(chr(10), ' ')}\t{at}" for at, name in enumerate(NAMES))
    async with unlocked(desk, start="IMP") as pilot:
        await paste(pilot, "Наименование\tКод\n" + rows)
        await press(pilot, "n", "n")
        await quiet(pilot)
        await press(pilot, "n")
        await quiet(pilot)
        assert "5 План" in grid(pilot)[2]
        assert not any(ord(char) < 32 for line in grid(pilot) for char in line)


async def test_an_auditor_is_not_invited_to_paste_and_a_paste_of_his_is_refused() -> None:
    async with unlocked(FakeDesk(role="auditor"), start="IMP") as pilot:
        assert "Вставьте таблицу" not in text(pilot) and "не импортирует" in text(pilot)
        await paste(pilot, FIRMS)
        assert stands(pilot, ImportScreen) and "не импортирует" in text(pilot) and "Ромашка" not in text(pilot)
