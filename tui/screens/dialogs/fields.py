"""A form of a few fields, some typed and some turned; what the desk refuses stands below and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from core.problem import Problem
from tui.desk.port_spending import Field
from tui.screens.dialogs.base import Dialog
from tui.text import N_, gettext
from tui.widgets.choice_line import ChoiceLine
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField

T = TypeVar("T")


class FieldsForm(Dialog[T], Generic[T], inherit_bindings=True):
    """Returns what `save` answered. `save` runs in a thread and may raise Problem."""

    HINT = N_("↑ ↓ field · ← → choice · Enter save · Esc leave")
    AUTO_FOCUS = "LineField, ChoiceLine"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(self, heading: str, fields: Sequence[Field], save: Callable[[Mapping[str, str]], T]) -> None:
        super().__init__()
        self._told = heading
        self._fields = fields
        self._save = save
        self._saving = False

    def heading(self) -> str:
        return self._told

    def inside(self) -> Iterable[Widget]:
        for field in self._fields:
            with Horizontal(classes="row"):
                yield OneLine(((gettext(field.title), "dim"),), classes="caption")
                if field.choices:
                    yield ChoiceLine(field.choices, field.value, id=f"field-{field.name}")
                else:
                    yield LineField(field.value, max_length=field.max_length, id=f"field-{field.name}")

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        found: dict[str, str] = {}
        for field in self._fields:
            place = f"#field-{field.name}"
            chosen = self.query_one(place, ChoiceLine).text if field.choices else self.query_one(place, LineField).text
            found[field.name] = chosen
        return found

    def on_line_field_submitted(self) -> None:
        self._submit()

    def on_choice_line_submitted(self) -> None:
        self._submit()

    def _submit(self) -> None:
        if not self._saving:
            self._saving = True
            self.tell(gettext("Saving…"))
            self.ask(partial(self._save, self.values()), self.dismiss, "save")

    def refused(self, problem: Problem) -> None:
        self._saving = False
        super().refused(problem)


class LiveForm(FieldsForm[None], inherit_bindings=True):
    """A form whose answer stands below while one types: `tell` gives it, an empty text for none. Returns nothing."""

    HINT = N_("↑ ↓ field · Esc close")

    def __init__(self, heading: str, fields: Sequence[Field], answer: Callable[[Mapping[str, str]], str]) -> None:
        super().__init__(heading, fields, lambda _values: None)
        self._answer = answer

    def on_mount(self) -> None:
        self._show()

    def on_line_field_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        self.tell(self._answer(self.values()), "strong")

    def _submit(self) -> None:
        self._show()
