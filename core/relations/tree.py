"""Who reports to whom, as places of a drawing; circular input is cut open and marked, never followed (S03.89)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

import msgspec

K = TypeVar("K", bound=Hashable)


class Place(msgspec.Struct, Generic[K], frozen=True):
    """One person of the tree. `stems`: for every step above, whether a line goes on below (to the next sibling)."""

    key: K
    stems: tuple[bool, ...] = ()
    circular: bool = False
    """He stands in a circle that was cut open here."""


def places(chiefs: Sequence[tuple[K, K | None]]) -> list[Place[K]]:
    """Everybody once, chiefs above their people, in the order given. `chiefs`: person and his chief.

    A chief who is not among the people counts as none; whoever is only reached by a circle begins a tree of his own.
    """
    chief = dict(chiefs)
    below: dict[K, list[K]] = defaultdict(list)
    heads: list[K] = []
    for key, above in chief.items():
        if above is not None and above in chief and above != key:
            below[above].append(key)
        else:
            heads.append(key)
    found: list[Place[K]] = []
    seen: set[K] = set()
    for key in heads:
        found += _branch(key, below, seen, circular=chief[key] == key)
    for key in chief:
        if key not in seen:
            found += _branch(key, below, seen, circular=True)
    return found


def _branch(head: K, below: dict[K, list[K]], seen: set[K], *, circular: bool) -> list[Place[K]]:
    found: list[Place[K]] = []
    waiting: list[tuple[K, tuple[bool, ...]]] = [(head, ())]
    while waiting:
        key, stems = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        found.append(Place(key, stems, circular and not stems))
        fresh = [each for each in below[key] if each not in seen]
        waiting += [(each, (*stems, at < len(fresh) - 1)) for at, each in reversed(list(enumerate(fresh)))]
    return found


def stems_text(stems: tuple[bool, ...], *, drawn: bool = True) -> str:
    """The lines left of a person. `drawn`: with line characters, else with ASCII alone."""
    if not stems:
        return ""
    down, fork, end = ("│ ", "├─", "└─") if drawn else ("| ", "|-", "`-")
    return "".join(down if each else "  " for each in stems[:-1]) + (fork if stems[-1] else end)
