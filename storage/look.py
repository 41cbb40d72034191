"""One look at a store: readings of one thread share a snapshot, and nothing is asked of it twice.

A screen puts its answer together from dozens of small readings. Each of them alone is a transaction, which costs
little beside a file and a round trip or three beside a server; together they are one moment of the store.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


@dataclass
class Look:
    """The snapshot a thread is looking at."""

    engine: Engine
    connection: Connection
    known: dict[object, object] = field(default_factory=dict)
    """What was asked of it already: one snapshot has one answer."""


_NOW = threading.local()


def looking(engine: Engine) -> Look | None:
    """The look this thread is in, None outside of one."""
    look: Look | None = getattr(_NOW, "look", None)
    return look if look is not None and look.engine is engine else None


@contextmanager
def held(engine: Engine, connection: Connection) -> Iterator[None]:
    """Until the block ends, readings of this thread go through the connection."""
    before = getattr(_NOW, "look", None)
    _NOW.look = Look(engine, connection)
    try:
        yield
    finally:
        _NOW.look = before


def asked_once(engine: Engine, key: object, ask: Callable[[], T]) -> T:
    """The answer to a question: inside a look the one it gave before."""
    look = looking(engine)
    if look is None:
        return ask()
    if key not in look.known:
        look.known[key] = ask()
    answer: T = look.known[key]  # type: ignore[assignment]
    return answer
