"""A firm of every role in a real store, made once and copied for every test that changes it."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from core.entities.client import ClientCard, ClientContacts
from core.entities.firm import FirmSettings
from core.entities.vocabulary import Role
from storage.audit.kinds import Kind
from storage.pointer import write_pointer
from storage.sealing import derive
from storage.vault.founding import Founded, found_store
from storage.vault.imports import NO_DAY, ONE, UNKNOWN, ImportOrder, NewClient, Prepared, SaleColumns
from storage.vault.people import NewPerson
from storage.vault.premises import Premises, open_premises
from storage.vault.session import Session, enter
from tests.postgres import WANTED, raw_server, shared_server

START_US = 1_772_000_000_000_000
"""2026-02-25: the clock of every stage begins here."""
DAY = (dt.date(2026, 1, 12) - dt.date(1970, 1, 1)).days
PEOPLE: Mapping[str, Role] = {
    "anna": "owner",
    "boris": "head",
    "ivan": "manager",
    "petr": "manager",
    "klara": "keeper",
    "adam": "admin",
    "vera": "auditor",
}
PORTFOLIOS = {"Север": "ivan", "Юг": "petr"}

Sale = tuple[str, str, int, str, int]
"""Client reference, document, day after DAY, product, amount in minor units."""
SALES: Sequence[Sale] = (
    ("C-1", "РН-1", 0, "болт", 120_00),
    ("C-1", "РН-1", 0, "гайка", 30_50),
    ("C-1", "РН-2", 30, "болт", 99_99),
    ("C-2", "РН-3", 4, "болт", 7_00),
    ("C-3", "РН-4", 9, "шайба", 1),
)


def secret_of(login: str) -> bytearray:
    """Passphrase of a person of the stage."""
    return bytearray(f"{login}: семь синих окон на крыше".encode())


@contextmanager
def cheap_derivation() -> Iterator[None]:
    """The derivation that protects nothing, for the length of a block."""
    before, derive.TEST_KDF_ALLOWED = derive.TEST_KDF_ALLOWED, True
    try:
        yield
    finally:
        derive.TEST_KDF_ALLOWED = before


class HandClock:
    """A clock that moves when it is told to, and a microsecond with every look."""

    def __init__(self) -> None:
        self.now_us = START_US

    def __call__(self) -> int:
        self.now_us += 1
        return self.now_us

    def pass_seconds(self, seconds: float) -> None:
        self.now_us += int(seconds * 1_000_000)


@dataclass
class Stage:
    """One store on disk. Sessions opened through it are closed with it."""

    path: Path
    founded: Founded
    clock: HandClock = field(default_factory=HandClock)
    database: str = ""
    """Name of the database on the test server; empty for a store in a file."""
    opened: list[Premises] = field(default_factory=list)

    def premises(self) -> Premises:
        found = open_premises(self.path, self.clock)
        self.opened.append(found)
        return found

    def enter(self, login: str = "anna", passphrase: bytearray | None = None) -> Session:
        secret = secret_of(login) if passphrase is None else passphrase
        return enter(self.premises(), login, secret, clock=self.clock)

    def close(self) -> None:
        for each in self.opened:
            each.close()
        self.opened.clear()

    def copy(self, path: Path) -> Stage:
        """The same store in another folder, with a clock of its own that goes on from here."""
        self.close()
        for file in self.path.parent.glob(self.path.name + "*"):
            shutil.copy2(file, path.with_name(path.name + file.name.removeprefix(self.path.name)))
        clock = HandClock()
        clock.now_us = self.clock.now_us
        if not self.database:
            return Stage(path, self.founded, clock)
        server = shared_server()
        copied = server.database(self.database)
        path.unlink()
        write_pointer(path, server.place(copied).url)
        return Stage(path, self.founded, clock, copied)

    def keep(self, folder: Path) -> str:
        """The database alone, as somebody with the file in hand, or with the server, puts it aside."""
        self.close()
        return shared_server().database(self.database) if self.database else str(shutil.copy2(self.path, folder))

    def put_back(self, kept: str) -> None:
        """What was put aside in place of what is there; the files beside the store stay as they are."""
        self.close()
        if self.database:
            self.database = shared_server().database(kept)
            self.path.unlink()
            write_pointer(self.path, shared_server().place(self.database).url)
            return
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copy2(kept, self.path)

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """The database as somebody with the file in hand, or the server's own administrator, writes to it."""
        if self.database:
            with raw_server(self.database) as administrator:
                yield administrator
            return
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.raw() as connection:
            found: list[tuple[Any, ...]] = connection.execute(statement, values).fetchall()
            return found

    def bytes(self) -> bytes:
        """The database with its WAL, as it lies on disk."""
        wal = self.path.with_name(self.path.name + "-wal")
        return self.path.read_bytes() + (wal.read_bytes() if wal.exists() else b"")


