"""F9: the workplaces (S02.01: first what to do with old clients, then where to find new ones)."""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.commands.workplaces import WORKPLACES, Workplace
from tui.keys import with_twins
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, fill, gettext
from tui.widgets.bars_of_screen import HintLine
from tui.widgets.window_table import Column


def _signs() -> str:
    """The key of each workplace: digits first, then letters."""
    return ("1234567890" + string.ascii_lowercase)[: len(WORKPLACES)]


_AROUND = 4
"""Lines of the dialog that are no workplaces: frame, heading, keys."""


class MenuDialog(PickDialog[str, Workplace]):
    """Returns the code of a workplace."""

    HAS_FIELD = False
    HEADING = N_("Menu: first your clients, then new ones")
    HINT = N_("Enter or its sign go there · Esc close")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(with_twins(sign), f"place({number})", show=False) for number, sign in enumerate(_signs())
    ]

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def columns(self) -> Sequence[Column[Workplace]]:
        return (
            Column("digit", str, 2, lambda row: (_signs()[WORKPLACES.index(row)], "accent")),
            Column("title", str, 19, lambda row: (gettext(row.title), "")),
            Column("help", str, 20, lambda row: (gettext(row.help), "dim"), flex=1),
        )

    def row_id(self, row: Workplace) -> str:
        return row.code

    def answer(self, row: Workplace) -> str:
        return row.code

    def on_mount(self) -> None:
        height = min(len(WORKPLACES), self.app.size.height - _AROUND)
        self.table.styles.height = height
        if below := len(WORKPLACES) - height:
            told = fill(gettext("{hint} · below: {n} more"), hint=gettext(self.HINT), n=below)
            self.query_one(HintLine).show(((told, "dim"),))
        codes = [place.code for place in WORKPLACES]
        self.offer(WORKPLACES, codes.index(self._here) if self._here in codes else 0)
        self.call_after_refresh(self._from_the_top)

    def _from_the_top(self) -> None:
        """Once the list has its height: the first places stay in sight where the cursor allows it."""
        self.table.top = 0
        self.table.move_to(self.table.cursor)
        self.table.refresh()

    def action_place(self, number: int) -> None:
        self.dismiss(WORKPLACES[number].code)
