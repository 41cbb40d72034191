"""Groups of firms with one owner or parent: suggestions from what firms share, for a person to confirm (U11).

Firms of a group are different clients, so what joins them here is what the search for doubles holds to be weak: a head
office's phone, a holding's domain, one director, one address, one brand. A value that too many firms share (a
business centre, an outside bookkeeper) says little and then nothing. Pure: nothing is written.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

from core.identity.features import Record
from core.identity.firm_groups_clues import Shared, Tie, shared_values
from core.rules import DEFAULT, Rules

__all__ = ["Clue", "FirmGroup", "Tie", "suggest_firm_groups"]


@dataclasses.dataclass(frozen=True, slots=True)
class Clue:
    """One shared value, as one of the firms writes it, and the firms of the group that share it."""

    tie: Tie
    shown: str
    firms: tuple[Hashable, ...]
    points: float
    """Between any two of the firms."""


@dataclasses.dataclass(frozen=True, slots=True)
class FirmGroup:
    """A suggestion. `points` are those of its weakest link, so the group falls apart below them."""

    firms: tuple[Hashable, ...]
    clues: tuple[Clue, ...]
    """Why, the strongest first."""
    points: float
    known: tuple[Hashable, ...] = ()
    """Groups confirmed earlier that some of the firms belong to: the suggestion is to join the others to them."""


def suggest_firm_groups(
    firms: Iterable[Record],
    known: Mapping[Hashable, Hashable] | None = None,
    rejected: Collection[frozenset[Hashable]] = (),
    rules: Rules = DEFAULT,
) -> list[FirmGroup]:
    """Groups worth a person's look, the surest first.

    Read from each record, where present: `name`, `inn`, `kpp`, `phone`, `email`, `site`, `address`, `city`,
    `director`, `owner` (people or firms) and `parent` (a name or an ИНН). `known` is the confirmed group of a firm; a
    suggestion inside one group is left out. `rejected` are pairs a person said are strangers: they are never joined
    directly. Doubles of one client should be merged first, else they are suggested as a group of two.
    """
    listed = list(firms)
    clues = list(shared_values(listed, rules.firm_group_firms))
    points: dict[tuple[int, int], float] = defaultdict(float)
    for clue in clues:
        # What is said outright may be said by thousands of branches: a chain joins them as well as every pair would.
        few = len(clue.rows) <= rules.firm_group_firms
        for pair in itertools.combinations(clue.rows, 2) if few else itertools.pairwise(clue.rows):
            points[pair] += clue.points
    refused = {frozenset(pair) for pair in rejected}
    groups: dict[int, _Growing] = {}
    for (one, other), each in sorted(points.items(), key=lambda link: (-link[1], link[0])):
        if each < rules.firm_group_points:
            break
        if not refused or frozenset((listed[one].key, listed[other].key)) not in refused:
            _join(groups, one, other, each)
    found = list({id(group): group for group in groups.values()}.values())
    made = [group for group in (_told(each, clues, groups, listed, known or {}) for each in found) if group]
    return sorted(made, key=lambda group: (-group.points, -len(group.firms)))


@dataclasses.dataclass(slots=True)
class _Growing:
    rows: list[int]
    weakest: float = math.inf


def _join(groups: dict[int, _Growing], one: int, other: int, points: float) -> None:
    mine, theirs = (groups.setdefault(row, _Growing([row])) for row in (one, other))
    if mine is theirs:
        return
    few, many = sorted((mine, theirs), key=lambda group: len(group.rows))
    many.rows += few.rows
    # Links come strongest first, so the last one that joins is the weakest the group stands on.
    many.weakest = points
    groups.update(dict.fromkeys(few.rows, many))


def _told(
    group: _Growing,
    clues: Iterable[Shared],
    groups: Mapping[int, _Growing],
    firms: Sequence[Record],
    known: Mapping[Hashable, Hashable],
) -> FirmGroup | None:
    """The suggestion in the caller's keys; None when all its firms are of one confirmed group."""
    rows = sorted(group.rows)
    keys = tuple(firms[row].key for row in rows)
    confirmed = [known.get(key) for key in keys]
    if confirmed[0] is not None and len(set(confirmed)) == 1:
        return None
    told: list[Clue] = []
    for clue in clues:
        inside = [row for row in clue.rows if groups.get(row) is group]
        if len(inside) > 1:
            told.append(Clue(clue.tie, clue.shown, tuple(firms[row].key for row in inside), clue.points))
    told.sort(key=lambda clue: (-clue.points, -len(clue.firms)))
    others = tuple(dict.fromkeys(each for each in confirmed if each is not None))
    return FirmGroup(keys, tuple(_without_weaker(told)), group.weakest, others)


def _without_weaker(told: list[Clue]) -> Iterator[Clue]:
    """A person's initials beside his name in full say nothing more."""
    for at, clue in enumerate(told):
        person = clue.tie in (Tie.DIRECTOR, Tie.OWNER)
        if not (person and any(set(clue.firms) <= set(each.firms) for each in told[:at] if each.tie is clue.tie)):
            yield clue
