"""The value of a rule, and the question whether to save what it moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from core.wording.rules import typed_number
from tui.desk.port_rules import RuleLine
from tui.screens.dialogs.base import Dialog, PickDialog, letters
from tui.text import N_, fill, gettext
from tui.widgets.drawn import Pager
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

VALUE_MAX = 20


class RuleDialog(Dialog[float]):
    """Returns a number inside the range of the rule; shares may be typed as percent."""

    HINT = N_("Enter see what it moves · Esc leave it")
    AUTO_FOCUS = "LineField"

    def __init__(self, line: RuleLine) -> None:
        super().__init__()
        self._line = line

    def heading(self) -> str:
        return self._line.title

    def inside(self) -> Iterable[Widget]:
        yield LineField(f"{self._line.value:g}", max_length=VALUE_MAX, id="value")

    def on_mount(self) -> None:
        line = self._line
        told = gettext("From {low} to {high}; default {default}")
        self.tell(fill(told, low=f"{line.low:g}", high=f"{line.high:g}", default=f"{line.default:g}"))

    def on_line_field_submitted(self) -> None:
        value = typed_number(self.query_one("#value", LineField).text)
        if value is None:
            self.tell(gettext("a number is expected, such as 0.25 or 25%"), "warn")
        elif not self._line.low <= value <= self._line.high:
            told = gettext("Rule {rule} takes values from {low} to {high}.")
            line = self._line
            self.tell(fill(told, rule=line.name, low=f"{line.low:g}", high=f"{line.high:g}"), "warn")
        else:
            self.dismiss(value)


class RuleMovesDialog(PickDialog[bool, bool]):
    """What a value moves; returns True for saving it. The cursor stands on "No"."""

    HAS_FIELD = False
    HEADING = N_("This is what it moves")
    HINT = N_("Enter choose · Esc no")
    BINDINGS: ClassVar[list[BindingType]] = letters(("y", "say(True)"), ("n", "say(False)"))

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self._sentences = sentences

    def inside(self) -> Iterable[Widget]:
        yield Pager(id="moves")
        yield from super().inside()

    def columns(self) -> Sequence[Column[bool]]:
        def words(row: bool) -> tuple[str, str]:
            return (gettext("Save") if row else gettext("No"), "")

        return (Column("answer", str, 12, words, flex=1),)

    def row_id(self, row: bool) -> str:
        return str(row)

    def answer(self, row: bool) -> bool:
        return row

    def on_mount(self) -> None:
        pane = self.query_one("#moves", Pager)
        pane.styles.height = len(self._sentences)
        pane.show([((text, ""),) for text in self._sentences])
        self.offer((False, True))

    def action_say(self, yes: bool) -> None:
        self.dismiss(yes)
