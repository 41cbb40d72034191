"""A store as large as wanted, made by the store's own writer: most of it in portfolios of a usual size."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.sample.firm import make_firm
from scripts.benchmarks._stores import MANAGER, empty_store, secret, session_of
from storage.vault.imports import ImportOrder
from storage.vault.people import NewPerson
from storage.vault.session import Session
from storage.vault.strength import DEMO_SETTINGS
from tui.desk.making import publish_figures, sample_orders

HEAD = "head"
OWN, USUAL = 300, 2_000
"""Clients of the one manager who is looked at, and of every other portfolio."""


def big_store(path: Path, clients: int, lines: int) -> Path:
    """`clients` clients of the sample firm with `lines` sale lines each on the average, or fewer where it has fewer.

    A store that is there already under this path is taken as it is.
    """
    if path.exists():
        return path
    unfinished = empty_store(path.with_name(path.name + ".part"))
    today = dt.datetime.now(dt.UTC).date()
    sample = make_firm(clients=clients, today=today)
    with session_of(unfinished) as session:
        session.people.add(NewPerson(HEAD, "Head", "head", secret()), DEMO_SETTINGS)
        session.people.add(NewPerson(MANAGER, "Manager", "manager", secret()), DEMO_SETTINGS)
        homes = _homes(session, clients)
        number = 0
        for order in sample_orders(sample, [homes[0]] * len(sample.portfolios)):
            thin = _thinned(order, lines)
            new = {
                at: dataclasses.replace(each, portfolio_id=_home(homes, number + at)) for at, each in order.new.items()
            }
            number += len(new)
            session.imports.commit(session.imports.prepare(dataclasses.replace(thin, new=new)))
        publish_figures(session, today)
    for file in sorted(unfinished.parent.glob(unfinished.name + "*")):
        file.rename(file.with_name(path.name + file.name.removeprefix(unfinished.name)))
    return path


def _homes(session: Session, clients: int) -> list[bytes]:
    first = session.staffing.create_portfolio("Portfolio of the manager", MANAGER, "Sales")
    others = range(max(1, -(-(clients - OWN) // USUAL)))
    return [first, *(session.staffing.create_portfolio(f"Portfolio {each}", HEAD, "Sales") for each in others)]


def _home(homes: list[bytes], number: int) -> bytes:
    return homes[0] if number < OWN else homes[1 + (number - OWN) // USUAL]


def _thinned(order: ImportOrder, lines: int) -> ImportOrder:
    """The same order with about `lines` lines a client."""
    columns = order.columns
    if columns is None or len(columns.client) <= lines * columns.clients:
        return order
    wanted = lines * columns.clients
    kept = np.sort(np.random.default_rng(len(columns.client)).choice(len(columns.client), wanted, replace=False))
    thin = {name: getattr(columns, name)[kept] for name in _per_line(len(columns.client), columns)}
    return dataclasses.replace(order, rows=wanted, columns=dataclasses.replace(columns, **thin))


def _per_line(count: int, columns: object) -> Iterator[str]:
    for field in dataclasses.fields(columns):  # type: ignore[arg-type]
        value = getattr(columns, field.name)
        if isinstance(value, np.ndarray) and len(value) == count:
            yield field.name
