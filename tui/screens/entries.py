"""A list of commitments, cases or risks of every client: red ones first, the one under the cursor in full below."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.entries import DropEntry, NewEntry, ShowClosed, StepEntry
from tui.commands.everywhere import ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES, EditRecord, NextPane, OpenRecord
from tui.desk.port_entries import EntriesPort, EntryRow
from tui.screens.base import WorkScreen
from tui.screens.dialogs.find import Chosen, FindDialog, Taken
from tui.screens.entering import ask_edit, ask_new, ask_step, entry_columns, entry_lines, renew
from tui.text import N_, fill, gettext
from tui.walk import Walk
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable


class EntriesScreen(WorkScreen):
    """Base of COMMIT and CASE. Subclasses say which desk answers."""

    CSS_PATH = "entries.tcss"
    TABLE: ClassVar[str] = ""
    """Word of its table for an export."""
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        NewEntry,
        StepEntry,
        ShowClosed,
        EditRecord,
        OpenRecord,
        ShowMenu,
        DropEntry,
        ShowPalette,
        NextPane,
        *MOVES,
    )

    def __init__(self) -> None:
        super().__init__()
        self.everything = False
        self._rows: list[EntryRow] | None = None

    @property
    def port(self) -> EntriesPort:
        """The desk of the subject."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        yield WindowTable(entry_columns(client=True), lambda row: row.id, empty=self._empty, id="entries")
        yield Pager(id="entry")

    @property
    def table(self) -> WindowTable[EntryRow]:
        return self.query_one("#entries", WindowTable)

    def _empty(self) -> str:
        return "" if self._rows is None else gettext("Nothing is open: n notes something down, a shows closed ones.")

    def load(self) -> None:
        everything, port = self.everything, self.port
        self.ask("entries", lambda: port.rows(everything=everything), self._loaded)

    def _loaded(self, rows: list[EntryRow]) -> None:
        keep = self.table.current_id
        self._rows = rows
        source = Rows(rows, [each.id for each in rows])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint_title()
        red = sum(each.red for each in rows)
        self.status.set_left(((fill(gettext("{n} must not wait"), n=red), "bad" if red else "dim"),))
        self.paint()

    def title_detail(self) -> str:
        return gettext("closed ones too") if self.everything else ""

    def on_window_table_moved(self) -> None:
        self.paint()
        self.renew_footer()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """The lower pane."""
        pane = self.query_one("#entry", Pager)
        pane.show(entry_lines(self.table.current, max(20, pane.content_size.width)))

    def client_in_hand(self) -> str:
        row = self.table.current if self._rows else None
        return row.client_id if row is not None else ""

    # Verbs
    def next_pane(self) -> None:
        (self.query_one("#entry") if self.focused is self.table else self.table).focus()

    def exported(self) -> dict[str, str]:
        return {"list": self.TABLE, "closed": "yes" if self.everything else ""}

    def can(self, verb: str) -> bool:
        writes = verb in ("new_entry", "step_entry", "edit_record", "drop_entry")
        if writes and self.station.options.read_only:
            return False
        if verb in ("step_entry", "edit_record", "drop_entry", "open_record"):
            row = self.table.current if self._rows else None
            return row is not None and (verb != "step_entry" or row.open)
        return super().can(verb)

    def new_entry(self) -> None:
        def chosen(answer: Chosen | None) -> None:
            if isinstance(answer, Taken):
                ask_new(self, self.port, answer.client_id, self._saved)

        self.app.push_screen(FindDialog(creating=False), chosen)

    def step_entry(self) -> None:
        if (row := self.table.current) is not None:
            ask_step(self, self.port, row, self._saved)

    def edit_record(self) -> None:
        if (row := self.table.current) is not None:
            ask_edit(self, self.port, row, self._saved)

    def drop_entry(self) -> None:
        if (row := self.table.current) is not None:
            self.ask("drop", partial(self.port.drop, row.client_id, row.id), lambda _done: self._saved(True))

    def show_closed(self) -> None:
        self.everything = not self.everything
        self.load()

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.station.open_card(row.client_id, Walk(self.table.pages.source, self.table.cursor, "client_id"))

    def show_lines(self) -> None:
        pane = self.query_one("#entry", Pager)
        (self.table if self.focused is pane else pane).focus()

    def _saved(self, done: bool | None) -> None:
        if done:
            renew(self)


class CommitmentsScreen(EntriesScreen):
    """COMMIT: promises with their days, difficulties the client must hear of, his questions, stages, changes, gifts."""

    CODE = "COMMIT"
    TABLE = "commitments"
    HEADING = N_("Commitments")
    RULE = (
        N_(
            "Earlier than promised only if the client agrees, never later: what comes late needs its reason, and the"
            " client is told. Any change is told; what nobody asked for is a surprise too. Good as a surprise is only"
            " a small gift, and gifts stand apart."
        ),
        N_(
            "A difficulty is told, however serious it is, then its plan, then its result. Red is a promise past its"
            " day, a difficulty the client has not heard of for a working day, a question as long without an answer."
        ),
    )
    SOURCES = "S03.74, S03.75, S03.77, S03.79, S03.80"

    @property
    def port(self) -> EntriesPort:
        return self.desk.promises
