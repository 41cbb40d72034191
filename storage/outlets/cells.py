"""Cells a spreadsheet cannot take for a formula, whatever a client calls himself (spec/security §6)."""

from __future__ import annotations

import re
import unicodedata

from storage.outlets.sheet import Cell

_DANGEROUS = frozenset("=+-@\t\r\n|%＝＋－＠")
_GUARD = "'"
_MINUS = "\u2212"
"""Written before negative figures: a reader sees a minus, no spreadsheet an operator."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def text_cell(text: str) -> str:
    """Text that begins a formula gets an apostrophe in front, also behind blanks a spreadsheet would skip.

    Control characters and what turns the direction of text are dropped; line ends become blanks.
    """
    cleaned = re.sub(r"[\t\r\n]+", " ", _CONTROL.sub("", text))
    head = cleaned.lstrip()
    first = unicodedata.normalize("NFKC", head[:1])
    if head[:1] in _DANGEROUS or (first and first[0] in _DANGEROUS):
        return _GUARD + cleaned
    return cleaned


def cell(value: Cell) -> str:
    """A cell as it is written: figures with a point and a typographic minus, nothing for what is unknown."""
    if value is None:
        return ""
    if isinstance(value, str):
        return text_cell(value)
    written = str(value)
    return _MINUS + written[1:] if written.startswith("-") else written
