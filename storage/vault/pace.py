"""Long work as transactions of such a size that nobody waits long behind one (spec/security §4, spec/store §6)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine

from storage.audit.kinds import Kind
from storage.engine import is_sqlite
from storage.folding import fold_beside
from storage.vault.gate import Details, Gate
from storage.vault.writing import Writing

T = TypeVar("T")

HELD_SECONDS = 0.025
"""No transaction should hold the log for longer: whoever opens a dossier meanwhile waits behind it, and behind those
who came before him."""


class Bounds(NamedTuple):
    """Clients or records in the first transaction; never fewer or more than so many in one, and so under one entry."""

    first: int
    least: int
    most: int


BOUNDS = Bounds(50, 10, 250)
STEADY = 250
"""Items before the size follows the time: work that is not long leaves the same entries on every machine."""
FOLDED_EVERY = 3
"""Transactions after which long work folds the WAL: before it is as long as makes a commit do it."""
GROWS = 2
"""At most so many times as many as in the one before: that one may have been quick by chance."""
BYTES_AT_ONCE = 32 * 2**20
"""Sealed bytes in one transaction, unless a single client has more."""


def transactions(
    gate: Gate, items: Sequence[T], sizes: Sequence[int] | None = None, counted: str = ""
) -> Iterator[tuple[Sequence[T], AbstractContextManager[Writing]]]:
    """Items in portions, each with the transaction to write it in; a portion may be passed over without.

    `sizes`: sealed bytes of every item, where they may be large. `counted`: what the entry calls their number.
    """
    start, number, most, held = 0, 0, BOUNDS.first, list[float]()
    while start < len(items):
        part = items[start : start + (most if sizes is None else _fitting(sizes[start : start + most]))]
        yield part, _timed(gate, {counted: len(part)} if counted else None, held)
        start, number = start + len(part), number + 1
        if held:
            took = max(held.pop(), 1e-6)
            if start >= STEADY:
                most = max(BOUNDS.least, min(int(len(part) * HELD_SECONDS / took), GROWS * most, BOUNDS.most))
            if start < len(items):
                _between(gate.premises.engine, took, start >= STEADY and number % FOLDED_EVERY == 0)


def _between(engine: Engine, held_seconds: float, fold: bool) -> None:
    """While the log is free: what would otherwise be done while it is held, or what others need the server for."""
    if not is_sqlite(engine):
        # A command steps back on its own machine; what the server does for it steps back here.
        time.sleep(min(held_seconds, HELD_SECONDS))
    elif fold:
        fold_beside(engine)


def _fitting(sizes: Sequence[int]) -> int:
    """How many of the first fit into one transaction: one at least."""
    total = 0
    for number, size in enumerate(sizes):
        total += size
        if number and total > BYTES_AT_ONCE:
            return number
    return len(sizes)


@contextmanager
def _timed(gate: Gate, details: Details | None, held: list[float]) -> Iterator[Writing]:
    with gate.writing(Kind.WRITE, details=details) as writing:
        yield writing
    held.append(writing.held_seconds)
