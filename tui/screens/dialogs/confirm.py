"""Yes or no. The cursor stands on "No" (spec/terminal §1: k9s learned it)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.screens.dialogs.base import PickDialog
from tui.text import N_, gettext
from tui.widgets.window_table import Column


class ConfirmDialog(PickDialog[bool, bool]):
    """Returns True only for a deliberate "Yes"."""

    HAS_FIELD = False
    HINT = N_("Enter choose · Esc no")
    # The twin of y begins the Russian "нет": it must never mean "Yes".
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,д", "say(True)", show=False),
        Binding("n,т,н", "say(False)", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def heading(self) -> str:
        return self._question

    def columns(self) -> Sequence[Column[bool]]:
        def words(row: bool) -> tuple[str, str]:
            return (gettext("Yes") if row else gettext("No"), "")

        return (Column("answer", str, 10, words, flex=1),)

    def row_id(self, row: bool) -> str:
        return str(row)

    def answer(self, row: bool) -> bool:
        return row

    def on_mount(self) -> None:
        self.offer((False, True))

    def action_say(self, yes: bool) -> None:
        self.dismiss(yes)
