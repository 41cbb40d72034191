"""The stores of the tests on a real PostgreSQL: `KARTOTEKA_TEST_ENGINE=postgresql` puts all stages there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from scripts.tortures.postgres import OWNER, PROGRAM, TestServer, new_server, shared_server

__all__ = ["OWNER", "PROGRAM", "WANTED", "TestServer", "new_server", "raw_server", "shared_server"]

WANTED = os.environ.get("KARTOTEKA_TEST_ENGINE") == "postgresql"


class RawServer:
    """Just enough of sqlite3's connection for the tests that tamper: question marks, rows by where they lie."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def execute(self, statement: str, values: Sequence[Any] = ()) -> RawServer:
        told = re.sub(r"\browid = \?", "ctid = ?::tid", statement)
        told = re.sub(r"\browid = \(SELECT rowid", "ctid = (SELECT ctid", told)
        told = re.sub(r"\browid\b", "ctid::text", told)
        told = re.sub(r"\bzeroblob\((\w+(?:\(\w+\))?)\)", r"decode(repeat('00', \1), 'hex')", told)
        told = re.sub(r"\bAS BLOB\)", "AS bytea)", told)
        told = re.sub(r"\bx'([0-9a-fA-F]*)'", r"'\\\\x\1'::bytea", told).replace("%", "%%").replace("?", "%s")
        told = re.sub(r'(?<!["\w])grant(?!["\w])', '"grant"', told)
        self._cursor.execute(told, tuple(values))
        return self

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            self.execute(statement, row)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._cursor.fetchall()] if self._cursor.description else []

    def fetchone(self) -> tuple[Any, ...] | None:
        row = self._cursor.fetchone() if self._cursor.description else None
        return None if row is None else tuple(row)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.fetchall())


@contextmanager
def raw_server(database: str) -> Iterator[RawServer]:
    """The database as the server's administrator has it."""
    import psycopg

    where = shared_server()
    with (
        psycopg.connect(
            host=str(where.folder), port=where.port, user="postgres", dbname=database, autocommit=True
        ) as connection,
        connection.cursor() as cursor,
    ):
        yield RawServer(cursor)
