"""No table of any workplace is wider than the smallest screen: what is cut off there nobody reads (U19)."""

from __future__ import annotations

import pytest

from core.entities.vocabulary import Role
from tests.tui.app_under_test import quiet, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.commands.workplaces import WORKPLACES
from tui.widgets.window_table import _GAP, _MARKER_CELLS, Column, WindowTable, _shared

CODES = tuple(each.code for each in WORKPLACES)
TABS = 9


def too_wide(shown: WindowTable[object]) -> str:
    """What the columns take where it is more than there is; "" otherwise."""
    room = shown.content_size.width
    columns = shown._columns_at(room)
    taken = _MARKER_CELLS + sum(cells for _, cells in columns) + len(_GAP) * (len(columns) - 1)
    return f"{shown.id}: {taken} of {room} for {[each.key for each, _ in columns]}" if taken > room > 0 else ""


@pytest.mark.parametrize(("role", "codes"), [("head", CODES), ("admin", ("ADM",)), ("auditor", ("AUD",))])
async def test_U19_every_column_of_every_workplace_fits_80_cells(role: Role, codes: tuple[str, ...]) -> None:
    found, looked = set(), 0
    async with unlocked(FakeDesk(role=role)) as pilot:
        workplaces = pilot.app.workplaces  # type: ignore[attr-defined]
        for code in codes:
            workplaces.go(code)
            await quiet(pilot)
            seen: set[str] = set()
            for _ in range(TABS):
                tables = [each for each in pilot.app.screen.query(WindowTable) if each.display]
                heads = "".join(str([column.key for column in each.columns]) for each in tables)
                if heads in seen:
                    break
                seen.add(heads)
                looked += len(tables)
                found |= {f"{code}, {told}" for each in tables if (told := too_wide(each))}
                await pilot.press("right")
                await quiet(pilot)
    assert looked >= len(codes) - 3
    assert found == set()


def test_flexible_columns_share_what_the_wide_ones_leave() -> None:
    def column(key: str, width: int, flex: int) -> Column[str]:
        return Column(key, lambda: key, width, lambda row: (row, ""), flex=flex)

    given = _shared(54, [column("client", 20, 1), column("what", 26, 2)])
    assert given == {"client": 20, "what": 34}
    assert _shared(90, [column("client", 20, 1), column("what", 26, 2)]) == {"client": 30, "what": 60}
    assert _shared(0, []) == {}
