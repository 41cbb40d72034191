"""Small firms: random bases of few clients of one ledger, every method fitted on them alone (analytics §1.4)."""

from __future__ import annotations

import numpy as np

from core.entities.ledger import Bool, LineColumns
from scripts.benchmarks._rhythm_measure import METHODS, OURS, RHYTHM, auc, measure


def part_of(lines: LineColumns, keep: Bool) -> LineColumns:
    """The ledger of the clients marked."""
    rows = np.flatnonzero(keep[lines.client])
    number = (np.cumsum(keep) - 1).astype(np.int32)
    return LineColumns(
        number[lines.client[rows]],
        lines.day[rows],
        lines.document[rows],
        lines.amount[rows],
        lines.cost[rows],
        lines.flags[rows],
        int(keep.sum()),
    )


def small_bases(
    lines: LineColumns, cut: int, horizon: int, last: int, clients: int, samples: int
) -> dict[str, float] | None:
    """Mean AUC by method over `samples` bases of `clients` who had bought before the cut, and the mean Brier of the
    rhythm model with and without the correction; None where the ledger has no more clients than that."""
    buyers = np.unique(lines.client[(lines.day < cut) & (lines.amount > 0)])
    if len(buyers) <= clients:
        return None
    dice = np.random.default_rng(11)
    rows: list[dict[str, float]] = []
    for _ in range(samples):
        keep = np.zeros(lines.clients, np.bool_)
        keep[dice.choice(buyers, clients, replace=False)] = True
        for found in measure(part_of(lines, keep), [cut], horizon, last):
            row = {method: auc(found.scores[method], found.lost) for method in METHODS}
            for method in (RHYTHM, OURS):
                row[f"Brier, {method}"] = float(((found.scores[method] - found.lost) ** 2).mean())
            rows.append(row)
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]} if rows else None
