"""Inbox and outbox: the only files of a person on a server (U34, spec/store §7).

`STORE.outbox/LOGIN` and `STORE.inbox/LOGIN`, each for its owner alone. Every step of a path is opened by itself and
without following a link, so nobody is led out of his folder by a name or by a link that somebody planted.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Literal

from core.problem import N_, ExitCode, Problem

Box = Literal["inbox", "outbox"]
_PLAIN = re.compile(r"\w[\w.@+-]*")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def box_of(store: Path, box: Box, login: str, person_id: bytes) -> Path:
    """Where the folder of a person is; a login that is no plain word is replaced by his id."""
    own = login if _PLAIN.fullmatch(login) else person_id.hex()
    return store.with_name(f"{store.name}.{box}") / own


def write_file(folder: Path, name: str, data: bytes | Callable[[IO[bytes]], None], *, box: bool = True) -> Path:
    """A new or replaced 0600 file of that name: whole and on the disk, or not there.

    `box`: the folder is a person's own one, made 0700 where it is missing; else one that somebody named, as it is.
    Raises OSError: a full disk, a folder that is a link, a name that leads out of it.
    """
    if not _is_name(name):
        raise OSError(f"{name!r} is not the name of a file")
    with _opened(folder, make=True) if box else _named(folder) as at:
        draft = f".{name[:80]}.{secrets.token_hex(6)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=at)
        try:
            with os.fdopen(handle, "wb") as out:
                if isinstance(data, bytes):
                    out.write(data)
                else:
                    data(out)
                out.flush()
                os.fsync(out.fileno())
            os.rename(draft, name, src_dir_fd=at, dst_dir_fd=at)
            os.fsync(at)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(draft, dir_fd=at)
            raise
    return folder / name


@contextlib.contextmanager
def open_file(folder: Path, name: str) -> Iterator[IO[bytes]]:
    """An ordinary file right inside the folder, for reading.

    Raises Problem (REFUSED) for a name that leads elsewhere, Problem (BAD_INPUT) for what is not there, a link, a
    second name of a file that lies elsewhere too, or no ordinary file.
    """
    if not _is_name(name):
        raise Problem(N_("Over SSH only files of your own inbox can be read: give the name alone."), ExitCode.REFUSED)
    with contextlib.ExitStack() as held:
        try:
            at = held.enter_context(_opened(folder, make=False))
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=at)
        except OSError:
            raise _absent(name) from None
        told = os.fstat(handle)
        if not stat.S_ISREG(told.st_mode) or told.st_nlink != 1:
            os.close(handle)
            raise _absent(name)
        file = held.enter_context(os.fdopen(handle, "rb"))
        yield file


def _is_name(name: str) -> bool:
    return bool(name) and name not in (".", "..") and "/" not in name and "\0" not in name


def _absent(name: str) -> Problem:
    return Problem(N_("There is no file {name} in your inbox: put it there with sftp."), name=name)


@contextlib.contextmanager
def _named(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def _opened(folder: Path, *, make: bool) -> Iterator[int]:
    """The folder as a descriptor: its last two steps (box and person) are made or opened one by one, never a link."""
    root = os.open(folder.parent.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    held = [root]
    try:
        for step in (folder.parent.name, folder.name):
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(step, 0o700, dir_fd=held[-1])
            held.append(os.open(step, _FOLDER, dir_fd=held[-1]))
        yield held[-1]
    finally:
        for each in reversed(held):
            os.close(each)
