"""What a file is, by its content alone, and what is never taken in: programs, macros, pages with scripts (U13)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from core.problem import N_, Problem

KINDS: Final = (
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "rtf",
    "txt", "csv", "eml", "vcf", "ics", "md", "json",
    "png", "jpg", "gif", "webp", "tif", "bmp", "heic",
)  # fmt: skip
"""Every kind that is kept; also the ending a saved copy gets."""
PICTURES: Final = frozenset({"png", "jpg", "gif", "webp", "tif", "bmp", "heic"})
TEXTS: Final = frozenset({"txt", "csv", "eml", "vcf", "ics", "md", "json"})
"""Kinds that are shown as they stand."""
READABLE: Final = TEXTS | {"pdf", "docx", "odt"}
"""Kinds the terminal shows, whole or their beginning."""
NAME_MAX: Final = 120

_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"BM", "bmp"),
)
_PROGRAMS: Final = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"\0asm", b"dex\n", b"L\0\0\0\x01\x14\x02\0",
)  # fmt: skip
_PROGRAM_TEXTS: Final = re.compile(
    rb"\s*(?:@echo\s|rem\s|<script|<!doctype\s+html|<html|<svg|<\?php|windows registry editor)", re.IGNORECASE
)
_PROGRAM_ENDINGS: Final = frozenset(
    """
    app apk bat bin cmd com cpl csh dll deb dmg exe gadget hta htm html jar js jse ksh lnk mjs msc msi msp mst php pif
    pl ps1 psm1 py pyc reg rpm rb scr sct sh so svg url vb vbe vbs wsf wsh xhtml zsh
    """.split()  # noqa: SIM905  (endings are read as a list of words)
)
_ZIPPED: Final[tuple[tuple[bytes, str], ...]] = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.xml", "xlsx"),
    (b"ppt/presentation.xml", "pptx"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
)
_IN_A_ZIP_RUNS: Final = (b"vbaProject.bin", b"META-INF/MANIFEST.MF", b"classes.dex", b"Basic/script-lc.xml")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_HEIC: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def kind_of(data: bytes, name: str) -> str:
    """Kind of a file by its content; the name only tells texts apart. Raises Problem (BAD_INPUT) for what is not kept.

    >>> kind_of("Добрый день".encode("cp1251"), "письмо.txt")
    'txt'
    """
    if not data:
        raise Problem(N_("The file {file} is empty: there is nothing to keep."), file=name)
    if data.startswith(_PROGRAMS) or ending_of(name) in _PROGRAM_ENDINGS or _PROGRAM_TEXTS.match(data):
        raise _program(name)
    found = next((kind for start, kind in _STARTS if data.startswith(start)), "")
    if data.startswith(b"PK\x03\x04"):
        found = _zipped(data, name)
    elif data.startswith(_OLE):
        found = _compound(data, name)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        found = "webp"
    elif data[4:12] in _HEIC:
        found = "heic"
    elif (found == "pdf" and b"/Launch" in data) or (found == "rtf" and b"\\objdata" in data):
        raise _program(name)
    if not found and text_of(data) is not None:
        ending = ending_of(name)
        found = ending if ending in TEXTS else "txt"
    if not found:
        raise Problem(N_("{file} is none of the kinds that are kept: documents, tables, texts, pictures."), file=name)
    return found


def text_of(data: bytes) -> str | None:
    """Content as text where it is one: UTF-8, UTF-16 with its mark, else the Russian code page of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    if _CONTROL.search(data):
        return None
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def plain_name(path: str) -> str:
    """Name of a file without its folders and without what no name should have; never empty.

    >>> plain_name("../../договор № 7.pdf")
    'договор № 7.pdf'
    """
    last = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    name = " ".join(shown.split()).lstrip(".")
    if len(name) > NAME_MAX:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: NAME_MAX - 1 - len(ending)]}.{ending}" if dot and len(ending) <= 5 else name[:NAME_MAX]
    return name or "file"


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _zipped(data: bytes, name: str) -> str:
    # Names of members stand unpacked in an archive: nothing has to be unpacked to read them.
    if any(each in data for each in _IN_A_ZIP_RUNS):
        raise _program(name)
    found = next((kind for mark, kind in _ZIPPED if mark in data), "")
    if not found:
        raise Problem(N_("{file} is an archive: unpack it and attach the files you need."), file=name)
    return found


def _compound(data: bytes, name: str) -> str:
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise _program(name)
    return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in data), "")


def _program(name: str) -> Problem:
    return Problem(N_("{file} is a program or has one inside: programs are not kept in a dossier."), file=name)
