"""Opening the database of a store, with the settings the promises rest on read back and enforced.

SQLite: every transaction begins with BEGIN IMMEDIATE, so a writer never meets a lock half-way and a plain
`engine.begin()` is safe for writing. Reading goes through `reading(engine)`: a plain BEGIN, which takes no
lock and sees one snapshot, on a connection that refuses to write. WAL with synchronous=FULL is not a matter
of taste: with NORMAL a power cut can lose a log entry whose dossier was already shown (spec/security §4).
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Delete, Engine, Insert, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from core.problem import N_, ExitCode, Problem
from storage.look import held, looking
from storage.medium import demand_local
from storage.pointer import parse_url, read_pointer
from storage.schema.base import FORMAT
from storage.server import demand_fit, demand_store, is_server_fault, server_engine, server_problem

BUSY_TIMEOUT_MS = 10_000
"""How long a connection waits for another process' lock. Writers queue on the log's flock first."""

_READS = "kartoteka_reads"
_WRITES_REFUSED = "attempt to write a readonly database"
_OPENED = "kartoteka_opened"
Identity = tuple[tuple[int, int] | None, ...]
"""Device and inode of the database file and of its WAL; None for one that is not there."""
_MAGIC = b"SQLite format 3\0"
_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("foreign_keys", "ON", 1),
    ("cache_size", "-1024", -1024),
    ("trusted_schema", "OFF", 0),
)

DISK_FULL = N_("The disk is full: nothing of this step was saved. Free some space and repeat it.")

_CAUSES: tuple[tuple[str, str], ...] = (
    (
        "sqlite_ioerr_shmsize",  # the file of the WAL's index does not grow
        DISK_FULL,
    ),
    (
        "database or disk is full",
        DISK_FULL,
    ),
    (
        "no space left on device",
        DISK_FULL,
    ),
    (
        "disk i/o error",
        N_("The disk reported an error: nothing of this step was saved. Check the disk and repeat it."),
    ),
    (
        "input/output error",
        N_("The disk reported an error: nothing of this step was saved. Check the disk and repeat it."),
    ),
    ("readonly database", N_("The store cannot be written: check the rights of its file and folder.")),
    ("read-only file system", N_("The store cannot be written: check the rights of its file and folder.")),
    ("permission denied", N_("The store cannot be written: check the rights of its file and folder.")),
    (
        "unable to open database file",
        N_("The store cannot be opened: check the rights of its file and folder."),
    ),
    (
        "file is not a database",
        N_("The store is damaged: its file is no longer a database. Restore a backup."),
    ),
    ("could not decode", N_("The store is damaged: its file does not read back whole. Restore a backup.")),
    ("malformed", N_("The store is damaged: its file does not read back whole. Restore a backup.")),
    ("database is locked", N_("The store is busy with another session for too long: repeat the step.")),
)


def storage_problem(exc: BaseException) -> Problem | None:
    """The sentence for a failure of the medium (full, broken, read-only, locked); None for another fault."""
    if is_server_fault(exc):
        assert isinstance(exc, DBAPIError)
        return server_problem(exc)
    fault = exc.orig if isinstance(exc, DBAPIError) else exc
    text = f"{fault} {getattr(fault, 'sqlite_errorname', '')}".lower()
    if not isinstance(exc, DBAPIError | sqlite3.Error | OSError):
        return None
    for needle, msgid in _CAUSES:
        if needle in text:
            return Problem(msgid, ExitCode.STORE)
    return None


def open_engine(location: str | os.PathLike[str], *, create: bool = False, examined: bool = False) -> Engine:
    """The engine of the store at a path or database URL.

    `create` makes a new, empty database file (mode 0600) and refuses an existing one; the caller then runs
    the migrations. Without it the file must be there and be a store of a format this program knows, which
    `examined` says without a look: a copy being made is no store yet.
    Raises `Problem` (STORE, or BAD_INPUT for an impossible location).
    """
    text = os.fspath(location)
    if "://" in text:
        url = parse_url(text)
        if url.get_backend_name() != "sqlite":
            return open_server(url)
        if not url.database or url.database == ":memory:" or url.query:
            raise Problem(N_("A store needs a file: give a path, for example firm.kartoteka."), ExitCode.BAD_INPUT)
        text = url.database
    path = Path(text).absolute()
    demand_local(path)
    try:
        if create:
            return _open_new(path)
        server = _server_of(path)
        if server is not None:
            return open_server(server)
        if not examined:
            _examine(path)
        return _open_file(path)
    except (DBAPIError, sqlite3.Error) as exc:
        raise storage_problem(exc) or _no_store(path) from None


def many(connection: Connection, statement: Insert | Delete, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement once for each row on the driver's own terms: values are bytes, numbers and text already.

    SQLAlchemy wraps every byte string of every row, which costs more than the database does.
    """
    names = list(rows[0])
    compiled = statement.compile(dialect=connection.dialect, column_keys=names)
    order = compiled.positiontup
    values: Any = [tuple(row[name] for name in order) for row in rows] if order else [dict(row) for row in rows]
    connection.exec_driver_sql(str(compiled), values)


