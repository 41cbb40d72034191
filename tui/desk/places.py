"""Where the store is: the option, else the environment of the launcher, else the user's data folder."""

from __future__ import annotations

import os
from pathlib import Path

from core.problem import N_, ExitCode, Problem
from storage.pointer import URL, parse_url, place_of
from storage.vault.premises import Via

STORE_VARIABLE = "KARTOTEKA_STORE"
SSH_USER_VARIABLE = "KARTOTEKA_SSH_USER"
SSH_KEY_VARIABLE = "KARTOTEKA_SSH_KEY"
DEFAULT_NAME = "kartoteka.store"


def configured_store(option: str | None) -> Path:
    """Path of the store to open; of a URL on a server that of its pointer, beside which the key files lie.

    Raises Problem (BAD_INPUT) for a URL of a kind we do not know, or with a password.
    """
    text = option or os.environ.get(STORE_VARIABLE) or str(data_folder() / DEFAULT_NAME)
    if "://" in text and not text.startswith("sqlite:"):
        return server_place(text)[0]
    return Path(text.removeprefix("sqlite:///")).expanduser()


def server_place(text: str) -> tuple[Path, URL]:
    """Where the pointer of a server's store lies on this machine, and the URL itself. Raises Problem (BAD_INPUT)."""
    url = parse_url(text)
    return place_of(url, data_folder()), url


def came_by() -> Via | None:
    """The SSH key this process was started for, as the launcher left it in the environment; None without one.

    Raises Problem (REFUSED) for a half of it: nobody but the launcher sets these.
    """
    person, key = os.environ.get(SSH_USER_VARIABLE), os.environ.get(SSH_KEY_VARIABLE)
    if person is None and key is None:
        return None
    try:
        via = Via(bytes.fromhex(person or ""), bytes.fromhex(key or ""))
    except ValueError:
        via = Via(b"", b"")
    if (len(via.person), len(via.fingerprint)) != (16, 32):
        raise Problem(N_("The launcher did not say whose SSH key this is: ask your admin."), ExitCode.REFUSED)
    return via


def data_folder() -> Path:
    """The user's data folder by the XDG convention."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "kartoteka"
