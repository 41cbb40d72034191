"""A PostgreSQL server of our own on a socket: for tests, torture and benches. Started as a user who is not root."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from storage.vault.founding import Server

OWNER, PROGRAM = "kartoteka_owner", "kartoteka_program"


_SMALLEST = (
    "CREATE FUNCTION smaller(bytea, bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS 'SELECT least($1, $2)'",
    "CREATE AGGREGATE min(bytea) (SFUNC = smaller, STYPE = bytea)",
)
"""What tests that pick a row by its smallest id ask of any engine."""


@dataclass
class TestServer:
    """One running server on a socket of its own."""

    __test__ = False
    folder: Path
    binaries: Path
    port: int = 5432
    settings: dict[str, str] = field(default_factory=dict)

    def url(self, user: str, database: str) -> URL:
        return URL.create(
            "postgresql+psycopg",
            username=user,
            database=database,
            query={"host": str(self.folder), "port": str(self.port)},
        )

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A program of the server, as a user who is not root: PostgreSQL refuses root."""
        name, *arguments = command
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        return subprocess.run(
            [*as_user, str(self.binaries / name), *arguments], check=check, capture_output=True, text=True, cwd="/"
        )

    def start(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        listen = f"-k {self.folder} -p {self.port} -c listen_addresses='' {options}"
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o", listen, "start")

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop", check=False)

    def sql(self, statement: str, database: str = "postgres", user: str = "postgres") -> list[tuple[object, ...]]:
        engine = create_engine(self.url(user, database), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                found = connection.exec_driver_sql(statement)
                return [tuple(row) for row in found] if found.returns_rows else []
        finally:
            engine.dispose()

    def database(self, template: str = "") -> str:
        """A new database, empty or a copy of another one that nobody is connected to."""
        name = f"firm_{uuid.uuid4().hex[:12]}"
        like = f"TEMPLATE {template}" if template else "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        self.sql(f"CREATE DATABASE {name} {like} OWNER {OWNER}")
        if not template:
            for statement in _SMALLEST:
                self.sql(statement, name, OWNER)
        return name

    def place(self, database: str) -> Server:
        return Server(self.url(PROGRAM, database), self.url(OWNER, database))


def find_initdb() -> Path | None:
    """Where Debian keeps the programs of the newest server, or what PATH has."""
    there = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: float(each.parts[4]), reverse=True
    )
    found = shutil.which("initdb")
    return there[0] if there else Path(found) if found else None


def new_server(durable: bool = False, **settings: str) -> TestServer:
    """A server made for the tests; `durable`: with fsync, for tests of crashes."""
    initdb = find_initdb()
    if initdb is None:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="kartoteka-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    fast = {} if durable else {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    server = TestServer(folder, initdb.parent, settings={**fast, "max_connections": "200", **settings})
    server.run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
    server.start()
    for role in (OWNER, PROGRAM):
        server.sql(f"CREATE ROLE {role} LOGIN")
    atexit.register(_remove, server)
    return server


def _remove(server: TestServer) -> None:
    server.stop("immediate")
    shutil.rmtree(server.folder, ignore_errors=True)


_SHARED: list[TestServer] = []


def shared_server() -> TestServer:
    """The server of this run, started when first asked for."""
    if not _SHARED:
        _SHARED.append(new_server())
    return _SHARED[0]
