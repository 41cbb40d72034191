"""Copies of the store as the desk uses them: made, checked, restored, and how old the last good one is."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.log import now_us
from tui.desk.port import Progress
from tui.desk.port_copies import CopyAge

if TYPE_CHECKING:  # sealing and checking are for those who do: most sessions never need them
    from storage.backup import Copy
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
DAY_US = 86_400 * MICROSECONDS
Confirm = Callable[[bytes, str], bool]
"""Given a trust root and its fingerprint: whether it is the firm's own."""


class CopyAnswer(msgspec.Struct, frozen=True):
    """What is said of a copy (spec/cli `backup`)."""

    ok: bool
    file: str
    made: dt.datetime
    log_epoch: int
    log_size: int
    bytes: int
    clients: int
    restored: bool
    sha256: str


class CopiesDesk:
    """What commands and screens ask about copies."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def age(self) -> CopyAge:
        """How many days ago a copy was last found good, for the status line (S01.12)."""
        last = self._desk.session.copies.last_verified_us()
        if last is None:
            return CopyAge(None, late=True)
        days = max(0, (self._desk.now_us() - last) // DAY_US)
        return CopyAge(days, late=days > DEFAULT.backup_late_days)

    def create(self, target: str, progress: Progress | None) -> CopyAnswer:
        """Make a sealed copy (spec/cli `backup create`)."""
        from storage.backup import create

        return _answer(create(self._desk.session, Path(target).absolute(), progress))

    def verify(self, file: str, sheets: Sequence[str], progress: Progress | None) -> CopyAnswer:
        """Check a copy; with two sheets it is restored to be looked at."""
        from storage.backup import verify

        return _answer(verify(self._desk.session, Path(file).absolute(), sheets, progress))

    def drill(self, file: str, sheets: Sequence[str], progress: Progress | None) -> CopyAnswer:
        """The monthly proof."""
        from storage.backup import drill

        return _answer(drill(self._desk.session, Path(file).absolute(), sheets, progress))


def restore_store(
    file: str,
    target: Path,
    sheets: Sequence[str],
    signers: tuple[tuple[str, bytearray], tuple[str, bytearray]],
    confirm: Confirm,
    progress: Progress | None,
) -> tuple[CopyAnswer, int]:
    """Make a store of a copy; gives the copy and the epoch of the log that begins. Nobody is logged in for it."""
    from storage.backup import Signing, restore

    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    first, second = (Signing(login, secret) for login, secret in signers)

    def trusted(root: bytes) -> bool:
        return confirm(root, fingerprint(root))

    copy, epoch = restore(Path(file).absolute(), target, sheets, (first, second), trusted, now_us, progress)
    return _answer(copy), epoch


def fingerprint(root: bytes) -> str:
    """A trust root as eight groups of four hex digits, to be compared with paper."""
    shown = hashlib.sha256(root).hexdigest()[:32]
    return " ".join(shown[at : at + 4] for at in range(0, 32, 4))


def read_trust(path: str) -> bytes:
    """A trust root kept outside of the store. Raises Problem (BAD_INPUT)."""
    try:
        root = Path(path).read_bytes()
    except OSError:
        root = b""
    if len(root) != 32:
        raise Problem(N_("{path} is no trust root: give the .trust file of the store."), ExitCode.BAD_INPUT, path=path)
    return root


def _answer(copy: Copy) -> CopyAnswer:
    made = dt.datetime.fromtimestamp(copy.made_us / MICROSECONDS, dt.UTC)
    return CopyAnswer(
        ok=True,
        file=str(copy.file),
        made=made,
        log_epoch=copy.log_epoch,
        log_size=copy.log_size,
        bytes=copy.size,
        clients=copy.clients,
        restored=copy.restored,
        sha256=copy.sha256,
    )
