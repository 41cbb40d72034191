"""The reading process: no keys, no network, no files but the one on stdin; frames go to stdout (spec/security R20).

Started by `spawn.start` with exec, never fork. It knows nothing of the store and imports nothing of it. After its
first answer it waits for further tasks about the same file, so that a workbook is unpacked once.
"""

from __future__ import annotations

import codecs
import gc
import os
import resource
import sys
import time
from collections.abc import Callable

import msgspec

from storage.intake import limits
from storage.intake.frames import (
    ENCODINGS,
    ColumnHeader,
    End,
    Fault,
    Progress,
    RowsHeader,
    encode,
)
from storage.intake.readers import forms
from storage.intake.readers.columns import Columns, ReadFault, column_bytes
from storage.intake.readers.delimited import read_columns, take_sample


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do with the file on stdin. No `columns`: give a sample. `skip`: records before the first data row.

    `sheet` -1: the reader chooses. `control`: descriptor from which further tasks come, -1: there will be none.
    """

    encoding: str = ""
    guessed: bool = False
    delimiter: str = ""
    skip: int = 0
    width: int = 0
    columns: tuple[int, ...] = ()
    sheet: int = -1
    control: int = -1


_CODE_PAGES = ("utf-8-sig", "utf-16", "latin-1", "ascii", "cp437", "raw_unicode_escape", "unicode_escape")
"""Code pages that libraries ask for by themselves: archives, old workbooks, letters."""


def confine() -> None:
    """Limits on memory, processor time, writing and opening; a code page needed later is loaded before them."""
    for name in (*ENCODINGS, *_CODE_PAGES):
        codecs.lookup(name)
    for what, most in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.CHILD_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, limits.CHILD_OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))


def _write(pieces: list[bytes]) -> None:
    for piece in pieces:
        view = memoryview(piece)
        while view:
            view = view[os.write(1, view) :]


def _reporter() -> Callable[[int, int], None]:
    last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= limits.PROGRESS_SECONDS:
            last = now
            _write(encode(Progress(done, total)))

    return report


def _read_delimited(task: Task) -> None:
    if not task.columns:
        _write(encode(take_sample(0, task.encoding, task.delimiter)))
        return
    columns = Columns(task.columns, task.width, task.skip + 1)
    columns, encoding, unpacked = read_columns(
        0, task.encoding, task.guessed, task.delimiter, task.skip, columns, _reporter()
    )
    send(columns, encoding, unpacked)


def _read_form(opened: forms.Opened, task: Task) -> None:
    if not task.columns:
        _write(encode(opened.sample(task.sheet)))
        return
    columns = opened.columns(task.sheet, task.columns, task.width, task.skip, _reporter())
    send(columns, opened.encoding, opened.unpacked)


def send(columns: Columns, encoding: str, unpacked: int) -> None:
    """The frames of one table."""
    rows = len(columns.rows)
    if sys.byteorder == "big":
        columns.rows.byteswap()
    _write(encode(RowsHeader(rows), columns.rows.tobytes(), bytes(columns.wide)))
    for index in columns.wanted:
        cells, text = column_bytes(columns, index)
        _write(encode(ColumnHeader(index, rows, len(columns.codes[index]), len(text)), cells, text))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _write(encode(End(rows, encoding, unpacked, peak)))


def perform(task: Task) -> None:
    """Find the format, shut the door behind the reader, and answer the task and those that follow."""
    form = forms.recognise(0)
    opener = forms.opener(form)
    confine()
    opened = opener(0) if opener is not None else None
    following: Task | None = task
    while following is not None:
        if opened is None:
            _read_delimited(following)
        else:
            _read_form(opened, following)
        following = _next(task.control)


def _next(control: int) -> Task | None:
    if control < 0:
        return None
    size = int.from_bytes(os.read(control, 4), "big")
    return msgspec.msgpack.decode(os.read(control, size), type=Task) if size else None


def main() -> int:
    """Entry of the process; the task is the last argument, msgpack in hex (numbers and known words only)."""
    # Rows live for one chunk and form no cycles: the collector would only slow the reading down.
    gc.disable()
    task = msgspec.msgpack.decode(bytes.fromhex(sys.argv[-1]), type=Task)
    try:
        perform(task)
    except ReadFault as fault:
        _write(encode(Fault(fault.code, fault.row)))
    except MemoryError:
        _write(encode(Fault("memory", 0)))
    return 0
