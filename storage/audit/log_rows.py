"""Rows of the log as they come from the database and go into it: shared by appending and verifying."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from core.problem import N_, ExitCode, Problem
from storage.audit.merkle import Frontier
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


def read_end(connection: Connection) -> tuple[Frontier, int | None]:
    """Frontier and time of the last entry. Raises Problem (STORE) when head and last entry disagree."""
    head = connection.execute(select(log_head.c.size, log_head.c.frontier).where(log_head.c.id == 1)).first()
    last = connection.execute(select(log.c.seq, log.c.time_us).order_by(log.c.seq.desc()).limit(1)).first()
    if head is None and last is None:
        return Frontier(), None
    try:
        if head is None or last is None or head.size != last.seq + 1:
            raise ValueError
        return Frontier.decode(head.size, head.frontier), last.time_us
    except (ValueError, TypeError):
        raise damaged() from None


def damaged() -> Problem:
    """The end of the log contradicts itself."""
    return Problem(
        N_("The log of this store is damaged: run audit verify to see where, then restore a backup."), ExitCode.STORE
    )
