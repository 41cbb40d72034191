"""Formats whose records have fixed fields: every record is a row, every field a column with its canonical name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

from storage.intake import limits
from storage.intake.frames import Fact, Sample, SheetInfo
from storage.intake.readers.columns import Columns, ReadFault, cell_text


def read_all(fd: int) -> bytes:
    """The bytes of the file on `fd`, at most what a file may have."""
    parts = []
    at = 0
    while data := os.pread(fd, 2**20, at):
        parts.append(data)
        at += len(data)
    return b"".join(parts)


class Table:
    """Records of one sort. `kind` is the import they feed."""

    def __init__(self, name: str, kind: str, fields: tuple[str, ...]) -> None:
        self.name = name
        self.kind = kind
        self.fields = fields
        self.first: list[list[str]] = []
        self._columns = Columns(tuple(range(len(fields))), len(fields), 1)
        self._waiting: list[list[str]] = []

    def add(self, record: Mapping[str, str]) -> None:
        """Take in one record; a field left out is empty."""
        row = [record.get(field, "") for field in self.fields]
        if len(self.first) < limits.SAMPLE_ROWS - 1:
            self.first.append([text[: limits.CELL_CHARS] for text in map(cell_text, row)])
        self._waiting.append(row)
        if len(self._waiting) >= limits.CHUNK_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._columns.add(self._waiting)
            self._waiting = []

    @property
    def rows(self) -> int:
        """Records so far."""
        return len(self._columns.rows) + len(self._waiting)

    def chosen(self, wanted: tuple[int, ...]) -> Columns:
        """The columns asked for."""
        self._flush()
        if any(index >= len(self.fields) for index in wanted):
            raise ReadFault("columns", 0)
        self._columns.wanted = wanted
        return self._columns


class Records:
    """A file of such tables, wholly read. `facts` is what the format says of itself."""

    def __init__(self, form: str, encoding: str, unpacked: int, tables: list[Table], facts: Mapping[str, Fact]) -> None:
        self.form = form
        self.encoding = encoding
        self.unpacked = unpacked
        self.tables = tables
        self.facts = dict(facts)

    def sample(self, sheet: int) -> Sample:
        """The field names and the first records of a table; -1 takes the first one that holds any."""
        if not 0 <= sheet < len(self.tables):
            sheet = next((number for number, table in enumerate(self.tables) if table.rows), 0)
        table = self.tables[sheet]
        sheets = [SheetInfo(each.name, each.rows, True, each.kind) for each in self.tables]
        rows = [list(table.fields), *table.first]
        short = table.rows > len(table.first)
        return Sample(self.encoding, "", False, False, short, rows, self.form, sheet, sheets, self.facts)

    def columns(
        self, sheet: int, wanted: tuple[int, ...], width: int, skip: int, progress: Callable[[int, int], None]
    ) -> Columns:
        """The columns of a table; its records count from 1."""
        del width, skip
        progress(self.unpacked, self.unpacked)
        return self.tables[sheet].chosen(wanted)


def lines_of(text: str) -> Iterator[str]:
    """Lines with any of the three line ends, without them."""
    return iter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
