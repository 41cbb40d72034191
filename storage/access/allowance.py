"""A person's share of the reading budgets: a quarter for somebody who is leaving, more for a busy day (U04).

Set by signed public entries of the log, so that it binds inside every session's own transaction without any key.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from core.problem import N_, ExitCode, Problem
from storage.audit.entry import EntryBroken, encode_fields
from storage.audit.kinds import Kind
from storage.audit.verifier import check_entry, parse_fields
from storage.schema.log import log
from storage.schema.people import roster

WHOLE = 100
"""Per cent of the rule: what everybody has."""
LEAVING = 25
"""Per cent for somebody who is leaving (spec/security §4)."""
MOST = 1000
SETTERS = frozenset({"owner", "admin", "head"})


def encode_share(percent: int, until_us: int) -> bytes:
    """Details of a BUDGET_SET entry. `until_us`: microseconds since 1970, 0 without end. ValueError out of range."""
    if not 1 <= percent <= MOST or until_us < 0:
        raise ValueError("a share is 1 to 1000 per cent")
    return encode_fields((percent.to_bytes(2, "big"), until_us.to_bytes(8, "big")))


def share_of(connection: Connection, person: bytes, now_us: int) -> int:
    """Per cent of every budget that a person has now: the last word of a head, an admin or the owner about him.

    Raises Problem (STORE) when the entry is not what its author signed.
    """
    # Through the people, not through the kind alone: the log has an index by actor and kind.
    setters = select(roster.c.id).where(roster.c.role.in_(SETTERS), roster.c.id != person)
    row = connection.execute(
        select(log.c.entry, log.c.signature, roster.c.signing_key)
        .join(roster, roster.c.id == log.c.actor)
        .where(log.c.actor.in_(setters), log.c.kind == int(Kind.BUDGET_SET), log.c.subject == person)
        .order_by(log.c.seq.desc())
        .limit(1)
    ).first()
    if row is None:
        return WHOLE
    try:
        entry = check_entry(row.entry, row.signature, row.signing_key)
        percent, until = parse_fields(entry.details, 2)
        if (entry.kind, entry.subject) != (Kind.BUDGET_SET, person) or (len(percent), len(until)) != (2, 8):
            raise EntryBroken
    except EntryBroken:
        raise Problem(
            N_("The log of this store is damaged: run audit verify to see where, then restore a backup."),
            ExitCode.STORE,
        ) from None
    ends = int.from_bytes(until, "big")
    return WHOLE if ends and now_us >= ends else int.from_bytes(percent, "big")
