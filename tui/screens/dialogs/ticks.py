"""Several of a list at once: Space ticks, Enter takes what is ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.screens.dialogs.base import PickDialog
from tui.text import N_, fill, gettext
from tui.widgets.window_table import Column

Choice = tuple[str, str]
"""What is returned, and what is shown."""


class TicksDialog(PickDialog[tuple[str, ...], Choice]):
    """Returns the first halves of the ticked pairs, in their order; none is an answer too."""

    HAS_FIELD = False
    HINT = N_("Space tick · a all · Enter go on · Esc leave it")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False),
        Binding("a,ф", "tick_all", show=False),
    ]

    def __init__(self, heading: str, choices: Sequence[Choice], ticked: Iterable[str] = ()) -> None:
        super().__init__()
        self._told = heading
        self._choices = list(choices)
        self._ticked = set(ticked)

    def heading(self) -> str:
        return self._told

    def columns(self) -> Sequence[Column[Choice]]:
        def box(row: Choice) -> tuple[str, str]:
            return ("[x]", "accent") if row[0] in self._ticked else ("[ ]", "dim")

        return (Column("tick", str, 3, box), Column("choice", str, 24, lambda row: (row[1], ""), flex=1))

    def row_id(self, row: Choice) -> str:
        return row[0]

    def answer(self, row: Choice) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(each for each, _told in self._choices if each in self._ticked)

    def on_mount(self) -> None:
        self.offer(self._choices)
        self._count()

    def action_tick(self) -> None:
        row = self.table.current
        if row is not None:
            self._ticked ^= {row[0]}
            self.table.move_by(1)
            self._count()

    def action_tick_all(self) -> None:
        every = {each for each, _told in self._choices}
        self._ticked = set() if self._ticked >= every else every
        self._count()

    def _count(self) -> None:
        self.table.refresh()
        self.tell(fill(gettext("Ticked: {n}"), n=len(self._ticked)))
