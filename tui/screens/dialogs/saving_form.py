"""A few fields to fill in and save as one: what a person states of a client, a decision, a cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from tui.screens.dialogs.base import Dialog
from tui.text import N_, gettext
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField

FIELD_MAX = 300


@dataclass(frozen=True)
class FormField:
    """One line: what it is called, what stands in it, what is expected."""

    name: str
    caption: str
    value: str = ""
    most: int = FIELD_MAX


class SavingForm(Dialog[bool]):
    """Returns True once `save` has taken the typed values; a Problem it raises stands above the keys."""

    HINT = N_("↑ ↓ field · Enter save · Esc leave without saving")
    AUTO_FOCUS = "LineField"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(
        self, heading: str, fields: Sequence[FormField], save: Callable[[dict[str, str]], None], says: str = ""
    ) -> None:
        super().__init__()
        self._told = heading
        self._fields = tuple(fields)
        self._save = save
        self._says = says

    def heading(self) -> str:
        return self._told

    def inside(self) -> Iterable[Widget]:
        for field in self._fields:
            with Horizontal(classes="row"):
                yield OneLine(((field.caption, "dim"),), classes="caption")
                yield LineField(field.value, max_length=field.most, id=f"field-{field.name}")

    def on_mount(self) -> None:
        if self._says:
            self.tell(self._says)

    def on_line_field_submitted(self) -> None:
        typed = {field.name: self.query_one(f"#field-{field.name}", LineField).text.strip() for field in self._fields}
        self.tell(gettext("Saving…"))
        self.ask(lambda: self._save(typed), lambda _done: self.dismiss(True), group="save")
