"""Sealed sales pages: packed rows of one client, with sorted string tables (spec/store §4).

Layout, little-endian: magic ``KP``, format 1, zero; row count u4; for each of the six tables its entry count
u4 and byte length u4; rows (79 bytes each, in order of day); the tables. A string table is the byte lengths
u4 of its entries followed by their UTF-8 bytes, entries sorted and unique. Batch ids are 16 raw bytes each.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ROW = np.dtype(
    [
        ("day", "<i4"),
        ("document", "<u4"),
        ("line", "<u4"),
        ("occurrence", "<u2"),
        ("flags", "<u2"),
        ("product", "<u4"),
        ("quantity", "<i8"),
        ("amount", "<i8"),
        ("cost", "<i8"),
        ("vat", "<i8"),
        ("currency", "u1"),
        ("rate", "<i8"),
        ("due", "<i4"),
        ("paid", "<i4"),
        ("seller", "<u4"),
        ("source", "<u2"),
        ("batch", "<u4"),
    ]
)
"""One sale line. Quantity in millionths, amount, cost and VAT in minor units, rate in 1e-8 of the base unit."""

UNKNOWN = -(2**63)
"""Cost, VAT or rate that is not known."""
NO_DAY = -(2**31)
"""Due or paid day that is not known."""
ONE = 100_000_000
"""Rate of the base currency itself."""
RETURN, CANCELLATION, DELETED = 1, 2, 4
FLAGS = RETURN | CANCELLATION | DELETED

_HEADER = struct.Struct("<2sBBI12I")
HEADER_SIZE = _HEADER.size
_MAGIC, _FORMAT = b"KP", 1
_TABLES = ("document", "product", "seller", "source", "currency", "batch")
Rows = npt.NDArray[np.void]


class PageBroken(Exception):  # noqa: N818
    """The decrypted bytes are not a page of this format. Carries no detail: it never reaches a person as is."""


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page: rows and what their indexes mean."""

    rows: Rows
    documents: tuple[str, ...]
    products: tuple[str, ...]
    sellers: tuple[str, ...]
    sources: tuple[str, ...]
    currencies: tuple[str, ...]
    batches: tuple[bytes, ...]


def _pack_strings(entries: Sequence[str]) -> bytes:
    raw = [entry.encode() for entry in entries]
    return struct.pack(f"<{len(raw)}I", *map(len, raw)) + b"".join(raw)


def _unpack_strings(block: bytes, count: int) -> tuple[str, ...]:
    if len(block) < 4 * count:
        raise PageBroken
    lengths = struct.unpack_from(f"<{count}I", block)
    entries = []
    at = 4 * count
    for length in lengths:
        try:
            entries.append(block[at : at + length].decode())
        except UnicodeDecodeError as fault:
            raise PageBroken from fault
        at += length
    if at != len(block) or any(a >= b for a, b in itertools.pairwise(entries)):
        raise PageBroken
    return tuple(entries)


def encode_page(page: Page) -> bytes:
    """Canonical bytes of a page. Rows must be in order of day and tables sorted; both are checked by `decode_page`."""
    blocks = [
        _pack_strings(table) for table in (page.documents, page.products, page.sellers, page.sources, page.currencies)
    ]
    blocks.append(b"".join(page.batches))
    counts = [
        len(page.documents),
        len(page.products),
        len(page.sellers),
        len(page.sources),
        len(page.currencies),
        len(page.batches),
    ]
    sizes = [number for count, block in zip(counts, blocks, strict=True) for number in (count, len(block))]
    head = _HEADER.pack(_MAGIC, _FORMAT, 0, len(page.rows), *sizes)
    return head + np.ascontiguousarray(page.rows).tobytes() + b"".join(blocks)


@dataclass(frozen=True, slots=True)
class PageHead:
    """Where the parts of a page lie, read without touching the string tables."""

    count: int
    table_counts: tuple[int, ...]
    batches: tuple[bytes, ...]


def read_head(body: bytes) -> PageHead:
    """Sizes and batch ids of a page. Raises `PageBroken` unless the lengths add up to the whole body."""
    if len(body) < HEADER_SIZE:
        raise PageBroken
    magic, form, zero, count, *sizes = _HEADER.unpack_from(body)
    if magic != _MAGIC or form != _FORMAT or zero:
        raise PageBroken
    if HEADER_SIZE + count * ROW.itemsize + sum(sizes[1::2]) != len(body) or sizes[11] != 16 * sizes[10]:
        raise PageBroken
    if sizes[10] == 1:
        return PageHead(count, tuple(sizes[0::2]), (body[-16:],))
    start = len(body) - sizes[11]
    batches = tuple(body[at : at + 16] for at in range(start, len(body), 16))
    if any(a >= b for a, b in itertools.pairwise(batches)):
        raise PageBroken
    return PageHead(count, tuple(sizes[0::2]), batches)


def row_bytes(body: bytes, head: PageHead) -> memoryview:
    """The packed rows of a page as bytes, without a copy."""
    return memoryview(body)[HEADER_SIZE : HEADER_SIZE + head.count * ROW.itemsize]


def check_rows(rows: Rows, counts: Sequence[npt.NDArray[np.int64] | int]) -> None:
    """Raise `PageBroken` unless every index of `rows` is below the size of its table and flags are known ones.

    `counts` are the six table sizes, each a number or an array with a value for every row.
    """
    if len(rows) == 0:
        return
    for field, count in zip(_TABLES, counts, strict=True):
        if np.any(rows[field] >= count):
            raise PageBroken
    if np.any(rows["flags"] & ~np.uint16(FLAGS)):
        raise PageBroken


def decode_page(body: bytes) -> Page:
    """Read a page strictly. Raises `PageBroken` on anything that `encode_page` cannot have written."""
    head = read_head(body)
    rows = np.frombuffer(body, ROW, head.count, HEADER_SIZE)
    check_rows(rows, head.table_counts)
    if np.any(rows["day"][1:] < rows["day"][:-1]):
        raise PageBroken
    sizes = _HEADER.unpack_from(body)[4:]
    at = HEADER_SIZE + head.count * ROW.itemsize
    tables = []
    for count, size in zip(sizes[0:10:2], sizes[1:10:2], strict=True):
        tables.append(_unpack_strings(body[at : at + size], count))
        at += size
    return Page(rows, tables[0], tables[1], tables[2], tables[3], tables[4], head.batches)
