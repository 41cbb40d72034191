"""Which list is to be taken out (EXP)."""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.port_exports import LISTS, OF_ONE
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, gettext
from tui.widgets.window_table import Column

_ROWS = 14


class ListDialog(PickDialog[str, str]):
    """Returns the word of a list that can be taken out."""

    HAS_FIELD = False
    HEADING = N_("Which list?")
    HINT = N_("Enter choose · Esc close")

    def columns(self) -> Sequence[Column[str]]:
        return (Column("list", str, 24, lambda row: (_capital(gettext(LISTS[row])), ""), flex=1),)

    def row_id(self, row: str) -> str:
        return row

    def answer(self, row: str) -> str:
        return row

    def on_mount(self) -> None:
        names = [name for name in LISTS if name not in OF_ONE]
        self.table.styles.height = min(_ROWS, len(names))
        self.offer(names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
