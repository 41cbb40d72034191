"""F4: the fields of a card. Every changed field is saved by itself, with the value it was changed from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from core.problem import Problem
from tui.desk.port import EditConflict, EditField
from tui.screens.dialogs.base import Dialog
from tui.screens.dialogs.form_rows import form_rows, typed
from tui.text import N_, field_name, fill, gettext, say


class EditDialog(Dialog[int]):
    """Returns how many fields were saved."""

    HEADING = N_("Edit the card")
    HINT = N_("↑ ↓ field · Enter save · Esc leave without saving")
    AUTO_FOCUS = "LineField, ChoiceField"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(self, client_id: str, fields: tuple[EditField, ...]) -> None:
        super().__init__()
        self._client_id = client_id
        self._fields = fields
        self._before = {field.name: field.value for field in fields}
        self._saved = 0
        self._saving = False

    def inside(self) -> Iterable[Widget]:
        yield from form_rows(self._fields)

    def on_choice_field_submitted(self) -> None:
        self.on_line_field_submitted()

    def on_line_field_submitted(self) -> None:
        changed = {
            field.name: text for field in self._fields if (text := typed(self, field.name)) != self._before[field.name]
        }
        if self._saving:
            return
        if not changed:
            self.dismiss(self._saved)
            return
        self._saving = True
        self.tell(gettext("Saving…"))
        self.run_worker(partial(self._save, changed), thread=True, group="save", exit_on_error=False)

    def _save(self, changed: dict[str, str]) -> None:
        station = self.station
        for name, value in changed.items():
            try:
                station.desk.edit_card(self._client_id, name, value, self._before[name])
            except EditConflict as conflict:
                station.call_from_thread(self._conflict, name, conflict.theirs)
                return
            except Problem as problem:
                station.call_from_thread(self._refused, name, say(problem))
                return
            except Exception as error:
                station.call_from_thread(station._handle_exception, error)
                return
            station.call_from_thread(self._kept, name, value)
        station.call_from_thread(self._done)

    def _kept(self, name: str, value: str) -> None:
        self._before[name] = value
        self._saved += 1

    def _done(self) -> None:
        self.dismiss(self._saved)

    def _refused(self, name: str, sentence: str) -> None:
        self._saving = False
        self.tell(sentence, "bad")
        self.query_one(f"#field-{name}").focus()

    def _label(self, name: str) -> str:
        return next((each.label for each in self._fields if each.name == name and each.label), "") or field_name(name)

    def _conflict(self, name: str, theirs: str) -> None:
        """Both sides are shown; Enter again saves ours over theirs, knowingly."""
        self._saving = False
        self._before[name] = theirs
        sentence = gettext("Meanwhile {field} became “{theirs}”. Enter saves yours over it, Esc keeps theirs.")
        self.tell(fill(sentence, field=self._label(name), theirs=theirs), "warn")
        self.query_one(f"#field-{name}").focus()

    def action_close(self) -> None:
        self.dismiss(self._saved)
