"""Groups of duplicates from scored pairs: average link (spec/search §3.2).

Connected components join everything through one soft edge; here two groups join only when all their pairs, those
never compared included, are on average above a bound of their own. It lies below that of a pair: of ten spellings of
one client some two have nothing left in common.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from core.identity.features import Codes

Floats = npt.NDArray[np.float64]

ABSENT: Final = -4.0
"""Bits of a pair that no block brought together."""
_SAID: Final = 200.0
"""Bits of what a person said: more than any fields may weigh."""


@dataclasses.dataclass(frozen=True, slots=True)
class Weakest:
    """The pair on which a group hangs: without it the group falls in two."""

    left: int
    right: int
    bits: float


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Rows that are one client, in rising order."""

    rows: tuple[int, ...]
    weakest: Weakest


class _Clusters:
    """Growing groups with the sums of the bits between them."""

    def __init__(self) -> None:
        self.members: dict[int, list[int]] = {}
        self.weakest: dict[int, Weakest] = {}
        self.of: dict[int, int] = {}
        self.between: dict[int, dict[int, tuple[float, int]]] = {}

    def edge(self, left: int, right: int, bits: float) -> None:
        for one, other in ((left, right), (right, left)):
            self.of[one] = one
            self.members.setdefault(one, [one])
            known = self.between.setdefault(one, {})
            total, pairs = known.get(other, (0.0, 0))
            known[other] = (total + bits, pairs + 1)

    def average(self, one: int, other: int) -> float:
        total, pairs = self.between[one].get(other, (0.0, 0))
        all_pairs = len(self.members[one]) * len(self.members[other])
        return (total + ABSENT * (all_pairs - pairs)) / all_pairs

    def join(self, one: int, other: int, by: Weakest) -> None:
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for row in self.members[other]:
            self.of[row] = one
        self.members[one] += self.members.pop(other)
        mine = self.between[one]
        mine.pop(other, None)
        for third, (total, pairs) in self.between.pop(other).items():
            if third == one:
                continue
            before, known = mine.get(third, (0.0, 0))
            mine[third] = (before + total, known + pairs)
            theirs = self.between[third]
            theirs.pop(other, None)
            theirs[one] = mine[third]
        self.weakest.pop(other, None)
        # Edges come strongest first, so the last one that joins is the one the group hangs on.
        self.weakest[one] = by


def cluster(
    left: Codes,
    right: Codes,
    bits: Floats,
    threshold: float,
    average: float,
    same: Iterable[tuple[int, int]] = (),
    different: Iterable[tuple[int, int]] = (),
) -> list[Group]:
    """Groups of two rows and more, by their first row.

    Two groups join over a pair of `threshold` bits and more when all their pairs together have `average` bits a pair.
    `same` and `different` are people's words and go first.
    """
    kept = bits > ABSENT
    low, high = np.minimum(left[kept], right[kept]), np.maximum(left[kept], right[kept])
    edges = dict(zip(zip(low.tolist(), high.tolist(), strict=True), bits[kept].tolist(), strict=True))
    edges |= {(min(a, b), max(a, b)): _SAID for a, b in same}
    # One "different" must outweigh any number of likenesses on the other pairs of two groups.
    edges |= {(min(a, b), max(a, b)): -_SAID * 1e6 for a, b in different}
    clusters = _Clusters()
    for (one, other), each in edges.items():
        clusters.edge(one, other, each)
    for (one, other), each in sorted(edges.items(), key=lambda edge: (-edge[1], edge[0])):
        if each < threshold:
            break
        mine, theirs = clusters.of[one], clusters.of[other]
        if mine != theirs and (each == _SAID or clusters.average(mine, theirs) >= average):
            clusters.join(mine, theirs, Weakest(one, other, each))
    groups = [
        Group(tuple(sorted(rows)), clusters.weakest[at]) for at, rows in clusters.members.items() if len(rows) > 1
    ]
    return sorted(groups, key=lambda group: group.rows)
