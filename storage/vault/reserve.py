"""Room kept free for the day the disk is full: for coming in, for suspending, for reading the log (spec/security R24).

A file of zeros beside the store. When a login meets a full disk the file is cut to nothing and the login tried once
more; from then on nothing is written but what that room is for, until the disk has space again and the file is back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from core.problem import ExitCode, Problem
from storage.engine import DISK_FULL
from storage.vault.files import StoreFiles

T = TypeVar("T")
RESERVE = 16 * 1024 * 1024
"""Bytes. A login writes a few pages; this is for thousands of them."""
_ROOM = 4
"""The file is made again when so many times its size is free."""


def make(files: StoreFiles, size: int = RESERVE) -> bool:
    """Take the room. False where there is not enough of it: a store without a reserve works, until the disk is full."""
    try:
        handle = os.open(files.reserve, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:
        return False
    try:
        os.posix_fallocate(handle, 0, size)
    except OSError:
        os.ftruncate(handle, 0)
        return False
    finally:
        os.close(handle)
    return True


def spent(files: StoreFiles) -> bool:
    """Whether the room was needed and has not been taken again. A store that never had a reserve is not spent."""
    try:
        return files.reserve.stat().st_size == 0
    except OSError:
        return False


def renew(files: StoreFiles, size: int = RESERVE) -> None:
    """Take the room again as soon as there is plenty."""
    if spent(files):
        found = os.statvfs(files.reserve)
        if found.f_bavail * found.f_frsize >= _ROOM * size:
            make(files, size)


def demand_room(files: StoreFiles) -> None:
    """Raise Problem (STORE) while only coming in, suspending and reading the log are possible."""
    if spent(files):
        renew(files)
        if spent(files):
            raise Problem(DISK_FULL, ExitCode.STORE)


def with_reserve(files: StoreFiles, call: Callable[[], T]) -> T:
    """Do something that must work on a full disk: once as it is, once more with the reserve given up."""
    try:
        return call()
    except Problem as problem:
        if problem.msgid != DISK_FULL or not _release(files):
            raise
    return call()


def _release(files: StoreFiles) -> bool:
    """Give the room back to the disk; False when there is none to give."""
    try:
        if files.reserve.stat().st_size == 0:
            return False
        os.truncate(files.reserve, 0)
    except OSError:
        return False
    return True
