"""The store that is tortured: founded once, copied for every round, with two files that go in and out of it.

Clients B… are edited by hand. U… are there from the start and are filled in by the file of clients and bought from by
the file of sales; I… and N… exist only while their file is in. So the part without B… is in one of four states, known
beforehand, whatever was killed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from core.entities.client import ClientCard
from core.entities.firm import FirmSettings
from storage.intake.ordering import order_of
from storage.intake.plan import BaseSnapshot
from storage.intake.prepare import LoadedTable, load, plan
from storage.sealing import derive
from storage.vault import pace
from storage.vault.batches import BatchState
from storage.vault.founding import found_store
from storage.vault.imports import ImportOrder, NewClient
from storage.vault.people import NewPerson
from storage.vault.premises import open_premises
from storage.vault.session import Session, enter

LOGIN = "anna"
PASSPHRASE = b"seven blue windows"
EDITED, UPDATED, BUYERS, ADDED = 8, 40, 80, 60
CHUNK = 15
"""Clients a transaction: small, so that an import of a moment has as many moments to be cut off as one of an hour."""
TODAY = 20_000
FILES = ("sales", "clients")
State = tuple[bool, ...]
"""Which of FILES are in."""


@dataclass(frozen=True)
class Ground:
    """What every round starts from. `digests`: the dump without edited clients in each state."""

    template: Path
    tables: tuple[LoadedTable, ...]
    digests: dict[State, str]


def cheapen() -> None:
    """In this process: a derivation that protects nothing, and small chunks. Never done by the program."""
    derive.TEST_KDF_ALLOWED = True
    pace.BOUNDS = pace.Bounds(CHUNK, CHUNK, CHUNK)


@contextmanager
def session_of(store: Path) -> Iterator[Session]:
    """A session of the owner, ended like a person's."""
    session = enter(open_premises(store), LOGIN, bytearray(PASSPHRASE))
    try:
        yield session
    finally:
        session.end()


def prepare_ground(folder: Path) -> Ground:
    """Found the template and let each file in and out once, unharmed, to know every state."""
    cheapen()
    template = folder / "template" / "firm.store"
    template.parent.mkdir(parents=True)
    owner = NewPerson(LOGIN, LOGIN, "owner", bytearray(PASSPHRASE))
    found_store(template, FirmSettings("Torture", "RUB"), owner, "Portfolio", settings=derive.TEST_ONLY)
    tables = tuple(load(_write(folder, kind), "RUB", kind) for kind in FILES)
    digests: dict[State, str] = {}
    with session_of(template) as session:
        names = [f"B{number:03}" for number in range(EDITED)] + [f"U{number:03}" for number in range(UPDATED)]
        home = session.home_portfolio()
        new = {
            at: NewClient(home, ClientCard(f"Client {name}", external_id=name, created_day=TODAY))
            for at, name in enumerate(names)
        }
        session.imports.commit(session.imports.prepare(ImportOrder("clients", bytes(32), len(new), new, {})))
    for state in ((False, False), (True, False), (True, True), (False, True)):
        copy = copy_store(template, folder / f"state{len(digests)}")
        with session_of(copy) as session:
            for table, wanted in zip(tables, state, strict=True):
                if wanted:
                    let_in(session, table)
            digests[state] = dump_digest(session)
    if len(set(digests.values())) != len(digests):
        raise AssertionError("the states cannot be told apart")
    return Ground(template, tables, digests)


def copy_store(store: Path, folder: Path) -> Path:
    """The store with the files beside it, in a folder of its own."""
    folder.mkdir(parents=True)
    for file in store.parent.glob(store.name + "*"):
        shutil.copy2(file, folder / file.name)
    return folder / store.name


def let_in(session: Session, table: LoadedTable) -> bytes | None:
    """Import a file; the number of the batch, None when everything is there already."""
    cards = session.clients.load()
    outer: dict[str, list[bytes]] = {}
    for client_id, card in zip(cards.ids, cards.cards, strict=True):
        outer.setdefault(card.external_id, []).append(client_id)

    def fields(client_id: bytes) -> dict[str, str]:
        card = session.clients.stored(client_id).card
        return {name: str(getattr(card, name)) for name in ClientCard.__struct_fields__} | {"phone": "*", "email": "*"}

    planned = plan(table, BaseSnapshot(outer, {}, {}), None, fields)
    order = order_of(planned, lambda each: session.clients.stored(each).card, session.home_portfolio(), TODAY)
    prepared = session.imports.prepare(order)
    if not (prepared.pages or order.new or order.changes):
        return None
    committed = session.imports.commit(prepared)
    return committed.group if committed else None


def batch_of(session: Session, table: LoadedTable) -> bytes | None:
    """Number of the live batch this file came with, None while the file is out."""
    found = [each.note for each in session.batches.all() if each.state is BatchState.LIVE]
    groups = {note.group for note in found if note.sha256 == table.sha256}
    if len(groups) > 1:
        raise AssertionError("one file is in twice")
    return next(iter(groups), None)


def dump_digest(session: Session) -> str:
    """The logical dump without edited clients. A person's edits are looked at on their own."""
    found = hashlib.sha256()
    for line in session.upkeep.dump():
        fields = msgspec.json.decode(line)
        card = fields[1] if isinstance(fields, list) and len(fields) == 4 else {}
        if not card.get("external_id", "").startswith("B"):
            found.update(line + b"\n")
    return found.hexdigest()


def _write(folder: Path, kind: str) -> Path:
    path = folder / f"{kind}.csv"
    if kind == "sales":
        rows = ["Дата;Документ;Код клиента;Товар;Количество;Сумма"]
        for number in range(2 * (UPDATED + BUYERS)):
            client = number % (UPDATED + BUYERS)
            name = f"U{client:03}" if client < UPDATED else f"I{client - UPDATED:03}"
            rows.append(f"2024-0{1 + number % 9}-{1 + number % 28:02};D{number};{name};P{number % 5};2;{number + 1}.50")
    else:
        rows = ["Код клиента;Наименование;Город;Телефон"]
        rows += [f"U{number:03};Client U{number:03};City {number};" for number in range(UPDATED)]
        rows += [f"N{number:03};Client N{number:03};City;+7 495 123-{number:04}" for number in range(ADDED)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
