"""The reading process: no keys, no network, no files but the one on stdin; frames go to stdout (spec/security R20).

Started by `spawn.start` with exec, never fork. It knows nothing of the store and imports nothing of it.
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
from storage.intake.readers.delimited import Columns, ReadFault, column_bytes, read_columns, take_sample


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do with the file on stdin. No `columns`: give a sample. `skip`: records before the first data row."""

    encoding: str = ""
    guessed: bool = False
    delimiter: str = ""
    skip: int = 0
    width: int = 0
    columns: tuple[int, ...] = ()


def confine() -> None:
    """Limits on memory, processor time, writing and opening; a code page needed later is loaded before them."""
    for name in ENCODINGS:
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


def perform(task: Task) -> None:
    """Read stdin as the task says and write the frames of the answer."""
    if not task.columns:
        _write(encode(take_sample(0, task.encoding, task.delimiter)))
        return
    columns = Columns(task.columns, task.width, task.skip + 1)
    columns, encoding, unpacked = read_columns(
        0, task.encoding, task.guessed, task.delimiter, task.skip, columns, _reporter()
    )
    rows = len(columns.rows)
    if sys.byteorder == "big":
        columns.rows.byteswap()
    _write(encode(RowsHeader(rows), columns.rows.tobytes(), bytes(columns.wide)))
    for index in columns.wanted:
        cells, text = column_bytes(columns, index)
        _write(encode(ColumnHeader(index, rows, len(columns.codes[index]), len(text)), cells, text))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _write(encode(End(rows, encoding, unpacked, peak)))


def main() -> int:
    """Entry of the process; the task is the last argument, msgpack in hex (numbers and known words only)."""
    # Rows live for one chunk and form no cycles: the collector would only slow the reading down.
    gc.disable()
    task = msgspec.msgpack.decode(bytes.fromhex(sys.argv[-1]), type=Task)
    confine()
    try:
        perform(task)
    except ReadFault as fault:
        _write(encode(Fault(fault.code, fault.row)))
    except MemoryError:
        _write(encode(Fault("memory", 0)))
    return 0
