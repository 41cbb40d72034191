"""REC: who is leaving, ranked by what is at stake, with one sentence why now (U10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES, MarkRow, NextPane, OpenRecord
from tui.desk.answers import Queue, QueueEntry
from tui.safe_text import fit, wrap
from tui.screens.base import WorkScreen
from tui.text import (
    N_,
    STATE_INKS,
    clients,
    count,
    date,
    days,
    exact_money,
    fill,
    gettext,
    label,
    probability,
    short_money,
)
from tui.walk import Walk
from tui.widgets.bars import bar
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

LIMIT = 1000
"""Lines asked of the desk: more than a department can call in a year."""

_URGENCY_INKS = {"today": "bad", "week": "warn"}
_URGENCY_MARKS = {"today": "!", "week": "~"}


def _urgency(row: QueueEntry) -> tuple[str, str]:
    text = label("urgency", row.urgency, short=True)
    return (f"{_URGENCY_MARKS.get(row.urgency, ' ')} {text}", _URGENCY_INKS.get(row.urgency, "dim"))


COLUMNS: tuple[Column[QueueEntry], ...] = (
    Column("name", lambda: gettext("Client"), 20, lambda row: (row.name, ""), flex=1),
    Column("stake", lambda: gettext("At stake"), 13, lambda row: (short_money(row.value_at_stake), ""), right=True),
    Column("lapse", lambda: gettext("Lapse"), 6, lambda row: (probability(row.lapse_probability), ""), right=True),
    Column("silent", lambda: gettext("Silent"), 8, lambda row: (count(row.days_silent), ""), right=True),
    Column("urgency", lambda: gettext("When"), 12, _urgency),
    Column(
        "action",
        lambda: gettext("Do"),
        14,
        lambda row: (label("action", row.action, short=True), ""),
        from_width=96,
    ),
    Column("owner", lambda: gettext("Owner"), 16, lambda row: (row.owner, "dim"), from_width=130),
)


class RecoveryScreen(WorkScreen):
    """The queue above (or left), the reason of the line under the cursor below."""

    CODE = "REC"
    CSS_PATH = "places.tcss"
    HEADING = N_("Recovery")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        FindClient,
        ShowPalette,
        OpenRecord,
        ShowMenu,
        MarkRow,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "The queue is ranked by probability of lapse times the value at stake. The probability comes from the"
            " client's own rhythm: two months of silence mean nothing for one who buys once in a quarter."
        ),
        N_(
            "A client you lose is worth a quick visit: invite to lunch on neutral ground, ask for the reason, ask what"
            " would have to change; if nothing, part well."
        ),
    )
    SOURCES = "U10, S03.104–S03.109"

    def __init__(self) -> None:
        super().__init__()
        self._queue: Queue | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="queue")
        yield Pager(id="why")

    @property
    def table(self) -> WindowTable[QueueEntry]:
        return self.query_one("#queue", WindowTable)

    def _empty(self) -> str:
        return "" if self._queue is None else gettext("Nobody is leaving: everyone buys in their own rhythm.")

    def load(self) -> None:
        self.ask("queue", lambda: self.desk.queue(LIMIT), self._loaded)

    def _loaded(self, queue: Queue) -> None:
        keep = self.table.current_id
        self._queue = queue
        source = Rows(queue.entries, [entry.id for entry in queue.entries])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint_title()
        self.paint_why()
        figures = gettext("by the portfolio") if queue.figures_date is None else date(queue.figures_date)
        told = fill(gettext("As of {day} · figures: {figures}"), day=date(queue.as_of), figures=figures)
        self.status.set_left(((told, "dim"),))

    def title_detail(self) -> str:
        return "" if self._queue is None else clients(len(self._queue.entries))

    def on_window_table_moved(self) -> None:
        self.paint_why()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_why)

    def paint_why(self) -> None:
        pane = self.query_one("#why", Pager)
        entry = self.table.current
        pane.show(() if entry is None else why_lines(entry, max(20, pane.content_size.width)))

    # Verbs

    def client_in_hand(self) -> str:
        row = self.table.current
        return row.id if row is not None else ""

    def can(self, verb: str) -> bool:
        if verb in ("open_record", "mark_row"):
            return self.table.current is not None
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.station.open_card(row.id, Walk(self.table.pages.source, self.table.cursor))

    def mark_row(self) -> None:
        self.table.toggle_mark()

    def next_pane(self) -> None:
        (self.query_one("#why") if self.focused is self.table else self.table).focus()


def why_lines(entry: QueueEntry, width: int) -> list[Line]:
    """The reason and its figures."""
    lines: list[Line] = [((text, "strong"),) for text in wrap(entry.why, width)]
    lines.append(())
    pairs: list[tuple[str, str, str]] = [
        (gettext("What to do"), label("action", entry.action), ""),
        (gettext("When"), label("urgency", entry.urgency), _URGENCY_INKS.get(entry.urgency, "")),
        (gettext("At stake"), exact_money(entry.value_at_stake), ""),
        (gettext("Rhythm"), label("state", entry.state), STATE_INKS.get(entry.state, "")),
        (
            gettext("Usual interval"),
            days(None if entry.usual_interval_days is None else round(entry.usual_interval_days)),
            "",
        ),
        (gettext("Silent"), days(entry.days_silent), ""),
        (gettext("Was expected"), date(entry.expected_by), ""),
    ]
    caption = min(20, width // 3)
    lines += [((fit(name, caption - 1) + " ", "dim"), (value, ink)) for name, value, ink in pairs]
    if entry.lapse_probability is not None:
        cells = max(8, min(24, width - caption - 8))
        lines.append(
            (
                (fit(gettext("Lapse"), caption - 1) + " ", "dim"),
                *bar(entry.lapse_probability, cells, "warn"),
                (f" {probability(entry.lapse_probability)}", ""),
            )
        )
    return lines
