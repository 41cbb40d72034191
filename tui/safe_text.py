"""The one gate for text that came from data, a form or another system on its way to the terminal.

Terminals obey what they are sent: an ESC in a client's name could write the clipboard, a bidi override could turn
an amount round, square brackets could become an action (spec/security R11, R12). Every character without an
honest glyph becomes a visible mark, and what comes out is never read as markup.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.content import Content

MARK = "�"
"""Stands for a character that was taken out. Visible, so that nobody takes a doctored name for a clean one."""

_CONTROL_PICTURES = 0x2400
_HIDDEN = frozenset(
    # Printable by category, but drawn as nothing or as a blank: a name could hide in them.
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0x180B, 0x1810)))
)
_MAX_MARKS = 2
"""Combining marks kept on one letter (й, ё need one). More are a stack that climbs over the neighbouring lines."""


def _replacement(char: str, category: str) -> str:
    code = ord(char)
    if category == "Zs":
        return " "
    if category == "Cc" and code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == 0x7F:
        return "␡"
    return MARK


def _scrub(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            kept.append(char if marks <= _MAX_MARKS and kept and char not in _HIDDEN else MARK)
            continue
        marks = 0
        if category[0] == "C" or category in ("Zl", "Zp") or char in _HIDDEN:
            kept.append(_replacement(char, category))
        elif category == "Zs":
            kept.append(" ")
        else:
            kept.append(char)
    return "".join(kept)


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """The text on one line with every unsafe character replaced by a visible mark (spec/security R11).

    Replaced: Cc (NUL, ESC, C1 …), Cf (zero-width, bidi), Co, Cn, lone surrogates, line and paragraph
    separators, blank letters. Every kind of space becomes a plain one.
    """
    if text.isascii() and text.isprintable():
        return text
    return _scrub(text)


def plain(text: str) -> str:
    """For commands: every line cleaned, line ends kept."""
    return "\n".join(clean(line) for line in text.split("\n"))


def content(text: str) -> Content:
    """For Textual's own widgets: cleaned, and never parsed as markup."""
    from textual.content import Content

    return Content(clean(text))


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Cleaned text in exactly `width` cells: cut with "…", padded with spaces; wide characters counted as two."""
    from rich.cells import cell_len, set_cell_size

    text = clean(text)
    if width <= 0:
        return ""
    length = len(text) if text.isascii() else cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    pad = " " * (width - length)
    return pad + text if right else text + pad


def width_of(text: str) -> int:
    """Cells the cleaned text takes."""
    from rich.cells import cell_len

    text = clean(text)
    return len(text) if text.isascii() else cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """Cleaned text in lines of at most `width` cells, broken at spaces; line ends of the source are kept."""
    from rich.cells import cell_len, set_cell_size

    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in clean(paragraph).split(" "):
            candidate = f"{line} {word}" if line else word
            if cell_len(candidate) <= width:
                line = candidate
                continue
            if line:
                lines.append(line)
            while cell_len(word) > width > 0:
                lines.append(set_cell_size(word, width))
                word = word[len(set_cell_size(word, width).rstrip()) :]
            line = word
        lines.append(line)
    return lines
