"""XLSX: the list as a person of the office expects it, made in memory; no text of it becomes a formula or a link."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import xlsxwriter

from core.problem import N_, Problem
from core.wording import gettext as _
from storage.outlets.sheet import Cell, Column, Mark, Sheet

MOST_ROWS = 1_048_576
"""Of a sheet of Excel."""
LONGEST_CELL = 32_767
_HEAD = 1
"""Row of the headings: the mark stands above."""
_NARROWEST, _WIDEST = 8, 48
_LOOKED_AT = 500
"""Rows the width of a column is taken from."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")


def workbook_bytes(sheet: Sheet, mark: Mark) -> bytes:
    """Mark, headings, rows, mark; frozen headings, a filter, widths, number formats; the sheet of parameters.

    Raises Problem (BAD_INPUT) for more rows than a sheet of Excel has.
    """
    if len(sheet.rows) + 3 > MOST_ROWS:
        raise Problem(N_("The list is longer than a sheet of Excel: choose csv or narrow it."))
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": mark.line, "comments": mark.export_id.hex()})
        _list(book, sheet, mark)
        _parameters(book, sheet, mark)
    return out.getvalue()


def _list(book: Any, sheet: Sheet, mark: Mark) -> None:
    page = book.add_worksheet(_("List"))
    small = book.add_format({"italic": True, "font_color": "#5B6472"})
    head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
    formats = [_format(book, column) for column in sheet.columns]
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    page.write_string(0, 0, _text(mark.line), small)
    for at, column in enumerate(sheet.columns):
        page.write_string(_HEAD, at, _text(column.title), head)
        page.set_column(at, at, _width(sheet, at))
    for number, row in enumerate(sheet.rows, _HEAD + 1):
        for at, value in enumerate(row):
            _write(page, number, at, value, formats[at], day)
    last = _HEAD + len(sheet.rows)
    page.write_string(last + 1, 0, _text(mark.line), small)
    page.freeze_panes(_HEAD + 1, 0)
    page.autofilter(_HEAD, 0, max(last, _HEAD), max(len(sheet.columns) - 1, 0))
    page.repeat_rows(_HEAD)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{_text(mark.line)[:200].replace('&', '&&')}&R&P / &N")


def _write(page: Any, row: int, at: int, value: Cell, form: Any, day: Any) -> None:
    if value is None:
        page.write_blank(row, at, None, form)
    elif isinstance(value, str):
        page.write_string(row, at, _text(value), form)
    elif isinstance(value, dt.date):
        page.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    else:
        page.write_number(row, at, value, form)


def _format(book: Any, column: Column) -> Any:
    if column.meaning == "amount":
        return book.add_format({"num_format": "#,##0.00"})
    if column.meaning in ("id", "number", "phone"):
        return book.add_format({"num_format": "@"})  # leading zeros stay when somebody types into the cell
    return book.add_format({"valign": "top"})


def _width(sheet: Sheet, at: int) -> int:
    seen = [len(sheet.columns[at].title)]
    for row in sheet.rows[:_LOOKED_AT]:
        value = row[at]
        seen.append(len(f"{value:,.2f}") if isinstance(value, float) else len(str(value or "")))
    return min(max(max(seen) + 2, _NARROWEST), _WIDEST)


def _text(text: str) -> str:
    return _CONTROL.sub("", text)[:LONGEST_CELL]


def _parameters(book: Any, sheet: Sheet, mark: Mark) -> None:
    page = book.add_worksheet(_("Parameters"))
    name = book.add_format({"font_color": "#5B6472", "valign": "top"})
    value = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 80)
    facts = [*sheet.about, (_("Rows"), str(len(sheet.rows))), (_("Export"), mark.line)]
    for row, (key, told) in enumerate(facts):
        page.write_string(row, 0, _text(key), name)
        page.write_string(row, 1, _text(told), value)
