"""The plan of merging all sure groups: which they are and who stays, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.port_doubles import DoubleGroup
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, count, fill, gettext
from tui.widgets.window_table import Column


class SureGroupsDialog(PickDialog[bool, DoubleGroup]):
    """Returns True when the person agrees to the whole list."""

    HAS_FIELD = False
    HINT = N_("Enter merge all of them · Esc no")

    def __init__(self, groups: Sequence[DoubleGroup]) -> None:
        super().__init__()
        self._groups = groups

    def heading(self) -> str:
        clients = sum(len(group.members) for group in self._groups)
        told = gettext("Merge {groups} sure groups of {clients} clients?")
        return fill(told, groups=count(len(self._groups)), clients=count(clients))

    def columns(self) -> Sequence[Column[DoubleGroup]]:
        def stays(row: DoubleGroup) -> tuple[str, str]:
            return (row.members[0].name, "strong")

        def joins(row: DoubleGroup) -> tuple[str, str]:
            return ("; ".join(member.name for member in row.members[1:]), "")

        return (
            Column("stays", lambda: gettext("Stays"), 20, stays, flex=1),
            Column("joins", lambda: gettext("Joins it"), 20, joins, flex=1),
        )

    def row_id(self, row: DoubleGroup) -> str:
        return row.key

    def answer(self, row: DoubleGroup) -> bool:
        return bool(row)

    def on_mount(self) -> None:
        self.offer(self._groups)
