"""Reads CSV and TSV, plain or gzip, in the child process: a sample of the head, or whole columns.

Only the standard library: the child must start fast and hold nothing (spec/security R20). Cells are
dictionary-encoded while they are read, so a million rows cost one integer a cell and every distinct text once.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import zlib
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Final

from storage.intake import limits
from storage.intake.encoding import sniff, sniff_eight_bit
from storage.intake.frames import DELIMITERS, Sample
from storage.intake.readers.columns import Columns, ReadFault

_END: Final = "\0"
_HERE: Final = -1
"""Stands for the row the reader has come to, which only the reader knows."""
_DECIMAL_COMMA: Final = re.compile(r"(?<![\w.,])-?\d{1,9},\d{1,2}(?![\w.,])")
_BROKEN_LEAST: Final = 4
_BROKEN_SHARE: Final = 0.3
_QUOTED: Final = re.compile(r'"[^"]*"')
_SEP_LINE: Final = re.compile(r"\A\ufeff?sep=(.)\r?\n?\Z", re.IGNORECASE)


class Bytes:
    """The blocks of a file, unpacked when it is gzip, with counts of what went in and out."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.total = os.fstat(fd).st_size
        self.done = 0
        self.unpacked = 0
        self.packed = False

    def __iter__(self) -> Iterator[bytes]:
        os.lseek(self._fd, 0, os.SEEK_SET)
        self.done = self.unpacked = 0
        first = self._more()
        self.packed = first.startswith(b"\x1f\x8b")
        yield from self._unpack(first) if self.packed else self._plain(first)

    def _more(self) -> bytes:
        data = os.read(self._fd, limits.BLOCK_BYTES)
        self.done += len(data)
        return data

    def _plain(self, data: bytes) -> Iterator[bytes]:
        while data:
            self.unpacked += len(data)
            yield data
            data = self._more()

    def _unpack(self, data: bytes) -> Iterator[bytes]:
        """Members of a gzip file one after another; zero padding after the last one is allowed."""
        engine = zlib.decompressobj(wbits=31)
        while data:
            try:
                block = engine.decompress(data, limits.BLOCK_BYTES)
            except zlib.error as error:
                raise ReadFault("gz_broken") from error
            self.unpacked += len(block)
            self._refuse_bomb()
            if block:
                yield block
            if engine.eof:
                data = (engine.unused_data or self._more()).lstrip(b"\0") or self._more().lstrip(b"\0")
                if data:
                    engine = zlib.decompressobj(wbits=31)
            else:
                data = engine.unconsumed_tail or self._more()
        if not engine.eof:
            raise ReadFault("gz_cut")

    def _refuse_bomb(self) -> None:
        swollen = self.unpacked > limits.RATIO_FLOOR and self.unpacked > limits.UNPACKED_RATIO * self.done
        if swollen or self.unpacked > limits.UNPACKED_BYTES:
            raise ReadFault("bomb")


def take_sample(fd: int, encoding: str, delimiter: str) -> Sample:
    """The first records of the file with the encoding and delimiter given, or guessed where they are empty."""
    source = Bytes(fd)
    head = b""
    short = False
    for block in source:
        head += block
        if len(head) > limits.SAMPLE_BYTES:
            head, short = head[: limits.SAMPLE_BYTES], True
            break
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise ReadFault("empty")
    chosen = encoding or sniff(head, cut=short)
    _refuse_binary(head, chosen)
    try:
        text = codecs.getincrementaldecoder(chosen)().decode(head, final=not short)
    except UnicodeDecodeError as error:
        raise ReadFault("decode", head.count(b"\n", 0, error.start) + 1) from error
    text = text.removeprefix("\ufeff")
    if short:
        whole = max(text.rfind("\n"), text.rfind("\r")) + 1
        text = text[:whole] if whole else text
    separator = delimiter or sniff_delimiter(text)
    rows = _sample_rows(text, separator)
    return Sample(chosen, separator, source.packed, head.isascii(), short or len(rows) > limits.SAMPLE_ROWS,
                  rows[: limits.SAMPLE_ROWS])  # fmt: skip


def _refuse_binary(head: bytes, encoding: str) -> None:
    # Escape sequences of a terminal are text that was copied from one: they are cleaned, cell by cell.
    odd = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 13, 27))
    if encoding.startswith("utf-16"):
        return
    if b"\0" in head[:4096] or odd > len(head) / 50:
        raise ReadFault("binary")
    if b"\0" in head:
        raise ReadFault("nul", head.count(b"\n", 0, head.index(b"\0")) + 1)


def _sample_rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(limits.CELL_CHARS)
    rows: list[list[str]] = []
    try:
        rows.extend(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), limits.SAMPLE_ROWS + 1))
    except csv.Error as error:
        quoted = text.count('"') % 2 == 1 and "\n" in text
        raise ReadFault("quote" if quoted else "cell", len(rows) + 1) from error
    for number, row in enumerate(rows, 1):
        if len(row) > limits.COLUMNS:
            raise ReadFault("columns", number)
    return rows


def sniff_delimiter(text: str) -> str:
    """The separator with the largest share of rows of its most common width; decimal commas speak against ","."""
    first = text[: text.find("\n") + 1] or text
    told = _SEP_LINE.match(first)
    if told and told.group(1) in DELIMITERS:
        return told.group(1)
    best, best_key = ";", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _try_rows(text, delimiter) if any(map(str.strip, row))]
        if not widths:
            continue
        counts = {width: widths.count(width) for width in set(widths) if width > 1}
        width = max(counts, key=lambda value: (counts[value], value), default=0)
        share = counts.get(width, 0) / len(widths)
        if delimiter == ",":
            bare = _QUOTED.sub("", text)
            doubt = min(1.0, 1.5 * len(_DECIMAL_COMMA.findall(bare)) / max(1, bare.count(",")))
            # When every row has the same commas, the header too, nothing better is left than to believe them.
            share = max(share * (1 - doubt), 0.01 if share == 1 else 0)
        if share > 0 and (share, width) > best_key:
            best, best_key = delimiter, (share, width)
    return best


