"""EXP: exports asked for, decided and made; where a found line comes from (U06)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import ShowHelp, ShowMenu, ShowPalette
from tui.commands.exports import ApproveExport, AskExport, RefuseExport, RunExport, TraceLine
from tui.commands.lists import MOVES, NextPane
from tui.desk.port_exports import ExportBook, ExportLine, TracedLine
from tui.safe_text import fit, wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.export_list import ListDialog
from tui.screens.dialogs.words import WordsDialog
from tui.screens.exporting import ask_for, became
from tui.text import EXPORT_STATES, N_, count, fill, gettext, moment
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_INKS = {"asked": "warn", "approved": "good", "refused": "bad", "expired": "dim"}
_MARKS = {"asked": "?", "approved": "+", "refused": "!", "made": " ", "expired": " "}
_CAPTION = 18
_FOUND_MAX = 2000


def _state(row: ExportLine) -> tuple[str, str]:
    return f"{_MARKS[row.state]} {gettext(EXPORT_STATES[row.state])}", _INKS.get(row.state, "")


COLUMNS: tuple[Column[ExportLine], ...] = (
    Column("number", lambda: gettext("No."), 5, lambda row: (str(row.number), "strong"), right=True),
    Column("state", lambda: gettext("State"), 21, _state),
    Column("who", lambda: gettext("Who"), 16, lambda row: (row.who, "")),
    Column("what", lambda: gettext("List"), 16, lambda row: (row.what, ""), flex=1),
    Column("rows", lambda: gettext("Rows"), 8, lambda row: (count(row.rows), "dim"), right=True),
    Column("asked", lambda: gettext("Asked"), 16, lambda row: (moment(row.asked), "dim"), from_width=100),
)


class ExportsScreen(WorkScreen):
    """What waits for one's word above one's own; the line under the cursor in full below."""

    CODE = "EXP"
    CSS_PATH = "exports.tcss"
    HEADING = N_("Exports")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        AskExport,
        RunExport,
        ApproveExport,
        RefuseExport,
        TraceLine,
        ShowMenu,
        ShowPalette,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "More than 50 rows of clients leave the program only as an export: asked for with a purpose, approved by a"
            " head, numbered. A store of one person needs no approval; the entry in the log stays."
        ),
        N_(
            "Every file names its number in the first and the last line and holds planted rows: firms that do not"
            " exist and that no other export has. A line found elsewhere leads back to the export, person and day."
        ),
    )
    SOURCES = "S01.14, S03.58, U06"

    def __init__(self) -> None:
        super().__init__()
        self._book: ExportBook | None = None
        self._traced: tuple[TracedLine, ...] | None = None
        self._files: dict[int, str] = {}
        """Where the files made in this session lie, by number."""

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: str(row.number), empty=self._empty, id="exports")
        yield Pager(id="export")

    @property
    def table(self) -> WindowTable[ExportLine]:
        return self.query_one("#exports", WindowTable)

    def _empty(self) -> str:
        return "" if self._book is None else gettext("No exports yet: n asks for one.")

    def load(self) -> None:
        self.ask("book", self.desk.exports.book, self._loaded)

    def _loaded(self, book: ExportBook) -> None:
        keep = self.table.current_id
        self._book = book
        rows = (*book.waiting, *book.mine)
        source = Rows(rows, [str(each.number) for each in rows])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint_title()
        self.paint()

    def title_detail(self) -> str:
        if self._book is None or not self._book.waiting:
            return ""
        return fill(gettext("waiting for you: {n}"), n=len(self._book.waiting))

    def on_window_table_moved(self) -> None:
        self._traced = None
        self.paint()
        self.renew_footer()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if self.can("run_export"):
            self.run_export()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """The lower pane: the export under the cursor, or what a trace has found."""
        pane = self.query_one("#export", Pager)
        width = max(20, pane.content_size.width)
        row = self.table.current
        if self._traced is not None:
            pane.show(traced_lines(self._traced, width))
        else:
            pane.show(() if row is None else export_lines(row, self._files.get(row.number, ""), width))

    # Verbs

    def can(self, verb: str) -> bool:
        row = self.table.current if self._book is not None else None
        if verb in ("approve_export", "refuse_export"):
            return row is not None and self._book is not None and row in self._book.waiting
        if verb == "run_export":
            return row is not None and row.state in ("approved", "made") and row in self._mine()
        if verb == "trace_line":
            return self._book is not None and self._book.traces
        return super().can(verb)

    def _mine(self) -> tuple[ExportLine, ...]:
        return () if self._book is None else self._book.mine

    def next_pane(self) -> None:
        (self.query_one("#export") if self.focused is self.table else self.table).focus()

    def ask_export(self) -> None:
        def chosen(name: str | None) -> None:
            if name is not None:
                ask_for(self, {"list": name}, self._done)

        self.app.push_screen(ListDialog(), chosen)

    def run_export(self) -> None:
        row = self.table.current
        if row is not None:
            self.ask("export", lambda: self.desk.exports.run(row.number), self._done)

    def approve_export(self) -> None:
        row = self.table.current
        if row is not None:
            self.ask("export", lambda: self.desk.exports.decide(row.number, True), self._done)

    def refuse_export(self) -> None:
        row = self.table.current
        if row is None:
            return

        def told(reason: str | None) -> None:
            if reason:
                self.ask("export", lambda: self.desk.exports.decide(row.number, False, reason), self._done)

        self.app.push_screen(WordsDialog(gettext("Why not?"), ""), told)

    def trace_line(self) -> None:
        def told(text: str | None) -> None:
            if text:
                self.ask("trace", lambda: self.desk.exports.trace(text), self._found)

        self.app.push_screen(WordsDialog(gettext("The line that was found"), "", _FOUND_MAX), told)

    def _found(self, traced: tuple[TracedLine, ...]) -> None:
        self._traced = traced
        self.paint()

    def _done(self, line: ExportLine) -> None:
        self.load()
        self.notice(*became(line))
        self._files[line.number] = line.file or self._files.get(line.number, "")


def export_lines(row: ExportLine, file: str, width: int) -> list[Line]:
    """Everything about one export; `file`: where it lies, when it was made in this session."""
    pairs = [
        (gettext("File"), file),
        (gettext("Purpose"), row.purpose),
        (gettext("List"), row.what),
        (gettext("Rows"), count(row.rows)),
        (gettext("Who"), row.who),
        (gettext("Asked"), moment(row.asked)),
        (gettext("Decided by"), row.by),
        (gettext("Format"), row.format),
        (gettext("Sealed to"), row.receiver),
        (gettext("Made"), str(row.runs) if row.runs else ""),
        (gettext("Export mark"), row.id),
    ]
    lines: list[Line] = []
    for name, value in pairs:
        if value:
            for at, part in enumerate(wrap(value, width - _CAPTION)):
                lines.append(((fit("" if at else name, _CAPTION - 1) + " ", "dim"), (part, "")))
    return lines


def traced_lines(traced: Sequence[TracedLine], width: int) -> list[Line]:
    """What a trace has found, in sentences."""
    if not traced:
        return [((text, "warn"),) for text in wrap(gettext("None of our exports is known by this line."), width)]
    lines: list[Line] = []
    for each in traced:
        told = fill(
            gettext("Export No. {number}, {who}, {moment}: {found} of {planted} planted rows."),
            number=each.number, who=each.who, moment=moment(each.at), found=each.found, planted=each.planted,
        )  # fmt: skip
        lines += [((text, "strong"),) for text in wrap(told, width)]
        lines.append((("  " + each.id, "dim"),))
    return lines
