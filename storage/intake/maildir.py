"""A Maildir as one file: its letters joined in memory, so that the reading process gets one descriptor as ever.

Nothing is read here but bytes: where a letter begins is said by the folder, not by what stands in it.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from core.problem import N_, Problem
from storage.intake import limits
from storage.intake.readers.inbox import LETTER_BYTES

_FOLDERS: Final = ("new", "cur")
_SEPARATOR: Final = b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
_FROM: Final = re.compile(rb"^(?=>*From )", re.MULTILINE)


def is_maildir(path: Path) -> bool:
    """Whether it is a folder of letters as mail servers keep them."""
    return all((path / each).is_dir() for each in _FOLDERS)


@contextmanager
def gathered(path: Path) -> Iterator[BinaryIO]:
    """The letters of a Maildir as an mbox that has no name anywhere, in the order of their files.

    Raises Problem for a folder that cannot be read, and for more letters than a file may hold.
    """
    with _nameless() as joined:
        for each in _letters(path):
            letter = _bytes_of(each)
            if joined.tell() + len(letter) > limits.FILE_BYTES:
                raise Problem(
                    N_("{file} holds too many letters for one reading: move the old ones out."), file=path.name
                )
            if letter:
                joined.write(_SEPARATOR + _FROM.sub(b">", letter) + b"\n\n")
        joined.flush()
        joined.seek(0)
        yield joined


def _letters(path: Path) -> list[Path]:
    try:
        found = [each for folder in _FOLDERS for each in (path / folder).iterdir() if not each.name.startswith(".")]
    except OSError:
        raise Problem(
            N_("The file {file} may not be read by you: ask for the right or copy it."), file=path.name
        ) from None
    return sorted(found, key=lambda each: each.name)


def _bytes_of(path: Path) -> bytes:
    """The beginning of a letter; nothing of what is no file, or was moved on by the mail server meanwhile."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    with os.fdopen(handle, "rb") as file:
        return file.read(LETTER_BYTES) if stat.S_ISREG(os.fstat(handle).st_mode) else b""


def _nameless() -> BinaryIO:
    """In memory where the system can do that: letters of clients do not belong on the disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("inbox"), "w+b")
    return tempfile.TemporaryFile()
