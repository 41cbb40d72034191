"""Several clients answer: further criteria narrow them as one types (S03.52)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widget import Widget

from tui.desk.port_find import Hit, NarrowingPort
from tui.screens.dialogs.base import PickDialog
from tui.screens.dialogs.find import LIMIT, Taken, marked, why
from tui.text import N_, field_name, fill, gettext, ngettext
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

CAPTIONS = {"name": N_("First name, word")}
"""Criteria whose caption is another than the name of the field."""


class CriteriaDialog(PickDialog[Taken, Hit]):
    """Returns the client that was chosen among those that answer `text`."""

    HAS_FIELD = False
    HEADING = N_("Several clients: what else is known?")
    HINT = N_("Tab field · ↓ ↑ choose · Enter take · Esc close")
    AUTO_FOCUS = "LineField"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._narrowing: NarrowingPort | None = None

    def columns(self) -> Sequence[Column[Hit]]:
        return (
            Column("name", str, 24, lambda hit: marked(hit.name, hit.marks), flex=3),
            Column("city", str, 12, lambda hit: (hit.city, "dim")),
            Column("number", str, 8, lambda hit: (hit.external_id, "dim")),
            Column("why", str, 16, lambda hit: (why(hit), "dim"), flex=1, from_width=90),
        )

    def row_id(self, row: Hit) -> str:
        return row.id

    def answer(self, row: Hit) -> Taken:
        return Taken(row.id)

    def inside(self) -> Iterable[Widget]:
        with Container(classes="fields"):
            for name in self.station.desk.finding.criteria():
                with Horizontal(classes="row"):
                    yield OneLine(((caption(name), "dim"),), classes="caption")
                    yield LineField(max_length=60, id=f"criterion-{name}")
        yield from super().inside()

    def on_mount(self) -> None:
        self.table.can_focus = False
        self.ask(self._read, lambda read: self._begin(*read), "read")

    def _read(self) -> tuple[NarrowingPort, Sequence[Hit]]:
        narrowing = self.station.desk.finding.narrowing(self._text, LIMIT)
        return narrowing, narrowing.keep({})

    def _begin(self, narrowing: NarrowingPort, kept: Sequence[Hit]) -> None:
        self._narrowing = narrowing
        self._show(kept)

    def on_line_field_changed(self) -> None:
        if self._narrowing is None:
            return
        fields = cast("Iterable[LineField]", self.query(LineField))
        typed = {str(field.id).removeprefix("criterion-"): field.text for field in fields}
        self.ask(partial(self._narrowing.keep, typed), self._show, "narrow")

    def _show(self, kept: Sequence[Hit]) -> None:
        self.offer(kept)
        self.tell(fill(ngettext("{n} client fits", "{n} clients fit", len(kept)), n=len(kept)))


def caption(name: str) -> str:
    """The reader's word for a criterion."""
    return gettext(CAPTIONS[name]) if name in CAPTIONS else field_name(name)
