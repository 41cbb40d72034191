"""The clients, documents or records behind one figure, and the rule it was made by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, OpenRecord
from tui.desk.answers_reports import Evidence, EvidenceRow, FigureName
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.text import N_, count, date, fill, gettext, short_money
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

COLUMNS: tuple[Column[EvidenceRow], ...] = (
    Column("name", lambda: gettext("Client"), 20, lambda row: (row.name, ""), flex=1),
    Column("what", lambda: gettext("What"), 22, lambda row: (row.what, "dim"), flex=1),
    Column("day", lambda: gettext("Date"), 10, lambda row: ("" if row.day is None else date(row.day), "")),
    Column(
        "amount",
        lambda: gettext("Sum"),
        13,
        lambda row: ("" if row.amount is None else short_money(row.amount), "strong"),
        right=True,
    ),
)


_RULE_LINES = 3


class EvidenceScreen(WorkScreen):
    """Opened from a figure; Enter opens the card of the client under the cursor."""

    CODE = "MET"
    CSS_PATH = "worth.tcss"
    HEADING = N_("What the figure is made of")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (ShowHelp, FindClient, OpenRecord, ShowMenu, *MOVES)
    RULE = (N_("Each line is a client, document or record that the figure counts; its rule stands below."),)
    SOURCES = "S00.05, S00.11, S02.02, S03.16, U10"
    AUTO_FOCUS = "#evidence"

    def __init__(self, wanted: Callable[[], Evidence], view: Mapping[str, str] | None = None) -> None:
        """`view`: the words that name these rows for an export of them."""
        super().__init__()
        self._view = view
        self._wanted = wanted
        self._answer: Evidence | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: f"{row.id}/{row.what}/{row.day}", empty=self._empty, id="evidence")
        yield Pager(id="rule")

    @property
    def table(self) -> WindowTable[EvidenceRow]:
        return self.query_one("#evidence", WindowTable)

    def _empty(self) -> str:
        return "" if self._answer is None else gettext("Nothing stands behind this figure: it is zero.")

    def load(self) -> None:
        self.ask("evidence", self._wanted, self._loaded)

    def _loaded(self, answer: Evidence) -> None:
        from core.wording.reports import figure_rule

        self._answer = answer
        if answer.title and len({row.id for row in answer.rows}) == 1:
            # All of one client, whom the title names: the room is for what the rows say.
            self.table.columns = COLUMNS[1:]
        self.table.set_source(Rows(answer.rows, [f"{n}" for n in range(len(answer.rows))]))
        self.paint_title()
        pane = self.query_one("#rule", Pager)
        lines: list[Line] = [
            ((text, "dim"),) for text in wrap(figure_rule(answer.figure), max(20, pane.content_size.width))
        ]
        pane.styles.height = max(_RULE_LINES, len(lines))
        pane.show(lines)

    def title_detail(self) -> str:
        from core.wording.reports import figure_title

        if self._answer is None:
            return ""
        shown, total = len(self._answer.rows), self._answer.total
        told = count(total) if shown == total else fill(gettext("{n} of {total}"), n=shown, total=total)
        return f"{self._answer.title or figure_title(self._answer.figure)}: {told}"

    def exported(self) -> dict[str, str] | None:
        return None if self._view is None else dict(self._view)

    def can(self, verb: str) -> bool:
        if verb == "open_record":
            row = self.table.current
            return row is not None and bool(row.id)
        return super().can(verb)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def open_record(self) -> None:
        row = self.table.current
        if row is not None and row.id:
            self.station.open_card(row.id, None)


def show_behind(screen: WorkScreen, figure: FigureName, client_id: str = "", group: str = "") -> None:
    """Open what stands behind a figure of a client or of the screen."""
    reports = screen.desk.reports
    view = {"list": "evidence", "figure": figure, "client": client_id, "group": group}
    screen.app.push_screen(EvidenceScreen(lambda: reports.client_evidence(figure, client_id, group), view))
