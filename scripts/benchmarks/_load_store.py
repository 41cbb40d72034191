"""The firm of the load: fifty people with a portfolio each, a colleague who leaves, and a file that comes in."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.entities.firm import FirmSettings
from core.sample.clients import make_clients
from core.sample.firm import make_firm
from scripts.benchmarks._stores import CHUNK, OWNER, secret, session_of
from storage.vault.founding import Server, found_store
from storage.vault.imports import ImportOrder, NewClient
from storage.vault.people import NewPerson
from storage.vault.strength import DEMO_SETTINGS
from tui.desk.making import publish_figures, sample_orders

HEAD, LEAVER, HEIR = "head", "leaver", "heir"
PRODUCTS = 40
CREATED = 20_000
"""Day on which the leaver's clients were entered."""


@dataclass(frozen=True)
class LoadFirm:
    """The store, who works in it, and the file of sales that somebody brings in meanwhile."""

    store: Path
    people: tuple[str, ...]
    file: Path
    rows: int
    leaving: int
    """Clients of the colleague who leaves."""


def make_load_firm(
    folder: Path, people: int, each: int, rows: int, leaving: int, server: Server | None = None
) -> LoadFirm:
    """`people` managers with `each` clients and three years of sales, and all the rest."""
    store, logins = folder / "firm.store", tuple(f"m{number:02}" for number in range(people))
    owner = NewPerson(OWNER, "Owner", "owner", secret())
    found_store(store, FirmSettings("Bench", "RUB"), owner, "Portfolio", settings=DEMO_SETTINGS, server=server)
    today = dt.datetime.now(dt.UTC).date()
    sample = make_firm(clients=people * each, today=today)
    codes: list[str] = []
    with session_of(store) as session:
        session.people.add(NewPerson(HEAD, "Head", "head", secret()), DEMO_SETTINGS)
        for login in (*logins, LEAVER, HEIR):
            session.people.add(NewPerson(login, login.title(), "manager", secret()), DEMO_SETTINGS)
        homes = [session.staffing.create_portfolio(f"Portfolio {login}", login, "Sales") for login in logins]
        for order in sample_orders(sample, [homes[0]] * len(sample.portfolios)):
            # Clients are dealt out one by one, so that every portfolio has its share of large and of small ones.
            dealt = {
                at: dataclasses.replace(new, portfolio_id=homes[(len(codes) + at) % people])
                for at, new in order.new.items()
            }
            codes += [new.card.external_id for new in dealt.values()]
            session.imports.commit(session.imports.prepare(dataclasses.replace(order, new=dealt)))
        _give_leaver_clients(
            session.staffing.create_portfolio("Leaving", LEAVER, "Sales"), store, people * each, leaving
        )
        publish_figures(session, today)
    return LoadFirm(store, logins, _file(folder / "sales.csv", codes, rows, today), rows, leaving)


def _give_leaver_clients(home: bytes, store: Path, first: int, count: int) -> None:
    with session_of(store) as session:
        for start in range(0, count, CHUNK):
            size = min(CHUNK, count - start)
            made = make_clients(np.random.default_rng(start), first + start, size, np.full(size, CREATED, np.int32))
            new = {at: NewClient(home, card, contacts) for at, (card, contacts) in enumerate(made.pairs())}
            label = hashlib.sha256(f"load/{start}".encode()).digest()
            session.imports.commit(session.imports.prepare(ImportOrder("clients", label, size, new, {})))


def _file(path: Path, codes: list[str], rows: int, today: dt.date) -> Path:
    dice = np.random.default_rng(rows)
    chosen, back = dice.integers(0, len(codes), rows), dice.integers(1, 300, rows)
    days = [(today - dt.timedelta(days=number)).isoformat() for number in range(301)]
    with path.open("w", encoding="utf-8") as out:
        out.write("Дата;Документ;Код клиента;Товар;Количество;Сумма\n")
        for number, (client, day) in enumerate(zip(chosen.tolist(), back.tolist(), strict=True)):
            out.write(f"{days[day]};З-{number // 4};{codes[client]};P{number % PRODUCTS};2;{100 + number % 9_000}.50\n")
    return path
