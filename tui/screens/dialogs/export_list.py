"""Which list is to be taken out (EXP)."""

from __future__ import annotations

from collections.abc import Sequence

from tui.screens.dialogs.base import PickDialog
from tui.text import N_, gettext
from tui.widgets.window_table import Column

LISTS = {"clients": N_("Clients"), "queue": N_("Recovery queue"), "standing": N_("Standing of clients")}


class ListDialog(PickDialog[str, str]):
    """Returns the word of a list that can be taken out."""

    HAS_FIELD = False
    HEADING = N_("Which list?")
    HINT = N_("Enter choose · Esc close")

    def columns(self) -> Sequence[Column[str]]:
        return (Column("list", str, 24, lambda row: (gettext(LISTS[row]), ""), flex=1),)

    def row_id(self, row: str) -> str:
        return row

    def answer(self, row: str) -> str:
        return row

    def on_mount(self) -> None:
        self.table.styles.height = len(LISTS)
        self.offer(list(LISTS))
