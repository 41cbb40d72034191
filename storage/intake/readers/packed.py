"""Files that are archives or compound documents: workbooks, and the tables of a .docx."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from storage.intake import limits
from storage.intake.readers import document, workbook
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.grids import Grids
from storage.intake.readers.records import Records, read_all
from storage.intake.readers.workbook import Workbook

_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def open_file(fd: int) -> Workbook | Records | Grids:
    """Read the file on `fd`. Raises ReadFault for an archive that is neither, a bomb, a damaged one."""
    data = read_all(fd)
    if not data.startswith(b"PK"):
        # An encrypted xlsx is a compound document that holds this stream.
        if _ENCRYPTED in data:
            raise ReadFault("password")
        return _old_book(data)
    try:
        book = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        raise ReadFault("zip_broken") from None
    with book:
        _refuse_bomb(book)
        names = {name.casefold() for name in book.namelist()}
        if "content.xml" in names and b"encryption-data" in _manifest(book):
            raise ReadFault("password")
        if document.PART in names:
            return document.open_document(book, len(data))
    if "[content_types].xml" not in names and "content.xml" not in names:
        raise ReadFault("spreadsheet")
    return workbook.open_book(data)


def _old_book(data: bytes) -> Workbook | Records:
    """An .xls; that it is encrypted only xlrd tells."""
    try:
        return workbook.open_book(data)
    except ReadFault:
        from storage.intake.readers.outline_xls import encrypted

        raise ReadFault("password" if encrypted(data) else "book_broken") from None


def _manifest(book: zipfile.ZipFile) -> bytes:
    try:
        return book.read("META-INF/manifest.xml")
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
        return b""


def _refuse_bomb(book: zipfile.ZipFile) -> None:
    total = 0
    for part in book.infolist():
        total += part.file_size
        swollen = part.file_size > limits.UNPACKED_RATIO * max(1, part.compress_size)
        if (swollen and part.file_size > limits.RATIO_FLOOR) or total > limits.UNPACKED_BYTES:
            raise ReadFault("bomb")
