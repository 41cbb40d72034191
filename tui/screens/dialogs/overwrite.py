"""The form says other than the base: overwrite, keep it only here, or choose by field (S03.55, U16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.desk.port_newcomers import Difference
from tui.glyphs import glyphs
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, field_name, gettext
from tui.widgets.drawn import Pager, Piece
from tui.widgets.window_table import Column

Choice = Literal["overwrite", "here", "fields"]
CHOICES: dict[Choice, str] = {
    "overwrite": N_("Overwrite in the base"),
    "here": N_("Only here: leave the base as it is"),
    "fields": N_("Choose by field"),
}
MOST_LINES = 9
"""Differences shown at once; the form has ten fields."""
Chosen = tuple[Difference, ...]


class OverwriteDialog(PickDialog[Choice, Choice]):
    """Returns what to do with fields that differ. The cursor stands where nobody's change is lost."""

    HAS_FIELD = False
    HEADING = N_("The base says otherwise")
    HINT = N_("Enter choose · Esc back to the form")

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__()
        self._differences = differences

    def columns(self) -> Sequence[Column[Choice]]:
        return (Column("choice", str, 30, lambda row: (gettext(CHOICES[row]), ""), flex=1),)

    def row_id(self, row: Choice) -> str:
        return row

    def answer(self, row: Choice) -> Choice:
        return row

    def inside(self) -> Iterable[Widget]:
        yield Pager(id="differences")
        yield from super().inside()

    def on_mount(self) -> None:
        lines = []
        meanwhile = f" {glyphs().marked} " + gettext("changed in the base meanwhile")
        for each in self._differences:
            pieces: list[Piece] = [(f"{field_name(each.field)}: ", "dim"), (each.base or "—", "")]
            pieces += [(" → ", "dim"), (each.form or "—", "strong")]
            if each.changed:
                pieces.append((meanwhile, "warn"))
            lines.append(tuple(pieces))
        pager = self.query_one("#differences", Pager)
        pager.styles.height = min(len(lines), MOST_LINES)
        pager.show(lines)
        choices: tuple[Choice, ...] = ("overwrite", "here", "fields")
        foreign = any(each.changed for each in self._differences)
        self.offer(choices, choices.index("fields" if foreign else "overwrite"))


class FieldsDialog(PickDialog[Chosen, Difference]):
    """Returns the fields whose form value goes into the base. Marked at first: those nobody else has changed."""

    HAS_FIELD = False
    HEADING = N_("Which fields go into the base?")
    HINT = N_("Space mark · Enter write the marked · Esc back")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "mark", show=False)]

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__()
        self._differences = tuple(differences)

    def columns(self) -> Sequence[Column[Difference]]:
        return (
            Column("field", str, 14, lambda row: (field_name(row.field), "dim")),
            Column("base", lambda: gettext("In the base"), 20, lambda row: (row.base, ""), flex=1),
            Column("form", lambda: gettext("In the form"), 20, lambda row: (row.form, ""), flex=1),
        )

    def row_id(self, row: Difference) -> str:
        return row.field

    def answer(self, row: Difference) -> Chosen:  # noqa: ARG002
        return tuple(each for each in self._differences if each.field in self.table.marks)

    def on_mount(self) -> None:
        self.table.marks.update(each.field for each in self._differences if not each.changed)
        self.offer(self._differences)

    def action_mark(self) -> None:
        self.table.toggle_mark()


__all__ = ["CHOICES", "Choice", "FieldsDialog", "OverwriteDialog"]
