"""A store for the commands, and the commands run in this process: exit status, stdout, stderr."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from core.entities.firm import FirmSettings
from storage.pointer import read_pointer, write_pointer
from storage.sealing import derive
from storage.vault.founding import found_store
from storage.vault.people import NewPerson
from tests.postgres import WANTED, shared_server
from tui.cli import main

PASSPHRASE = "верная лошадь"
OWNER = "anna"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@contextlib.contextmanager
def cheap_keys() -> Iterator[None]:
    """The derivation that protects nothing, for stores of the tests alone."""
    before, derive.TEST_KDF_ALLOWED = derive.TEST_KDF_ALLOWED, True
    try:
        yield
    finally:
        derive.TEST_KDF_ALLOWED = before


class Station:
    """One store of one person in a folder of its own."""

    def __init__(self, folder: Path, currency: str = "RUB") -> None:
        self.folder = folder
        self.store = folder / "firm.store"
        self.secret = folder / "passphrase"
        self.secret.write_text(PASSPHRASE + "\n", "utf-8")
        self.secret.chmod(0o600)
        person = NewPerson(OWNER, "Анна", "owner", bytearray(PASSPHRASE.encode()))
        firm = FirmSettings("Ромашка", currency)
        place = shared_server().place(shared_server().database()) if WANTED else None
        with cheap_keys():
            founded = found_store(self.store, firm, person, "Портфель", settings=derive.TEST_ONLY, server=place)
        self.recovery = founded.recovery

    def copy(self, folder: Path) -> Self:
        """The same store in another folder: made once for a module, changed by one test."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        url = read_pointer(self.store)
        if url is not None:
            (folder / self.store.name).unlink()
            write_pointer(folder / self.store.name, url.set(database=shared_server().database(url.database or "")))
        other = type(self).__new__(type(self))
        other.folder, other.store, other.secret = folder, folder / self.store.name, folder / self.secret.name
        other.recovery = self.recovery
        return other

    def run(self, *words: str) -> Said:
        """`kartoteka WORDS` on this store."""
        return run("--store", str(self.store), "--passphrase-file", str(self.secret), *words)

    def file(self, name: str, text: str, encoding: str = "utf-8") -> str:
        """A file to import; its path."""
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return str(path)

    def bytes_of_store(self) -> bytes:
        return self.store.read_bytes()


def run(*words: str) -> Said:
    """`kartoteka WORDS` in this process, from a folder of nobody's."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), cheap_keys():
        status = main(words)
    return Said(status, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Commands that write into the current folder write here."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
