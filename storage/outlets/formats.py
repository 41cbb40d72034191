"""The formats of a list: CSV and XLSX for offices, JSON Lines for machines. The mark is the first and the last line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Literal, get_args

from storage.outlets.cells import cell
from storage.outlets.sheet import Mark, Sheet

Format = Literal["csv", "jsonl", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
AttachedFormat = Literal[
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "rtf", "txt", "csv", "eml", "vcf", "ics",
    "md", "json", "png", "jpg", "gif", "webp", "tif", "bmp", "heic",
]  # fmt: skip
ATTACHED: tuple[AttachedFormat, ...] = get_args(AttachedFormat)
"""Kinds of files kept in a dossier (`core.files.kinds`): a copy is the file as it was attached."""
FileFormat = Literal["csv", "jsonl", "xlsx", "pdf", "docx", "html", "md", "txt", "json", "vcf", "ics"] | AttachedFormat
"""Lists, documents (`storage.outlets.documents`), address cards, calendars and files that were attached: whatever an
export may be written as."""


def csv_bytes(sheet: Sheet, mark: Mark) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as Russian spreadsheets expect; every cell in quotes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(mark.line)])
    writer.writerow([cell(column.title) for column in sheet.columns])
    writer.writerows([cell(value) for value in row] for row in sheet.rows)
    writer.writerow([cell(mark.line)])
    return out.getvalue().encode("utf-8-sig")


def jsonl_bytes(sheet: Sheet, mark: Mark) -> bytes:
    """One object a line; the first and the last are the mark."""
    keys = [column.key for column in sheet.columns]
    told = {"export": mark.number, "id": mark.export_id.hex(), "mark": mark.line, "rows": len(sheet.rows)}
    lines = [told, *(dict(zip(keys, row, strict=True)) for row in sheet.rows), told]
    return "".join(
        json.dumps(line, ensure_ascii=True, separators=(",", ":"), default=str) + "\n" for line in lines
    ).encode()


def xlsx_bytes(sheet: Sheet, mark: Mark) -> bytes:
    """An Excel workbook; its maker is loaded by those who want one."""
    from storage.outlets.xlsx import workbook_bytes

    return workbook_bytes(sheet, mark)


WRITERS: dict[Format, Callable[[Sheet, Mark], bytes]] = {
    "csv": csv_bytes,
    "jsonl": jsonl_bytes,
    "xlsx": xlsx_bytes,
}
