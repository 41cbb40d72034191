"""Copying a store from one engine to another: every row as it is, then both sides compared to the byte (U21).

Nothing is opened and no key is needed: rows are sealed already. The source is read in one snapshot, in order of the
primary keys, so a copy that was cut off goes on behind the last row it has; if the source has grown since, it begins
anew. The `store` row is written last: an unfinished copy is no store to anybody.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, String, Table, and_, collate, delete, func, insert, or_, select
from sqlalchemy.exc import DBAPIError

from core.problem import N_, ExitCode, Problem
from storage.engine import checkpoint_truncate, open_engine, open_server, reading, storage_problem
from storage.migrations.run import revision, upgrade
from storage.pointer import write_pointer
from storage.schema.clients import record
from storage.schema.log import digest, log, log_head
from storage.schema.store import store
from storage.schema.tables import every_table
from storage.server import give_rights
from storage.vault.files import StoreFiles, files_of
from storage.vault.founding import Server

CHUNK = 2_000
"""Rows a statement and a transaction."""
BYTES = 32 * 2**20
"""Sealed bytes a statement, unless a single record has more: some are files of many megabytes."""
Progress = Callable[[int, int], bool]
"""`progress(done, total)` in rows; False stops the copy, which goes on from there the next time."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a finished copy holds: rows by table, and the SHA-256 both sides have in common."""

    rows: dict[str, int]
    sha256: str
    resumed: int
    """Rows that an earlier, cut-off copy had brought already."""


class Mark(msgspec.Struct, frozen=True):
    """Beside an unfinished copy: which state of the source it is of."""

    store_id: bytes
    log_size: int
    frontier: bytes


def copy_store(source: Path, target: Path, server: Server | None, progress: Progress | None = None) -> Copied:
    """Copy the store at `source` to `target`: a file, or with `server` the pointer of a new store on a server.

    Raises Problem: BAD_INPUT for a place that is taken, STORE for a medium that fails or sides that differ, REFUSED
    when `progress` stopped it; what was copied stays and the next call goes on.
    """
    source, target = source.absolute(), target.absolute()
    here = open_engine(source)
    try:
        there = _open_target(target, server)
        try:
            with reading(here) as reader:
                return _copy(reader, there, files_of(source), files_of(target), server, progress)
        finally:
            there.dispose()
    except DBAPIError as fault:
        raise storage_problem(fault) or fault from None
    finally:
        here.dispose()


def _open_target(target: Path, server: Server | None) -> Engine:
    mark = _mark_file(target)
    if target.exists() and not mark.exists():
        raise Problem(
            N_("{path} already exists: choose another name for the new store."), ExitCode.BAD_INPUT, path=target
        )
    if server is None:
        if target.exists():
            return open_engine(target, examined=True)
        engine = open_engine(target, create=True)
        upgrade(engine)
        return engine
    engine = open_server(server.schema, new=True)
    if revision(engine) is None:
        upgrade(engine)
    elif not mark.exists():
        engine.dispose()
        raise Problem(
            N_("There is a store in this database already: make another database for a new one."), ExitCode.BAD_INPUT
        )
    if not target.exists():
        write_pointer(target, server.url)
    return engine


def _copy(
    reader: Connection,
    there: Engine,
    files: StoreFiles,
    target: StoreFiles,
    server: Server | None,
    progress: Progress | None,
) -> Copied:
    mark = _mark_of(reader)
    resumed = _prepare(there, _mark_file(target.store), mark)
    tables = _tables()
    total = sum(int(reader.scalar(select(func.count()).select_from(each)) or 0) for each in tables)
    done = resumed
    for table in tables:
        for rows in _missing(reader, there, table):
            if progress is not None and not progress(done, total):
                raise Problem(N_("The copy was stopped: the same command goes on where it ended."), ExitCode.REFUSED)
            with there.begin() as writer:
                writer.execute(insert(table), rows)
            done += len(rows)
    counts, sums = {}, hashlib.sha256()
    with reading(there) as written:
        for table in tables:
            count, ours = table_digest(reader, table)
            if (count, ours) != table_digest(written, table):
                raise Problem(
                    N_("The copy differs from the store in {table}: remove it and copy again."),
                    ExitCode.STORE,
                    table=table.name,
                )
            counts[table.name] = count
            sums.update(table.name.encode() + count.to_bytes(8, "big") + ours)
    with there.begin() as writer:
        writer.execute(insert(store), [row._asdict() for row in reader.execute(select(store))])
        if server is not None:
            give_rights(writer, server.url.username or "", server.backup)
    _carry_files(files, target)
    _mark_file(target.store).unlink(missing_ok=True)
    if progress is not None:
        progress(total, total)
    return Copied(counts, sums.hexdigest(), resumed)


