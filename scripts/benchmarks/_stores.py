"""Throw-away stores for benchmarks, made with the program's own doors and the cheapest key derivation it accepts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from core.entities.firm import FirmSettings
from core.sample.clients import make_clients
from core.sample.firm import make_firm
from storage.vault.founding import found_store
from storage.vault.imports import ImportOrder, NewClient
from storage.vault.people import NewPerson
from storage.vault.session import Session, enter
from storage.vault.strength import DEMO_SETTINGS
from tui.desk.making import publish_figures, sample_orders

PASSPHRASE = "bench passphrase"
OWNER, MANAGER = "owner", "manager"
CHUNK = 5_000


def secret() -> bytearray:
    """The passphrase of everybody in these stores, fresh: whoever takes it wipes it."""
    return bytearray(PASSPHRASE.encode())


def passphrase_file(folder: Path) -> Path:
    """The passphrase as a command wants it."""
    path = folder / "passphrase"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def empty_store(path: Path, currency: str = "RUB") -> Path:
    """A store with its owner and nobody's clients."""
    person = NewPerson(OWNER, "Owner", "owner", secret())
    found_store(path, FirmSettings("Bench", currency), person, "Portfolio", settings=DEMO_SETTINGS)
    return path


@contextmanager
def session_of(path: Path, login: str = OWNER) -> Iterator[Session]:
    """An unlocked session, ended afterwards."""
    session = enter(path, login, secret())
    try:
        yield session
    finally:
        session.end()


def manager_store(path: Path, clients: int) -> Path:
    """A firm whose one manager keeps all of the sample firm's clients with their three years of sales."""
    empty_store(path)
    today = dt.datetime.now(dt.UTC).date()
    sample = make_firm(clients=clients, today=today)
    with session_of(path) as session:
        session.people.add(NewPerson(MANAGER, "Manager", "manager", secret()), DEMO_SETTINGS)
        home = session.staffing.create_portfolio("Portfolio of the manager", MANAGER, "Sales")
        for order in sample_orders(sample, [home] * len(sample.portfolios)):
            session.imports.commit(session.imports.prepare(order))
        publish_figures(session, today)
    return path


def card_store(path: Path, clients: int) -> Path:
    """Clients of the sample firm without sales, all of them the owner's."""
    empty_store(path)
    with session_of(path) as session:
        home = session.home_portfolio()
        for start in range(0, clients, CHUNK):
            count = min(CHUNK, clients - start)
            drawn = make_clients(np.random.default_rng(start), start, count, np.full(count, 20_000, np.int32))
            new = {at: NewClient(home, card, contacts) for at, (card, contacts) in enumerate(drawn.pairs())}
            label = hashlib.sha256(f"bench/{start}".encode()).digest()
            session.imports.commit(session.imports.prepare(ImportOrder("clients", label, count, new, {})))
    return path
