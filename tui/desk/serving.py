"""Stores on database servers, as an admin handles them: pointers, roles, copies between engines (U21)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.problem import N_, ExitCode, Problem
from storage.pointer import read_pointer, write_pointer
from storage.transfer import Copied, copy_store
from storage.vault import founding
from storage.vault.founding import Server
from tui.desk.places import configured_store, server_place

Progress = Callable[[int, int], bool]


def on_server(text: str | None, schema_as: str, backup_role: str) -> Server | None:
    """What founding or copying needs to know of a server; None for a store in a file. Raises Problem (BAD_INPUT)."""
    if not text or "://" not in text or text.startswith("sqlite:"):
        return None
    url = server_place(text)[1]
    return Server(url, url.set(username=schema_as or None), backup_role)


def point(text: str) -> Path:
    """Write the pointer of a server's store; one that is there and says the same stays. Raises Problem (BAD_INPUT)."""
    path, url = server_place(text)
    if path.exists() and read_pointer(path) == url:
        return path
    write_pointer(path, url)
    return path


def give_roles(store: str | None, schema_as: str, backup_role: str) -> str:
    """Bring the tables up to this program and give its role, and one for backups, their rights. Gives the role's name.

    Raises Problem.
    """
    url = read_pointer(configured_store(store))
    if url is None or not url.username:
        raise Problem(N_("Roles are for stores on a database server: this one is a file."), ExitCode.BAD_INPUT)
    founding.give_roles(Server(url, url.set(username=schema_as), backup_role))
    return url.username


def copy(source: str, target: str, schema_as: str, backup_role: str, progress: Progress | None) -> Copied:
    """Copy a store named by path or URL to another place. Raises Problem as `copy_store` does."""
    server = on_server(target, schema_as, backup_role)
    return copy_store(configured_store(source), configured_store(target), server, progress)
