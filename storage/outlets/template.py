"""An empty workbook to begin with: headings that the import knows by name, nobody in it (S01.11)."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

_WIDTH = 22


def template_bytes(
    title: str, headings: Sequence[str], examples: str, help_title: str, help_lines: Sequence[str]
) -> bytes:
    """One sheet with frozen headings and cells kept as text, so that no zero of a number is lost; one that explains."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet(title)
        for at, heading in enumerate(headings):
            page.write_string(0, at, heading, head)
            page.set_column(at, at, _WIDTH, text)
        page.freeze_panes(1, 0)
        about = book.add_worksheet(help_title)
        about.set_column(0, 0, 100)
        for at, line in enumerate((examples, *help_lines)):
            about.write_string(at, 0, line)
    return out.getvalue()
