"""Where the store is: the option, else the environment of the launcher, else the user's data folder."""

from __future__ import annotations

import os
from pathlib import Path

from core.problem import N_, ExitCode, Problem

STORE_VARIABLE = "KARTOTEKA_STORE"
DEFAULT_NAME = "kartoteka.store"


def configured_store(option: str | None) -> Path:
    """Path of the store to open. Raises Problem (BAD_INPUT) for a database URL, which this version cannot open."""
    text = option or os.environ.get(STORE_VARIABLE) or str(data_folder() / DEFAULT_NAME)
    if "://" in text and not text.startswith("sqlite:"):
        raise Problem(N_("This version opens stores in files only: give a path with --store."), ExitCode.BAD_INPUT)
    return Path(text.removeprefix("sqlite:///")).expanduser()


def data_folder() -> Path:
    """The user's data folder by the XDG convention."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "kartoteka"
