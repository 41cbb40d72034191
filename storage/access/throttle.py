"""Growing delay after wrong passphrases, kept in the store so that a new process starts no new count (R27).

The key of a counter is a keyed hash of the login that was typed: an unknown person is counted like a known
one, and the table does not tell which of them exist.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import sqlite

from core.rules import DEFAULT
from storage.schema.store import counters

LOGIN_SCOPE = 200
"""`counters.scope_kind` of the door; spaces use 1–5."""
_FAILURES, _UNTIL = "failures", "until_us"


def login_tag(signing_secret: bytes, login: str) -> bytes:
    """16 bytes that stand for a typed login."""
    message = b"kartoteka/login/1\0" + login.strip().casefold().encode()
    return hmac.new(signing_secret, message, hashlib.sha256).digest()[:16]


def seconds_to_wait(connection: Connection, tag: bytes, now_us: int) -> int:
    """Whole seconds until the next try is allowed; 0 when it is allowed now."""
    until = _value(connection, tag, _UNTIL)
    return max(0, -(-(until - now_us) // 1_000_000))


def note_failure(connection: Connection, tag: bytes, now_us: int) -> int:
    """Count a wrong passphrase and set the delay before the next try. Gives the number of failures in a row."""
    failures = _value(connection, tag, _FAILURES) + 1
    free = DEFAULT.login_free_tries
    longest = DEFAULT.login_delay_max_s
    delay = 0 if failures < free else min(longest, 2 ** (failures - free))
    set_counter(connection, LOGIN_SCOPE, tag, _FAILURES, failures)
    set_counter(connection, LOGIN_SCOPE, tag, _UNTIL, now_us + delay * 1_000_000)
    return failures


def forget_failures(connection: Connection, tag: bytes) -> int:
    """Clear the count after a right passphrase. Gives how many wrong ones came before it."""
    failures = _value(connection, tag, _FAILURES)
    if failures:
        connection.execute(delete(counters).where(counters.c.scope_kind == LOGIN_SCOPE, counters.c.scope_id == tag))
    return failures


def set_counter(connection: Connection, scope_kind: int, scope_id: bytes, name: str, value: int) -> None:
    """Set a counter, creating it when it is not there."""
    statement = _maker(connection)(counters).values(scope_kind=scope_kind, scope_id=scope_id, name=name, value=value)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["scope_kind", "scope_id", "name"], set_={"value": value})
    )


def _maker(connection: Connection) -> Any:
    """The INSERT that can give way to an UPDATE, in the words of the engine."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert
    return sqlite.insert


def counter(connection: Connection, scope_kind: int, scope_id: bytes, name: str) -> int:
    """Value of a counter, 0 when it is not there."""
    found = connection.execute(
        select(counters.c.value).where(
            counters.c.scope_kind == scope_kind, counters.c.scope_id == scope_id, counters.c.name == name
        )
    ).scalar()
    return int(found or 0)


def _value(connection: Connection, tag: bytes, name: str) -> int:
    return counter(connection, LOGIN_SCOPE, tag, name)
