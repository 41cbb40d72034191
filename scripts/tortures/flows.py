"""What is done while the disk fails, and what must be true of the store afterwards.

A flow says on a pipe what a person would have seen: `shown SEQ` once a receipt let a dossier be read, `done` when the
step has returned. It may end with a Problem; any other exception is a fault.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select

from core.entities.client import ClientCard
from core.entities.firm import FirmSettings
from core.problem import Problem
from scripts.tortures import departures
from scripts.tortures.ground import LOGIN, PASSPHRASE, session_of
from scripts.tortures.victims import Say
from storage import backup
from storage.audit.kinds import Kind
from storage.engine import open_engine, reading
from storage.keys.scopes import Compartment
from storage.migrations import run as migrations
from storage.schema.log import log
from storage.sealing import derive
from storage.vault import pace
from storage.vault.copy_file import file_digest, read_frame
from storage.vault.founding import found_store
from storage.vault.imports import ImportOrder, NewClient
from storage.vault.people import NewPerson
from storage.vault.session import Session

CLIENTS, CHUNK = 12, 4
COPY = "copy.kbackup"
OLDEST = "0001"


@dataclass(frozen=True)
class Flow:
    """`act` is tortured; `after` compares what it said with what is there. `prepare` makes its start."""

    act: Callable[[Path, Say], None]
    after: Callable[[Path, Session, list[str]], list[str]]
    prepare: Callable[[Path], None] | None = None


def cheapen() -> None:
    """In this process: a derivation that protects nothing, small chunks."""
    derive.TEST_KDF_ALLOWED = True
    pace.BOUNDS = pace.Bounds(CHUNK, CHUNK, CHUNK)


def template(folder: Path) -> Path:
    """A store of two people with a few clients."""
    cheapen()
    folder.mkdir(parents=True)
    store = folder / "firm.store"
    owner = NewPerson(LOGIN, LOGIN, "owner", bytearray(PASSPHRASE))
    founded = found_store(store, FirmSettings("Torture", "RUB"), owner, "Portfolio", settings=derive.TEST_ONLY)
    departures.keep_sheets(store, founded.recovery)
    with session_of(store) as session:
        session.people.add(NewPerson("boris", "Boris", "head", bytearray(PASSPHRASE)), derive.TEST_ONLY)
        _bring_in(session, "A", CLIENTS)
    return store


def _bring_in(session: Session, letter: str, count: int) -> bytes | None:
    home = min(session.entered.keyring.portfolios)
    new = {at: NewClient(home, ClientCard(f"Client {letter}{at}", external_id=f"{letter}{at}")) for at in range(count)}
    committed = session.imports.commit(
        session.imports.prepare(ImportOrder("clients", letter.encode() * 32, count, new, {}))
    )
    return committed.group if committed else None


def _append(store: Path, say: Say) -> None:
    """Open a dossier, then change a card."""
    with session_of(store) as session:
        client = min(session.clients.load().ids)
        receipts = []
        read = session.entered.gate.read
        session.entered.gate.read = lambda *args, **more: receipts.append(read(*args, **more)) or receipts[-1]  # type: ignore[method-assign, func-returns-value]
        session.clients.history(client)
        for seq in (seq for receipt in receipts for seq in receipt.seqs):
            say(f"shown {seq}")
        stored = session.clients.stored(client)
        session.clients.change(client, stored, msgspec.structs.replace(stored.card, note="changed"))
        say("done")


def _appended(_store: Path, session: Session, said: list[str]) -> list[str]:
    with reading(session.entered.premises.engine) as connection:
        logged = set(connection.scalars(select(log.c.seq).where(log.c.kind == int(Kind.DOSSIER_READ))))
    shown = {int(line.split()[1]) for line in said if line.startswith("shown ")}
    faults = [f"shown, not logged: {seq}" for seq in sorted(shown - logged)]
    changed = any(card.note == "changed" for card in session.clients.load().cards)
    return faults + (["a change that returned is lost"] if "done" in said and not changed else [])


def _grant(store: Path, say: Say) -> None:
    """A colleague with his keys, and a portfolio wrapped to everybody who gets one."""
    with session_of(store) as session:
        session.people.add(NewPerson("ivan", "Ivan", "manager", bytearray(PASSPHRASE)), derive.TEST_ONLY)
        say("added")
        session.staffing.create_portfolio("New", "ivan")
        say("done")


def _granted(_store: Path, session: Session, said: list[str]) -> list[str]:
    logins = {each.login for each in session.staffing.staff()}
    names = {note.name for note in session.staffing.portfolios().values()}
    faults = ["a colleague who was added is lost"] if "added" in said and "ivan" not in logins else []
    return faults + (["a portfolio that was made is lost"] if "done" in said and "New" not in names else [])


def _import(store: Path, say: Say) -> None:
    """A file in, in several chunks, and out again."""
    with session_of(store) as session:
        group = _bring_in(session, "B", 3 * CHUNK)
        say("in")
        if group is not None:
            session.imports.undo(group)
        say("done")


def _imported(_store: Path, session: Session, said: list[str]) -> list[str]:
    count = sum(card.external_id.startswith("B") for card in session.clients.load().cards)
    allowed = {0} if "done" in said or "in" not in said else {0, 3 * CHUNK}
    if "in" not in said:
        allowed = {0, 3 * CHUNK}
    return [] if count in allowed else [f"half an import: {count}"]


def _rotate(store: Path, say: Say) -> None:
    """Every portfolio under new keys."""
    with session_of(store) as session:
        for portfolio_id in sorted(session.entered.keyring.portfolios):
            session.rotation.rotate(portfolio_id)
        say("done")


def _rotated(_store: Path, session: Session, _said: list[str]) -> list[str]:
    session.rotation.settle_all()
    return [] if not session.rotation.pending() else ["a rotation that cannot be finished"]


def _backup(store: Path, say: Say) -> None:
    """A sealed copy beside the store."""
    with session_of(store) as session:
        backup.create(session, store.parent / COPY)
        say("done")


def _backed_up(store: Path, session: Session, said: list[str]) -> list[str]:
    copy = store.parent / COPY
    if not copy.exists():
        return ["a copy that was made is lost"] if "done" in said else []
    try:
        with copy.open("rb") as file:
            found = read_frame(file)
            file_digest(file, found, None)
        session.copies.demand_ours(found)
    except Problem as problem:
        return [f"half a copy under its final name: {problem.msgid}"]
    return []


def _migrate(store: Path, say: Say) -> None:
    """The schema of the first release, brought up to this program's."""
    with session_of(store):
        say("done")


