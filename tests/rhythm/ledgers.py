"""Small ledgers for the tests of analytics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from hypothesis import strategies as st

from core.entities.ledger import UNKNOWN, LineColumns

Line = tuple[int, int, int, int]
"""client, day, document, amount"""


def ledger(lines: Iterable[Line], clients: int | None = None, cost: Sequence[int] | None = None) -> LineColumns:
    rows = np.array(list(lines), np.int64).reshape(-1, 4)
    return LineColumns(
        rows[:, 0].astype(np.int32),
        rows[:, 1].astype(np.int32),
        rows[:, 2].copy(),
        rows[:, 3].copy(),
        np.full(len(rows), UNKNOWN, np.int64) if cost is None else np.array(cost, np.int64),
        np.zeros(len(rows), np.uint16),
        clients if clients is not None else (int(rows[:, 0].max()) + 1 if len(rows) else 0),
    )


def purchases(days: Sequence[int], client: int = 0, amount: int = 1000) -> list[Line]:
    """One document a day."""
    return [(client, day, 1000 * client + i, amount) for i, day in enumerate(days)]


def take(lines: LineColumns, rows: np.ndarray) -> LineColumns:
    return LineColumns(
        lines.client[rows],
        lines.day[rows],
        lines.document[rows],
        lines.amount[rows],
        lines.cost[rows],
        lines.flags[rows],
        lines.clients,
    )


def random_lines(seed: int, clients: int = 60, span: int = 1100) -> LineColumns:
    """Buyers of different rhythms with several lines a document, some returns and full cancellations."""
    rng = np.random.default_rng(seed)
    rows: list[Line] = []
    document = 0
    for client in range(clients):
        day = 10_000 + int(rng.integers(0, 200))
        mean = float(np.exp(rng.normal(3.5, 0.7)))
        while day < 10_000 + span and rng.random() > 0.03:
            document += 1
            amounts = [int(v) for v in rng.integers(100, 100_000, int(rng.integers(1, 4)))]
            rows += [(client, day, document, amount) for amount in amounts]
            if rng.random() < 0.06:
                document += 1
                later = day + int(rng.integers(0, 45))
                rows += [(client, later, document, -amount) for amount in amounts]
            elif rng.random() < 0.06:
                document += 1
                rows.append((client, day + int(rng.integers(0, 45)), document, -amounts[0]))
            day += max(1, int(rng.gamma(2.0, mean / 2.0)))
    return ledger(rows, clients)


def small_lines() -> st.SearchStrategy[list[Line]]:
    """Few clients, days, documents and round amounts, so that cancellations and ties are frequent."""
    return st.lists(
        st.tuples(
            st.integers(0, 2),
            st.integers(100, 160),
            st.integers(1, 12),
            st.sampled_from([-500, -300, -200, -100, 100, 200, 300, 500]),
        ),
        max_size=40,
    )
