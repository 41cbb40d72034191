"""Workbooks of "XML Spreadsheet 2003", which programs save under the name of .xls or .xml."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from storage.intake import limits
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.grids import Grids
from storage.intake.readers.xml_source import XmlFile

_SPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MOST_PADDING: Final = 10_000
"""Empty rows in a row that an index may stand for."""


def open_file(fd: int) -> Grids:
    """Read the file on `fd`. Raises ReadFault for broken XML or a book without tables."""
    source = XmlFile(fd)
    grids: list[tuple[str, list[list[str]]]] = []
    for sheet in source.elements(frozenset({"Worksheet"})):
        rows: list[list[str]] = []
        for row in sheet.iter("Row"):
            at = _number(row, "Index") - 1
            if 0 <= at - len(rows) <= _MOST_PADDING:
                rows += [[] for _ in range(at - len(rows))]
            rows.append(_cells(row))
            if len(rows) > limits.ROWS:
                raise ReadFault("rows")
        if any(map(any, rows)):
            grids.append((sheet.get(_SPACE + "Name", str(len(grids) + 1)), rows))
    if not grids:
        raise ReadFault("no_tables")
    return Grids("document", source.encoding, len(source.data), grids)


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row.findall("Cell"):
        at = _number(cell, "Index") - 1
        if len(cells) < at <= limits.COLUMNS:
            cells += [""] * (at - len(cells))
        data = cell.find("Data")
        text = "" if data is None else " ".join("".join(data.itertext()).split())
        if data is not None and data.get(_SPACE + "Type") == "DateTime":
            text = text.removesuffix(".000").removesuffix("T00:00:00")
        cells.append(text)
        cells += [""] * min(_number(cell, "MergeAcross"), limits.COLUMNS)
    return cells


def _number(element: Element, name: str) -> int:
    text = element.get(_SPACE + name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
