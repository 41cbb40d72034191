"""Sheets of xlsx, xlsm, xlsb, xls and ods: values only, formulas as the values last shown, macros never run."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import python_calamine as calamine

from storage.intake import limits
from storage.intake.frames import Fact, Sample, SheetInfo
from storage.intake.readers import outline, report_1c
from storage.intake.readers.columns import Columns, ReadFault, cell_text
from storage.intake.readers.records import Records


def open_book(data: bytes) -> Workbook | Records:
    """The workbook in these bytes; a report of 1C becomes its leaves. Raises ReadFault."""
    book = Workbook(data)
    rows = book.head(book.chosen)
    if report_1c.is_report(rows):
        sheet = book.sheet(book.chosen)
        lines = [list(row) for row in sheet.iter_rows()]
        if len(lines) > limits.ROWS:
            raise ReadFault("rows")
        report = report_1c.Report(lines, sheet.merged_cell_ranges or [], outline.levels(data, book.chosen, len(lines)))
        if report.recognised:
            return report.records(len(data))
    return book


class Workbook:
    """An opened workbook. `chosen` is the first visible sheet that holds something."""

    form = "workbook"
    encoding = ""

    def __init__(self, data: bytes) -> None:
        self.unpacked = len(data)
        self._sheets: dict[int, calamine.CalamineSheet] = {}
        self._book = _guarded(lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)))
        self._infos = self._book.sheets_metadata
        if not self._infos or len(self._infos) > limits.SHEETS:
            raise ReadFault("book_broken")
        self.chosen = self._choose()

    def _visible(self, number: int) -> bool:
        return bool(self._infos[number].visible == calamine.SheetVisibleEnum.Visible)

    def _choose(self) -> int:
        order = sorted(range(len(self._infos)), key=lambda number: not self._visible(number))
        for number in order:
            if any(any(map(_holds, row)) for row in islice(self.sheet(number).iter_rows(), limits.RECORDS)):
                return number
        return order[0]

    def sheet(self, number: int) -> calamine.CalamineSheet:
        """A sheet, unpacked once. Raises ReadFault for one that is damaged."""
        if number not in self._sheets:
            self._sheets[number] = _guarded(lambda: self._book.get_sheet_by_index(number))
        return self._sheets[number]

    def head(self, number: int) -> list[list[str]]:
        """First rows as texts."""
        rows = islice(_narrow(self.sheet(number)), limits.SAMPLE_ROWS)
        return [[_clip(cell_text(cell)) for cell in row] for row in rows]

    def sample(self, sheet: int) -> Sample:
        """First rows of a sheet, -1 the chosen one, and what other sheets there are."""
        number = sheet if 0 <= sheet < len(self._infos) else self.chosen
        rows = self.head(number)
        height = self._height(number)
        sheets = [
            SheetInfo(info.name[:255], self._height(place), self._visible(place))
            for place, info in enumerate(self._infos)
        ]
        facts: dict[str, Fact] = {"sheets": {each.name: each.rows for each in sheets if each.rows >= 0}}
        return Sample("", "", False, False, height > len(rows), rows, self.form, number, sheets, facts)

    def _height(self, number: int) -> int:
        """Rows of a sheet; -1 where counting them would mean to unpack a large one for that alone."""
        if number not in self._sheets and self.unpacked > limits.COUNTED_BYTES:
            return -1
        try:
            sheet = self.sheet(number)
        except ReadFault:
            return -1
        first = sheet.start
        return min(limits.RECORDS, sheet.height + first[0]) if first else 0

    def columns(
        self, sheet: int, wanted: tuple[int, ...], width: int, skip: int, progress: Callable[[int, int], None]
    ) -> Columns:
        """The columns of a sheet below its first `skip` rows; row numbers are those of the sheet."""
        number = sheet if 0 <= sheet < len(self._infos) else self.chosen
        columns = Columns(wanted, width, skip + 1, typed=True)
        rows = _narrow(self.sheet(number))
        for _ in islice(rows, skip):
            pass
        total = max(1, self._height(number))
        while chunk := list(islice(rows, limits.CHUNK_ROWS)):
            columns.add(chunk)
            progress(min(columns.record, total), total)
        return columns


def _narrow(sheet: calamine.CalamineSheet) -> Iterator[list[Any]]:
    """Rows of a sheet; formatting far to the right does not count as columns. Raises ReadFault beyond the limit."""
    if sheet.width <= limits.COLUMNS:
        return iter(sheet.iter_rows())
    return _cut(sheet)


def _cut(sheet: calamine.CalamineSheet) -> Iterator[list[Any]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        if any(map(_holds, row[limits.COLUMNS :])):
            raise ReadFault("columns", number)
        yield row[: limits.COLUMNS]


def _holds(cell: object) -> bool:
    return cell != "" and cell is not None


def _clip(text: str) -> str:
    return text[: limits.CELL_CHARS]


def _guarded(read: Callable[[], Any]) -> Any:
    """What the library reads. Raises ReadFault: it asks for a password, or the file is damaged."""
    try:
        return read()
    except calamine.PasswordError:
        raise ReadFault("password") from None
    except (MemoryError, KeyboardInterrupt):
        raise
    except BaseException:
        # A panic of the library is no Exception; whatever it says of a file of strangers comes to the same.
        raise ReadFault("book_broken") from None
