"""The walls in live processes: what a room has really loaded once all of it is imported."""

from __future__ import annotations

import pytest

from tests.walls.source import loaded_by, modules_of, packages

DATABASE = {"sqlalchemy", "alembic", "sqlite3"}
HEAVY = {"numpy", "pandas", "scipy", "sqlalchemy", "alembic"}


def test_core_loads_no_storage_no_screens_and_no_fitting() -> None:
    loaded = loaded_by(*modules_of("core"))
    assert "core.problem" in loaded
    assert not packages(loaded) & {"storage", "tui", "textual", "rich", "cryptography", "pandas", "scipy", *DATABASE}


def test_storage_loads_no_screens() -> None:
    loaded = loaded_by(*modules_of("storage"))
    assert "storage.engine" in loaded
    assert not packages(loaded) & {"tui", "textual", "rich", "pandas", "scipy"}


def test_screens_load_no_storage() -> None:
    names = modules_of("tui/screens", "tui/widgets", "tui/commands")
    loaded = loaded_by(*names)
    assert "tui.screens" in loaded
    assert not packages(loaded) & {"storage", "cryptography", "pandas", "scipy", *DATABASE}


def test_the_verifier_stands_alone() -> None:
    """Whoever checks the log must not have to trust the code that writes it (spec/security, audit)."""
    loaded = loaded_by("storage.audit.verifier")
    ours = {name for name in loaded if name.partition(".")[0] in ("core", "storage", "tui")}
    assert ours <= {"storage", "storage.audit", "storage.audit.verifier", "core", "core.problem"}
    assert not packages(loaded) & DATABASE


def test_readers_of_files_hold_no_keys() -> None:
    """The child process that reads a foreign file can reach neither keys nor the database (spec/security)."""
    loaded = loaded_by(*modules_of("storage/intake/readers"))
    allowed = ("storage.intake",)
    ours = {name for name in loaded if name.startswith("storage.")}
    assert {name for name in ours if not name.startswith(allowed)} == set()
    assert not packages(loaded) & {"cryptography", "pandas", *DATABASE}


@pytest.mark.parametrize("name", ["tui.__main__", "tui.cli.parser"])
def test_starting_loads_nothing_heavy(name: str) -> None:
    loaded = loaded_by(name)
    assert name in loaded
    assert not packages(loaded) & HEAVY
