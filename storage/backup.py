"""Backups as files: made, checked, restored; never half a file under its final name (spec/security §3.3, U22).

Whatever is written stands under a name of its own until it is whole, checked and on the disk; then it is renamed.
What a killed run leaves behind is cleared away by the next one, which holds the same lock.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.problem import N_, ExitCode, Problem
from storage.engine import storage_problem
from storage.turn import TurnTaken, turn
from storage.vault.copy_check import Examined
from storage.vault.copy_file import CopyFile, Progress, Stopped, file_digest, read_chunks, read_frame
from storage.vault.files import StoreFiles, files_of
from storage.vault.premises import Clock
from storage.vault.restoring import (
    Signing,
    demand_whole,
    open_copy,
    place_secrets,
    sign_restore,
)
from storage.vault.session import Session

__all__ = ["Copy", "Signing", "create", "drill", "restore", "verify"]
SUFFIX = ".kbackup"


@dataclass(frozen=True, slots=True)
class Copy:
    """What is said of a copy: where it is, what state of the log it holds, whether it was restored to be looked at."""

    file: Path
    made_us: int
    log_epoch: int
    log_size: int
    size: int
    clients: int
    restored: bool
    sha256: str


def create(session: Session, target: Path, progress: Progress | None = None) -> Copy:
    """Make a sealed copy at `target` (a new file, or a folder to put one in), restore it to look at it, log it.

    Raises Problem: REFUSED (role), BAD_INPUT (place taken), STORE (disk); the place is left as it was.
    """
    session.copies.demand_right()
    files = session.entered.premises.files
    target = _place(target, session)
    part = target.with_name(target.name + ".part")
    with _alone(files), _told(), _cleared(files.copying, part):
        session.copies.snapshot(files.copying, progress)
        with _new_file(part) as out:
            _manifest, key = session.copies.seal(out, files.copying, progress)
            out.flush()
            os.fsync(out.fileno())
        _remove(files.copying)
        with part.open("rb") as file:
            found = read_frame(file)
            file_digest(file, found, None)
            with _new_file(files.copying) as database:
                secrets = read_chunks(file, found, key, database, progress)
            seen = demand_whole(found, secrets, files.copying)
        _put(part, target)
        session.copies.note(found.manifest, "created")
    return _copy(target, found, seen.clients, restored=True)


def verify(
    session: Session, file: Path, sheets: Sequence[str] = (), progress: Progress | None = None, what: str = "verified"
) -> Copy:
    """Check a copy of this store. With two holders' sheets it is restored to a scratch database and looked at.

    Without sheets: signature, digest, and that its log is the beginning of the log here; that is as good only for a
    file the log names as restored once, and then it is logged as verified anew. Raises Problem.
    """
    session.copies.demand_right()
    files = session.entered.premises.files
    with _alone(files), _told(), _cleared(files.copying), _opened(file) as stream:
        found = read_frame(stream)
        file_digest(stream, found, progress)
        session.copies.demand_ours(found)
        clients, restored = 0, False
        if sheets:
            secrets = open_copy(stream, found, sheets, files.copying, progress)
            if secrets != session.copies.secrets():
                raise Problem(N_("The key files in this copy are not those of this store."), ExitCode.STORE)
            clients, restored = demand_whole(found, secrets, files.copying).clients, True
        if restored or session.copies.known(found.manifest):
            session.copies.note(found.manifest, what)
    return _copy(file, found, clients, restored=restored)


def drill(session: Session, file: Path, sheets: Sequence[str], progress: Progress | None = None) -> Copy:
    """The monthly proof that the copy and the holders' sheets together give the store back. Raises Problem."""
    return verify(session, file, sheets, progress, "drill")


def restore(
    file: Path,
    target: Path,
    sheets: Sequence[str],
    signers: tuple[Signing, Signing],
    trusted: Callable[[bytes], bool],
    clock: Clock,
    progress: Progress | None = None,
) -> tuple[Copy, int]:
    """Make a store of a copy at `target`, which must not exist: (the copy, the epoch of the log that begins).

    `trusted`: whether a trust root is the firm's own; a copy that somebody made up has another. Raises Problem.
    """
    files = files_of(target.absolute())
    if files.store.exists():
        raise Problem(
            N_("{path} already exists: move the old store away first, then restore."), ExitCode.BAD_INPUT, path=target
        )
    with _alone(files), _told(), _cleared(files.copying), _opened(file) as stream:
        found = read_frame(stream)
        file_digest(stream, found, None)
        secrets = open_copy(stream, found, sheets, files.copying, progress)
        if not trusted(secrets.trust):
            raise Problem(N_("This copy has another trust root than the one given: it is not your store."),
                          ExitCode.REFUSED)  # fmt: skip
        seen: Examined = demand_whole(found, secrets, files.copying)
        epoch = sign_restore(files.copying, secrets, found, *signers, clock)
        place_secrets(files, secrets)
        _put(files.copying, files.store)
    return _copy(file, found, seen.clients, restored=True), epoch


def _copy(file: Path, found: CopyFile, clients: int, *, restored: bool) -> Copy:
    manifest = found.manifest
    size = file.stat().st_size
    return Copy(
        file, manifest.made_us, manifest.log_epoch, manifest.log_size, size, clients, restored, manifest.sha256.hex()
    )


def _place(target: Path, session: Session) -> Path:
    if target.is_dir():
        moment = dt.datetime.fromtimestamp(session.entered.premises.clock() / 1_000_000, dt.UTC)
        size = session.entered.premises.log_size()
        target = target / f"kartoteka-{moment:%Y%m%d-%H%M%S}-{size}{SUFFIX}"
    if target.exists():
        raise Problem(N_("{path} already exists: give another name for the copy."), ExitCode.BAD_INPUT, path=target)
    if not target.parent.is_dir():
        raise Problem(
            N_("There is no folder {path} for the copy: make it first."), ExitCode.BAD_INPUT, path=target.parent
        )
    return target


@contextlib.contextmanager
def _alone(files: StoreFiles) -> Iterator[None]:
    """One copy of a store at a time: what lies about under the working names is nobody's."""
    try:
        with turn(files.copy_lock, 0):
            yield
    except TurnTaken:
        raise Problem(N_("Another copy of this store is being made or read: wait for it."), ExitCode.STORE) from None


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """A failing disk and a person who stops the work, each as one sentence."""
    try:
        yield
    except Stopped:
        raise Problem(N_("Stopped: nothing was written."), ExitCode.BAD_INPUT) from None
    except OSError as fault:
        raise storage_problem(fault) or Problem(
            N_("The copy cannot be written or read ({why}): check the disk and the folder."),
            ExitCode.STORE,
            why=fault.strerror,
        ) from None


@contextlib.contextmanager
def _cleared(*paths: Path) -> Iterator[None]:
    """Working files are removed before (left by a killed run) and after."""
    for path in paths:
        _remove(path)
    try:
        yield
    finally:
        for path in paths:
            _remove(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal", ".lock", ".stretch.0", ".stretch.1", ".stretch.line"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        yield file


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if not path.is_file():
        raise Problem(N_("There is no backup file {path}: check the name."), ExitCode.BAD_INPUT, path=path)
    with path.open("rb") as file:
        yield file


def _put(part: Path, target: Path) -> None:
    """Give a finished file its name, without ever replacing one, and make the name last."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise Problem(N_("{path} already exists: give another name."), ExitCode.BAD_INPUT, path=target) from None
    except OSError:  # a file system without links (a memory stick): the name was free a moment ago
        part.rename(target)
    part.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
