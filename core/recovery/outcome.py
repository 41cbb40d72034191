"""What came of the queue: cases by reason, manager and action, and whether the probabilities were right."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from core.entities.ledger import Bool, Float64
from core.entities.recovery import CaseStep, RecoveryCase

_BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_ACTIONS: Final[tuple[CaseStep, ...]] = ("office", "met", "invited", "claimed")
"""The furthest thing done before the reason was known."""


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """Cases with one thing in common."""

    key: str
    cases: int
    returned: int
    """Bought again, with or without our asking."""
    parted: int
    at_work: int


@dataclasses.dataclass(frozen=True, slots=True)
class Bin:
    """Clients whose probability lay in one range, and what they did. Shares are 0…1."""

    low: float
    high: float
    clients: int
    said: float
    """Mean probability of no purchase."""
    happened: float
    """Share that really bought nothing."""


def tally(cases: Iterable[RecoveryCase], key: Callable[[RecoveryCase], str]) -> tuple[Tally, ...]:
    """Cases by `key`, the largest group first."""
    groups: dict[str, list[RecoveryCase]] = {}
    for case in cases:
        groups.setdefault(key(case), []).append(case)
    found = [
        Tally(
            name,
            len(group),
            sum(each.outcome in ("returned", "bought") for each in group),
            sum(each.outcome == "parted" for each in group),
            sum(not each.outcome for each in group),
        )
        for name, group in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.cases, each.key)))


def action_of(case: RecoveryCase) -> str:
    """What was done to find out the reason."""
    return next((step for step in _ACTIONS if case.took(step)), "detected")


def calibration(said: Float64, bought: Bool) -> tuple[Bin, ...]:
    """Said against happened in five ranges; clients without a probability are left out. Empty ranges are not shown."""
    known = ~np.isnan(said)
    said, silent = said[known], ~bought[known]
    place = np.clip(np.digitize(said, _BINS) - 1, 0, len(_BINS) - 2)
    found = []
    for number in range(len(_BINS) - 1):
        rows = place == number
        count = int(rows.sum())
        if count:
            low, high = _BINS[number], _BINS[number + 1]
            found.append(Bin(low, high, count, float(said[rows].mean()), float(silent[rows].mean())))
    return tuple(found)
