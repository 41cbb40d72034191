"""An opened store with nobody inside: the database, the files beside it, the log (spec/store §1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, select
from sqlalchemy.exc import DBAPIError

from core.problem import N_, ExitCode, Problem
from storage.access.throttle import counter, set_counter
from storage.audit.checkpoint import origin_of
from storage.audit.clock import Anchor, Steady, boot_id, boot_us
from storage.audit.kinds import Kind
from storage.audit.log import AuditLog, now_us
from storage.audit.restored import epoch_of
from storage.audit.roster import ROSTER_KINDS, RosterStatement, Statement, identities, parse_founding, replay
from storage.audit.verifier import Entry, EntryBroken, check_entry, parse_entry
from storage.engine import open_engine, reading, storage_problem
from storage.look import asked_once
from storage.migrations.run import upgrade
from storage.schema.log import log
from storage.schema.people import roster
from storage.schema.store import store
from storage.sealing.sign import Signer
from storage.vault.files import StoreFiles, files_of, read_secret
from storage.vault.reserve import with_reserve

CLOCK_SCOPE = 202
"""`counters.scope_kind` of the clocks of a machine; spaces use 1–5, the door 200, look-ups 201."""
Clock = Callable[[], int]
"""Microseconds since 1970-01-01 UTC."""


@dataclass(frozen=True, slots=True)
class Via:
    """How somebody came: the person the key file names, and the SHA-256 of the SSH key that signed (R6)."""

    person: bytes
    fingerprint: bytes


@dataclass(frozen=True)
class Premises:
    """What every session of a store stands on."""

    engine: Engine
    files: StoreFiles
    store_id: bytes
    pepper: bytes
    signer: Signer
    trust_root: bytes
    log: AuditLog
    clock: Clock
    via: Via | None = None
    _proved: dict[str, tuple[object, dict[bytes, RosterStatement]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """The roster as it was last proved, by all it was proved from."""

    def log_size(self) -> int:
        """Number of log entries: the checkpoint a person compares with the last time."""
        with reading(self.engine) as connection:
            return self.log.size(connection)

    def time_of(self, seq: int) -> int:
        """When an entry of the log was written, microseconds UTC."""
        with reading(self.engine) as connection:
            return int(connection.scalar(select(log.c.time_us).where(log.c.seq == seq)) or 0)

    def staff(self) -> dict[bytes, RosterStatement]:
        """The roster as the log proves it. Raises Problem (STORE) when the statements do not hold together."""
        return dict(asked_once(self.engine, "staff", self._staff))

    def _staff(self) -> dict[bytes, RosterStatement]:
        with reading(self.engine) as connection:
            stated = select(log.c.entry, log.c.signature).order_by(log.c.seq)
            rows = connection.execute(stated.where(log.c.kind.in_(tuple(map(int, ROSTER_KINDS))))).all()
            blobs = connection.execute(stated.where(log.c.kind == int(Kind.IDENTITY_SET))).all()
            table = connection.execute(select(roster)).all()
        seen = tuple(tuple(map(tuple, each)) for each in (rows, blobs, table))
        known = self._proved.get("staff")
        if known is not None and known[0] == seen:
            return known[1]
        try:
            staff = replay(((bytes(entry), bytes(mark)) for entry, mark in rows), self.trust_root)
            kept = identities(((bytes(entry), bytes(mark)) for entry, mark in blobs), staff)
        except EntryBroken:
            raise _roster_broken() from None
        if {bytes(row.id): _told(row) for row in table} != {each: (s.statement, s.seq) for each, s in staff.items()}:
            raise _roster_broken()
        if {bytes(row.id): hashlib.sha256(row.identity).digest() for row in table} != kept:
            raise _roster_broken()
        self._proved["staff"] = (seen, staff)
        return staff

    def owners_entry(self, kind: Kind, staff: Mapping[bytes, RosterStatement]) -> Entry | None:
        """The last entry of a kind that only an owner states, None when it is not that or not an owner's."""
        return self.stated(kind, staff, frozenset({"owner"}))

    def stated(self, kind: Kind, staff: Mapping[bytes, RosterStatement], roles: frozenset[str]) -> Entry | None:
        """The last entry of a kind, None when it is not signed by somebody who has one of the roles today."""
        with reading(self.engine) as connection:
            row = connection.execute(
                select(log.c.entry, log.c.signature, log.c.actor, log.c.seq)
                .where(log.c.kind == int(kind))
                .order_by(log.c.seq.desc())
                .limit(1)
            ).first()
        entry = self.checked(row, staff, roles) if row is not None else None
        return entry if entry is not None and entry.kind == kind else None

    def checked(self, row: Any, staff: Mapping[bytes, RosterStatement], roles: frozenset[str]) -> Entry | None:
        """The entry of a row (entry, signature, actor, seq), None unless one who had such a role then signed it."""
        known = staff.get(row.actor)
        by = known.at(row.seq) if known is not None else None
        if by is None or by.role not in roles or by.state != "active":
            return None
        try:
            entry = check_entry(row.entry, row.signature, by.signing_key)
        except EntryBroken:
            return None
        return entry if (entry.actor, entry.seq) == (by.person, row.seq) else None

    def follow_clock(self) -> None:
        """Hold the wall clock against the machine's own, beginning where the last session here ended (R25)."""
        if self.clock is not now_us:
            return
        machine = boot_id()
        with reading(self.engine) as connection:
            wall, ticks = (counter(connection, CLOCK_SCOPE, machine, name) for name in ("wall_us", "ticks_us"))
        self.log.steady = Steady(boot_us, Anchor(wall, ticks) if machine and wall else None)

    def leave_clock(self, connection: Connection) -> None:
        """Both clocks as they are, for the next session on this machine."""
        machine = boot_id()
        if self.log.steady is None or not machine:
            return
        anchor = self.log.steady.note(self.clock())
        for name, value in (("wall_us", anchor.wall_us), ("ticks_us", anchor.ticks_us)):
            set_counter(connection, CLOCK_SCOPE, machine, name, value)

    @cached_property
    def epoch(self) -> int:
        """Epoch of the log: a restore begins a new one. Raises Problem (STORE) when nobody could sign it."""
        try:
            return log_epoch(self)
        except EntryBroken:
            raise _roster_broken() from None

    @property
    def origin(self) -> str:
        """Name of the log on its checkpoints."""
        return origin_of(self.store_id, self.epoch)

    def close(self) -> None:
        """Give the database back."""
        self.engine.dispose()


