"""Small questions of the screen of imports: a path with completion, a value for a field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.screens.dialogs.base import Dialog, PickDialog
from tui.text import N_, gettext
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

PATH_MAX = 1000
VALUE_MAX = 200


class PathDialog(PickDialog[str, str]):
    """Returns a path: the one typed, or the line of the list that was gone to."""

    HEADING = N_("Which file?")
    HINT = N_("Tab completes · ↑ ↓ choose · Enter take it · Esc leave it")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self._path = path
        self._moved = False

    def inside(self) -> Iterable[Widget]:
        yield from super().inside()

    def columns(self) -> Sequence[Column[str]]:
        return (Column("path", str, 24, lambda row: (row, ""), flex=1),)

    def row_id(self, row: str) -> str:
        return row

    def answer(self, row: str) -> str:
        return row

    def empty(self) -> str:
        return gettext("No file begins like this.")

    @property
    def field(self) -> LineField:
        return self.query_one("#pick-field", LineField)

    def on_mount(self) -> None:
        self.field.max_length = PATH_MAX
        self.field.set_text(self._path)

    def on_line_field_changed(self) -> None:
        self._moved = False
        self.ask(partial(self.station.desk.wizard.complete, self.field.text), self._offered, "complete")

    def _offered(self, paths: tuple[str, ...]) -> None:
        self.offer(paths)

    def action_move(self, by: int) -> None:
        self._moved = True
        super().action_move(by)

    def action_complete(self) -> None:
        """The line under the cursor where one was gone to, else as far as all of them agree."""
        rows = [self.table.pages.row(at) for at in range(min(50, self.table.length))]
        known = [row for row in rows if row]
        if not known:
            return
        if self._moved and self.table.current:
            self.field.set_text(self.table.current)
            return
        common = known[0]
        for row in known[1:]:
            while not row.startswith(common):
                common = common[:-1]
        if len(common) > len(self.field.text):
            self.field.set_text(common)

    def action_pick(self) -> None:
        row = self.table.current
        if row is None or (not self._moved and self.field.text):
            row = self.field.text
        if row.endswith("/"):
            self.field.set_text(row)
        elif row.strip():
            self.dismiss(row)


class ValueDialog(Dialog[str]):
    """Returns a value for a field, possibly an empty one. `heading` and `caption` are sentences to read."""

    HINT = N_("Enter go on · Esc leave it")
    AUTO_FOCUS = "LineField"

    def __init__(self, heading: str, value: str = "", caption: str = "") -> None:
        super().__init__()
        self._heading, self._value, self._caption = heading, value, caption

    def heading(self) -> str:
        return self._heading

    def inside(self) -> Iterable[Widget]:
        if self._caption:
            yield OneLine(((self._caption, "dim"),))
        yield LineField(self._value, max_length=VALUE_MAX, id="value")

    def on_line_field_submitted(self) -> None:
        self.dismiss(self.query_one("#value", LineField).text)
