"""Tables of an HTML page: what some programs call .xls and save as a page (Bitrix24, banks)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from storage.intake import limits
from storage.intake.encoding import known, sniff
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.grids import Grids
from storage.intake.readers.records import read_all

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_SILENT: Final = frozenset({"script", "style", "head", "title"})


def open_file(fd: int) -> Grids:
    """Read the file on `fd`. Raises ReadFault for a page without a table."""
    data = read_all(fd)
    encoding = sniff(data)
    declared = _CHARSET.search(data[:4096])
    told = known(declared[1].decode("ascii")) if declared else ""
    if not encoding.startswith("utf") and told and not told.startswith("utf"):
        encoding = told
    page = _Page()
    page.feed(data.decode(encoding, "replace"))
    page.close()
    grids = [(str(number), rows) for number, rows in enumerate(page.tables, 1) if rows]
    if not grids:
        raise ReadFault("no_tables")
    return Grids("document", encoding, len(data), grids)


class _Page(HTMLParser):
    """Rows of the outermost tables; a table inside a cell adds its text to that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._depth = 0
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._silent = 0
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._end_cell()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), limits.COLUMNS) if span.isdigit() and span.isascii() else 1
        elif tag in ("br", "p", "div") and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag == "table":
            if self._depth == 1:
                self._end_row()
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row += [" ".join("".join(self._cell).split()), *[""] * (self._span - 1)]
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._count += 1
            if self._count > limits.ROWS:
                raise ReadFault("rows")
            self.tables[-1].append(self._row)
        self._row = None
