"""DQ: what is unknown of clients, the largest turnover first (S02.16)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from core.wording.relations import word
from tui.desk.port_quality import UnknownRow
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.text import count, fill, gettext, percent, short_money
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

UNKNOWN: tuple[Column[UnknownRow], ...] = (
    Column("name", lambda: gettext("Client"), 18, lambda row: (row.name, ""), flex=2),
    Column("turnover", lambda: gettext("12 months"), 11, lambda row: (short_money(row.turnover), ""), right=True),
    Column("percent", lambda: gettext("Known"), 8, lambda row: (percent(row.percent), ""), right=True),
    Column("ask", lambda: gettext("Ask next"), 18, lambda row: (_subjects(row), "dim"), flex=3),
    Column("asked", lambda: gettext("Task"), 6, lambda row: (gettext("yes") if row.asked else "", "good")),
    Column("owner", lambda: gettext("Owner"), 16, lambda row: (row.owner, "dim"), from_width=100),
)


def _subjects(row: UnknownRow) -> str:
    return ", ".join(word("subject", each) for each in row.unknown)


class UnknownOfClients(WorkScreen):
    """The part of DQ about what nobody has asked yet."""

    def __init__(self) -> None:
        super().__init__()
        self.looking = False
        """Whether what is unknown is shown instead of what is amiss."""

    def unknown_widgets(self) -> Iterable[Widget]:
        """The list, and what to ask of the client under the cursor."""
        yield WindowTable(UNKNOWN, lambda row: row.id, empty=lambda: gettext("Nothing is unknown."), id="unknown")
        yield Pager(id="asking")

    @property
    def gaps(self) -> WindowTable[UnknownRow]:
        return self.query_one("#unknown", WindowTable)

    def load_unknown(self) -> None:
        self.ask("unknown", self.desk.quality.unknown, self._unknown)

    def _unknown(self, rows: tuple[UnknownRow, ...]) -> None:
        keep = self.gaps.current_id
        source = Rows(rows, [row.id for row in rows])
        self.gaps.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint()

    def paint_unknown(self) -> None:
        """How many, and everything to ask of the client under the cursor."""
        self.status.set_left(((fill(gettext("lines: {n}"), n=count(self.gaps.length)), "dim"),))
        row, pane = self.gaps.current, self.query_one("#asking", Pager)
        lines: list[Line] = []
        if row is not None:
            lines = [((row.name, "strong"),), *(((f"? {word('subject', each)}", ""),) for each in row.unknown)]
            hint = gettext("A task to ask is open.") if row.asked else gettext("t makes the task to ask.")
            lines += [((text, "dim"),) for text in wrap(hint, max(20, pane.content_size.width))]
        pane.show(lines)

    def paint(self) -> None:
        """Paint whichever half is shown."""
        raise NotImplementedError

    # Verbs
    def show_unknown(self) -> None:
        self.looking = not self.looking
        self.show_halves()
        self.renew_footer()
        if self.looking:
            self.load_unknown()
        self.paint()

    def show_halves(self) -> None:
        """One of the two lists with what stands below it."""
        for name in ("unknown", "asking"):
            self.query_one(f"#{name}").display = self.looking
        for name in ("amiss", "care"):
            self.query_one(f"#{name}").display = not self.looking
        self.query_one("#unknown" if self.looking else "#amiss").focus()

    def ask_unknown(self) -> None:
        if (row := self.gaps.current) is not None:
            self.ask("asked", partial(self.desk.quality.ask_unknown, [row.id]), self._asked_for)

    def _asked_for(self, number: int) -> None:
        self.load_unknown()
        self.notice(gettext("The task stands with whoever leads the client.") if number else
                    gettext("A task to ask is open."), "good" if number else "warn")  # fmt: skip
