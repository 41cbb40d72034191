"""One import from its source to its commit, step by step; the screen and `import --profile` share it (exchange §3).

What was said at a step is kept until the draft is dropped, so going back loses nothing. Every method may be called
from another worker; one lock keeps them apart.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from core.cleaning.buttons import changes_of, offered
from core.cleaning.changes import CellChange
from core.entities.table import TableHead
from core.problem import N_, ExitCode, Problem
from core.wording import gettext as _
from storage.intake import draft
from storage.intake.draft import Cleaned, Meaning, Origin, Reading
from storage.intake.reading import RawTable
from storage.intake.spawn import ImportCancelled
from tui.desk.port_wizard import (
    Batch,
    CellLine,
    CleanButton,
    CleanView,
    SheetLine,
    SourceView,
    TableView,
)
from tui.desk.wizard_columns import Meanings
from tui.desk.wizard_commit import Committing, stopped
from tui.desk.wizard_draft import DraftSource, completed, taken_bytes

if TYPE_CHECKING:
    from tui.desk.desk import Desk

PREVIEW_ROWS = 20
SHOWN_CELLS = 2000
"""Changed cells a preview of one button names."""
Progress = Callable[[int, int], bool]


class ImportWizard(Committing, Meanings):
    """The draft of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.RLock()
        self._reset()

    def _reset(self) -> None:
        self._origin: Origin | None = None
        self._place = ""
        self._profile = ""
        self._how = Reading()
        self._head: TableHead | None = None
        self._meaning = Meaning()
        self._raw: tuple[tuple[object, ...], RawTable] | None = None
        self._steps: tuple[str, ...] = ()
        self._left_out: tuple[int, ...] = ()
        self._cleaned: Cleaned | None = None
        self._asks: Literal["", "accept", "skip", "new"] = ""
        self._home = b""
        self._drop_plan()

    # Source

    def complete(self, text: str) -> tuple[str, ...]:
        """Paths that begin like this; over SSH the files of one's inbox."""
        return completed(self._desk, text)

    def last(self) -> str:
        """The place of the last import of this person."""
        found = self._desk.profiles.last()
        return found.place if found is not None else ""

    def begin_file(self, place: str) -> SourceView:
        """Take a file. Raises Problem."""
        place = place.strip()
        if not place:
            raise Problem(N_("Type the path of a file, or paste a table."))
        with self._lock:
            if self._desk.ssh.used:
                name, data = taken_bytes(self._desk, place)
                return self._begin(Origin.in_memory(data, name), place)
            return self._begin(Origin(Path(place).expanduser()), place)

    def begin_paste(self, text: str) -> SourceView:
        """Take a pasted table. Raises Problem."""
        if not text.strip():
            raise Problem(N_("The clipboard holds no table: copy the cells and paste them here."))
        with self._lock:
            return self._begin(Origin.pasted(text, _(draft.PASTED)), "")

    def _begin(self, origin: Origin, place: str) -> SourceView:
        self.forget()
        self._origin, self._place = origin, place
        try:
            self._meaning = Meaning(own=self._desk.own.names())
            head = self._read_head(Reading())
            found = self._desk.profiles.found_for(head)
            if found is not None:
                self._take_profile(*found)
        except BaseException:
            self.forget()
            raise
        return SourceView(origin.name, self.seen(origin.sha256.hex()), self._profile)

    def seen(self, sha256: str) -> tuple[Batch, ...]:
        """Imports of the very same bytes that are in force, the newest first."""
        return tuple(each for each in self.batches() if each.sha256 == sha256 and each.state == "live")

    def forget(self) -> None:
        """Drop the draft."""
        with self._lock:
            if self._origin is not None:
                self._origin.close()
            self._reset()

    # Table

    def _read_head(self, how: Reading) -> TableHead:
        self._head = draft.head_of(self._source(), how)
        self._how = how
        self._raw, self._cleaned = None, None
        self._drop_plan()
        return self._head

    def table(self) -> TableView:
        """How the table is read, and its first rows. Raises Problem."""
        with self._lock:
            head = self._known_head()
            rows = (head.columns, *head.samples[:PREVIEW_ROWS]) if head.header_row else head.samples[:PREVIEW_ROWS]
            return TableView(
                form=head.form,
                encoding=head.encoding,
                delimiter=head.delimiter,
                header_row=head.header_row,
                sheets=tuple(SheetLine(each.name, each.rows) for each in head.sheets),
                sheet=head.sheet,
                columns=head.columns,
                rows=tuple(rows),
                fixed=bool(head.fixed_kind),
            )

    def read_as(
        self, *, encoding: str = "", delimiter: str = "", header_row: int | None = None, sheet: int = -1
    ) -> TableView:
        """Read the table another way. Raises Problem; the way it was read then stays."""
        with self._lock:
            before = self._known_head()
            how = Reading(encoding, delimiter, header_row, sheet)
            head = self._read_head(how)
            if head.columns != before.columns:
                self._meaning = Meaning(own=self._desk.own.names())
                found = self._desk.profiles.found_for(head)
                if found is not None:
                    self._profile = found[0]
                    self._meaning = msgspec.structs.replace(draft.meaning_of(found[1], head), own=self._meaning.own)
            return self.table()

    # Cleaning

    def clean(self, progress: Progress | None = None) -> CleanView:
        """Read the rows if that was not done yet, and show the buttons. Raises Problem."""
        with self._lock:
            done = self._draft(progress)
            seen = dict(zip(self._steps, done.changes, strict=True))
            buttons = []
            for button in offered(done.cells):
                changes = seen.get(button.name)
                pressed = changes is not None
                if changes is None:
                    changes = tuple(changes_of(button.name, done.cells))
                guessed = sum(change.guessed for change in changes)
                buttons.append(CleanButton(button.name, _(button.title), len(changes), guessed, pressed))
            fields = tuple(done.cells)
            return CleanView(tuple(buttons), fields, DraftSource(done.cells, done.rows), len(self._left_out))

    def preview(self, button: str) -> tuple[CellLine, ...]:
        """Cells a button changes, or has changed: the first two thousand."""
        with self._lock:
            done = self._draft(None)
            if button in self._steps:
                found: Sequence[CellChange] = done.changes[self._steps.index(button)]
            else:
                found = changes_of(button, done.cells)
            return tuple(
                CellLine(done.rows[each.row], each.field, each.old, each.new, each.guessed)
                for each in found[:SHOWN_CELLS]
            )

    def press(self, button: str) -> CleanView:
        """Clean; the button can be released again."""
        return self._stepped((*[each for each in self._steps if each != button], button))

    def release(self, button: str) -> CleanView:
        """Take a button back: what it changed is as before, what others changed stays."""
        return self._stepped(tuple(each for each in self._steps if each != button))

    def people(self) -> list[tuple[int, dict[str, str]]]:
        """Rows of the draft by field, with their number in the file: for what writes people elsewhere."""
        with self._lock:
            done = self._draft(None)
            columns = list(done.cells.items())
            return [(row, {field: texts[at] for field, texts in columns}) for at, row in enumerate(done.rows)]

    def _stepped(self, steps: tuple[str, ...]) -> CleanView:
        with self._lock:
            self._steps, self._cleaned = steps, None
            self._drop_plan()
            return self.clean()

    def leave_out(self, rows: Sequence[int]) -> CleanView:
        """Delete rows from the draft alone (S03.59)."""
        with self._lock:
            self._kept((*self._left_out, *rows))
            return self.clean()

    def take_in(self) -> CleanView:
        """Bring every deleted row back."""
        with self._lock:
            self._kept(())
            return self.clean()

    def _kept(self, left_out: Sequence[int]) -> None:
        before = self._left_out
        self._left_out, self._cleaned = tuple(sorted(set(left_out))), None
        self._drop_plan()
        try:
            self._draft(None)
        except Problem:
            self._left_out = before
            raise

    def _draft(self, progress: Progress | None) -> Cleaned:
        """The rows as every answer so far makes them. Raises Problem."""
        if self._cleaned is None:
            head, mapping = self._known_head(), self._mapped()
            raw = self._read_rows(head, [target.column for target in mapping.targets], progress)
            currency = self._desk.base.currency
            self._cleaned = draft.cleaned(
                self._source(), head, mapping, raw, self._meaning, self._steps, self._left_out, currency
            )
        return self._cleaned

    def _read_rows(self, head: TableHead, columns: Sequence[int], progress: Progress | None) -> RawTable:
        key = (head.encoding, head.delimiter, head.header_row, head.sheet, *sorted(set(columns)))
        if self._raw is not None and self._raw[0] == key:
            return self._raw[1]
        going = [True]

        def report(done: int, total: int) -> None:
            if progress is not None and not progress(done, total):
                going[0] = False

        try:
            raw = draft.read_columns(self._source(), head, columns, report, lambda: not going[0])
        except ImportCancelled:
            raise stopped() from None
        self._raw = (key, raw)
        return raw

    def _source(self) -> Origin:
        if self._origin is None:
            raise Problem(N_("Choose a file or paste a table first."), ExitCode.BAD_INPUT)
        return self._origin

    def _known_head(self) -> TableHead:
        self._source()
        assert self._head is not None
        return self._head
