"""The beginning of a PDF or an office document as text, read in a process without keys, files and network (U13)."""

from __future__ import annotations

import io
import os
import re
import resource
import sys
import zipfile
from collections.abc import Callable
from html import unescape

CHARS = 20_000
"""Characters that are given at most."""
PAGES = 3
PART_BYTES = 16 * 2**20
"""Unpacked bytes of the text of a document that are looked at."""
MEMORY_BYTES = 1024**3
CPU_SECONDS = 10
OPEN_FILES = 64
FAILED = 3
"""Exit status of a file that could not be read."""
_PARTS = ("word/document.xml", "content.xml")
_BREAK = re.compile(r"</w:p>|<w:br\s*/>|</text:p>|</text:h>|<text:line-break\s*/>")
_TAB = re.compile(r"<w:tab\s*/>|<text:tab\s*/>|</w:tc>|</table:table-cell>")
_TAG = re.compile(r"<[^>]*>")


def of_pdf(data: bytes) -> str:
    """Text of the first pages."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    found = []
    for number, page in enumerate(reader.pages):
        if number >= PAGES:
            break
        found.append(page.extract_text())
    return "\n\n".join(found)


def of_archive(data: bytes) -> str:
    """Text of a .docx or .odt without its markup; nothing of it runs and no link is followed."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        part = next(each for each in _PARTS if each in book.namelist())
        with book.open(part) as opened:
            text = opened.read(PART_BYTES).decode("utf-8", "replace")
    start = max(text.find("<w:body"), text.find("<office:body"), 0)
    broken = _TAB.sub("\t", _BREAK.sub("\n", text[start:]))
    return unescape(_TAG.sub("", broken))


def main() -> int:
    """Entry of the process: the file on stdin, its text on stdout."""
    data = sys.stdin.buffer.read()
    read: Callable[[bytes], str] = of_pdf if data.startswith(b"%PDF-") else of_archive
    import pypdf  # noqa: F401  (before the door is shut)

    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))
    try:
        text = read(data)[:CHARS]
    except Exception:
        return FAILED
    view = memoryview(text.encode("utf-8", "replace"))
    while view:
        view = view[os.write(1, view) :]
    return 0
