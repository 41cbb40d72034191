"""Rows of the log as they come from the database and go into it: shared by appending and verifying."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from core.problem import N_, ExitCode, Problem
from storage.audit.merkle import Frontier
from storage.ready import Ready
from storage.schema.log import log, log_head

Write = tuple[bytes, int, bytes]
"""Record id 16, version, SHA-256 of the sealed object (zeros: removed)."""


def plain(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row with bytes where the driver gives views."""
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def checked(writes: Sequence[Write]) -> list[Write]:
    """Sorted. Raises ValueError for what no entry may write."""
    if any(len(record) != 16 or len(sha256) != 32 or version < 0 for record, version, sha256 in writes):
        raise ValueError("a write is a record id of 16 bytes, a version and a digest of 32")
    if len({(record, version) for record, version, _ in writes}) != len(writes):
        raise ValueError("one version of a record is written once")
    return sorted(writes)


_LAST = select(log.c.time_us).order_by(log.c.seq.desc()).limit(1).scalar_subquery()
_HEAD = Ready(
    select(
        log_head.c.size, log_head.c.frontier, select(func.max(log.c.seq)).scalar_subquery().label("last"), _LAST
    ).where(log_head.c.id == bindparam("one")),
    "one",
)


def read_end(connection: Connection) -> tuple[Frontier, int | None]:
    """Frontier and time of the last entry. Raises Problem (STORE) when head and last entry disagree."""
    head = _HEAD.run(connection, one=1).first()
    if head is None:
        if connection.scalar(select(func.count()).select_from(log)):
            raise damaged()
        return Frontier(), None
    size, frontier, last, last_us = tuple(head)
    try:
        if last is None or size != last + 1:
            raise ValueError
        return Frontier.decode(size, frontier), last_us
    except (ValueError, TypeError):
        raise damaged() from None


def damaged() -> Problem:
    """The end of the log contradicts itself."""
    return Problem(
        N_("The log of this store is damaged: run audit verify to see where, then restore a backup."), ExitCode.STORE
    )