def _old(store: Path) -> None:
    from alembic import command

    engine = open_engine(store)
    with engine.begin() as connection:
        command.downgrade(migrations.configuration(connection), OLDEST)
    engine.dispose()


def _migrated(_store: Path, session: Session, _said: list[str]) -> list[str]:
    found = migrations.revision(session.entered.premises.engine)
    return [] if found == migrations.HEAD else [f"left at revision {found}"]


FLOWS = {
    "append": Flow(_append, _appended),
    "grant": Flow(_grant, _granted),
    "import": Flow(_import, _imported),
    "rotation": Flow(_rotate, _rotated),
    "backup": Flow(_backup, _backed_up),
    "migrate": Flow(_migrate, _migrated, _old),
    "offboard": Flow(departures.offboard, departures.offboarded, departures.prepare),
    "erase": Flow(departures.erase, departures.erased, departures.prepare),
    "move": Flow(departures.move, departures.moved, departures.prepare),
    "export": Flow(departures.export, departures.exported, departures.prepare),
    "restore": Flow(departures.restore, departures.restored, departures.prepare_restore),
}


def ground_of(name: str, made: Path, folder: Path) -> Path:
    """The store a flow starts from."""
    cheapen()
    folder.mkdir(parents=True)
    for file in made.parent.glob(made.name + "*"):
        shutil.copy2(file, folder / file.name)
    store = folder / made.name
    prepare = FLOWS[name].prepare
    if prepare is not None:
        prepare(store)
    return store


def look(name: str, store: Path, said: list[str]) -> list[str]:
    """Open the store as the next person does: every violation, in words."""
    cheapen()
    try:
        with closing(sqlite3.connect(store)) as raw:
            if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return ["integrity_check"]
        with session_of(store) as session:
            verdict = session.trail.verify()
            faults = [] if verdict.ok else [f"audit verify: {verdict.reason} at {verdict.first_bad}"]
            faults += FLOWS[name].after(store, session, said)
            faults += [f"store check: {fault}" for fault in session.upkeep.check().faults]
            cards = session.clients.load()
            if sum(card.external_id.startswith("A") for card in cards.cards) != CLIENTS:
                faults.append("clients are lost")
            if any(not session.clients.keys(each).key(Compartment.CARD) for each in cards.ids):
                faults.append("a client without a key")
            return faults
    except Problem as problem:
        return [f"does not open: {problem.msgid}"]
    except Exception as fault:
        return [f"does not open: {type(fault).__name__}: {fault}"]
