"""What a restored copy is checked for before anybody relies on it; no record is opened (spec/security §3.3)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, func, select

from core.problem import Problem
from storage.audit.log import AuditLog, now_us
from storage.audit.roster import RosterStatement
from storage.audit.verifier import EntryBroken
from storage.engine import open_engine, reading
from storage.keys.backup import Secrets
from storage.keys.scopes import Scope
from storage.schema.clients import client, record
from storage.schema.people import grant
from storage.schema.store import store
from storage.sealing.secret import SealBroken
from storage.sealing.sign import Signer
from storage.vault.copy_file import broken_copy
from storage.vault.files import files_of
from storage.vault.granting import RECOVERY_ID
from storage.vault.premises import Clock, Premises, log_epoch
from storage.vault.soundness import digest_faults, grant_faults, structure_faults


@dataclass
class Examined:
    """State of a copy. `faults` names objects by id, never by content."""

    store_id: bytes = b""
    log_size: int = 0
    root: bytes = b""
    epoch: int = 0
    clients: int = 0
    records: int = 0
    people: dict[bytes, RosterStatement] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def premises_of(database: Path, secrets: Secrets, clock: Clock = now_us) -> Premises:
    """A database file with the secrets that belong to it, before they lie beside it. Raises Problem (STORE)."""
    engine = open_engine(database)
    try:
        with reading(engine) as connection:
            row = connection.execute(select(store.c.store_id)).first()
        if row is None:
            raise broken_copy()
        files, store_id = files_of(database), bytes(row.store_id)
        log_ = AuditLog(engine, store_id, files.lock)
        return Premises(engine, files, store_id, secrets.pepper, Signer(secrets.signing), secrets.trust, log_, clock)
    except BaseException:
        engine.dispose()
        raise


def examine(database: Path, secrets: Secrets) -> Examined:
    """Database, log, roster, restores, digests, grants and recovery of a copy. Raises nothing about its content."""
    found = Examined()
    try:
        with closing(premises_of(database, secrets)) as premises:
            _examine(premises, found)
    except (Problem, SealBroken) as fault:
        found.faults.append(str(fault))
    return found


def _examine(premises: Premises, found: Examined) -> None:
    found.store_id = premises.store_id
    verdict = premises.log.verify(premises.trust_root)
    found.log_size, found.root = verdict.entries, verdict.root
    if not verdict.ok:
        found.faults.append(f"log {verdict.first_bad} {verdict.reason}")
        return
    found.people = premises.staff()
    try:
        found.epoch = log_epoch(premises)
    except EntryBroken:
        found.faults.append("restore")
    with reading(premises.engine) as connection:
        if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
            found.faults.append("database")
        firm = connection.scalar(select(grant.c.scope_id).where(grant.c.scope_kind == int(Scope.FIRM)).limit(1))
        found.faults += digest_faults(connection)
        found.faults += structure_faults(connection, bytes(firm or b""))
        found.faults += grant_faults(connection)
        found.faults += _without_recovery(connection)
        found.clients = int(connection.scalar(select(func.count()).select_from(client)) or 0)
        found.records = int(connection.scalar(select(func.count()).select_from(record)) or 0)


def _without_recovery(connection: Connection) -> list[str]:
    """Portfolios whose newest key the recovery holders could not open."""
    newest: dict[bytes, int] = {}
    spare: dict[bytes, int] = {}
    columns = select(grant.c.scope_id, grant.c.epoch, grant.c.member_id)
    for row in connection.execute(columns.where(grant.c.scope_kind == int(Scope.PORTFOLIO))):
        newest[row.scope_id] = max(row.epoch, newest.get(row.scope_id, 0))
        if row.member_id == RECOVERY_ID:
            spare[row.scope_id] = max(row.epoch, spare.get(row.scope_id, 0))
    return [f"recovery {each.hex()}" for each, epoch in sorted(newest.items()) if spare.get(each) != epoch]
