"""The tree of who reports to whom as lines of a list, left of the names (S03.89).

Its order, and where circular input is cut open, are those of the drawn tree.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.dossier.org_tree import Place


def stems(placed: Sequence[Place]) -> list[tuple[bool, ...]]:
    """For every place, and every step above it, whether a line goes on below to the next sibling."""
    last: dict[int, int] = {}
    for place in placed:
        last[place.above] = place.row
    found: list[tuple[bool, ...]] = []
    for place in placed:
        goes_on = last[place.above] > place.row
        found.append((*found[place.above], goes_on) if place.above >= 0 else ())
    return found


def stems_text(steps: tuple[bool, ...], *, drawn: bool = True) -> str:
    """The lines left of a person. `drawn`: with line characters, else with ASCII alone."""
    if not steps:
        return ""
    down, fork, end = ("│ ", "├─", "└─") if drawn else ("| ", "|-", "`-")
    return "".join(down if each else "  " for each in steps[:-1]) + (fork if steps[-1] else end)
