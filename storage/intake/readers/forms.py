"""Which format a file is, by its content and never by its name; what a reader of each format offers."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable
from typing import Final, Protocol, cast

from storage.intake.encoding import sniff
from storage.intake.frames import Sample
from storage.intake.readers.columns import Columns, ReadFault

_HEAD_BYTES: Final = 64 * 1024
_XML_ROOTS: Final = (
    (re.compile(r"<(?:\w+:)?КоммерческаяИнформация[\s>]"), "commerceml"),
    (re.compile(r"<(?:\w+:)?(?:BkToCstmrStmt|BkToCstmrDbtCdtNtfctn|BkToCstmrAcctRpt)(?:V\d+)?[\s>]"), "camt"),
    (re.compile(r"<OFX[\s>]", re.IGNORECASE), "ofx"),
    (re.compile(r"<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet"), "sheet_xml"),
)
_NO_TABLES: Final = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"{\\rtf", b"7z\xbc\xaf", b"Rar!")
"""How files begin that hold no table: pages, pictures, archives."""
_OFX: Final = re.compile(r"\A\s*(?:OFXHEADER\s*:|<OFX>)", re.IGNORECASE)
_MT940: Final = re.compile(r"^:20:.*?^:(?:25|28|60)", re.MULTILINE | re.DOTALL)
_VCARD: Final = re.compile(r"\A\s*BEGIN:VCARD\s", re.IGNORECASE)
_HTML: Final = re.compile(r"\A\s*(?:<!DOCTYPE\s+html|<html|<table|<meta|<head|<style|<body)[\s>]", re.IGNORECASE)
_MBOX: Final = re.compile(r"\A(?:\s*)From \S.*\r?\n[\w-]+:")
_HEADER: Final = re.compile(r"^([A-Za-z][\w-]*):[ \t]", re.MULTILINE)
_MAIL_HEADERS: Final = frozenset(
    (
        "received", "from", "to", "cc", "subject", "date", "message-id", "mime-version", "return-path", "delivered-to",
        "content-type", "reply-to",
    )
)  # fmt: skip
_READERS: Final = {
    "zip": "packed",
    "ole": "packed",
    "bank_1c": "bank_1c",
    "camt": "camt",
    "mt940": "swift",
    "ofx": "ofx",
    "vcard": "vcard",
    "commerceml": "commerceml",
    "mail": "mail",
    "html": "webpage",
    "sheet_xml": "sheet_xml",
}


class Opened(Protocol):
    """A file whose format is known."""

    @property
    def encoding(self) -> str:
        """One of `frames.ENCODINGS`, or empty where a format has none."""

    @property
    def unpacked(self) -> int:
        """Bytes read in all."""

    def sample(self, sheet: int) -> Sample:
        """First rows of a table; `sheet` -1 takes the one that holds most."""

    def columns(
        self, sheet: int, wanted: tuple[int, ...], width: int, skip: int, progress: Callable[[int, int], None]
    ) -> Columns:
        """The columns of a table below its first `skip` rows."""


def recognise(fd: int) -> str:
    """Family of formats: a key of the readers, or "delimited". Raises ReadFault for XML nobody here reads."""
    head = os.pread(fd, _HEAD_BYTES, 0)
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole"
    if head.startswith(_NO_TABLES):
        raise ReadFault("binary")
    if head.startswith(b"\x1f\x8b") or not head.strip():
        return "delimited"
    text = head.decode(sniff(head, cut=len(head) == _HEAD_BYTES), "replace").removeprefix("\ufeff")
    if text.startswith("1CClientBankExchange"):
        return "bank_1c"
    if _VCARD.match(text):
        return "vcard"
    if _OFX.match(text):
        return "ofx"
    if _HTML.match(text):
        return "html"
    if text.lstrip().startswith("<?xml") or text.lstrip()[:1] == "<":
        return _xml(text)
    if _MT940.search(text[:4096]):
        return "mt940"
    if _MBOX.match(text) or _is_letter(text):
        return "mail"
    return "delimited"


def _xml(text: str) -> str:
    for root, form in _XML_ROOTS:
        found = root.search(text)
        if found:
            if "<!DOCTYPE" in text[: found.start()]:
                raise ReadFault("doctype")
            return form
    if "<!DOCTYPE" in text:
        raise ReadFault("doctype")
    if re.search(r"<(?:html|table)[\s>]", text, re.IGNORECASE):
        return "html"
    if "<?xml" in text[:200]:
        raise ReadFault("xml")
    return "delimited"


def _is_letter(text: str) -> bool:
    head = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    names = {name.lower() for name in _HEADER.findall(head)}
    lines = [line for line in head.splitlines() if line and not line[0].isspace()]
    return len(names & _MAIL_HEADERS) >= 3 and sum(bool(_HEADER.match(line)) for line in lines) >= 0.9 * len(lines)


def opener(family: str) -> Callable[[int], Opened] | None:
    """The reader of a family, loaded with all it needs: no file can be opened later. None for delimited text."""
    if family not in _READERS:
        return None
    if family == "ole":
        importlib.import_module("storage.intake.readers.outline_xls")
    module = importlib.import_module(f"storage.intake.readers.{_READERS[family]}")
    return cast("Callable[[int], Opened]", module.open_file)
