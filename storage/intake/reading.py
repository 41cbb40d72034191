"""Asks the reading process for the head of a table, then for its columns, and checks every answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from core.entities.table import Fact, TableHead, TableSheet
from core.problem import N_, Problem
from storage.intake import content, faults, layout, limits
from storage.intake import encoding as encodings
from storage.intake.child import Task
from storage.intake.fields import KNOWN_HEADERS
from storage.intake.frames import DELIMITERS, ENCODINGS, ColumnHeader, End, RowsHeader, Sample
from storage.intake.source import Source
from storage.intake.spawn import Child
from storage.intake.text import clean

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class TextColumn:
    """A column of texts: `strings[codes[i]]` is the cell of row i; code -1 is an empty cell."""

    codes: NDArray[np.int32]
    strings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """The asked columns of a file as written, by 0-based column number, one entry a row that is not blank.

    `rows` are the row numbers in the file (1 = first, blank rows counted), `wide` marks rows with more filled cells
    than the header. `child_peak_kib` and `seconds` measure the reading.
    """

    rows: NDArray[np.uint32]
    wide: NDArray[np.bool_]
    columns: dict[int, TextColumn]
    encoding: str
    child_peak_kib: int = 0
    seconds: float = field(default=0.0, compare=False)


class Reader:
    """One file being read: a single child gives the head and then the rows. A context manager."""

    def __init__(self, source: Source, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        self._source = source
        self._progress = progress
        self._cancelled = cancelled
        self._child: Child | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is not None:
            self._child.__exit__(kind, error, trace)
            self._child = None

    def _asked(self, task: Task) -> Child:
        """The child at work on the task: the one that knows the file already, or a new one."""
        if self._child is None:
            self._child = Child(self._source.fd, self._source.name, task, self._progress, self._cancelled)
        else:
            self._child.ask(task)
        return self._child

    def head(
        self,
        encoding: str = "",
        delimiter: str = "",
        header_row: int | None = None,
        asked: Collection[str] = (),
        sheet: int = -1,
    ) -> TableHead:
        """How the file is to be read and its first rows.

        Empty `encoding` and `delimiter`, `header_row` None and `sheet` -1 are guessed; `header_row` 0 means there is
        none; `asked` are column names the person used, which help to find the header. Raises Problem, ImportCancelled.
        """
        chosen = encodings.known(encoding) if encoding else ""
        if encoding and not chosen:
            raise Problem(
                N_("The encoding {encoding} is unknown: use one of {known}."),
                encoding=repr(encoding),
                known=", ".join(ENCODINGS),
            )
        if delimiter and delimiter not in DELIMITERS:
            raise Problem(N_("The delimiter must be a semicolon, a tab, a vertical bar or a comma."))
        sample, _ = self._asked(Task(encoding=chosen, delimiter=delimiter, sheet=sheet)).frame()
        if not isinstance(sample, Sample):
            raise faults.garbled(self._source.name)
        if sheet >= 0 and sample.sheet != sheet:
            raise Problem(N_("The file {file} has no such sheet."), file=self._source.name)
        return _head(self._source.name, sample, header_row, asked, chosen)

    def read(self, head: TableHead, columns: Collection[int]) -> RawTable:
        """The rows below the header: the columns asked for and the first three, where totals are labelled.

        `progress(done, total)` counts bytes or rows and may be called often. Raises Problem, ImportCancelled.
        """
        start = time.monotonic()
        wanted = tuple(sorted({*columns, *range(min(3, len(head.columns)))}))
        task = Task(
            encoding=head.encoding,
            guessed=head.encoding_is_guess,
            delimiter=head.delimiter,
            skip=head.header_row,
            width=len(head.columns),
            columns=wanted,
            sheet=head.sheet,
        )
        numbers, wide, parts, end = receive(self._asked(task), self._source.name, wanted)
        self._source.check_unchanged()
        full = np.zeros(len(numbers), np.bool_)
        for column in parts.values():
            full |= column.codes >= 0
        if not full.all():
            numbers, wide = numbers[full], wide[full]
            parts = {index: TextColumn(part.codes[full], part.strings) for index, part in parts.items()}
        if not len(numbers) and not head.fixed_kind:
            raise Problem(N_("The file {file} holds column names but no rows below them."), file=self._source.name)
        return RawTable(numbers, wide, parts, end.encoding, end.peak_kib, time.monotonic() - start)


def peek(
    source: Source,
    encoding: str = "",
    delimiter: str = "",
    header_row: int | None = None,
    asked: Collection[str] = (),
    cancelled: Cancelled | None = None,
    sheet: int = -1,
) -> TableHead:
    """The head of a file that is not read further now. As `Reader.head`."""
    with Reader(source, None, cancelled) as reader:
        return reader.head(encoding, delimiter, header_row, asked, sheet)


def read(
    source: Source,
    head: TableHead,
    columns: Collection[int],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RawTable:
    """The rows of a file whose head is known. As `Reader.read`."""
    with Reader(source, progress, cancelled) as reader:
        return reader.read(head, columns)


def _head(name: str, sample: Sample, header_row: int | None, asked: Collection[str], chosen: str) -> TableHead:
    """The head that a sample makes. Raises Problem when there is no header or nothing below it."""
    rows = [tuple(map(clean, row)) for row in sample.rows]
    sheets = tuple(TableSheet(clean(each.name), each.rows, each.visible, each.kind) for each in sample.sheets)
    fixed = bool(sheets and sheets[sample.sheet].kind)
    number = 1 if fixed else header_row
    if number is None:
        number = layout.find_header(rows, KNOWN_HEADERS, asked)
        if not number and not _all_numbers(asked) and not content.people_columns(rows):
            unnamed = Problem(
                N_("No row with column names was found in {file}: add one, or name columns by their numbers in --map."),
                file=name,
            )
            raise Unread(unnamed, sample.form, sample.encoding, sample.sheet, sheets)
    if number > len(rows):
        raise Problem(N_("The file {file} has no row {row} to take column names from."), file=name, row=number)
    columns = _names(rows, number)
    samples = tuple(row for row in rows[number:] if any(row))
    if not samples and not fixed:
        raise Problem(N_("The file {file} holds column names but no rows below them."), file=name)
    return TableHead(
        encoding=sample.encoding,
        encoding_is_guess=not chosen and sample.ascii,
        delimiter=sample.delimiter,
        packed=sample.packed,
        header_row=number,
        columns=columns,
        samples=samples,
        preamble=tuple(rows[: max(0, number - 1)]),
        fingerprint=layout.fingerprint(columns),
        form=sample.form,
        sheet=sample.sheet,
        sheets=sheets,
        facts={key: _clean_fact(value) for key, value in sample.facts.items()},
    )


class Unread(Problem):
    """A table whose columns mean nothing yet. What was found all the same stands beside the sentence."""

    def __init__(self, problem: Problem, form: str, encoding: str, sheet: int, sheets: tuple[TableSheet, ...]) -> None:
        super().__init__(problem.msgid, problem.exit_code, **problem.facts)
        self.form = form
        self.encoding = encoding
        self.sheet = sheet
        self.sheets = sheets

    @property
    def counted(self) -> dict[str, Fact]:
        """Rows by sheet."""
        return {"sheets": {each.name: each.rows for each in self.sheets if each.rows >= 0}}


def _clean_fact(value: Fact) -> Fact:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean(each) if isinstance(each, str) else each for each in value]
    return {clean(key): number for key, number in value.items()} if isinstance(value, dict) else value


def _all_numbers(asked: Collection[str]) -> bool:
    return bool(asked) and all(name.isdecimal() for name in asked)


def _names(rows: Sequence[Sequence[str]], header_row: int) -> tuple[str, ...]:
    """Names of the columns; without a header as many empty names as the widest row has cells."""
    if header_row:
        return tuple(rows[header_row - 1])
    return ("",) * max(map(len, rows))


def receive(
    child: Child, name: str, wanted: tuple[int, ...]
) -> tuple[NDArray[np.uint32], NDArray[np.bool_], dict[int, TextColumn], End]:
    """The frames of one table: ROWS, the columns in the order asked for, END. Anything else is garbage."""
    header, body = child.frame()
    if not isinstance(header, RowsHeader):
        raise faults.garbled(name)
    rows = header.rows
    numbers = np.frombuffer(body, "<u4", rows)
    wide = np.frombuffer(body, np.uint8, rows, 4 * rows)
    if rows and ((wide > 1).any() or numbers[0] < 1 or (np.diff(numbers.astype(np.int64)) <= 0).any()):
        raise faults.garbled(name)
    parts = {}
    for index in wanted:
        header, body = child.frame()
        if not isinstance(header, ColumnHeader) or header.index != index or header.rows != rows:
            raise faults.garbled(name)
        parts[index] = _column(header, body, name)
    header, _ = child.frame()
    if not isinstance(header, End) or header.rows != rows:
        raise faults.garbled(name)
    return numbers.astype(np.uint32), wide.astype(np.bool_), parts, header


def _column(header: ColumnHeader, body: bytes | bytearray, name: str) -> TextColumn:
    codes = np.frombuffer(body, "<i4", header.rows)
    try:
        text = str(memoryview(body)[4 * header.rows :], "utf-8")
    except UnicodeDecodeError as error:
        raise faults.garbled(name) from error
    strings = text.split("\0") if header.strings else []
    if len(strings) != header.strings or (text and not strings):
        raise faults.garbled(name)
    if header.rows and (codes.min() < 0 or codes.max() >= len(strings)):
        raise faults.garbled(name)
    if strings and max(map(len, strings)) > limits.CELL_CHARS:
        raise faults.garbled(name)
    return recode(TextColumn(codes.astype(np.int32), tuple(strings)), clean)


def recode(column: TextColumn, change: Callable[[str], str]) -> TextColumn:
    """The column with every distinct text changed; equal results share a code, empty ones become -1."""
    order: dict[str, int] = {}
    table = np.empty(len(column.strings) + 1, np.int32)
    table[-1] = -1
    for number, text in enumerate(column.strings):
        new = change(text)
        table[number] = order.setdefault(new, len(order)) if new else -1
    return TextColumn(table[column.codes], tuple(order))
