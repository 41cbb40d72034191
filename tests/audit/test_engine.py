"""The database of a store: settings that are enforced, and the sentences for everything that can be wrong."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import OperationalError

from core.problem import ExitCode, Problem
from storage import engine as subject
from storage.engine import checkpoint_truncate, open_engine, reading, storage_problem
from storage.schema.base import FORMAT, metadata
from storage.schema.store import store


def make_store(path: Path, file_format: int = FORMAT) -> Engine:
    engine = open_engine(path, create=True)
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(store).values(id=1, store_id=b"s" * 16, format=file_format))
    return engine


def refusal(location: str | Path, *, create: bool = False) -> Problem:
    with pytest.raises(Problem) as caught:
        open_engine(location, create=create)
    assert str(caught.value).endswith(".")
    return caught.value


def test_every_connection_has_the_settings(tmp_path: Path) -> None:
    make_store(tmp_path / "firm.kartoteka").dispose()
    engine = open_engine(tmp_path / "firm.kartoteka")
    with engine.connect() as one, engine.connect().execution_options(kartoteka_reads=True) as two:
        two.rollback()
        for connection in (one, two):
            found = {
                name: connection.connection.driver_connection.execute(f"PRAGMA {name}").fetchone()[0]  # type: ignore[union-attr]
                for name in ("journal_mode", "synchronous", "secure_delete", "temp_store", "foreign_keys")
            }
            assert found == {
                "journal_mode": "wal",
                "synchronous": 2,
                "secure_delete": 1,
                "temp_store": 2,
                "foreign_keys": 1,
            }


def test_parameters_never_reach_an_error_message(tmp_path: Path) -> None:
    engine = make_store(tmp_path / "a")
    with pytest.raises(OperationalError) as caught, engine.begin() as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE x = :secret"), {"secret": "topsecret"})
    assert "topsecret" not in str(caught.value)
    assert engine.echo is False


def test_a_refused_setting_closes_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_store(tmp_path / "a").dispose()
    monkeypatch.setattr(subject, "_PRAGMAS", (*subject._PRAGMAS, ("no_such_setting", "ON", 1)))
    assert refusal(tmp_path / "a").facts["name"] == "no_such_setting"
    monkeypatch.setattr(subject, "_PRAGMAS", (("synchronous", "NORMAL", 2),))
    assert refusal(tmp_path / "a").facts["name"] == "synchronous"


def test_new_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "имя с пробелом?#%.kartoteka"
    make_store(path).dispose()
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    assert refusal(path, create=True).exit_code == ExitCode.BAD_INPUT
    assert path.read_bytes() == before
    assert refusal(tmp_path / "no" / "folder", create=True).exit_code == ExitCode.STORE


def test_what_is_not_a_store(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert refusal(missing).exit_code == ExitCode.BAD_INPUT
    assert not missing.exists()
    assert refusal(tmp_path).exit_code == ExitCode.STORE
    for name, content in {"empty": b"", "text": b"date;amount\n", "cut": b"SQLite format 3\0" + b"\1" * 90}.items():
        (tmp_path / name).write_bytes(content)
        problem = refusal(tmp_path / name)
        assert problem.exit_code == ExitCode.STORE
        if name != "cut":
            assert problem.facts["path"] == tmp_path / name
        assert (tmp_path / name).read_bytes() == content


def test_a_foreign_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "foreign"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE bookmarks (id INTEGER)")
    raw.close()
    before = path.read_bytes()
    assert refusal(path).exit_code == ExitCode.STORE
    assert path.read_bytes() == before


def test_a_store_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    make_store(tmp_path / "new", FORMAT + 1).dispose()
    problem = refusal(tmp_path / "new")
    assert (problem.exit_code, problem.facts["found"]) == (ExitCode.STORE, FORMAT + 1)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:secret@db/firm",
        "postgresql://db/firm?password=secret",
        "mysql://db/firm",
        "://",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_impossible_urls(url: str) -> None:
    problem = refusal(url)
    assert problem.exit_code == ExitCode.BAD_INPUT
    assert "secret" not in str(problem)


def test_a_sqlite_url_opens_the_same_store(tmp_path: Path) -> None:
    make_store(tmp_path / "a").dispose()
    with reading(open_engine(f"sqlite:///{tmp_path / 'a'}")) as connection:
        assert connection.scalar(select(store.c.format)) == FORMAT


def test_reading_takes_no_lock_and_cannot_write(tmp_path: Path) -> None:
    engine = make_store(tmp_path / "a")
    with reading(engine) as reader, pytest.raises(OperationalError, match="readonly"):
        reader.execute(store.update().values(format=7))
    with reading(engine) as reader:
        assert reader.scalar(select(store.c.format)) == FORMAT
        with engine.begin() as writer:
            writer.execute(store.update().values(format=0))
        assert reader.scalar(select(store.c.format)) == FORMAT, "one snapshot"
        with pytest.raises(OperationalError):
            reader.execute(store.update().values(format=7))
    with engine.begin() as writer:
        assert writer.scalar(select(store.c.format)) == 0
        writer.execute(store.update().values(format=FORMAT))


def test_a_write_transaction_holds_the_lock_from_its_first_moment(tmp_path: Path) -> None:
    engine = make_store(tmp_path / "a")
    with engine.begin(), sqlite3.connect(tmp_path / "a", timeout=0, isolation_level=None) as other:
        with pytest.raises(sqlite3.OperationalError, match="locked") as caught:
            other.execute("BEGIN IMMEDIATE")
        problem = storage_problem(caught.value)
        assert problem is not None
        assert problem.exit_code == ExitCode.STORE


def test_checkpoint_leaves_an_empty_wal_or_says_that_it_could_not(tmp_path: Path) -> None:
    engine = make_store(tmp_path / "a")
    wal = tmp_path / "a-wal"
    assert wal.stat().st_size > 0
    with reading(engine) as reader:
        reader.scalar(select(store.c.format))
        with engine.begin() as writer:
            writer.execute(store.update().values(format=FORMAT))
        with engine.connect() as other:
            other.connection.driver_connection.execute("PRAGMA busy_timeout=1")  # type: ignore[union-attr]
        assert checkpoint_truncate(engine) is False
    assert checkpoint_truncate(engine) is True
    assert wal.stat().st_size == 0


def test_a_full_disk_has_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    engine = make_store(tmp_path / "a")
    with pytest.raises(OperationalError) as caught, engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        connection.exec_driver_sql("CREATE TABLE filler (x BLOB)")
        connection.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(1000000))")
    problem = storage_problem(caught.value)
    assert problem is not None
    assert "full" in str(problem)
    with reading(engine) as connection:
        assert connection.scalar(select(store.c.format)) == FORMAT


@pytest.mark.parametrize(
    ("fault", "known"),
    [
        (sqlite3.OperationalError("disk I/O error"), True),
        (sqlite3.OperationalError("attempt to write a readonly database"), True),
        (sqlite3.DatabaseError("database disk image is malformed"), True),
        (OSError(28, "No space left on device"), True),
        (sqlite3.OperationalError("no such table: x"), False),
        (ValueError("database or disk is full"), False),
    ],
)
def test_only_faults_of_the_medium_have_a_sentence(fault: Exception, known: bool) -> None:
    assert (storage_problem(fault) is not None) is known
