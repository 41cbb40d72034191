"""Outline levels and indents of the rows of a workbook, which calamine does not tell (spec/exchange §1.2)."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import ParseError, iterparse

from storage.intake.readers.columns import ReadFault

_PARSING: Final = (ParseError, KeyError, ValueError, zipfile.BadZipFile, OSError, EOFError)


@dataclass(slots=True)
class Levels:
    """By row: the outline level and the indent of its first filled cell; empty where a format tells neither."""

    outline: list[int] = field(default_factory=list)
    indent: list[int] = field(default_factory=list)


def levels(data: bytes, sheet: int, rows: int) -> Levels:
    """Levels of the rows of a sheet of an xlsx or xls."""
    found = Levels([0] * rows, [0] * rows)
    if data.startswith(b"PK"):
        _of_xlsx(data, sheet, found)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        # Loaded by now: old workbooks announce themselves before the reader is shut in.
        from storage.intake.readers.outline_xls import fill

        fill(data, sheet, found.outline, found.indent)
    return found


def _of_xlsx(data: bytes, number: int, found: Levels) -> None:
    """Attributes of the rows. Names of parts are compared without case: 1C writes xl/SharedStrings.xml."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = {name.casefold(): name for name in book.namelist()}
            path = _sheet_part(book, parts, number)
            if path is None:
                return
            indents = _style_indents(book, parts)
            _read_rows(book.read(path), indents, found)
    except _PARSING:
        return


def _elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    if b"<!DOCTYPE" in data[:100_000]:
        raise ReadFault("doctype")
    found = []
    for _, element in iterparse(io.BytesIO(data), ("start",)):  # noqa: S314
        found.append((element.tag.rpartition("}")[2], dict(element.attrib)))
    return found


def _sheet_part(book: zipfile.ZipFile, parts: dict[str, str], number: int) -> str | None:
    """Path of the part that holds the sheet with this number."""
    relations = {}
    for tag, attributes in _elements(book.read(parts["xl/_rels/workbook.xml.rels"])):
        if tag == "Relationship":
            relations[attributes.get("Id", "")] = attributes.get("Target", "")
    order = []
    for tag, attributes in _elements(book.read(parts["xl/workbook.xml"])):
        if tag == "sheet":
            order.append(next((value for key, value in attributes.items() if key.endswith("}id")), ""))
    target = relations.get(order[number], "") if number < len(order) else ""
    path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return parts.get(re.sub(r"/\.?/", "/", path).casefold())


def _style_indents(book: zipfile.ZipFile, parts: dict[str, str]) -> list[int]:
    """Indent of every cell style, by its number."""
    if "xl/styles.xml" not in parts:
        return []
    indents: list[int] = []
    inside = False
    data = book.read(parts["xl/styles.xml"])
    if b"<!DOCTYPE" in data[:100_000]:
        raise ReadFault("doctype")
    for event, element in iterparse(io.BytesIO(data), ("start", "end")):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if tag == "cellXfs":
            inside = event == "start"
        elif inside and event == "start" and tag == "xf":
            indents.append(0)
        elif inside and event == "start" and tag == "alignment" and indents:
            indents[-1] = _number(element.get("indent"))
    return indents


def _read_rows(data: bytes, indents: list[int], found: Levels) -> None:
    if b"<!DOCTYPE" in data[:100_000]:
        raise ReadFault("doctype")
    row = -1
    waiting = False
    for event, element in iterparse(io.BytesIO(data), ("start", "end")):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            told = element.get("r")
            row = _number(told) - 1 if told else row + 1
            waiting = 0 <= row < len(found.outline)
            if waiting:
                found.outline[row] = _number(element.get("outlineLevel"))
        elif event == "end" and tag == "c" and waiting and len(element):
            style = _number(element.get("s"))
            found.indent[row] = indents[style] if style < len(indents) else 0
            waiting = False
        if event == "end" and tag in ("row", "c"):
            element.clear()


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0
