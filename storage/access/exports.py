"""An export on its way: asked with a purpose, approved by somebody else, made, expired (U06, glossary ExportRequest).

The id of an export is the hash of what was asked, so an approval in the log is an approval of exactly that; its last
two bytes tell how many rows are planted in it, which is all that tracing needs beside the key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec
from sqlalchemy import Connection, func, select

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.access.budgets import DAY_US
from storage.access.canaries import how_many
from storage.audit.kinds import Kind
from storage.audit.roster import RosterStatement
from storage.audit.verifier import EntryBroken, check_entry
from storage.outlets.formats import FORMATS, FileFormat
from storage.schema.log import log

State = Literal["asked", "approved", "refused", "made", "expired"]
MAY_EXPORT = frozenset({"owner", "head", "manager", "keeper"})
APPROVERS = frozenset({"owner", "head"})
TRACERS = frozenset({"owner", "head", "admin", "auditor"})
"""Who may ask which export a found line comes from."""
PURPOSE_MAX = 200
_MOST_CANARIES = 0xFFFF
OF_FIGURES = {"rows": "figures"}
"""In the view of a table without clients in its rows: there is nobody to imitate, so nothing is planted."""
_STEPS = (Kind.EXPORT_REQUESTED, Kind.EXPORT_APPROVED, Kind.EXPORT_REFUSED, Kind.EXPORT)


class ExportRequest(msgspec.Struct, frozen=True):
    """What somebody asks to take out. `view` names a list and its options, or a document and its client; `receiver` is
    a colleague's login or ""."""

    person: bytes
    purpose: str
    view: dict[str, str]
    rows: int
    format: FileFormat
    receiver: str
    asked_us: int
    nonce: bytes

    @property
    def id(self) -> bytes:
        """16 bytes: 14 of the hash of everything above, 2 for the number of planted rows."""
        told = hashlib.sha256(b"kartoteka/export/1" + msgspec.msgpack.encode(self, order="deterministic")).digest()
        return told[:14] + self.canaries.to_bytes(2, "big")

    @property
    def canaries(self) -> int:
        """Rows that are planted: in lists of clients alone, for a document carries its reader's name on every page."""
        if self.format not in FORMATS or "document" in self.view or OF_FIGURES.items() <= self.view.items():
            return 0
        return min(_MOST_CANARIES, how_many(self.rows))


def canaries_in(export_id: bytes) -> int:
    """How many rows are planted in an export."""
    return int.from_bytes(export_id[14:], "big")


@dataclass(frozen=True, slots=True)
class Progressed:
    """What the log says of an export. `number`: its place among all that were ever asked for, from 1."""

    number: int
    state: State
    by: bytes = b""
    """Who approved or refused."""
    made: int = 0
    """How often the file was made."""
    last_us: int = 0


def progressed(
    connection: Connection,
    export_id: bytes,
    person: bytes,
    staff: Mapping[bytes, RosterStatement],
    now_us: int,
    needs_approval: bool,
) -> Progressed | None:
    """Replay the entries about an export; None when nobody asked for it.

    An approval counts when it was signed by an active head or owner who is not the one who asked. Raises Problem
    (STORE) on an entry that its author did not sign.
    """
    rows = connection.execute(
        select(log.c.seq, log.c.entry, log.c.signature, log.c.actor)
        .where(log.c.kind.in_([int(each) for each in _STEPS]), log.c.subject == export_id)
        .order_by(log.c.seq)
    ).all()
    number, by, made, last = 0, b"", 0, 0
    state: State | None = None
    for row in rows:
        author = staff.get(bytes(row.actor))
        statement = author.at(row.seq) if author is not None else None
        try:
            if statement is None:
                raise EntryBroken
            entry = check_entry(row.entry, row.signature, statement.signing_key)
            if (entry.subject, entry.seq, entry.actor) != (export_id, row.seq, statement.person):
                raise EntryBroken
        except EntryBroken:
            raise Problem(
                N_("The log of this store is damaged: run audit verify to see where, then restore a backup."),
                ExitCode.STORE,
            ) from None
        if entry.kind == Kind.EXPORT_REQUESTED and entry.actor == person and state is None:
            state, number = "asked" if needs_approval else "approved", number_of(connection, row.seq)
            last = entry.time_us
        elif entry.kind in (Kind.EXPORT_APPROVED, Kind.EXPORT_REFUSED) and state == "asked":
            if statement.role in APPROVERS and statement.state == "active" and entry.actor != person:
                state = "approved" if entry.kind == Kind.EXPORT_APPROVED else "refused"
                by, last = entry.actor, entry.time_us
        elif entry.kind == Kind.EXPORT and entry.actor == person and state in ("approved", "made"):
            state, made = "made", made + 1
    if state is None:
        return None
    if state in ("asked", "approved", "made") and now_us - last > DEFAULT.export_valid_days * DAY_US:
        state = "expired"
    return Progressed(number, state, by, made, last)


def number_of(connection: Connection, seq: int) -> int:
    """Number of the export that entry `seq` asks for."""
    asked = select(func.count()).select_from(log).where(log.c.kind == int(Kind.EXPORT_REQUESTED), log.c.seq <= seq)
    return int(connection.scalar(asked) or 0)
