"""A foreign file, opened once: the descriptor that is hashed is the one the reader gets."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from types import TracebackType

from core.problem import N_, Problem
from storage.intake import faults, limits


class Source:
    """An opened regular file of at most 200 MB with the SHA-256 of its bytes. A context manager.

    Raises Problem for a missing or unreadable file, a folder, a device, an empty or too large file.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.fd = -1
        try:
            # Without O_NONBLOCK a named pipe would hang the opening.
            self.fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            raise _refusal(error, self.name) from error
        except ValueError as error:
            raise Problem(N_("The file {file} does not exist: check the path."), file=repr(self.name)) from error
        try:
            self.size = self._check()
            self.sha256 = self._hash()
        except BaseException:
            self.close()
            raise

    def _check(self) -> int:
        status = os.fstat(self.fd)
        if stat.S_ISDIR(status.st_mode):
            raise Problem(N_("{file} is a folder: name a file in it."), file=self.name)
        if not stat.S_ISREG(status.st_mode):
            raise Problem(N_("{file} is a device or a pipe: save it as a file first."), file=self.name)
        if not status.st_size:
            raise faults.problem("empty", self.name, 0)
        if status.st_size > limits.FILE_BYTES:
            raise Problem(
                N_("The file {file} is larger than {megabytes} MB: split it into parts."),
                file=self.name,
                megabytes=limits.FILE_BYTES // 2**20,
            )
        self._mark = (status.st_size, status.st_mtime_ns)
        return status.st_size

    def _hash(self) -> bytes:
        digest = hashlib.sha256()
        at = 0
        try:
            while data := os.pread(self.fd, 2**20, at):
                digest.update(data)
                at += len(data)
        except OSError as error:
            raise _refusal(error, self.name) from error
        return digest.digest()

    def check_unchanged(self) -> None:
        """Raises Problem when the file was written to since it was hashed."""
        status = os.fstat(self.fd)
        if (status.st_size, status.st_mtime_ns) != self._mark:
            raise Problem(N_("The file {file} changed while it was read: import it again."), file=self.name)

    def close(self) -> None:
        """Give the descriptor back; safe to repeat."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _refusal(error: OSError, name: str) -> Problem:
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
        return Problem(N_("The file {file} does not exist: check the path."), file=name)
    if error.errno in (errno.EACCES, errno.EPERM):
        return Problem(N_("The file {file} may not be read by you: ask for the right or copy it."), file=name)
    return Problem(N_("The file {file} cannot be read: copy it to another place and try again."), file=name)
