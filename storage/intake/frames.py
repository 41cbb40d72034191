"""The wire between the reader's child and its parent: framed msgpack headers with raw column buffers.

A frame is magic 2, format 1, kind 1, header length u32 LE, body length u32 LE, header (msgpack map), body.
Everything the child says is checked here or in `receive`; any deviation is the one exception `FrameBroken`.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Callable
from typing import Annotated, Any, Final

import msgspec

from storage.intake import limits

MAGIC: Final = b"KF"
FORMAT: Final = 1
PREFIX: Final = struct.Struct("<2sBBII")

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
RowCount = Annotated[int, msgspec.Meta(ge=0, le=limits.ROWS)]
ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r", "mac-cyrillic", "cp1252")
DELIMITERS: Final = (";", "\t", "|", ",")
FORMS: Final = (
    "delimited", "workbook", "report_1c", "bank_1c", "camt", "mt940", "ofx", "vcard", "commerceml", "mail", "document",
)  # fmt: skip
"""Formats that are told apart by content."""


class FrameBroken(Exception):  # noqa: N818  (named like Problem: what happened)
    """The bytes are no frame of this format."""


class FrameKind(enum.IntEnum):
    """Kinds of frames; the numbers are the wire format."""

    SAMPLE = 1
    PROGRESS = 2
    COLUMN = 3
    ROWS = 4
    END = 5
    FAULT = 6


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class SheetInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a file. `rows` -1: not counted. `kind` is empty where columns must be given a meaning first."""

    name: str
    rows: Annotated[int, msgspec.Meta(ge=-1, le=limits.RECORDS)]
    visible: bool = True
    kind: str = ""


Fact = str | int | bool | list[str | int] | dict[str, int]
"""What a format says of itself: control totals, counts, marks."""


class Sample(Header, frozen=True, forbid_unknown_fields=True):
    """First records of the file. `short` tells that the file went on; `ascii` that no byte above 127 was met.

    `form` is the format that was found, `sheets` its tables, `sheet` the one the rows are of; `facts` hold only
    numbers, marks and short names and never decide anything by themselves.
    """

    encoding: str
    delimiter: str
    packed: bool
    ascii: bool
    short: bool
    rows: list[list[str]]
    form: str = "delimited"
    sheet: int = 0
    sheets: list[SheetInfo] = []
    facts: dict[str, Fact] = {}


class Progress(Header, frozen=True, forbid_unknown_fields=True):
    """Bytes of the file read so far and in all."""

    done: Count
    total: Count


class ColumnHeader(Header, frozen=True, forbid_unknown_fields=True):
    """Body: `rows` codes i4 LE, then `strings` texts in UTF-8 joined by NUL (`text` bytes)."""

    index: Annotated[int, msgspec.Meta(ge=0, lt=limits.COLUMNS)]
    rows: RowCount
    strings: RowCount
    text: Annotated[int, msgspec.Meta(ge=0, le=limits.COLUMN_TEXT_BYTES)]


class RowsHeader(Header, frozen=True, forbid_unknown_fields=True):
    """Body: `rows` record numbers u4 LE (1 = first record of the file), then `rows` bytes: 1 = too many cells."""

    rows: RowCount


class End(Header, frozen=True, forbid_unknown_fields=True):
    """Closes a table. `peak_kib` is the child's peak resident memory; `mended`: rows put together from broken ones."""

    rows: RowCount
    encoding: str
    unpacked: Count
    peak_kib: Count
    mended: Annotated[list[RowCount], msgspec.Meta(max_length=limits.MENDED)] = []


class Fault(Header, frozen=True, forbid_unknown_fields=True):
    """Closes a reading that failed: a code of `faults.SENTENCES` and the row or line it is about (0 = none)."""

    code: str
    row: Count


HEADERS: Final[dict[FrameKind, type[Header]]] = {
    FrameKind.SAMPLE: Sample,
    FrameKind.PROGRESS: Progress,
    FrameKind.COLUMN: ColumnHeader,
    FrameKind.ROWS: RowsHeader,
    FrameKind.END: End,
    FrameKind.FAULT: Fault,
}
_KIND_OF = {header: kind for kind, header in HEADERS.items()}
_DECODERS: dict[FrameKind, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(header) for kind, header in HEADERS.items()
}


def encode(header: Header, *body: bytes) -> list[bytes]:
    """The pieces of one frame, to be written in order."""
    head = msgspec.msgpack.encode(header)
    size = sum(map(len, body))
    return [PREFIX.pack(MAGIC, FORMAT, _KIND_OF[type(header)], len(head), size), head, *body]


def body_size(header: Header) -> int:
    """Bytes the body of this header must have."""
    if isinstance(header, ColumnHeader):
        return 4 * header.rows + header.text
    if isinstance(header, RowsHeader):
        return 5 * header.rows
    return 0


def decode(read: Callable[[int], bytes | bytearray]) -> tuple[Header, bytes | bytearray]:
    """Read one frame with `read(n)`, which gives exactly n bytes or raises.

    Raises FrameBroken before any body is asked for whose size the header does not explain.
    """
    magic, version, number, head_len, body_len = PREFIX.unpack(read(PREFIX.size))
    if magic != MAGIC or version != FORMAT or head_len > limits.FRAME_HEADER_BYTES:
        raise FrameBroken
    try:
        header: Header = _DECODERS[FrameKind(number)].decode(read(head_len))
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise FrameBroken from error
    if body_size(header) != body_len:
        raise FrameBroken
    if isinstance(header, Sample):
        _check_sample(header)
    if isinstance(header, End) and header.encoding not in (*ENCODINGS, ""):
        raise FrameBroken
    return header, read(body_len) if body_len else b""


def _check_sample(sample: Sample) -> None:
    """Encoding and delimiter are of the known ones, and no row or cell is beyond the limits."""
    known = sample.encoding in ENCODINGS and sample.delimiter in DELIMITERS
    if sample.form != "delimited":
        known = sample.form in FORMS and sample.encoding in (*ENCODINGS, "") and not sample.delimiter
        known = known and 0 <= sample.sheet < max(1, len(sample.sheets)) <= limits.SHEETS
    if not known or len(sample.rows) > limits.SAMPLE_ROWS:
        raise FrameBroken
    for row in sample.rows:
        if len(row) > limits.COLUMNS or any(len(cell) > limits.CELL_CHARS for cell in row):
            raise FrameBroken