def log_epoch(premises: Premises) -> int:
    """Epoch of the log: 1, and one more for every restore. Raises EntryBroken at a restore nobody could sign."""
    kinds = (int(Kind.ROSTER_ADDED), int(Kind.ROSTER_CHANGED), int(Kind.RESTORED))
    with reading(premises.engine) as connection:
        rows = connection.execute(
            select(log.c.entry, log.c.signature).where(log.c.kind.in_(kinds)).order_by(log.c.seq)
        ).all()
    signed = ((bytes(row.entry), bytes(row.signature)) for row in rows)
    return epoch_of(signed, premises.trust_root, premises.store_id)


def _told(row: Row[Any]) -> tuple[Statement, int]:
    """What a row of the roster table claims: the statement, and the entry that makes it."""
    keys = bytes(row.agreement_key), bytes(row.signing_key)
    return Statement(bytes(row.id), row.login, row.name, row.role, *keys, row.state), row.seq


def _roster_broken() -> Problem:
    return Problem(
        N_("The roster is not what its signers wrote into the log: run audit verify and call the auditor."),
        ExitCode.STORE,
    )


def open_premises(path: Path, clock: Clock = now_us, via: Via | None = None) -> Premises:
    """Open an existing store, on a full disk with its reserve. Raises Problem as `_open` does."""
    return with_reserve(files_of(path.absolute()), lambda: _open(path, clock, via))


def _open(path: Path, clock: Clock, via: Via | None) -> Premises:
    """Open an existing store. Raises Problem (STORE) when it is missing, damaged, newer or lacks its key files."""
    files = files_of(path.absolute())
    engine = open_engine(path)
    try:
        try:
            upgrade(engine)
        except DBAPIError as fault:
            raise storage_problem(fault) or fault from None
        with reading(engine) as connection:
            row = connection.execute(select(store.c.store_id)).first()
        if row is None:
            raise Problem(N_("{path} is not a Kartoteka store."), ExitCode.STORE, path=path)
        store_id = bytes(row.store_id)
        signer = Signer(read_secret(files.signing))
        _demand_founded(engine, store_id, signer, files.signing)
        return Premises(
            engine=engine,
            files=files,
            store_id=store_id,
            pepper=read_secret(files.pepper),
            signer=signer,
            trust_root=read_secret(files.trust),
            log=AuditLog(engine, store_id, files.lock),
            clock=clock,
            via=via,
        )
    except BaseException:
        engine.dispose()
        raise


def _demand_founded(engine: Engine, store_id: bytes, signer: Signer, file: Path) -> None:
    """Raise Problem (STORE) unless the first entry founds this store with this signing key.

    What the store signs with another key no verification would ever accept.
    """
    with reading(engine) as connection:
        first = connection.scalar(select(log.c.entry).where(log.c.seq == 0))
    try:
        if first is None or parse_founding(parse_entry(first).details) != (store_id, signer.public):
            raise EntryBroken
    except EntryBroken:
        raise Problem(
            N_("The key file {path} belongs to another store: put it back from the backup."), ExitCode.STORE, path=file
        ) from None
