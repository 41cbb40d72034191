"""IMP: an import from its source to its undo, one step at a time (S01.11, S03.57–S03.62)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.widget import Widget

from tui.commands.base import WRITERS, Command
from tui.commands.everywhere import ShowHelp, ShowMenu, ShowPalette
from tui.commands.importing import STEP_COMMANDS
from tui.commands.lists import MOVES
from tui.desk.answers import ImportAnswer
from tui.desk.port_wizard import SourceView, Touched
from tui.screens.base import WorkScreen, chip
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.importing_columns import MappingStep
from tui.screens.importing_end import PlanStep, ResultStep
from tui.screens.importing_rows import CleanStep
from tui.screens.importing_steps import SourceStep, Step, TableStep
from tui.text import N_, fill, gettext, moment
from tui.widgets.drawn import Line, OneLine, Pager
from tui.widgets.row_pages import PAGE_ROWS, Rows, RowSource
from tui.widgets.window_table import Column, WindowTable

STEPS: tuple[type[Step], ...] = (SourceStep, TableStep, MappingStep, CleanStep, PlanStep, ResultStep)
_NOTHING: Rows[Any] = Rows((), ())


class ImportScreen(WorkScreen):
    """A strip of steps, the list of the present one, and below it what the line under the cursor means."""

    CODE = "IMP"
    CSS_PATH = "importing.tcss"
    HEADING = N_("Import")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (ShowHelp, *STEP_COMMANDS, ShowMenu, ShowPalette, *MOVES)
    RULE = (
        N_(
            "Nothing is written before the last step: the plan says for every row whether it is new, changed, the"
            " same, doubtful, in error or not a client, and the commit does exactly what the plan showed."
        ),
        N_(
            "A file fills only what is empty; what somebody has typed is never overwritten. The same file once more"
            " changes nothing. Every import can be taken back as a whole."
        ),
        N_("A table can be pasted anywhere on this screen, from Excel, Word or a page, with or without headings."),
    )
    SOURCES = "S01.11, S03.57–S03.62"
    AUTO_FOCUS = "#import"
    STEPS: ClassVar[tuple[type[Step], ...]] = STEPS

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = tuple(step(self) for step in self.STEPS)
        self._at = 0
        self.source: SourceView | None = None
        self.done: tuple[ImportAnswer, tuple[Touched, ...]] | None = None
        """The last import: what it answered, whom it touched."""

    @property
    def step(self) -> Step:
        """The step on the screen."""
        return self._steps[self._at]

    @property
    def writes(self) -> bool:
        """Whether this person may import anything here."""
        return self.role in WRITERS and not self.station.options.read_only

    def body(self) -> Iterable[Widget]:
        yield OneLine(id="steps")
        yield WindowTable((), str, empty=lambda: self.step.empty(), id="import")
        yield Pager(id="about")

    @property
    def table(self) -> WindowTable[Any]:
        return self.query_one("#import", WindowTable)

    def load(self) -> None:
        self.step.load()
        self.paint()

    # Going through the steps

    def go(self, number: int) -> None:
        """To a step; what was said at the others stays."""
        self._at = max(0, min(len(self._steps) - 1, number))
        self.status.set_notice(())
        self.show_rows((), str, _NOTHING)
        self.load()
        self.renew_footer()

    def forward(self) -> None:
        self.go(self._at + 1)

    def backward(self) -> None:
        self.go(self._at - 1)

    def go_back(self) -> None:
        """Esc: a step back; on the first one, and when all is done, away."""
        if self._at in (0, len(self._steps) - 1):
            super().go_back()
        else:
            self.backward()

    def begun(self, source: SourceView) -> None:
        """A source was taken: the very same file is asked about first."""
        self.source = source
        if not source.seen:
            self.go(1)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.go(1)
            else:
                self.source = None
                self.ask("forget", self.desk.wizard.forget, lambda _none: self.go(0))

        last = source.seen[0]
        question = gettext("Imported already on {day} by {who}, No. {number}. Once more?")
        self.app.push_screen(
            ConfirmDialog(fill(question, day=moment(last.at), who=last.who, number=last.number)), answered
        )

    # Pasting

    def on_paste(self, event: events.Paste) -> None:
        """A table from the clipboard, whatever the step is."""
        if not event.text.strip():
            return
        event.stop()
        event.prevent_default()
        if not self.writes:
            self.notice(gettext("Your role looks at imports and makes none."), "bad")
            return
        text = event.text
        self.notice(gettext("Reading what was pasted…"))
        self.ask("source", partial(self.desk.wizard.begin_paste, text), self.begun)

    # Painting

    def show_rows(
        self, columns: Sequence[Column[Any]], row_id: Any, source: RowSource[Any], at: int = 0, *, keep: bool = False
    ) -> None:
        """What the list shows; `keep`: the cursor stays on the row it is on."""
        row = self.table.current_id if keep and self.table.length else None
        marks = set(self.table.marks) if keep else set()
        self.table.show_columns(columns, row_id)
        self.table.marks = marks
        found = source.position(row) if row is not None else None
        first = found if found is not None else at
        pages: dict[int, Sequence[Any]] = {}
        if not isinstance(source, Rows):
            # The line under the cursor is explained at once: its page is read before it is shown.
            number = first // PAGE_ROWS
            pages[number] = source.rows(number * PAGE_ROWS, min((number + 1) * PAGE_ROWS, len(source)))
        self.table.set_source(source, first, pages)
        self.paint()

    def title_detail(self) -> str:
        return "" if self.source is None or not self._at else self.source.name

    def paint(self) -> None:
        """The strip, the chips and the lower pane."""
        strip: list[tuple[str, str]] = []
        for number, step in enumerate(self._steps):
            ink = "title" if number == self._at else "dim"
            strip.append((f"{number + 1} {gettext(step.TITLE)}", ink))
            strip.append(("  ", ""))
        self.query_one("#steps", OneLine).show(tuple(strip))
        line: Line = ()
        for text in self.step.chips():
            line = (*line, *chip(text))
        self.status.set_left(line)
        pane = self.query_one("#about", Pager)
        pane.show(self.step.about(self.table.current, max(20, pane.content_size.width - 1)))
        self.paint_title()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def on_window_table_moved(self) -> None:
        self.step.moved(self.table.current)
        self.paint()
        self.renew_footer()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if self.step.can("act"):
            self.step.act()
