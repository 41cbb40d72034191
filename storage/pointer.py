"""A store on a database server, as a file: the pointer stands where a store in a file would, its key files beside it.

So everything that lies beside a store (pepper, signing key, trust root, locks, evidence) has one place and one way of
being named, whatever engine holds the sealed rows. The pointer holds the URL without a password and nothing else.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from core.problem import N_, ExitCode, Problem

__all__ = ["MAGIC", "URL", "parse_url", "place_of", "read_pointer", "write_pointer"]

MAGIC = b"kartoteka/server/1\n"
_LONGEST = 4096


def read_pointer(path: Path) -> URL | None:
    """The URL a pointer names; None for a file that is none.

    Raises OSError for a file that cannot be read, Problem (STORE) for a pointer that names nothing usable.
    """
    with path.open("rb") as file:
        data = file.read(_LONGEST)
    if not data.startswith(MAGIC):
        return None
    try:
        return parse_url(data.removeprefix(MAGIC).decode().strip())
    except (UnicodeDecodeError, Problem):
        raise Problem(
            N_("{path} does not name a database server any more: write it anew with store point."),
            ExitCode.STORE,
            path=path,
        ) from None


def write_pointer(path: Path, url: URL) -> None:
    """Make a pointer, mode 0600. Raises Problem (BAD_INPUT) for a place that is taken."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise Problem(
            N_("{path} already exists: choose another name for the new store."), ExitCode.BAD_INPUT, path=path
        ) from None
    with os.fdopen(handle, "wb") as file:
        file.write(MAGIC + url.render_as_string(hide_password=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def parse_url(text: str) -> URL:
    """A database URL of a kind we know, without a password. Raises Problem (BAD_INPUT)."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise Problem(
            N_("This is not a database URL; give a path or postgresql://host/name."), ExitCode.BAD_INPUT
        ) from None
    if url.password is not None or "password" in url.query:
        raise Problem(
            N_("The database URL contains a password: use a service file or a password file instead."),
            ExitCode.BAD_INPUT,
        )
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise Problem(
            N_("Databases of kind {kind} are not supported: give a path or a postgresql:// URL."),
            ExitCode.BAD_INPUT,
            kind=url.get_backend_name(),
        )
    return url


def place_of(url: URL, folder: Path) -> Path:
    """Where the pointer of a server's store lies unless somebody names another place."""
    host = str(url.host or url.query.get("host") or "local")
    named = "-".join(each for each in (host, str(url.port or ""), url.database or "") if each)
    safe = "".join(char if char.isalnum() or char in "-_." else "_" for char in named)
    return folder / f"{safe}.store"