def found_stage(path: Path) -> Stage:
    """A store with one person and nothing in it."""
    clock = HandClock()
    owner = NewPerson("anna", "Анна", "owner", secret_of("anna"))
    database = shared_server().database() if WANTED else ""
    place = shared_server().place(database) if database else None
    firm = FirmSettings("Ромашка")
    founded = found_store(path, firm, owner, "Центр", settings=derive.TEST_ONLY, clock=clock, server=place)
    return Stage(path, founded, clock, database)


def staff_up(stage: Stage) -> None:
    """Everybody of PEOPLE, and the portfolios of the two managers."""
    session = stage.enter()
    for login, role in PEOPLE.items():
        if login != "anna":
            person = NewPerson(login, login.title(), role, secret_of(login))
            session.people.add(person, derive.TEST_ONLY)
    for name, login in PORTFOLIOS.items():
        session.staffing.create_portfolio(name, login)
    session.end()


def sale_columns(session: Session, sales: Sequence[Sale], numbers: Mapping[str, int]) -> SaleColumns:
    """Lines as intake hands them over, clients numbered as in `numbers`."""
    documents = sorted({sale[1] for sale in sales})
    products = sorted({sale[3] for sale in sales})
    count = len(sales)
    return SaleColumns(
        client=np.array([numbers[sale[0]] for sale in sales], np.int32),
        day=np.array([DAY + sale[2] for sale in sales], np.int32),
        document=np.array([documents.index(sale[1]) for sale in sales], np.int32),
        line=np.zeros(count, np.uint32),
        occurrence=np.zeros(count, np.uint16),
        flags=np.zeros(count, np.uint16),
        product=np.array([products.index(sale[3]) for sale in sales], np.int32),
        quantity=np.full(count, 1_000_000, np.int64),
        amount=np.array([sale[4] for sale in sales], np.int64),
        cost=np.full(count, UNKNOWN, np.int64),
        vat=np.full(count, UNKNOWN, np.int64),
        currency=np.zeros(count, np.int32),
        rate=np.full(count, ONE, np.int64),
        due=np.full(count, NO_DAY, np.int32),
        paid=np.full(count, NO_DAY, np.int32),
        seller=np.zeros(count, np.int32),
        documents=documents,
        products=products,
        sellers=[""],
        currencies=["RUB"],
        source="table:stage",
        batch=bytes(16),
        clients=len(numbers),
    )


def refs(session: Session) -> dict[str, bytes]:
    """Ids of the clients that the session sees, by external id."""
    found = session.clients.load()
    return {card.external_id: client_id for client_id, card in zip(found.ids, found.cards, strict=True)}


def sales_order(session: Session, sales: Sequence[Sale], home: bytes) -> ImportOrder:
    """The order that an import of these lines makes: unknown references become clients of `home`."""
    known = refs(session)
    numbers = {ref: number for number, ref in enumerate(dict.fromkeys(sale[0] for sale in sales))}
    new = {
        number: NewClient(home, ClientCard(f"Фирма {ref}", external_id=ref, city="Тула"))
        for ref, number in numbers.items()
        if ref not in known
    }
    existing = {number: known[ref] for ref, number in numbers.items() if ref in known}
    columns = sale_columns(session, sales, numbers)
    return ImportOrder("sales", bytes(32), len(sales), new, existing, columns)


def cards_order(
    new: Sequence[NewClient] = (), changes: Mapping[bytes, ClientCard] | None = None, rows: int = 0
) -> ImportOrder:
    """The order of a file of clients."""
    changed = list((changes or {}).items())
    count = len(new)
    return ImportOrder(
        "clients",
        b"\x11" * 32,
        rows or count + len(changed),
        dict(enumerate(new)),
        {count + n: client_id for n, (client_id, _card) in enumerate(changed)},
        None,
        {count + n: card for n, (_client_id, card) in enumerate(changed)},
    )


def home_of(session: Session, name: str) -> bytes:
    """Id of the portfolio with this name."""
    return next(key for key, note in session.staffing.portfolios().items() if note.name == name)


def import_sales(session: Session, sales: Sequence[Sale] = SALES, portfolio: str = "Север") -> tuple[Prepared, bytes]:
    """Prepare and commit; gives what was prepared and the batch that undo takes."""
    prepared = session.imports.prepare(sales_order(session, sales, home_of(session, portfolio)))
    committed = session.imports.commit(prepared)
    assert committed is not None
    return prepared, committed.group


def import_cards(session: Session, portfolio: str, *cards: ClientCard, contacts: ClientContacts | None = None) -> bytes:
    """New clients as a file of clients brings them."""
    home = home_of(session, portfolio)
    order = cards_order([NewClient(home, card, contacts) for card in cards])
    committed = session.imports.commit(session.imports.prepare(order))
    assert committed is not None
    return committed.group


def logged(stage: Stage, kind: Kind) -> int:
    """How many entries of a kind are on disk."""
    return int(stage.sql("SELECT count(*) FROM log WHERE kind = ?", int(kind))[0][0])


def faults(session: Session) -> list[str]:
    """What store check names."""
    return session.upkeep.check().faults
