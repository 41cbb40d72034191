"""What the screen of imports needs of the desk: a draft that goes from its source to a commit, step by step (IMP)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from tui.desk.answers import ImportAnswer

Progress = Callable[[int, int], bool]
ColumnState = Literal["suggested", "chosen", "ignored"]
Verdict = Literal["new", "update", "same", "ask", "not_a_client", "error"]
VERDICTS: tuple[Verdict, ...] = ("new", "update", "same", "ask", "not_a_client", "error")
KINDS = ("clients", "people", "sales", "payments", "products", "deals", "enquiries", "spend", "cards")
"""Kinds a table may be told to be, as the wizard offers them."""


class Batch(msgspec.Struct, frozen=True):
    """One import that was made. `state`: live, dead (taken back) or open (cut off). `id` is what undo takes."""

    id: str
    number: int
    at: dt.datetime
    who: str
    kind: str
    rows: int
    clients: int
    """Clients it created."""
    lines: int
    state: Literal["live", "dead", "open"]
    sha256: str
    mine: bool = True


class SourceView(msgspec.Struct, frozen=True):
    """What was chosen. `seen`: imports of the very same bytes that are in force, the newest first."""

    name: str
    seen: tuple[Batch, ...] = ()
    profile: str = ""
    """The profile that was found for it."""


class SheetLine(msgspec.Struct, frozen=True):
    """One table of the file. `rows` -1: not counted."""

    name: str
    rows: int


class TableView(msgspec.Struct, frozen=True):
    """How the table is read and its first rows; `fixed`: the format says all of this itself."""

    form: str
    encoding: str
    delimiter: str
    header_row: int
    sheets: tuple[SheetLine, ...]
    sheet: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fixed: bool
    problem: str = ""


class ColumnLine(msgspec.Struct, frozen=True):
    """One column of the file and what it means. `why` as in ColumnTarget, `score` 0–100."""

    index: int
    name: str
    samples: tuple[str, ...]
    field: str
    state: ColumnState
    why: str
    score: int


class MappingView(msgspec.Struct, frozen=True):
    """Every column; `problem`: why the next step is not open yet."""

    kind: str
    fixed: bool
    lines: tuple[ColumnLine, ...]
    fields: tuple[str, ...]
    """Fields a column may be given."""
    constants: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    problem: str = ""


class CleanButton(msgspec.Struct, frozen=True):
    """One button: `cells` it would change now, `guessed` of them to be looked at; pressed ones stand in `steps`."""

    name: str
    title: str
    cells: int
    guessed: int
    pressed: bool


class CellLine(msgspec.Struct, frozen=True):
    """One cell a button changes. `row` is the row's number in the file."""

    row: int
    field: str
    old: str
    new: str
    guessed: bool


class DraftRow(msgspec.Struct, frozen=True):
    """One row of the draft, by its number in the file."""

    id: str
    row: int
    cells: tuple[str, ...]


class DraftRows(Protocol):
    """Rows of the draft, in the order of the file."""

    def __len__(self) -> int: ...

    def rows(self, start: int, stop: int) -> Sequence[DraftRow]: ...

    def position(self, client_id: str) -> int | None: ...


class CleanView(msgspec.Struct, frozen=True):
    """The cleaning step: buttons, fields of the draft, how many rows are left out."""

    buttons: tuple[CleanButton, ...]
    fields: tuple[str, ...]
    rows: DraftRows
    left_out: int


class PlanHead(msgspec.Struct, frozen=True):
    """What a commit would do. `blocked` says why it may not; `control`: the file's total and that of its rows."""

    kind: str
    counts: Mapping[str, int]
    rows: int
    clients: int
    new_clients: int
    lines: int
    control: Mapping[str, object]
    operations: int
    stored: bool
    sha256: str
    not_kept: tuple[str, ...] = ()
    """Fields that are read and have no place in the store yet."""
    people_known: int = 0
    """Rows that tell of people of known clients: those people stay as they are (S03.56)."""
    blocked: str = ""
    note: str = ""
    """What the person should know first: the plan was made anew."""


class FieldDiff(msgspec.Struct, frozen=True):
    """A field of a row beside what the base has. `kept`: the base's own value stays."""

    field: str
    old: str
    new: str
    kept: bool = False


class PlanLine(msgspec.Struct, frozen=True):
    """One row of the plan. `client`: whom it is about, as the base calls him; empty for a new one."""

    id: str
    row: int
    verdict: Verdict
    what: str
    client: str = ""
    reason: str = ""


