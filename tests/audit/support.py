"""A small firm with fixed keys and a fixed clock, and a log of forty entries of every kind of signer."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from storage.audit.details import SessionKeys
from storage.audit.entry import STORE_ACTOR
from storage.audit.kinds import Kind, KindClass
from storage.audit.log import AuditLog, LogTransaction
from storage.audit.roster import Statement, encode_founding, encode_statement
from storage.engine import checkpoint_truncate, open_engine
from storage.schema.base import FORMAT, metadata
from storage.schema.people import roster
from storage.schema.store import store
from storage.sealing.sign import Signer

STORE_ID = b"the store's id.."
SESSION = b"session number 1"
START_US = 1_700_000_000_000_000


def signer(name: str) -> Signer:
    """The Ed25519 key that belongs to a name, the same in every run."""
    return Signer(hashlib.sha256(name.encode()).digest())


def person_id(name: str) -> bytes:
    return hashlib.sha256(b"person " + name.encode()).digest()[:16]


def record_id(number: int) -> bytes:
    return hashlib.sha256(b"record %d" % number).digest()[:16]


def statement(name: str, role: str, state: str = "active", key: str = "") -> Statement:
    agreement = hashlib.sha256(b"agreement " + name.encode()).digest()
    return Statement(person_id(name), name, f"{name} Иванова", role, agreement, signer(key or name).public, state)


class Ticks:
    """A clock that goes one second further at every look."""

    def __init__(self, start: int = START_US) -> None:
        self.now = start

    def __call__(self) -> int:
        self.now += 1_000_000
        return self.now


@dataclass
class Firm:
    """A store with a log in it, and everybody's keys."""

    engine: Engine
    log: AuditLog
    clock: Ticks = field(default_factory=Ticks)

    @property
    def trust_root(self) -> bytes:
        return signer("owner").public

    def keys(self) -> SessionKeys:
        raw = {KindClass.READING: b"r" * 32, KindClass.ADMIN: b"a" * 32}
        return SessionKeys(STORE_ID, SESSION, raw)

    def step(self, name: str, clock: Callable[[], int] | None = None) -> LogTransaction:
        """A transaction of a colleague, or of the store itself."""
        actor = STORE_ACTOR if name == "store" else person_id(name)
        return self.log.transaction(signer(name), actor, SESSION, clock or self.clock, self.keys())

    def found(self) -> None:
        """The first two entries: the store and its owner."""
        with self.step("owner") as step:
            step.append(Kind.STORE_CREATED, details=encode_founding(STORE_ID, signer("store").public))
            self.state_person(step, statement("owner", "owner"))

    def state_person(self, step: LogTransaction, what: Statement, kind: Kind = Kind.ROSTER_ADDED) -> int:
        seq = step.append(kind, details=encode_statement(what))
        row = {**what._asdict(), "id": what.person, "identity": b"", "seq": seq}
        del row["person"]
        if kind is Kind.ROSTER_ADDED:
            step.connection.execute(insert(roster), row)
        else:
            step.connection.execute(roster.update().where(roster.c.id == what.person).values(row))
        return seq


def new_firm(path: Path) -> Firm:
    engine = open_engine(path, create=True)
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(store).values(id=1, store_id=STORE_ID, format=FORMAT))
    return Firm(engine, AuditLog(engine, STORE_ID, path.with_suffix(".lock")))


def open_firm(path: Path) -> Firm:
    engine = open_engine(path)
    return Firm(engine, AuditLog(engine, STORE_ID, path.with_suffix(".lock")))


def forty(path: Path) -> None:
    """Entries 0–39. 0 founding, 1–4 roster, 7 store's checkpoint, 20 failed login, 30 `late` suspended; every
    third of the others writes two records."""
    firm = new_firm(path)
    firm.found()
    with firm.step("owner") as step:
        for name, role in (("head", "head"), ("manager", "manager"), ("late", "manager")):
            firm.state_person(step, statement(name, role))
    for seq in range(5, 40):
        if seq == 30:
            with firm.step("head") as step:
                suspended = statement("late", "manager", "suspended")
                firm.state_person(step, suspended, Kind.ROSTER_CHANGED)
        elif seq in (7, 20):
            with firm.step("store") as step:
                step.append(Kind.CHECKPOINT if seq == 7 else Kind.LOGIN_FAILED, details=b"note")
        elif seq % 3 == 0:
            with firm.step("manager") as step:
                writes = [(record_id(number), seq, hashlib.sha256(b"%d" % number).digest()) for number in (seq, 0)]
                step.append(Kind.WRITE, writes=writes)
        else:
            with firm.step("late" if seq < 15 else "head") as step:
                step.append(Kind.DOSSIER_READ, b"client tag no. 1", b"who and why")
    checkpoint_truncate(firm.engine)
    firm.engine.dispose()


def edit(path: Path, *statements: tuple[str, tuple[Any, ...]] | str) -> None:
    """Change the database behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for each in statements:
            raw.execute(*((each,) if isinstance(each, str) else each))


def fetch(path: Path, query: str, *values: Any) -> tuple[Any, ...]:
    with closing(sqlite3.connect(path)) as raw:
        return tuple(raw.execute(query, values).fetchone())
