"""Tables that are small enough to be held: of a document or a web page."""

from __future__ import annotations

from collections.abc import Callable

from storage.intake import limits
from storage.intake.frames import Sample, SheetInfo
from storage.intake.readers.columns import Columns, ReadFault


class Grids:
    """Named tables of texts, each padded to its widest row."""

    def __init__(self, form: str, encoding: str, unpacked: int, grids: list[tuple[str, list[list[str]]]]) -> None:
        self.form = form
        self.encoding = encoding
        self.unpacked = unpacked
        self._names = [name for name, _ in grids]
        self._grids = [_even(rows) for _, rows in grids]

    def sample(self, sheet: int) -> Sample:
        """First rows of a table; -1 takes the one with most rows."""
        if not 0 <= sheet < len(self._grids):
            sheet = max(range(len(self._grids)), key=lambda number: len(self._grids[number]))
        rows = self._grids[sheet]
        sheets = [SheetInfo(name, len(rows)) for name, rows in zip(self._names, self._grids, strict=True)]
        short = len(rows) > limits.SAMPLE_ROWS
        return Sample(self.encoding, "", False, False, short, rows[: limits.SAMPLE_ROWS], self.form, sheet, sheets)

    def columns(
        self, sheet: int, wanted: tuple[int, ...], width: int, skip: int, progress: Callable[[int, int], None]
    ) -> Columns:
        """The columns of a table below its first `skip` rows."""
        del progress
        columns = Columns(wanted, width, skip + 1)
        rows = self._grids[sheet][skip:]
        for start in range(0, len(rows), limits.CHUNK_ROWS):
            columns.add(rows[start : start + limits.CHUNK_ROWS])
        return columns


def _even(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    if width > limits.COLUMNS:
        raise ReadFault("columns", next(number for number, row in enumerate(rows, 1) if len(row) > limits.COLUMNS))
    for number, row in enumerate(rows, 1):
        if any(len(cell) > limits.CELL_CHARS for cell in row):
            raise ReadFault("cell", number)
    return [[*row, *[""] * (width - len(row))] for row in rows]