class PlanRows(Protocol):
    """Rows of the plan with some verdicts, in the order of the file."""

    def __len__(self) -> int: ...

    def rows(self, start: int, stop: int) -> Sequence[PlanLine]: ...

    def position(self, client_id: str) -> int | None: ...


class Touched(msgspec.Struct, frozen=True):
    """A client the import created or changed."""

    id: str
    name: str


class WizardPort(Protocol):
    """One import at a time, from its source to its undo."""

    def complete(self, text: str) -> tuple[str, ...]:
        """Paths that begin like this; over SSH the files of one's inbox."""
        ...

    def last(self) -> str:
        """The place of the last import of this person, empty when there was none."""
        ...

    def begin_file(self, place: str) -> SourceView:
        """Take a file. Raises Problem."""
        ...

    def begin_paste(self, text: str) -> SourceView:
        """Take a pasted table. Raises Problem."""
        ...

    def forget(self) -> None:
        """Drop the draft."""
        ...

    def table(self) -> TableView:
        """How the table is read. Raises Problem."""
        ...

    def read_as(
        self, *, encoding: str = "", delimiter: str = "", header_row: int | None = None, sheet: int = -1
    ) -> TableView:
        """Read it another way; what is left out is guessed. Raises Problem."""
        ...

    def mapping(self) -> MappingView:
        """What the columns mean. Raises Problem."""
        ...

    def set_kind(self, kind: str) -> MappingView: ...

    def assign(self, column: int, field: str) -> MappingView:
        """Give a column a field; an empty one leaves it out. A field of one column moves from the other to this."""
        ...

    def reset(self, column: int | None) -> MappingView:
        """Back to the suggestion: one column, or all."""
        ...

    def shift(self, column: int, by: int) -> MappingView:
        """Swap the meaning of a column with its neighbour's."""
        ...

    def constant(self, field: str, value: str) -> MappingView:
        """A value for every row; empty takes it away."""
        ...

    def value(self, field: str, theirs: str, ours: str) -> MappingView:
        """A word of theirs and what it is with us; empty takes it away."""
        ...

    def distinct(self, column: int) -> tuple[str, ...]:
        """Different texts among the samples of a column."""
        ...

    def profiles(self) -> tuple[tuple[str, str], ...]:
        """Name and description of every profile, own ones first."""
        ...

    def use_profile(self, name: str) -> MappingView: ...

    def save_profile(self, name: str, shared: bool) -> str:
        """Keep what was said so far; gives its name."""
        ...

    def clean(self, progress: Progress | None = None) -> CleanView:
        """Read the rows and show the buttons. Raises Problem."""
        ...

    def preview(self, button: str) -> tuple[CellLine, ...]:
        """Cells a button changes, or has changed."""
        ...

    def press(self, button: str) -> CleanView: ...

    def release(self, button: str) -> CleanView:
        """Take a button back."""
        ...

    def leave_out(self, rows: Sequence[int]) -> CleanView:
        """Delete rows from the draft alone."""
        ...

    def take_in(self) -> CleanView:
        """Bring every deleted row back."""
        ...

    def plan(self, progress: Progress | None = None) -> PlanHead:
        """Compare with the base; writes nothing. Raises Problem."""
        ...

    def plan_rows(self, verdicts: Sequence[str]) -> PlanRows: ...

    def differences(self, row: int) -> tuple[FieldDiff, ...]:
        """Fields of one row of the plan beside the base."""
        ...

    def answer_asks(self, answer: Literal["", "accept", "skip", "new"]) -> PlanHead:
        """Doubtful rows: the first candidate, left out knowingly, or clients of their own."""
        ...

    def homes(self) -> tuple[tuple[str, str], ...]:
        """Portfolios new clients may go to: id and name."""
        ...

    def into(self, home: str) -> PlanHead:
        """Put new clients into this portfolio."""
        ...

    def commit(self, sha256: str, progress: Progress | None = None) -> ImportAnswer:
        """Write the plan of this hash and no other. Raises Problem; a stale plan is made anew and has to be seen."""
        ...

    def touched(self) -> tuple[Touched, ...]:
        """Clients of the last commit."""
        ...

    def batches(self) -> tuple[Batch, ...]:
        """Imports that were made, the newest first."""
        ...

    def undo(self, batch: str, progress: Progress | None = None) -> dict[str, object]: ...

    def template(self, place: str) -> str:
        """Save an empty table to fill in; gives where it lies."""
        ...
