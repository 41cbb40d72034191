"""REC: who is leaving, ranked by what is at stake, with one sentence why now; the cases at work on them (U10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, MarkRow, NextPane, OpenRecord
from tui.commands.outreach import MailList
from tui.commands.recovery import ClaimClient, NextList, PickSegment, PreviousList, ShowWhite, TakeStep
from tui.commands.worth import NextOwner, ShowBehind
from tui.desk.answers import Queue, QueueEntry, ShrinkingEntry
from tui.desk.port_recovery import CaseLine, CasesAnswer, OutcomesAnswer, QueueMark
from tui.desk.port_selections import SelectionRow
from tui.screens.base import chip
from tui.screens.dialogs.choice import Choice, ChoiceDialog
from tui.screens.evidence import show_behind
from tui.screens.recovery_cases import CasesOfQueue
from tui.screens.recovery_lines import (
    CASE_COLUMNS,
    LESS_COLUMNS,
    case_lines,
    less_lines,
    outcome_lines,
    queue_columns,
    why_lines,
)
from tui.screens.selecting import selection_text
from tui.text import N_, clients, date, fill, gettext, label
from tui.walk import Walk
from tui.widgets.drawn import Line, OneLine, Pager, Piece
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

LIMIT = 1000
"""Lines asked of the desk: more than a department can call in a year."""
VIEWS = {"queue": N_("Queue"), "cases": N_("Cases"), "less": N_("Buying less"), "outcomes": N_("Outcomes")}
_EXPORTS = {"queue": "queue", "cases": "cases", "less": "shrinking"}
_LEVELS = ("key", "large", "medium", "small")
_LETTERS = ("A", "B", "C")


def _behind(row: object, marks: Mapping[str, QueueMark], width: int) -> list[Line]:
    if isinstance(row, QueueEntry):
        return why_lines(row, marks.get(row.id), width)
    if isinstance(row, CaseLine):
        return case_lines(row, width)
    return less_lines(row, width) if isinstance(row, ShrinkingEntry) else []


class RecoveryScreen(CasesOfQueue):
    """Four lists above, what stands behind the line under the cursor below."""

    CODE = "REC"
    CSS_PATH = "places.tcss"
    HEADING = N_("Recovery")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        OpenRecord,
        ClaimClient,
        TakeStep,
        MailList,
        NextList,
        ShowMenu,
        FindClient,
        PreviousList,
        NextOwner,
        PickSegment,
        ShowWhite,
        ShowBehind,
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
        N_(
            "A key account or an anchor is invited within a day of becoming late; the timer turns red. The reason"
            " cannot be skipped; who needs nothing more is asked for an introduction."
        ),
        N_(
            "Outcomes look back: everybody is scored as on an earlier evening, and what was said stands beside what"
            " happened, with the number of clients."
        ),
    )
    SOURCES = "U10, S01.06, S03.104–S03.109"
    AUTO_FOCUS = "#queue"

    def __init__(self) -> None:
        super().__init__()
        self.view = "queue"
        self.owner: str | None = None
        self.segment = ""
        self._chosen: tuple[str, frozenset[str], str] | None = None
        """Name, clients and handle of the saved selection the lists are narrowed to."""
        self._owners: tuple[str, ...] = ()
        self._queue: Queue | None = None
        self._outcomes: OutcomesAnswer | None = None

    def body(self) -> Iterable[Widget]:
        yield OneLine((), id="tabs")
        yield WindowTable(queue_columns(self._marks), lambda row: row.id, empty=self._empty, id="queue")
        yield WindowTable(CASE_COLUMNS, lambda row: row.id, empty=self._empty, id="cases")
        yield WindowTable(LESS_COLUMNS, lambda row: row.id, empty=self._empty, id="less")
        yield Pager(id="outcomes")
        yield Pager(id="why")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_view()

    @property
    def table(self) -> WindowTable[Any]:
        """The list that is shown; in Outcomes the queue, out of sight."""
        return self.query_one(f"#{self.view if self.view != 'outcomes' else 'queue'}", WindowTable)

    def _empty(self) -> str:
        if self._queue is None:
            return ""
        if not self._owners:
            return gettext("No client is open to you.")
        return {
            "queue": gettext("Nobody is leaving: everyone buys in their own rhythm."),
            "cases": gettext("No cases: c in the queue takes a client on."),
            "less": gettext("No anchor and no key account buys less than a year ago."),
        }.get(self.view, "")

    # Loading

    def load(self) -> None:
        def asked() -> tuple[Queue, dict[str, QueueMark], CasesAnswer, tuple[str, ...]]:
            desk = self.desk
            return desk.queue(LIMIT), desk.recovery.marks(), desk.recovery.cases(), desk.owners()

        self.ask("queue", asked, self._loaded)
        if self.view == "outcomes":
            self._ask_outcomes()

    def _ask_outcomes(self) -> None:
        self.ask("outcomes", self.desk.recovery.outcomes, self._told)

    def _told(self, answer: OutcomesAnswer) -> None:
        self._outcomes = answer
        self.paint_why()

    def _loaded(self, found: tuple[Queue, dict[str, QueueMark], CasesAnswer, tuple[str, ...]]) -> None:
        self._queue, marks, self._cases, self._owners = found
        self._marks.clear()
        self._marks.update(marks)
        self._fill()

    def _fill(self) -> None:
        queue, cases = self._queue, self._cases
        if queue is None or cases is None:
            return
        self._offer("queue", [each for each in queue.entries if self._wanted(each)])
        mine = [each for each in cases.cases if self.owner in (None, each.manager)]
        self._offer("cases", [each for each in mine if self._selected(each.client_id)])
        less = [each for each in queue.shrinking if self.owner in (None, each.owner)]
        self._offer("less", [each for each in less if self._selected(each.id)])
        self.paint_title()
        self._show_tabs()
        self.paint_why()
        figures = gettext("by the portfolio") if queue.figures_date is None else date(queue.figures_date)
        told = fill(gettext("As of {day} · figures: {figures}"), day=date(queue.as_of), figures=figures)
        chips = [self.owner or "", self._segment_name()]
        self.status.set_left((*(piece for each in chips if each for piece in chip(each)), (told, "dim")))

    def _wanted(self, entry: QueueEntry) -> bool:
        in_segment = self.segment in ("", entry.level, entry.abc) and self._selected(entry.id)
        return in_segment and self.owner in (None, entry.owner)

    def _selected(self, client_id: str) -> bool:
        return self._chosen is None or client_id in self._chosen[1]

    def _offer(self, name: str, rows: list[Any]) -> None:
        table = self.query_one(f"#{name}", WindowTable)
        keep = table.current_id
        source = Rows(rows, [row.id for row in rows])
        at = source.position(keep) if keep is not None else None
        table.set_source(source, at if at is not None else 0)

    # Painting

    def title_detail(self) -> str:
        return "" if self._queue is None else clients(len(self._queue.entries))

    def _show_tabs(self) -> None:
        pieces: list[Piece] = [(" ", "")]
        for name, title in VIEWS.items():
            number = "" if name == "outcomes" else f" {self.query_one(f'#{name}', WindowTable).length}"
            pieces += [(f" {gettext(title)}{number} ", "picked" if name == self.view else "dim"), (" ", "")]
        self.query_one("#tabs", OneLine).show(tuple(pieces))

    def _show_view(self) -> None:
        for name in VIEWS:
            self.query_one(f"#{name}").display = name == self.view
        self.query_one("#why").display = self.view != "outcomes"
        self._show_tabs()
        self.query_one(f"#{self.view}").focus()
        self.call_after_refresh(self.paint_why)

    def on_window_table_moved(self) -> None:
        self.paint_why()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_why)

    def paint_why(self) -> None:
        if self.view == "outcomes":
            pane = self.query_one("#outcomes", Pager)
            told = self._outcomes
            waits: list[Line] = [((gettext("Loading…"), "dim"),)]
            pane.show(waits if told is None else outcome_lines(told, max(40, pane.content_size.width)))
            return
        pane = self.query_one("#why", Pager)
        pane.show(_behind(self.table.current, self._marks, max(20, pane.content_size.width)))

    # Verbs

    def client_in_hand(self) -> str:
        row = self.table.current
        return row.id if row is not None else ""

    def exported(self) -> dict[str, str]:
        if self.view == "outcomes":
            return {"list": "outcomes"}
        view = {"list": _EXPORTS[self.view], "owner": self.owner or ""}
        view["selection"] = self._chosen[2] if self._chosen is not None else ""
        if self.view == "queue":
            view |= {"limit": str(LIMIT), "abc" if self.segment in _LETTERS else "level": self.segment}
        return view

    def can(self, verb: str) -> bool:
        row = self.table.current if self.view != "outcomes" else None
        if verb in ("open_record", "mark_row", "show_white"):
            return row is not None
        if verb == "mail_list":
            return super().can(verb) and row is not None
        if verb == "show_evidence":
            return row is not None or self.view == "outcomes"
        if verb == "claim_client":
            free = row is not None and not self._case_of(row)
            return self.view in ("queue", "less") and free and not self.station.options.read_only
        if verb == "take_step":
            return bool(row is not None and self._case_of(row)) and not self.station.options.read_only
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if isinstance(row, CaseLine):
            self.station.open_card(row.client_id, None)
        elif row is not None:
            self.station.open_card(row.id, Walk(self.table.pages.source, self.table.cursor))

    def show_evidence(self) -> None:
        row = self.table.current
        if self.view == "outcomes":
            show_behind(self, "outcomes")
        elif row is not None:
            show_behind(self, "less" if self.view == "less" else "stake", self._client_of(row))

    def mark_row(self) -> None:
        self.table.toggle_mark()

    def next_pane(self) -> None:
        if self.view != "outcomes":
            (self.query_one("#why") if self.focused is self.table else self.table).focus()

    def next_list(self) -> None:
        self._turn(1)

    def previous_list(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        names = list(VIEWS)
        self.view = names[(names.index(self.view) + by) % len(names)]
        self._show_view()
        if self.view == "outcomes":
            self._ask_outcomes()
        self.paint_why()
        self.renew_footer()

    def next_owner(self) -> None:
        order = (None, *self._owners)
        at = order.index(self.owner) if self.owner in order else 0
        self.owner = order[(at + 1) % len(order)]
        self._fill()

    def pick_segment(self) -> None:
        self.ask("selections", self.desk.selections.listed, self._ask_segment)

    def _ask_segment(self, saved: tuple[SelectionRow, ...]) -> None:
        """Level, letter, or a saved selection (U12)."""
        names = {row.id: row.name for row in saved}

        def chosen(segment: str | None) -> None:
            if segment is None:
                return
            if segment in names:
                asked = self.desk.selections.resolve
                self.ask(
                    "selection", lambda: asked(segment), lambda found: self._select(segment, names[segment], found)
                )
                return
            self.segment, self._chosen = segment, None
            self._fill()

        choices: list[Choice] = [("", gettext("Everybody"))]
        choices += [(each, label("level", each)) for each in _LEVELS]
        choices += [(each, label("abc", each)) for each in _LETTERS]
        choices += [(row.id, selection_text(row)) for row in saved]
        self.app.push_screen(ChoiceDialog(gettext("Only one segment"), choices), chosen)

    def _select(self, handle: str, name: str, clients_of: list[str]) -> None:
        self.segment, self._chosen = "", (name, frozenset(clients_of), handle)
        self._fill()

    def _segment_name(self) -> str:
        if self._chosen is not None:
            return self._chosen[0]
        if not self.segment:
            return ""
        return label("abc" if self.segment in _LETTERS else "level", self.segment, short=True)

    def show_white(self) -> None:
        row = self.table.current
        if row is not None:
            self.station.open_white(self._client_of(row))
