"""Opening a store on PostgreSQL: driver settings, what the server must be like, what the role must not be able to do.

READ COMMITTED for writing: a repeatable-read snapshot would be taken before the wait for the log's lock. A reading is
one read-only snapshot. Away from loopback the connection is encrypted, or the program does not connect.
"""

from __future__ import annotations

import ipaddress
import logging
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from core.problem import N_, ExitCode, Problem
from storage.schema.base import FORMAT

OLDEST = 13
"""Major version of the server."""
APPEND_ONLY = ("log", "digest")
"""Tables whose rows nobody changes: the role of the program may read and add."""
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 120
LOCK_SECONDS = 30
IDLE_SECONDS = 60
CLOCK_SECONDS = 10
"""Server and machine may differ by so much before a person is told."""

logging.getLogger("psycopg").addHandler(logging.NullHandler())
"""What the driver says of a lost connection stays off the terminal: a person is told in one sentence of ours."""

MAY_NOT = N_("The role of this store may not do that on the server: run store roles as its owner.")
_CAUSES: tuple[tuple[str, str], ...] = (
    ("no space left on device", N_("The disk is full: nothing of this step was saved. Free some space and repeat it.")),
    (
        "read-only transaction",
        N_("The database server is a copy that is only read, or was made one: connect to the primary server."),
    ),
    (
        "in recovery",
        N_("The database server is a copy that is only read, or was made one: connect to the primary server."),
    ),
    ("permission denied", MAY_NOT),
    ("must be owner", MAY_NOT),
    (
        "canceling statement due to lock timeout",
        N_("The store is busy with another session for too long: repeat the step."),
    ),
    (
        "canceling statement due to statement timeout",
        N_("The database server did not answer in time: nothing of this step was shown or saved. Repeat it."),
    ),
    ("does not exist", N_("There is no such database or role on the server: check the address of the store.")),
    (
        "password",
        N_("The database server wants a password: put it into a password file (PGPASSFILE) with mode 0600."),
    ),
    ("certificate", N_("The certificate of the database server is not the expected one: call your admin.")),
    ("ssl", N_("The database server does not speak TLS, without which the store is not opened over a network.")),
)
AWAY = N_("The database server is away: nothing of this step was shown or saved. Try again when it is back.")


def server_problem(fault: DBAPIError) -> Problem:
    """The sentence for a failure of a database server."""
    text = str(fault.orig).lower()
    for needle, msgid in _CAUSES:
        if needle in text:
            return Problem(msgid, ExitCode.STORE)
    return Problem(AWAY, ExitCode.STORE)


def is_server_fault(fault: BaseException) -> bool:
    """Whether an exception comes from a server's driver and is not a fault of a statement of ours."""
    if not isinstance(fault, DBAPIError) or "psycopg" not in type(fault.orig).__module__:
        return False
    return fault.connection_invalidated or type(fault.orig).__name__ in {
        "OperationalError",
        "InterfaceError",
        "AdminShutdown",
        "CrashShutdown",
        "CannotConnectNow",
        "ConnectionTimeout",
        "ReadOnlySqlTransaction",
        "InsufficientPrivilege",
        "DiskFull",
        "LockNotAvailable",
        "QueryCanceled",
        "IdleInTransactionSessionTimeout",
        "InvalidCatalogName",
        "DeadlockDetected",
        "SerializationFailure",
    }


def server_engine(url: URL) -> Engine:
    """An engine that has connected to nothing yet. Raises Problem (STORE) without the driver."""
    url = url.set(drivername="postgresql+psycopg")
    options: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "kartoteka",
        "options": f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout={LOCK_SECONDS}s"
        f" -c idle_in_transaction_session_timeout={IDLE_SECONDS}s -c synchronous_commit=on -c client_encoding=UTF8",
        "keepalives_idle": 30,
    }
    if "sslmode" not in url.query and not _on_this_machine(url):
        options["sslmode"] = "require"
    try:
        engine = create_engine(
            url,
            isolation_level="READ COMMITTED",
            hide_parameters=True,
            echo=False,
            pool_size=2,
            max_overflow=8,
            pool_pre_ping=True,
            connect_args=options,
        )
    except ModuleNotFoundError as exc:
        raise Problem(
            N_("The database driver {driver} is not installed: install kartoteka with its extra postgresql."),
            ExitCode.STORE,
            driver=exc.name or "?",
        ) from None
    event.listen(engine, "begin", _demand_primary)
    return engine


def _on_this_machine(url: URL) -> bool:
    host = url.host or url.query.get("host") or ""
    if not host or str(host).startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _demand_primary(connection: Connection) -> None:
    """A promoted or demoted server is noticed before anything is written; costs no round trip of its own."""
    if connection.get_execution_options().get("postgresql_readonly"):
        return
    raw: Any = connection.connection.driver_connection
    if raw.info.parameter_status("in_hot_standby") == "on":
        raise Problem(
            N_("The database server is a copy that is only read, or was made one: connect to the primary server."),
            ExitCode.STORE,
        )


def demand_fit(connection: Connection) -> None:
    """Raise Problem (STORE) for a server that is too old or keeps another encoding than UTF-8."""
    major = int(str(connection.exec_driver_sql("SHOW server_version_num").scalar())) // 10_000
    if major < OLDEST:
        raise Problem(
            N_("The database server is version {found}; this program needs {least} or newer."),
            ExitCode.STORE,
            found=major,
            least=OLDEST,
        )
    encoding = str(connection.exec_driver_sql("SHOW server_encoding").scalar())
    if encoding != "UTF8":
        raise Problem(
            N_("The database keeps text as {encoding}: make it anew with ENCODING 'UTF8'."),
            ExitCode.STORE,
            encoding=encoding,
        )


def demand_store(connection: Connection, name: str) -> None:
    """Raise Problem (STORE) unless a store of a format we know is there and the role may only add to the log."""
    if connection.exec_driver_sql("SELECT to_regclass('store')").scalar() is None:
        raise Problem(N_("There is no store in the database {name}: make one with init."), ExitCode.STORE, name=name)
    for table in APPEND_ONLY:
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            query = f"SELECT has_table_privilege('{table}', '{right}')"
            if connection.exec_driver_sql(query).scalar():
                raise Problem(
                    N_("The role of this store may change entries of its log: run store roles as the owner first."),
                    ExitCode.STORE,
                )
    found = connection.exec_driver_sql("SELECT format FROM store").scalar()
    if found is None or int(found) > FORMAT:
        raise Problem(
            N_(
                "{path} was written by a newer version of the program (format {found}, known is {known}): "
                "update the program."
            ),
            ExitCode.STORE,
            path=name,
            found=found or "?",
            known=FORMAT,
        )


def clock_gap(connection: Connection, now_us: int) -> int:
    """Seconds by which the server's clock is ahead of this machine's."""
    found = connection.exec_driver_sql("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").scalar()
    return round((int(found or 0) - now_us) / 1_000_000)


def give_rights(connection: Connection, role: str, backup: str = "") -> None:
    """Let the program's role work: everything but changing the log; a role for backups reads and nothing else."""
    quote = connection.dialect.identifier_preparer.quote
    who = quote(role)
    for statement in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {who}",
        f"GRANT USAGE ON SCHEMA public TO {who}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {who}",
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {who}" for table in APPEND_ONLY),
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {who}",
    ):
        connection.exec_driver_sql(statement)
    if backup:
        reader = quote(backup)
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {reader}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}")