def snapshot_to_file(engine: Engine, target: Path, told: Callable[[int, int], None]) -> None:
    """Every row of a store on a server as of one moment, in a new database file (mode 0600): what backups seal.

    Raises Problem (STORE) on a failing medium, and whatever `told` raises to stop it.
    """
    there = open_engine(target, create=True)
    try:
        upgrade(there)
        with reading(engine) as reader, there.begin() as writer:
            tables = [*_tables(), store]
            total = sum(int(reader.scalar(select(func.count()).select_from(each)) or 0) for each in tables)
            done = 0
            for table in tables:
                for rows in _pages(reader, table, None):
                    writer.execute(insert(table), rows)
                    done += len(rows)
                    told(done, total)
    except DBAPIError as fault:
        raise storage_problem(fault) or fault from None
    finally:
        checkpoint_truncate(there)
        there.dispose()


def table_digest(connection: Connection, table: Table) -> tuple[int, bytes]:
    """Number of rows and SHA-256 over all of them in order of the primary key, the same on every engine."""
    count, found = 0, hashlib.sha256()
    for rows in _pages(connection, table, None):
        for row in rows:
            found.update(msgspec.msgpack.encode([row[column.name] for column in table.columns]))
        count += len(rows)
    return count, found.digest()


def _tables() -> list[Table]:
    """Every table but `store`, the log last: a target with a log has everything the log speaks of."""
    late = (digest, log, log_head)
    rest = sorted((each for each in every_table().tables.values() if each not in (*late, store)), key=_name)
    return [*rest, *late]


def _name(table: Table) -> str:
    return table.name


def _mark_of(reader: Connection) -> Mark:
    head = reader.execute(select(log_head.c.size, log_head.c.frontier)).one()
    return Mark(bytes(reader.scalar(select(store.c.store_id)) or b""), int(head.size), bytes(head.frontier))


def _mark_file(target: Path) -> Path:
    return target.with_name(target.name + ".unfinished")


def _prepare(there: Engine, file: Path, mark: Mark) -> int:
    """Rows that are there already of this very state; of another one everything is removed first."""
    known = None
    if file.exists():
        try:
            known = msgspec.msgpack.decode(file.read_bytes(), type=Mark)
        except (msgspec.DecodeError, OSError):
            known = None
    if known != mark:
        with there.begin() as writer:
            for table in (*_tables(), store):
                writer.execute(delete(table))
        handle = os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(msgspec.msgpack.encode(mark))
        return 0
    with reading(there) as written:
        return sum(int(written.scalar(select(func.count()).select_from(each)) or 0) for each in _tables())


def _missing(reader: Connection, there: Engine, table: Table) -> Iterator[list[dict[str, Any]]]:
    with reading(there) as written:
        keys = _keys(table, written)
        last = written.execute(select(*keys).order_by(*(each.desc() for each in keys)).limit(1)).first()
    yield from _pages(reader, table, None if last is None else tuple(last))


def _pages(connection: Connection, table: Table, after: tuple[Any, ...] | None) -> Iterator[list[dict[str, Any]]]:
    """Rows in order of the primary key, a page a statement: memory does not grow with the store."""
    keys = _keys(table, connection)
    names = [each.name for each in table.primary_key.columns]
    while True:
        behind = () if after is None else (_behind(keys, after),)
        most = _fitting(connection, keys, behind) if table is record else CHUNK
        query = select(table).where(*behind).order_by(*keys).limit(most)
        rows = [dict(row._mapping) for row in connection.execute(query)]
        if not rows:
            return
        yield rows
        after = tuple(rows[-1][name] for name in names)


def _fitting(connection: Connection, keys: list[Any], behind: tuple[Any, ...]) -> int:
    """How many of the next records fit into one statement."""
    count = held = 0
    for size in connection.scalars(select(record.c.size).where(*behind).order_by(*keys).limit(CHUNK)):
        held += int(size)
        if count and held > BYTES:
            break
        count += 1
    return max(count, 1)


def _keys(table: Table, connection: Connection) -> list[Any]:
    """Columns of the primary key; text in the order of its bytes, whatever the database's language is."""
    columns: list[Any] = list(table.primary_key.columns)
    if connection.dialect.name == "sqlite":
        return columns
    return [collate(each, "C") if isinstance(each.type, String) else each for each in columns]


def _behind(keys: list[Any], values: tuple[Any, ...]) -> Any:
    """Rows behind a key, column by column: row values are compared by neither engine's index alike."""
    return or_(
        *(
            and_(*(keys[at] == values[at] for at in range(place)), keys[place] > values[place])
            for place in range(len(keys))
        )
    )


def _carry_files(files: StoreFiles, target: StoreFiles) -> None:
    """Pepper, signing key and trust root go with the rows: without them nobody opens the copy."""
    for old, new in ((files.pepper, target.pepper), (files.signing, target.signing), (files.trust, target.trust)):
        handle = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out, old.open("rb") as held:
            shutil.copyfileobj(held, out)
            out.flush()
            os.fsync(out.fileno())
