"""The small files that lie beside a store: pepper, store signing key, trust root, locks (spec/store §1).

On a server these paths come from the root-owned configuration; alone they carry the store's name.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from core.problem import N_, ExitCode, Problem

SECRET_SIZE = 32
LONGEST_EVIDENCE = 8192


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """Where the files of one store are."""

    store: Path
    pepper: Path
    signing: Path
    trust: Path
    lock: Path
    stretch_lock: Path
    import_lock: Path
    copy_lock: Path
    copying: Path
    reserve: Path

    def seen(self, person: bytes) -> Path:
        """What a person's sessions have verified of the log (`storage.audit.seen`)."""
        return self.store.with_name(f"{self.store.name}.seen-{person.hex()}")

    def making(self, place: int) -> Path:
        """Lock of one of the places among those who make their base in memory anew."""
        return self.store.with_name(f"{self.store.name}.making-{place}")

    @property
    def witnessed(self) -> Path:
        """The last checkpoint a witness has cosigned."""
        return self.store.with_name(self.store.name + ".witnessed")

    @property
    def contradiction(self) -> Path:
        """A cosigned checkpoint that the log does not continue."""
        return self.store.with_name(self.store.name + ".contradiction")


def files_of(store: Path) -> StoreFiles:
    """The files beside `store`."""

    def beside(suffix: str) -> Path:
        return store.with_name(store.name + suffix)

    return StoreFiles(
        store,
        beside(".pepper"),
        beside(".signing"),
        beside(".trust"),
        beside(".lock"),
        beside(".stretch"),
        beside(".import"),
        beside(".copy"),
        beside(".copying"),
        beside(".reserve"),
    )


def write_secret(path: Path, secret: bytes) -> None:
    """Write a new 0600 file, whole or not at all: whoever is cut off may do the same step again.

    Raises Problem (STORE) when it is there already or cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as fault:
        raise Problem(
            N_("The file {path} cannot be written ({why}): choose another place for the store."),
            ExitCode.STORE,
            path=path,
            why=fault.strerror,
        ) from None


def write_evidence(path: Path, data: bytes) -> None:
    """Put a 0600 file in place of an older one, whole or not at all. Raises OSError."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def read_evidence(path: Path) -> bytes | None:
    """A file of evidence beside the store; None when there is none, or it is longer than any."""
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST_EVIDENCE + 1)
    except OSError:
        return None
    return data if len(data) <= LONGEST_EVIDENCE else None


def read_secret(path: Path, size: int = SECRET_SIZE) -> bytes:
    """Read a key file. Raises Problem (STORE) when it is missing, of another size or readable by others."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            secret = file.read(size + 1)
    except OSError as fault:
        raise Problem(
            N_("The key file {path} of the store cannot be read ({why}): put it back from the backup."),
            ExitCode.STORE,
            path=path,
            why=fault.strerror,
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise Problem(N_("The key file {path} can be read by others: run chmod 600 on it."), ExitCode.STORE, path=path)
    if len(secret) != size:
        raise Problem(N_("The key file {path} is damaged: put it back from the backup."), ExitCode.STORE, path=path)
    return secret