def _try_rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(max(limits.CELL_CHARS, len(text)))
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), limits.SAMPLE_ROWS))
    except csv.Error:
        return []


def read_columns(
    fd: int,
    encoding: str,
    guessed: bool,
    delimiter: str,
    skip: int,
    columns: Columns,
    progress: Callable[[int, int], None],
) -> tuple[Columns, str, int]:
    """All rows after the first `skip` records: columns, encoding in the end, unpacked bytes.

    `guessed`: the sample was ASCII only, so bytes above 127 met later decide the encoding and reading starts over.
    """
    source = Bytes(fd)
    try:
        return _read(source, encoding, delimiter, skip, columns, progress), encoding, source.unpacked
    except _Undecodable as error:
        if not guessed:
            raise ReadFault("decode", error.row) from error
        again = Columns(columns.wanted, columns.width, skip + 1)
        other = sniff_eight_bit(error.block)
        return _read(source, other, delimiter, skip, again, progress), other, source.unpacked


class _Undecodable(Exception):  # noqa: N818  (a signal to try again)
    def __init__(self, block: bytes, row: int) -> None:
        super().__init__()
        self.block = block
        self.row = row


def _read(
    source: Bytes,
    encoding: str,
    delimiter: str,
    skip: int,
    columns: Columns,
    progress: Callable[[int, int], None],
) -> Columns:
    csv.field_size_limit(limits.CELL_CHARS)
    blocks = _whole_lines(_texts(source, encoding, progress), delimiter)
    lines = chain(chain.from_iterable(io.StringIO(block, newline="") for block in blocks), (_END,))
    reader = csv.reader(lines, delimiter=delimiter)
    for _ in islice(reader, skip):
        pass
    rows: list[list[str]] = []
    while True:
        rows.clear()
        before = reader.line_num
        try:
            rows.extend(islice(reader, limits.CHUNK_ROWS))
        except ReadFault as fault:
            fault.row = columns.record + len(rows) if fault.row == _HERE else fault.row
            raise
        except _Undecodable as error:
            error.row += columns.record + len(rows)
            raise
        except csv.Error as error:
            # extend() keeps the rows before the broken one, so its number is known exactly.
            many_lines = reader.line_num - before - len(rows) > 1
            raise ReadFault("quote" if many_lines else "cell", columns.record + len(rows)) from error
        if len(rows) < limits.CHUNK_ROWS or rows[-1] == [_END]:
            break
        if delimiter == "\t":
            columns.mended += [columns.record + place for place in _mend(rows, columns.width)]
        columns.add(rows)
    if not rows or rows[-1] != [_END]:
        raise ReadFault("quote", max(columns.record + len(rows) - 1, 1))
    rows.pop()
    if rows:
        if delimiter == "\t":
            columns.mended += [columns.record + place for place in _mend(rows, columns.width)]
        columns.add(rows)
    return columns


def _mend(rows: list[list[str]], width: int) -> list[int]:
    """Join rows that Word broke within a cell: two or more short ones that make up exactly one whole row. Gives the
    places of those, and of the lone cells that may belong to the row above.

    Only where nearly all rows are whole: a program that leaves empty cells at the end out makes many short ones. An
    empty record stays for every row joined, so that the others keep their numbers.
    """
    short = [place for place, row in enumerate(rows) if 0 < len(row) < width]
    if not short or len(short) > max(_BROKEN_LEAST, _BROKEN_SHARE * len(rows)):
        return []
    place = 0
    mended = []
    while place < len(rows):
        row = rows[place]
        after = place + 1
        if 0 < len(row) < width:
            joined = list(row)
            while after < len(rows) and len(rows[after]) > 0 and len(joined) + len(rows[after]) - 1 <= width:
                joined[-1] = f"{joined[-1]} {rows[after][0]}".strip()
                joined += rows[after][1:]
                after += 1
                if len(joined) == width:
                    rows[place] = joined
                    mended.append(place)
                    rows[place + 1 : after] = [[] for _ in range(place + 1, after)]
                    break
            else:
                after = place + 1
                mended += [place] if len(row) == 1 else []
        place = after
    return mended


def _texts(source: Bytes, encoding: str, progress: Callable[[int, int], None]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    first = True
    lines = 1
    for block in source:
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            raise _Undecodable(block, block.count(b"\n", 0, error.start)) from error
        if first:
            text, first = text.removeprefix("\ufeff"), False
        if "\0" in text:
            raise ReadFault("nul", lines + text.count("\n", 0, text.index("\0")))
        lines += text.count("\n")
        progress(source.done, source.total)
        yield text
    try:
        rest = decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _Undecodable(b"", 0) from error
    if rest:
        yield rest


def _whole_lines(texts: Iterator[str], delimiter: str) -> Iterator[str]:
    """Texts cut behind a line end, so that each can be split into lines by itself."""
    rest = ""
    for text in texts:
        rest += text
        # A final CR may be half of a CRLF, so it stays for the next block.
        cut = max(rest.rfind("\n"), rest.rfind("\r", 0, len(rest) - 1)) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) > limits.LINE_CHARS:
            wide = _QUOTED.sub("", rest).count(delimiter) >= limits.COLUMNS
            raise ReadFault("columns" if wide else "cell", _HERE)
    if rest:
        yield rest
