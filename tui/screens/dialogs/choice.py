"""One of a few named things: a portfolio, a colleague."""

from __future__ import annotations

from collections.abc import Sequence

from tui.screens.dialogs.base import PickDialog
from tui.text import N_
from tui.widgets.window_table import Column

Choice = tuple[str, str]
"""What is returned, and what is shown."""


class ChoiceDialog(PickDialog[str, Choice]):
    """Returns the first half of the chosen pair."""

    HAS_FIELD = False
    HINT = N_("Enter choose · Esc close")

    def __init__(self, heading: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._told = heading
        self._choices = list(choices)

    def heading(self) -> str:
        return self._told

    def columns(self) -> Sequence[Column[Choice]]:
        return (Column("choice", str, 24, lambda row: (row[1], ""), flex=1),)

    def row_id(self, row: Choice) -> str:
        return row[0]

    def answer(self, row: Choice) -> str:
        return row[0]

    def on_mount(self) -> None:
        self.offer(self._choices)
