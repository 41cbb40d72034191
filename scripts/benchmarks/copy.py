"""`scripts/bench copy`: a store copied to a server and back, beside reading and writing the same raw rows."""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from core.entities.files import FileNote
from scripts.benchmarks._big_store import big_store
from scripts.benchmarks._report import MEBIBYTE, Report, machine
from scripts.benchmarks._stores import session_of
from scripts.tortures.postgres import TestServer, new_server
from storage.audit.receipt import Receipt
from storage.engine import open_engine, open_server
from storage.migrations.run import upgrade
from storage.schema.tables import every_table
from storage.transfer import copy_store
from storage.vault.books.files import FILE
from storage.vault.session import Session

CHUNK = 2_000
FILE_BYTES, FILES = 4 * 2**20, 3


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when the three dumps differ."""
    parser = argparse.ArgumentParser(prog="scripts/bench copy", description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=50, help="sale lines of a client")
    parser.add_argument("--keep", type=Path, default=None, help="folder whose store is taken, or made there and kept")
    parser.add_argument(
        "--no-dumps", dest="dumps", action="store_false", help="compare sealed rows, not what is in them"
    )
    options = parser.parse_args(arguments)
    report = Report()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="kartoteka-copy-") as name:
        folder = Path(name)
        kept = options.keep or folder
        kept.mkdir(parents=True, exist_ok=True)
        store = big_store(kept / f"firm-{options.clients}-{options.lines}.store", options.clients, options.lines)
        server = new_server()
        try:
            _measure(report, store, folder, server, options.dumps)
        finally:
            server.stop("immediate")
    print()
    print(report.table())
    return int(report.missed > 0)


def _measure(report: Report, store: Path, folder: Path, server: TestServer, dumps: bool) -> None:
    with session_of(store) as session:
        if not session.registers.of(FILE, sorted(session.clients.load().ids)[:1], _reading(session)):
            _attach_files(session)
        dump = session.upkeep.dump_digest() if dumps else ""
    report.figure("the store", _size(store) / MEBIBYTE, " MiB")
    there, back = folder / "there.store", folder / "back.store"
    sums: list[str] = []
    out = _timed(lambda: sums.append(copy_store(store, there, server.place(server.database())).sha256))
    home = _timed(lambda: sums.append(copy_store(there, back, None).sha256))
    report.goal("rows differ after both ways", len(set(sums)) - 1, 0, "")
    rows = sum(_count(store))
    report.figure("rows", rows, "")
    database = _made(server)
    raw_out = _timed(lambda: _raw_out(store, server, database))
    raw_home = _timed(lambda: _raw_home(server, database, folder / "raw.db"))
    for name, (clock, spent), (raw_clock, raw_spent) in (
        ("to the server", out, raw_out), ("back into a file", home, raw_home)
    ):  # fmt: skip
        report.figure(f"copied {name}, both sides compared / raw rows read and written", clock / raw_clock, " ×",
                      f"{clock:.0f} s against {raw_clock:.0f} s")  # fmt: skip
        report.figure(f"the same, processor time of this process, {name}", spent / raw_spent, " ×",
                      f"{spent:.0f} s against {raw_spent:.0f} s")  # fmt: skip
    for name, copy in (("the server", there), ("the copy of the copy", back)) if dumps else ():
        with session_of(copy) as session:
            report.goal(f"logical dump of {name} differs from the store's", session.upkeep.dump_digest() != dump, 0, "")


def _attach_files(session: Session) -> None:
    """A few large files in the drawer of a client: one record each, of many megabytes."""
    client = min(session.clients.load().ids)
    for number in range(FILES):
        note, receipt = FileNote(name=f"file {number}.bin", kind="bin", size=0), session.registers.noting(client)
        session.attachments.attach(FILE, client, note, os.urandom(FILE_BYTES), receipt)


def _reading(session: Session) -> Receipt:
    return session.registers.read(min(session.clients.load().ids), "files")


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    begin, spent = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begin, time.process_time() - spent


def _size(store: Path) -> int:
    return sum(each.stat().st_size for each in store.parent.glob(store.name + "*") if each.is_file())


def _count(store: Path) -> list[int]:
    with closing(sqlite3.connect(store)) as connection:
        return [connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables()]


def _tables() -> list[str]:
    return sorted(every_table().tables)


def _made(server: TestServer) -> str:
    """A database with the tables of a store and no row in them."""
    database = server.database()
    engine = open_server(server.place(database).schema, new=True)
    upgrade(engine)
    engine.dispose()
    for table in _tables():
        server.sql(f'DELETE FROM "{table}"', database)
    return database


@contextmanager
def _driver(server: TestServer, database: str) -> Iterator[Any]:
    import psycopg

    with psycopg.connect(host=str(server.folder), port=server.port, dbname=database, user="postgres") as connection:
        yield connection


def _raw_out(store: Path, server: TestServer, database: str) -> None:
    """Every row through the two drivers alone: no check, no comparison, the same chunks and transactions."""
    with closing(sqlite3.connect(store)) as source, _driver(server, database) as target, target.cursor() as cursor:
        for table in _tables():
            read = source.execute(f'SELECT * FROM "{table}"')
            while rows := read.fetchmany(CHUNK):
                marks = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
                target.commit()


def _raw_home(server: TestServer, database: str, target: Path) -> None:
    engine = open_engine(target, create=True)
    upgrade(engine)
    engine.dispose()
    with _driver(server, database) as source, closing(sqlite3.connect(target)) as written:
        written.execute("PRAGMA synchronous=FULL")
        for table in _tables():
            written.execute(f'DELETE FROM "{table}"')
            with source.cursor(name="rows") as read:
                read.execute(f'SELECT * FROM "{table}"')
                while rows := read.fetchmany(CHUNK):
                    marks = ", ".join(["?"] * len(rows[0]))
                    written.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
                    written.commit()
