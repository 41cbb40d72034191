"""Tables of a .docx, read from its XML; nothing of the document runs and no link is followed (S03.57)."""

from __future__ import annotations

import zipfile
from xml.etree.ElementTree import Element, ParseError, fromstring

from storage.intake.readers.columns import ReadFault
from storage.intake.readers.grids import Grids

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PART = "word/document.xml"


def open_document(book: zipfile.ZipFile, size: int) -> Grids:
    """The tables of an opened document. Raises ReadFault for one without any, or a broken one."""
    try:
        data = book.read(PART)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
        raise ReadFault("zip_broken") from None
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ReadFault("doctype")
    try:
        body = fromstring(data)  # noqa: S314  (no DOCTYPE gets here)
    except ParseError:
        raise ReadFault("xml_broken") from None
    grids = [(f"{number}", _rows(table)) for number, table in enumerate(body.iter(_W + "tbl"), 1)]
    grids = [(name, rows) for name, rows in grids if rows]
    if not grids:
        raise ReadFault("no_tables")
    return Grids("document", "", size, grids)


def _rows(table: Element) -> list[list[str]]:
    """Rows of a table; a cell that spans columns is followed by empty ones, so that columns stay in line."""
    rows = []
    for line in table.findall(_W + "tr"):
        row: list[str] = []
        for cell in line.findall(_W + "tc"):
            paragraphs = ("".join(text.text or "" for text in each.iter(_W + "t")) for each in cell.iter(_W + "p"))
            row.append("\n".join(filter(None, paragraphs)))
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = span.get(_W + "val", "1") if span is not None else "1"
            row += [""] * (min(int(width), 500) - 1 if width.isdigit() else 0)
        rows.append(row)
    return rows
