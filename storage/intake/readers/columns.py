"""Columns of a foreign table, dictionary-encoded while they are read: one integer a cell, every text once."""

from __future__ import annotations

import datetime
import sys
from array import array
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from storage.intake import limits

_NUL: Final = "\ufffd"
_EXACT: Final = 1e15
_MIDNIGHT: Final = datetime.time()


class ReadFault(Exception):  # noqa: N818  (a fault of the file, not of the program)
    """Reading cannot go on: code of `faults.SENTENCES` and the row it is about."""

    def __init__(self, code: str, row: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.row = row


class Codes(dict[Any, int]):
    """Distinct cells in the order they were met; an unknown one gets the next number."""

    def __missing__(self, text: Any) -> int:
        number = self[text] = len(self)
        return number


class Columns:
    """The chosen columns of a table, with the record number of each row. `typed`: cells may be more than texts."""

    def __init__(self, wanted: tuple[int, ...], width: int, first: int, typed: bool = False) -> None:
        self.wanted = wanted
        self.width = width
        self.codes = {index: Codes() for index in wanted}
        self.cells = {index: array("i") for index in wanted}
        self.rows = array("I")
        self.wide = bytearray()
        self.mended: list[int] = []
        """Rows that were put together from broken ones."""
        self.record = first
        self._typed = typed
        self._feeds = [(index, self.cells[index].fromlist, self.codes[index].__getitem__) for index in wanted]

    def add(self, rows: Sequence[list[Any]]) -> None:
        """Take in records in file order; empty records count but leave no row."""
        if set(map(len, rows)) == {self.width}:
            self.rows.extend(range(self.record, self.record + len(rows)))
            self.wide.extend(bytes(len(rows)))
            self.record += len(rows)
        else:
            rows = self._even(rows)
        columns = list(zip(*rows, strict=True))
        if columns:
            for index, keep, code in self._feeds:
                cells, known = columns[index], self.codes[index]
                size = len(known)
                coded = [*map(code, cells)]
                # To Python True is 1: as keys of one table they would be one cell.
                if self._typed and (1 in known or 0 in known) and bool in set(map(type, cells)):
                    while len(known) > size:
                        known.popitem()
                    coded = [*map(code, map(_yes_or_no, cells))]
                keep(coded)
        if len(self.rows) > limits.ROWS or self.record > limits.RECORDS:
            raise ReadFault("rows")

    def _even(self, rows: Sequence[list[Any]]) -> list[list[Any]]:
        """Pad short rows, cut long ones and mark those whose cut part held something."""
        kept = []
        for row in rows:
            surplus = len(row) - self.width
            if len(row) > limits.COLUMNS:
                raise ReadFault("columns", self.record)
            if row:
                self.rows.append(self.record)
                self.wide.append(any(map(_filled, row[self.width :])))
                kept.append(row[: self.width] if surplus > 0 else row + [""] * -surplus)
            self.record += 1
        return kept


def _filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _yes_or_no(cell: object) -> object:
    return cell_text(cell) if isinstance(cell, bool) else cell


def cell_text(cell: object) -> str:
    """The text of a cell: whole numbers without a point, days and times in ISO, yes and no as Excel names them."""
    if isinstance(cell, str):
        return cell.replace("\0", _NUL) if "\0" in cell else cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        return _decimal(cell)
    if isinstance(cell, datetime.datetime):
        return str(cell.date()) if cell.time() == _MIDNIGHT else cell.isoformat(" ", "seconds")
    return "" if cell is None else str(cell)


def _decimal(cell: float) -> str:
    """Fifteen significant digits, as the spreadsheet shows them: 0.1 + 0.2 is 0.3."""
    text = format(cell, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def column_bytes(columns: Columns, index: int) -> tuple[bytes, bytes]:
    """Codes (i4 LE) and texts (UTF-8, joined by NUL, which no cell can hold) of one column. Raises ReadFault."""
    cells = columns.cells[index]
    texts = list(map(cell_text, columns.codes[index]))
    if texts and max(map(len, texts)) > limits.CELL_CHARS:
        code = next(code for code, text in enumerate(texts) if len(text) > limits.CELL_CHARS)
        raise ReadFault("cell", columns.rows[cells.index(code)])
    if sys.byteorder == "big":
        cells.byteswap()
    return cells.tobytes(), "\0".join(texts).encode("utf-8", "replace")
