"""A form over any record: lines to type in and values to choose; saved as one step, or refused with one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from core.problem import Problem
from tui.desk.edit_field import EditField
from tui.screens.dialogs.base import Dialog
from tui.text import N_, field_name, gettext
from tui.widgets.choice_field import ChoiceField
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField

Save = Callable[[Mapping[str, str]], object]


class FormDialog(Dialog[bool]):
    """Returns True once `save` has taken the fields that differ from what stood in them (all of them with `whole`)."""

    HINT = N_("↑ ↓ field · ← → choose · Enter save · Esc leave without saving")
    AUTO_FOCUS = "LineField, ChoiceField"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(
        self, heading: str, fields: Sequence[EditField], save: Save, *, whole: bool = False, lead: str = ""
    ) -> None:
        super().__init__()
        self._told = heading
        self._fields = tuple(fields)
        self._save = save
        self._whole = whole
        self._lead = lead
        self._saving = False

    def heading(self) -> str:
        return self._told

    def inside(self) -> Iterable[Widget]:
        if self._lead:
            yield OneLine(((self._lead, "accent"),), classes="lead")
        with VerticalScroll(classes="fields", can_focus=False):
            for field in self._fields:
                with Horizontal(classes="row"):
                    yield OneLine(((field_name(field.name), "dim"),), classes="caption")
                    name = f"field-{field.name}"
                    if field.choices:
                        yield ChoiceField(field.choices, field.value, id=name)
                    else:
                        yield LineField(field.value, max_length=field.max_length, id=name)

    def values(self) -> dict[str, str]:
        """What stands in every field."""
        found = {}
        for field in self._fields:
            widget = self.query_one(f"#field-{field.name}")
            found[field.name] = widget.value if isinstance(widget, ChoiceField) else str(getattr(widget, "text", ""))
        return found

    def on_line_field_submitted(self) -> None:
        self._submit()

    def on_choice_field_submitted(self) -> None:
        self._submit()

    def _submit(self) -> None:
        if self._saving:
            return
        values = self.values()
        if not self._whole:
            before = {field.name: field.value for field in self._fields}
            values = {name: value for name, value in values.items() if value != before[name]}
            if not values:
                self.dismiss(None)
                return
        self._saving = True
        self.tell(gettext("Saving…"))
        self.ask(partial(self._save, values), self._saved, "save")

    def _saved(self, _answer: object) -> None:
        self.dismiss(True)

    def refused(self, problem: Problem) -> None:
        self._saving = False
        super().refused(problem)
