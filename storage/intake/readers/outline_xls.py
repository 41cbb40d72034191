"""Outline levels and indents of an old workbook (.xls), by xlrd: the one thing it is kept for (spec/exchange §0)."""

from __future__ import annotations

import io

import xlrd


def fill(data: bytes, number: int, outline: list[int], indent: list[int]) -> None:
    """Fill the levels of the rows of a sheet, as far as the file tells them."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        sheet = book.sheet_by_index(number)
        for row, info in sheet.rowinfo_map.items():
            if row < len(outline):
                outline[row] = int(info.outline_level)
        for row in range(min(sheet.nrows, len(indent))):
            for column in range(sheet.row_len(row)):
                if sheet.cell_type(row, column) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    style = book.xf_list[sheet.cell_xf_index(row, column)]
                    indent[row] = int(style.alignment.indent_level)
                    break
    except Exception:  # xlrd raises whatever it stumbles over; without levels the report falls back to patterns
        return


def encrypted(data: bytes) -> bool:
    """True when the workbook asks for a password."""
    try:
        xlrd.open_workbook(file_contents=data, on_demand=True, logfile=io.StringIO())
    except Exception as fault:  # xlrd raises whatever it stumbles over
        return "encrypt" in str(fault).lower()
    return False
