"""Counts what a step costs where counts are the same on every machine: statements, transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from core.entities.client import ClientCard
from storage.vault.imports import Committed, NewClient
from storage.vault.session import Session
from tests.vault.stage import Sale, cards_order, home_of, sales_order


@dataclass
class Count:
    """Statements handed to the driver (one for many rows at once is one), and transactions begun."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    @property
    def writes(self) -> int:
        """Transactions that take the write lock."""
        return sum(1 for text in self.statements if text.startswith("BEGIN IMMEDIATE"))


@contextmanager
def counted(engine: Engine) -> Iterator[Count]:
    """Everything the engine executes inside the block."""
    count = Count()

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        count.statements.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    try:
        yield count
    finally:
        event.remove(engine, "before_cursor_execute", heard)


@contextmanager
def traced(engine: Engine) -> Iterator[list[str]]:
    """Everything SQLite itself runs on connections taken inside the block, past SQLAlchemy too."""
    found: list[str] = []
    seen: list[Any] = []

    def taken(raw: Any, *_rest: Any) -> None:
        raw.set_trace_callback(found.append)
        seen.append(raw)

    event.listen(engine, "checkout", taken)
    try:
        yield found
    finally:
        event.remove(engine, "checkout", taken)
        for raw in seen:
            raw.set_trace_callback(None)


def engine_of(session: Session) -> Engine:
    """The engine below a session."""
    return session.entered.premises.engine


def add_clients(session: Session, count: int, first: int = 0) -> Committed:
    """Clients without sales into the northern portfolio, in one import."""
    home = home_of(session, "Север")
    new = [NewClient(home, ClientCard(f"Фирма {n}", external_id=f"N-{n}")) for n in range(first, first + count)]
    committed = session.imports.commit(session.imports.prepare(cards_order(new)))
    assert committed is not None
    return committed


def sales_of(count: int, first: int = 0) -> list[Sale]:
    """Two lines in one document for each of so many new clients."""
    return [
        (f"S-{n}", f"Д-{n}", n % 300, product, 100 + n) for n in range(first, first + count) for product in ("x", "y")
    ]


def add_sales(session: Session, sales: list[Sale]) -> Committed:
    """Import these lines; unknown references become clients of the northern portfolio."""
    order = sales_order(session, sales, home_of(session, "Север"))
    committed = session.imports.commit(session.imports.prepare(order))
    assert committed is not None
    return committed
