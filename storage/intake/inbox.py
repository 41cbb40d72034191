"""Asks the reading process for what a mailbox says of mailings, and checks its answer."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal, cast

import msgspec

from storage.intake import faults
from storage.intake.child import Task
from storage.intake.maildir import gathered, is_maildir
from storage.intake.readers.inbox import FIELDS
from storage.intake.reading import receive
from storage.intake.source import Source
from storage.intake.spawn import Child

What = Literal["bounce", "complaint", "unsubscribe", "reply"]
ENTRY = "from storage.intake.inbox_child import main;raise SystemExit(main())"
_TOKEN = re.compile(r"[0-9a-f]{32}")
_KNOWN = ("bounce", "complaint", "unsubscribe", "reply")


class Returned(msgspec.Struct, frozen=True):
    """One letter of the mailbox that concerns a recipient. `status`: as RFC 3463 has it, of a bounce."""

    token: str
    what: What
    status: str
    said: str


def read_inbox(path: Path) -> list[Returned]:
    """What an mbox, a single letter or a Maildir says of mailings. Raises Problem for what cannot be read."""
    if is_maildir(path):
        with gathered(path) as joined:
            return _read(joined.fileno(), path.name) if os.fstat(joined.fileno()).st_size else []
    with Source(path) as source:
        return _read(source.fd, source.name)


def _read(fd: int, name: str) -> list[Returned]:
    wanted = tuple(range(len(FIELDS)))
    with Child(fd, name, Task(columns=wanted), entry=ENTRY) as child:
        rows, _wide, parts, _end = receive(child, name, wanted)
    found = []
    for row in range(len(rows)):
        cells = [_cell(parts[index].strings, int(parts[index].codes[row])) for index in wanted]
        if not _TOKEN.fullmatch(cells[0]) or cells[1] not in _KNOWN:
            raise faults.garbled(name)
        found.append(Returned(cells[0], cast("What", cells[1]), cells[2], cells[3]))
    return found


def _cell(strings: tuple[str, ...], code: int) -> str:
    return strings[code] if code >= 0 else ""
