"""The import into an order: its steps up to the cleaned rows, then the people beside those of the client (S03.57)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tui.desk.port_orders import StagedRow, Taken
from tui.desk.port_wizard import SourceView
from tui.screens.importing import ImportScreen
from tui.screens.importing_columns import MappingStep
from tui.screens.importing_rows import CleanStep
from tui.screens.importing_steps import SourceStep, Step, TableStep, said
from tui.screens.order_lines import staged_columns, staged_what
from tui.screens.order_taking import ask_services, taken_in
from tui.text import N_, count, fill, gettext, label
from tui.widgets.drawn import Line
from tui.widgets.row_pages import Rows

if TYPE_CHECKING:
    from tui.screens.order import OrderScreen


class PeopleStep(Step):
    """Every row as a person of the order; the last step writes them."""

    TITLE = N_("People")

    def __init__(self, screen: ImportScreen) -> None:
        super().__init__(screen)
        self._rows: list[StagedRow] | None = None

    @property
    def order(self) -> OrderScreen:
        """The form the people go to."""
        assert isinstance(self.screen, OrderImportScreen)
        return self.screen.order

    def load(self) -> None:
        self._rows = None
        self.ask(partial(self.screen.desk.orders.staged, self.order.client_id), self._loaded)

    def _loaded(self, rows: list[StagedRow]) -> None:
        self._rows = rows
        self.screen.show_rows(staged_columns(), lambda row: row.id, Rows(rows, [each.id for each in rows]))

    def chips(self) -> tuple[str, ...]:
        verdicts = [each.verdict for each in self._rows or ()]
        return tuple(
            f"{label('verdict', each, short=True)}: {count(verdicts.count(each))}" for each in dict.fromkeys(verdicts)
        )

    def about(self, row: Any, width: int) -> list[Line]:
        if not isinstance(row, StagedRow):
            return []
        lines = said(staged_what(row), width, "bad" if row.verdict == "error" else "")
        return lines + said(gettext("n takes everybody without an error into the order."), width, "dim")

    def empty(self) -> str:
        return "" if self._rows is None else gettext("There is nobody in this list.")

    def can(self, verb: str) -> bool:
        if verb == "go_on":
            return any(each.verdict != "error" for each in self._rows or ())
        return verb == "go_before"

    def go_on(self) -> None:
        ask_services(self.order, self._take)

    def _take(self, services: tuple[str, ...]) -> None:
        order = self.order
        call = partial(self.screen.desk.orders.take_staged, order.client_id, order.order_id, services)
        self.screen.ask("take", call, self._taken)

    def _taken(self, taken: Taken) -> None:
        self.screen.app.pop_screen()
        taken_in(self.order, taken)


class OrderImportScreen(ImportScreen):
    """IMP with the people of an order at its end."""

    HEADING = N_("Import of people into the order")
    STEPS = (SourceStep, TableStep, MappingStep, CleanStep, PeopleStep)
    SOURCES = "S03.46, S03.56–S03.62, S03.64"

    def __init__(self, order: OrderScreen) -> None:
        super().__init__()
        self.order = order

    def begun(self, source: SourceView) -> None:
        """Whatever the columns look like, the rows are people; the same list may come again."""
        self.source = source
        self.ask("kind", self.desk.orders.people_wanted, lambda _done: self.go(1))

    def title_detail(self) -> str:
        view = self.order.title_detail()
        return fill(gettext("{file} → {order}"), file=super().title_detail(), order=view) if self.source else view

    def go_back(self) -> None:
        """Esc: a step back; on the first one away."""
        if self._at:
            self.backward()
        else:
            super().go_back()
