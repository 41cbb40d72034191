"""A made ledger for the benches of analytics: 36 months of a wholesaler, lines in random order or in that of pages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.entities.ledger import Int32, LineColumns

MONTHS = 36
LAST = 20_088
"""2024-12-31 in days since 1970-01-01."""
MANAGERS = 40


@dataclass(frozen=True)
class Made:
    """The ledger and the manager of every client."""

    lines: LineColumns
    manager: Int32
    client_days: int


def made(clients: int, lines: int, seed: int = 7) -> Made:
    """About `lines` lines of `clients` clients in random order; one client-day in 4 lines, 3 % of them returns.

    Every number is drawn with `seed`, so that two processes make the same ledger.
    """
    dice = np.random.default_rng(seed)
    span = round(MONTHS * 365.25 / 12)
    pairs = round(lines * 0.24)
    weight = dice.gamma(0.8, 1.0, clients) + 0.02
    client = dice.choice(clients, pairs, p=weight / weight.sum()).astype(np.int64)
    born = dice.integers(0, span // 2, clients) * (dice.random(clients) < 0.5)
    end = np.where(dice.random(clients) < 0.3, dice.integers(span // 2, span, clients), span)
    day = born[client] + (dice.random(pairs) * (end - born)[client]).astype(np.int64)
    key = np.unique(client * span + day)
    client, day = key // span, key % span
    back = dice.random(len(key)) < 0.03
    count = 1 + dice.poisson(lines / len(key) - 1, len(key))
    row = np.repeat(np.arange(len(key)), count)
    order = dice.permutation(len(row))
    row = row[order]
    scale = np.exp(dice.normal(9.5, 1.2, clients))
    amount = np.maximum(1, scale[client[row]] * dice.gamma(1.5, 0.6, len(row))).astype(np.int64)
    # Sales are whole hundreds and returns are not, so that no return cancels a sale in full: peers do not look.
    amount = np.maximum(100, amount // 100 * 100)
    amount[back[row]] = -amount[back[row]] - 1
    cost = (amount * (0.55 + 0.3 * dice.random(len(row)))).astype(np.int64)
    columns = LineColumns(
        client[row].astype(np.int32),
        (LAST - span + 1 + day[row]).astype(np.int32),
        row.astype(np.int64),
        amount,
        cost,
        np.zeros(len(row), np.uint16),
        clients,
    )
    return Made(columns, dice.integers(0, MANAGERS, clients).astype(np.int32), len(key))


def by_pages(lines: LineColumns) -> LineColumns:
    """The same lines as the sealed pages hold them: client by client, in the order of days and documents."""
    rows = np.lexsort((lines.document, lines.day, lines.client))
    return LineColumns(
        lines.client[rows],
        lines.day[rows],
        lines.document[rows],
        lines.amount[rows],
        lines.cost[rows],
        lines.flags[rows],
        lines.clients,
    )
