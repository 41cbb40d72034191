"""What is no store, or not one of this program, is refused with exit 6 and not one byte of it is changed."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from core.problem import ExitCode, Problem
from scripts.tortures import victims
from scripts.tortures.victims import Say
from storage.engine import open_engine
from storage.migrations import run
from storage.vault.premises import open_premises
from tests.cli.station import Station
from tests.faults.disks import _cheap, found, whole

__all__ = ["_cheap"]
pytestmark = pytest.mark.usefixtures("_cheap")
ROOT = Path(__file__).resolve().parents[2]


def newer(store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as raw:
        raw.execute("UPDATE store SET format = 2")


def newer_in_the_wal(store: Path) -> None:
    """The change lies in the WAL of a process that was killed: a look must not fold it in."""
    program = (
        "import sqlite3, os, sys; raw = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "raw.execute('UPDATE store SET format = 2'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(store)], check=False)
    assert store.with_name(store.name + "-wal").stat().st_size > 0


def empty(store: Path) -> None:
    store.write_bytes(b"")


def text(store: Path) -> None:
    store.write_bytes(b"Client;Phone\n" * 1000)


def noise(store: Path) -> None:
    store.write_bytes(os.urandom(20_000))


def foreign(store: Path) -> None:
    store.unlink()
    with closing(sqlite3.connect(store)) as raw:
        raw.execute("CREATE TABLE clients (name TEXT)")


def header_alone(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:100])


def no_row(store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as raw:
        raw.execute("DELETE FROM store")


HARMS = [newer, newer_in_the_wal, empty, text, noise, foreign, header_alone, no_row]


@pytest.mark.in_a_file("harms the file; a format not known is refused in tests/server")
@pytest.mark.parametrize("harm", HARMS)
def test_refused_and_left_as_it_is(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    station = Station(tmp_path)
    harm(station.store)
    wal = station.store.with_name(station.store.name + "-wal")
    before = station.store.read_bytes(), wal.read_bytes() if wal.exists() else b""
    for words in (("clients",), ("import", station.file("a.csv", "Client;Date;Amount\nA;2024-01-01;5\n"))):
        said = station.run("--lang", "en", *words)
        assert said.status == ExitCode.STORE, said.err
        assert said.out == ""
        assert len(said.err.splitlines()) == 1 and said.err.endswith(".\n")
        assert ("newer version" in said.err) is (harm in (newer, newer_in_the_wal))
        assert (station.store.read_bytes(), wal.read_bytes() if wal.exists() else b"") == before


@pytest.mark.parametrize("suffix", [".pepper", ".signing", ".trust"])
@pytest.mark.parametrize("harm", ["gone", "short", "long", "open to others"])
def test_key_files_that_are_not_as_they_were(tmp_path: Path, suffix: str, harm: str) -> None:
    store = found(tmp_path)
    file = store.with_name(store.name + suffix)
    secret = file.read_bytes()
    if harm == "gone":
        file.unlink()
    elif harm == "open to others":
        file.chmod(0o644)
    else:
        file.write_bytes(secret[:-1] if harm == "short" else secret + b"x")
    with pytest.raises(Problem) as caught:
        open_premises(store)
    assert caught.value.exit_code is ExitCode.STORE
    assert file.name in str(caught.value)
    file.write_bytes(secret)
    file.chmod(0o600)
    whole(store)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o777])
def test_a_database_file_open_to_group_or_others_is_refused_in_one_sentence(tmp_path: Path, mode: int) -> None:
    store = found(tmp_path)
    before = store.read_bytes()
    store.chmod(mode)
    with pytest.raises(Problem) as caught:
        open_premises(store)
    assert caught.value.exit_code is ExitCode.STORE
    assert store.name in str(caught.value) and "chmod 600" in str(caught.value)
    assert store.read_bytes() == before
    store.chmod(0o600)
    whole(store)


NEXT = '''
"""A revision of tomorrow."""
import sqlalchemy as sa
from alembic import op
revision = "later"
down_revision = "{head}"
branch_labels = None
depends_on = None
def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("record", sa.Column("later", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_record_later", "record", ["later"])
    op.execute("INSERT INTO later (id) SELECT rowid FROM record")
    op.execute("UPDATE record SET later = 1")
    op.create_index("ix_later", "later", ["id"])
'''


def migrate(store: Path, folder: Path, stop_at: int, say: Say) -> None:
    """Bring a store to the revision of tomorrow; die before the statement `stop_at`. Says how many there are."""
    run.HERE, run.HEAD = folder, "later"
    count = 0

    def step(_statement: str) -> None:
        nonlocal count
        count += 1
        if count == stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    opened = open_engine(store)
    opened.dispose()
    event.listen(opened, "connect", lambda raw, _record: raw.set_trace_callback(step))
    run.upgrade(opened)
    opened.dispose()
    say(str(count))


def migrated_in_a_child(store: Path, folder: Path, stop_at: int) -> victims.Victim:
    victim = victims.start(functools.partial(migrate, store, folder, stop_at), None)
    assert victims.run_to_the_end([victim]) == []
    return victim


def schema(store: Path) -> list[object]:
    with closing(sqlite3.connect(store)) as raw:
        rows = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        return [*rows, raw.execute("SELECT version_num FROM alembic_version").fetchall()]


def test_a_migration_killed_at_every_step(tmp_path: Path) -> None:
    """Before it or after it, never between: the next start migrates, and the data are whole in both."""
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "storage" / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "later.py").write_text(NEXT.replace("{head}", run.HEAD), encoding="utf-8")
    store = found(tmp_path)
    original = tmp_path / "original"
    shutil.copy2(store, original)

    steps = int(migrated_in_a_child(store, folder, 0).lines[-1])
    migrated = schema(store)
    shutil.copy2(original, store)
    before = schema(store)
    assert before != migrated
    states = []
    for stop_at in range(1, steps + 1):
        assert migrated_in_a_child(store, folder, stop_at).killed
        states.append(schema(store))
        assert states[-1] in (before, migrated)
        assert not migrated_in_a_child(store, folder, 0).killed
        assert schema(store) == migrated
        for file in tmp_path.glob("firm.store-*"):
            file.unlink()
        shutil.copy2(original, store)
    assert before in states
    whole(store)
