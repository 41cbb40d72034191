"""Search for an earlier order by criteria, each enabled by a tick of its own (S03.63)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from core.problem import Problem
from tui.desk.port_orders import FoundOrder
from tui.screens.dialogs.base import Dialog
from tui.screens.order_lines import found_text
from tui.text import N_, fill, gettext
from tui.widgets.choice_field import ChoiceField
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

OFF, ON = "no", "yes"
_TICK = ((OFF, "[ ]"), (ON, "[x]"))
CRITERIA: dict[str, tuple[str, tuple[str, ...]]] = {
    "created": (N_("Created from … to"), ("created-from", "created-to")),
    "start": (N_("Begins from … to"), ("start-from", "start-to")),
    "surname": (N_("Surname"), ("surname",)),
    "number": (N_("Number"), ("number",)),
}


class EarlierDialog(Dialog[FoundOrder]):
    """Returns an order. What is typed into a criterion ticks it; Space on the tick takes it away."""

    HEADING = N_("Search for an earlier order")
    HINT = N_("Tab field · Space tick · Enter search, on a line take it · Esc leave it")
    AUTO_FOCUS = "#created-from"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("enter", "take", show=False),
    ]

    def __init__(self, but: str = "") -> None:
        super().__init__()
        self._but = but

    def inside(self) -> Iterable[Widget]:
        for name, (title, fields) in CRITERIA.items():
            with Horizontal(classes="row"):
                yield ChoiceField(_TICK, OFF, id=f"tick-{name}")
                yield OneLine(((gettext(title), "dim"),), classes="caption")
                for field in fields:
                    yield LineField(max_length=60, id=field)
        yield WindowTable(
            (Column("order", str, 24, lambda row: (found_text(row), ""), flex=1),),
            lambda row: row.id, empty=lambda: "", id="found", header=False,
        )  # fmt: skip

    def on_line_field_changed(self, event: LineField.Changed) -> None:
        name = (event.field.id or "").partition("-")[0]
        self.query_one(f"#tick-{name}", ChoiceField).choose(ON)

    def on_line_field_submitted(self) -> None:
        self._search()

    def on_choice_field_submitted(self) -> None:
        self._search()

    def criteria(self) -> dict[str, str]:
        """The ticked ones as the desk takes them."""
        told = {}
        for name, (_title, fields) in CRITERIA.items():
            if self.query_one(f"#tick-{name}", ChoiceField).value == ON:
                told[name] = "..".join(self.query_one(f"#{field}", LineField).text.strip() for field in fields)
        return told

    def _search(self) -> None:
        self.tell(gettext("Searching…"))
        self.ask(partial(self.station.desk.orders.search, self.criteria(), self._but), self._found, "search")

    def _found(self, orders: list[FoundOrder]) -> None:
        table = self.query_one("#found", WindowTable)
        table.set_source(Rows(orders, [each.id for each in orders]))
        if orders:
            self.tell(fill(gettext("Found: {n}. Enter takes one."), n=len(orders)))
            table.focus()
        else:
            self.tell(gettext("Nothing found: widen a period or take a tick away."), "warn")

    def refused(self, problem: Problem) -> None:
        self.query_one("#found", WindowTable).set_source(Rows((), ()))
        super().refused(problem)

    def action_step(self, by: int) -> None:
        """Through the fields, and through the list once the keys are there; above its first line back to the fields."""
        table = self.query_one("#found", WindowTable)
        if self.focused is table and (by > 0 or table.cursor):
            table.move_by(by)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_take(self) -> None:
        row = self.query_one("#found", WindowTable).current
        if isinstance(row, FoundOrder):
            self.dismiss(row)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if isinstance(event.row, FoundOrder):
            self.dismiss(event.row)
