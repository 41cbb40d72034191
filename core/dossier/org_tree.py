"""The tree of who reports to whom, as a drawing and as words; circular input is drawn and named, never followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from core.dossier.drawing import INK, QUIET, WIDTH, drawing, line, rect, shortened, text

ROW = 34
STEP = 26
BOX = 230
_MOST_STEPS = 8
"""Deeper than this the tree is drawn at the same indent."""


class Post(msgspec.Struct, frozen=True):
    """One person of the tree. `chief` is the key of the person reported to, "" for nobody."""

    key: str
    name: str
    post: str = ""
    chief: str = ""


class Place(msgspec.Struct, frozen=True):
    """Where a person stands: `row` from the top, `depth` below the head, `above` the row of the chief or -1.

    `circular`: the person stands in a circle that was cut open here.
    """

    person: Post
    row: int
    depth: int
    above: int
    circular: bool = False


def places(people: Sequence[Post]) -> list[Place]:
    """Everybody once, chiefs above their people; whoever is only reached by a circle begins a tree of his own."""
    known = {each.key: each for each in people}
    below: dict[str, list[Post]] = defaultdict(list)
    heads = []
    for each in known.values():
        if each.chief in known and each.chief != each.key:
            below[each.chief].append(each)
        else:
            heads.append(each)
    found: list[Place] = []
    seen: set[str] = set()
    for head in heads:
        found += _branch(head, below, seen, len(found), circular=head.chief == head.key)
    for each in known.values():
        if each.key not in seen:
            found += _branch(each, below, seen, len(found), circular=True)
    return found


def _branch(head: Post, below: dict[str, list[Post]], seen: set[str], row: int, *, circular: bool) -> list[Place]:
    found: list[Place] = []
    waiting = [(head, 0, -1)]
    while waiting:
        person, depth, above = waiting.pop()
        if person.key in seen:
            continue
        seen.add(person.key)
        at = row + len(found)
        found.append(Place(person, at, depth, above, circular and depth == 0))
        waiting += [(each, depth + 1, at) for each in reversed(below[person.key])]
    return found


def org_trees(people: Sequence[Post], circle_mark: str = "↺", rows: int = 18) -> list[str]:
    """The drawings: a box a person, indented under the chief; at most `rows` people a drawing, so that a page holds it.

    Where a chief stands in an earlier drawing the line to him begins at the upper edge.
    """
    placed = places(people)
    return [_drawn(placed, start, placed[start : start + rows], circle_mark) for start in range(0, len(placed), rows)]


def _drawn(placed: Sequence[Place], start: int, shown: Sequence[Place], circle_mark: str) -> str:
    parts: list[str] = []
    for each in shown:
        x, y = _corner(each, start)
        if each.above >= 0:
            chief_x, chief_y = _corner(placed[each.above], start)
            parts.append(line(chief_x + 10, max(chief_y + 26, 0), chief_x + 10, y + 13, QUIET))
            parts.append(line(chief_x + 10, y + 13, x, y + 13, QUIET))
        name = f"{circle_mark} {each.person.name}" if each.circular else each.person.name
        parts.append(rect(x, y, BOX, 26, "white", INK, 3))
        parts.append(text(x + 7, y + 11, shortened(name, 9.5, BOX - 14), 9.5, INK, bold=True))
        parts.append(text(x + 7, y + 22, shortened(each.person.post, 8, BOX - 14), 8, QUIET))
    return drawing(WIDTH, len(shown) * ROW + 4, parts)


def _corner(place: Place, start: int) -> tuple[float, float]:
    return 2 + STEP * min(place.depth, _MOST_STEPS), (place.row - start) * ROW + 4


def tree_lines(people: Sequence[Post]) -> Iterator[str]:
    """The same in words, for those who do not see it: one line a person, two blanks a step."""
    for each in places(people):
        post = f", {each.person.post}" if each.person.post else ""
        yield f"{'  ' * each.depth}{each.person.name}{post}"
