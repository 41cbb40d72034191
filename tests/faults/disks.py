"""Disks that fail on request: one too small, one that cannot be written, a limit on how long a file may get."""

from __future__ import annotations

import contextlib
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.entities.client import ClientCard
from core.entities.firm import FirmSettings
from storage.sealing import derive
from storage.vault.founding import found_store
from storage.vault.imports import ImportOrder, NewClient
from storage.vault.people import NewPerson
from storage.vault.premises import open_premises
from storage.vault.session import Session, enter

SECRET = b"seven blue windows"


def found(folder: Path) -> Path:
    """A store of one person with three clients."""
    store = folder / "firm.store"
    owner = NewPerson("anna", "Anna", "owner", bytearray(SECRET))
    found_store(store, FirmSettings("Firm", "RUB"), owner, "Portfolio", settings=derive.TEST_ONLY)
    with inside(store) as session:
        session.imports.commit(session.imports.prepare(order(session, 3, "A")))
    return store


@contextlib.contextmanager
def inside(store: Path) -> Iterator[Session]:
    """A session of the owner. A disk that fails may refuse even its end."""
    session = enter(open_premises(store), "anna", bytearray(SECRET))
    try:
        yield session
    finally:
        session.end()


def order(session: Session, count: int, letter: str) -> ImportOrder:
    """New clients, and nothing else."""
    home = session.home_portfolio()
    new = {at: NewClient(home, ClientCard(f"Client {letter}{at}", external_id=f"{letter}{at}")) for at in range(count)}
    return ImportOrder("clients", letter.encode() * 32, count, new, {})


def whole(store: Path) -> tuple[str, int]:
    """Dump and log size of a store in which everything is right, which is asserted."""
    with inside(store) as session:
        assert session.upkeep.check().faults == []
        verdict = session.trail.verify()
        assert verdict.ok, verdict.reason
        assert not session.batches.unfinished()
        return session.upkeep.dump_digest(), verdict.entries


@contextlib.contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Writing beyond `size` fails in this process, as on a disk with no room left."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


class Disk:
    """A file system in memory, of a size of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> Path:
        """A file in the way that takes all the room there is."""
        path = self.folder / "in the way"
        with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        return path

    def remount(self, mode: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{mode}", self.folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 2 MB. Skipped where this user may not mount one: the limits on file length say the same there."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The derivation that protects nothing."""
    monkeypatch.setattr(derive, "TEST_KDF_ALLOWED", True)
