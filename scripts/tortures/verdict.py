"""What is looked at after every kill. Each violation is one line that names the rule, never data of a client."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from core.problem import Problem
from scripts.tortures.ground import FILES, Ground, State, cheapen, dump_digest, session_of
from storage.audit.entry import parse_entry
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.schema.log import log
from storage.vault.batches import BatchState
from storage.vault.session import Session


@dataclass
class Told:
    """What the killed processes of one life of a store have said, in the order of saying."""

    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        self.lines.append(line)

    def shown(self) -> list[tuple[bytes, int]]:
        """Clients whose history was read, with the entry of the log that allowed it."""
        words = [line.split() for line in self.lines if line.startswith("shown ")]
        return [(bytes.fromhex(client), int(seq)) for _, client, seq in words]

    def saved(self) -> set[tuple[bytes, str]]:
        """Edits that returned."""
        words = [line.split() for line in self.lines if line.startswith("saved ")]
        return {(bytes.fromhex(client), value) for _, client, value in words}

    def possible(self) -> set[State]:
        """States the files may be in: certain after `in` and `out`, open after a `begin-` nobody finished."""
        maybe: list[set[bool]] = [{False} for _ in FILES]
        for line in self.lines:
            word, _, name = line.partition(" ")
            if name in FILES and word in ("in", "out"):
                maybe[FILES.index(name)] = {word == "in"}
            elif name in FILES and word.startswith("begin-"):
                maybe[FILES.index(name)] = {True, False}
        return {(first, second) for first in maybe[0] for second in maybe[1]}


@dataclass
class Found:
    """Result of one look. `state`: which files are in."""

    entries: int = 0
    state: State | None = None
    faults: list[str] = field(default_factory=list)


def look(ground: Ground, store: Path, told: Told) -> Found:
    """Open the store as the next person does, and check every promise."""
    cheapen()
    found = Found()
    try:
        with closing(sqlite3.connect(store)) as raw:
            if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                found.faults.append("integrity_check")
        with session_of(store) as session:
            _look_inside(ground, session, told, found)
    except Problem as problem:
        found.faults.append(f"does not open: {problem.msgid}")
    except Exception as fault:
        found.faults.append(f"does not open: {type(fault).__name__}")
    return found


def _look_inside(ground: Ground, session: Session, told: Told, found: Found) -> None:
    verdict = session.trail.verify()
    found.entries = verdict.entries
    if not verdict.ok:
        found.faults.append(f"audit verify: {verdict.reason} at {verdict.first_bad}")
    if any(each.state is BatchState.OPEN for each in session.batches.all()):
        found.faults.append("an open batch after recovery")
    checked = session.upkeep.check()
    found.faults.extend(f"store check: {fault}" for fault in checked.faults)
    states = {text: state for state, text in ground.digests.items()}
    found.state = states.get(dump_digest(session))
    if found.state is None:
        found.faults.append("half an import")
    elif found.state not in told.possible():
        found.faults.append("an import that returned is not there, or one that was undone is")
    found.faults.extend(_not_logged(session, told.shown()))
    found.faults.extend(_torn_edits(session, told.saved()))


def _not_logged(session: Session, shown: Iterable[tuple[bytes, int]]) -> list[str]:
    wanted = {seq: session.entered.gate.tag(client) for client, seq in shown}
    with reading(session.entered.premises.engine) as connection:
        rows = connection.execute(select(log.c.seq, log.c.entry).where(log.c.kind == int(Kind.DOSSIER_READ)))
        logged = {int(row.seq): parse_entry(bytes(row.entry)).subject for row in rows}
    return [f"shown, not logged: {seq}" for seq, tag in wanted.items() if logged.get(seq) != tag]


def _torn_edits(session: Session, saved: set[tuple[bytes, str]]) -> list[str]:
    """Value, version and history of every edited card tell one story, and every edit that returned is part of it."""
    faults = []
    cards = session.clients.load()
    for client, card in zip(cards.ids, cards.cards, strict=True):
        if not card.external_id.startswith("B"):
            continue
        stored = session.clients.stored(client)
        changes = session.clients.history(client)[::-1]
        values = [change.fields["note"] for change in changes]
        chain = [str(old) for old, _new in values] + [stored.card.note]
        if [""] + [str(new) for _old, new in values] != chain or stored.version != len(changes) + 1:
            faults.append("an edit whose value and history differ")
        missing = {value for whose, value in saved if whose == client} - set(chain)
        faults += [f"an edit that returned is lost: {len(missing)}"] if missing else []
    return faults