def is_sqlite(engine: Engine) -> bool:
    """Whether the store is one file (queues and checkpoints are then ours to do)."""
    return engine.dialect.name == "sqlite"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read-only snapshot: takes no write lock, a write inside it fails. Raises Problem (STORE) on a bad disk."""
    look = looking(engine)
    try:
        if look is not None:
            yield look.connection
            return
        with _snapshot(engine) as connection:
            yield connection
    except (DBAPIError, sqlite3.Error) as exc:
        problem = storage_problem(exc)
        # A write inside a reading is a fault of the program, whatever the disk is like.
        if problem is None or _WRITES_REFUSED in str(exc):
            raise
        raise problem from None


@contextmanager
def one_look(engine: Engine) -> Iterator[None]:
    """Readings of this thread inside the block share one snapshot; what is written meanwhile is not in it."""
    if looking(engine) is not None:
        yield
        return
    with reading(engine) as connection, held(engine, connection):
        yield


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    if not is_sqlite(engine):
        # Of a server a snapshot is asked for by name.
        wanted = {_READS: True, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**wanted) as connection, connection.begin():
            yield connection
        return
    with engine.connect().execution_options(**{_READS: True}) as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA query_only=ON")
        try:
            yield connection
        finally:
            connection.rollback()
            raw.execute("PRAGMA query_only=OFF")


def checkpoint_truncate(engine: Engine) -> bool:
    """Fold the WAL into the file and cut it to nothing; deleted key wraps survive there otherwise.

    False when another session's snapshot stood in the way: the next session tries again (spec/store §6).
    """
    if not is_sqlite(engine):
        return True
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
        finally:
            cursor.close()
    except sqlite3.Error as exc:
        raise storage_problem(exc) or exc from None
    finally:
        raw.close()
    return row is not None and int(row[0]) == 0


def open_server(url: URL, new: bool = False) -> Engine:
    """The engine of a store on a database server. `new`: there is none yet, and the role makes the tables.

    Raises Problem (STORE).
    """
    engine = server_engine(url)
    try:
        with engine.connect() as connection:
            demand_fit(connection)
            if not new:
                demand_store(connection, url.database or "?")
            connection.rollback()
    except DBAPIError as fault:
        engine.dispose()
        raise server_problem(fault) from None
    except BaseException:
        engine.dispose()
        raise
    return engine


def _server_of(path: Path) -> URL | None:
    try:
        return read_pointer(path)
    except OSError:
        return None  # the look at a store in a file says what is wrong with it


def _make_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise Problem(
            N_("{path} already exists: choose another name for the new store."), ExitCode.BAD_INPUT, path=path
        ) from None
    except OSError as exc:
        raise storage_problem(exc) or Problem(
            N_("The store {path} cannot be created: {reason}."),
            ExitCode.STORE,
            path=path,
            reason=exc.strerror,
        ) from None


def _open_new(path: Path) -> Engine:
    _make_file(path)
    try:
        return _open_file(path)
    except BaseException:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        raise


def _no_store(path: Path) -> Problem:
    return Problem(
        N_("{path} is not a Kartoteka store, or its file is damaged: check the path or restore a backup."),
        ExitCode.STORE,
        path=path,
    )


def _examine(path: Path) -> None:
    """Refuse anything but a store of a known format, before a setting could change a foreign file."""
    try:
        with path.open("rb") as stream:
            mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
            magic = stream.read(len(_MAGIC))
    except FileNotFoundError:
        raise Problem(
            N_("There is no store at {path}: check the path, or make one with init."), ExitCode.BAD_INPUT, path=path
        ) from None
    except OSError as exc:
        raise Problem(
            N_("The store {path} cannot be read: {reason}."), ExitCode.STORE, path=path, reason=exc.strerror
        ) from None
    if magic != _MAGIC:
        raise _no_store(path)
    if mode & 0o077:
        raise Problem(N_("The store {path} can be read by others: run chmod 600 on it."), ExitCode.STORE, path=path)
    # Opened for writing, even a mere look would fold a WAL into the file of a program that is newer than this one.
    with closing(_connect(path, "ro")) as raw:
        raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        if raw.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name='store'").fetchone() is None:
            raise _no_store(path)
        row = raw.execute("SELECT format FROM store").fetchone()
    if row is None:
        raise _no_store(path)
    if row[0] > FORMAT:
        raise Problem(
            N_(
                "{path} was written by a newer version of the program (format {found}, known is {known}): "
                "update the program."
            ),
            ExitCode.STORE,
            path=path,
            found=row[0],
            known=FORMAT,
        )


def _connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    # Without a mode sqlite would make an empty file in place of a missing one.
    uri = f"file:{quote(os.fspath(path))}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def _open_file(path: Path) -> Engine:
    url = URL.create("sqlite", database=os.fspath(path))
    engine = create_engine(url, creator=lambda: _connect(path), hide_parameters=True, echo=False)
    event.listen(engine, "connect", lambda raw, opened: _harden(raw, opened, path))
    event.listen(engine, "begin", lambda connection: _begin(connection, path))
    event.listen(engine, "commit", lambda connection: _demand_same_files(connection, path))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master")
    except BaseException:
        engine.dispose()
        raise
    return engine


def _harden(raw: Any, opened: Any, path: Path) -> None:
    """Set and read back every setting: sqlite ignores an unknown or refused pragma silently."""
    for name, value, expected in _PRAGMAS:
        raw.execute(f"PRAGMA {name}={value}").fetchall()
        row = raw.execute(f"PRAGMA {name}").fetchone()
        if row is None or row[0] != expected:
            raise Problem(
                N_("The database refused the setting {name}={value}, without which the store is not safe."),
                ExitCode.STORE,
                name=name,
                value=value,
            )
    raw.execute("SELECT 1 FROM sqlite_master").fetchone()  # the WAL is there from the first reading on
    opened.info[_OPENED] = _identity(path)


def _begin(connection: Connection, path: Path) -> None:
    _demand_same_files(connection, path)
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _identity(path: Path) -> Identity:
    found: list[tuple[int, int] | None] = []
    for name in (os.fspath(path), os.fspath(path) + "-wal"):
        try:
            facts = os.stat(name)  # noqa: PTH116  (twice a transaction: a Path costs more than the call)
        except OSError:
            found.append(None)
        else:
            found.append((facts.st_dev, facts.st_ino))
    return tuple(found)


def _demand_same_files(connection: Connection, path: Path) -> None:
    """Raise Problem (STORE) when the store's files are no longer the ones this connection writes to.

    A removed file is written on without an error, and everything logged there is gone with the process.
    """
    if connection.connection.info.get(_OPENED) != _identity(path):
        raise Problem(
            N_(
                "The file of the store was removed or replaced while it was open: nothing of this step was saved. "
                "Leave the program and put the store back."
            ),
            ExitCode.STORE,
        )
