"""Where the window of a budget begins when the clock was moved (R25): not by the wall alone."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.audit.kinds import Kind
from storage.audit.verifier import EntryBroken, parse_entry
from storage.schema.log import log

MOST_JUMPS = 200


def window_start(connection: Connection, now_us: int, length_us: int) -> int:
    """The wall time from which entries count for a window of `length_us` that ends now.

    A clock put ahead ages nothing: every jump ahead inside the window moves its beginning back by as much. A clock put
    back makes earlier entries count longer, never shorter.
    """
    since_us = now_us - length_us
    for time_us, ahead_us in _jumps(connection):
        if time_us < since_us:
            break
        since_us -= max(0, ahead_us)
    return since_us


def _jumps(connection: Connection) -> list[tuple[int, int]]:
    """Time of a jump and how far ahead it went, the newest first."""
    query = select(log.c.entry).where(log.c.kind == int(Kind.CLOCK_JUMP)).order_by(log.c.seq.desc()).limit(MOST_JUMPS)
    found = []
    for data in connection.scalars(query):
        try:
            entry = parse_entry(bytes(data))
        except EntryBroken:
            continue
        if len(entry.details) == 8:
            found.append((entry.time_us, entry.time_us - int.from_bytes(entry.details, "big")))
    return found
