"""A form over any record: lines to type in and values to choose; saved as one step, or refused with one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from core.problem import Problem
from tui.desk.edit_field import EditField
from tui.screens.dialogs.base import Dialog
from tui.screens.dialogs.form_rows import form_rows, typed
from tui.text import N_, field_name, fill, gettext
from tui.widgets.drawn import OneLine

Save = Callable[[Mapping[str, str]], object]


class RecordForm(Dialog[bool]):
    """Returns True once `save` has taken the fields that differ from what stood in them (all of them with `whole`).

    `again` asks for the form anew before it is saved: what somebody else wrote meanwhile is shown, not overwritten.
    """

    HINT = N_("↑ ↓ field · ← → choose · Enter save · Esc leave without saving")
    AUTO_FOCUS = "LineField, ChoiceField"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        heading: str,
        fields: Sequence[EditField],
        save: Save,
        *,
        whole: bool = False,
        lead: str = "",
        again: Callable[[], Sequence[EditField]] | None = None,
    ) -> None:
        super().__init__()
        self._told = heading
        self._fields = tuple(fields)
        self._save = save
        self._whole = whole
        self._lead = lead
        self._again = again
        self._before = {field.name: field.value for field in self._fields}
        self._saving = False

    def heading(self) -> str:
        return self._told

    def inside(self) -> Iterable[Widget]:
        if self._lead:
            yield OneLine(((self._lead, "accent"),), classes="lead")
        yield from form_rows(self._fields)

    def values(self) -> dict[str, str]:
        """What stands in every field."""
        return {field.name: typed(self, field.name) for field in self._fields}

    def on_line_field_submitted(self) -> None:
        self._submit()

    def on_choice_field_submitted(self) -> None:
        self._submit()

    def _submit(self) -> None:
        if self._saving:
            return
        values = self.values()
        if not self._whole:
            values = {name: value for name, value in values.items() if value != self._before[name]}
            if not values:
                self.dismiss(None)
                return
        self._saving = True
        self.tell(gettext("Saving…"))
        self.ask(partial(self._kept, values), self._saved, "save")

    def _kept(self, values: Mapping[str, str]) -> tuple[str, str] | None:
        """Save, unless one of these fields became something else meanwhile: then that field and what it became."""
        now = {} if self._again is None else {field.name: field.value for field in self._again()}
        for name, mine in values.items():
            theirs = now.get(name, self._before[name])
            if theirs not in (self._before[name], mine):
                return name, theirs
        self._save(values)
        return None

    def _saved(self, conflict: tuple[str, str] | None) -> None:
        """Both sides are shown; Enter again saves ours over theirs, knowingly (U16)."""
        if conflict is None:
            self.dismiss(True)
            return
        self._saving = False
        name, theirs = conflict
        self._before[name] = theirs
        field = next(each for each in self._fields if each.name == name)
        word = dict(field.choices).get(theirs, theirs)
        sentence = gettext("Meanwhile {field} became “{theirs}”. Enter saves yours over it, Esc keeps theirs.")
        self.tell(fill(sentence, field=field.label or field_name(name), theirs=word), "warn")
        self.query_one(f"#field-{name}").focus()

    def refused(self, problem: Problem) -> None:
        self._saving = False
        super().refused(problem)
