"""Judgements: what people said of two records. Edges of a graph, added and dropped, never rewritten (spec/search §0.6).

A merge is an edge "same"; its undo drops the edge, and the records are what they were, since nobody touched them.
"Different" holds for everybody and over imports: keys of import rows are their external ids or `fingerprint`.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
from collections.abc import Hashable, Iterable, Mapping

from core.identity.features import Record
from core.problem import N_, ExitCode, Problem


class Verdict(enum.Enum):
    """What a person said of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """One judgement. `when_us` are microseconds since 1970 UTC; `choices` name the record a field is taken from."""

    number: int
    left: Hashable
    right: Hashable
    verdict: Verdict
    who: bytes
    when_us: int
    choices: Mapping[str, Hashable] = dataclasses.field(default_factory=dict)

    @property
    def pair(self) -> frozenset[Hashable]:
        return frozenset((self.left, self.right))


@dataclasses.dataclass(frozen=True, slots=True)
class Drop:
    """A judgement taken back: what `undo` writes."""

    number: int
    who: bytes
    when_us: int


@dataclasses.dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did. `later` are merges made afterwards in the same group, which stay in force."""

    edge: Edge
    later: tuple[Edge, ...]


class Judgements:
    """Every judgement of a store in the order it was given, and what follows from those in force."""

    def __init__(self, events: Iterable[Edge | Drop] = ()) -> None:
        self._events: list[Edge | Drop] = []
        self._edges: dict[int, Edge] = {}
        self._by_pair: dict[frozenset[Hashable], list[int]] = {}
        self._group: dict[Hashable, frozenset[Hashable]] = {}
        for event in events:
            if isinstance(event, Edge):
                self._keep(event)
            else:
                self._lose(event)
        self._regroup()

    @property
    def events(self) -> tuple[Edge | Drop, ...]:
        """Everything that was said, for storage."""
        return tuple(self._events)

    def in_force(self) -> tuple[Edge, ...]:
        """The last standing judgement of each pair, in the order they were given."""
        return tuple(self._edges[number] for number in sorted(numbers[-1] for numbers in self._by_pair.values()))

    def group(self, key: Hashable) -> frozenset[Hashable]:
        """All records said to be the same as this one, itself included."""
        return self._group.get(key, frozenset((key,)))

    def groups(self) -> tuple[frozenset[Hashable], ...]:
        """Groups of two records and more, each once."""
        return tuple(dict.fromkeys(group for group in self._group.values() if len(group) > 1))

    def verdict(self, left: Hashable, right: Hashable) -> Verdict | None:
        """What is known of two records: said of them, or following from what was said of their groups."""
        said = self._by_pair.get(frozenset((left, right)))
        if said:
            return self._edges[said[-1]].verdict
        mine, other = self.group(left), self.group(right)
        if mine is other or mine == other:
            return Verdict.SAME
        return Verdict.DIFFERENT if self._forbidden(mine, other) else None

    def different(self) -> tuple[Edge, ...]:
        """Every "not a duplicate" in force."""
        return tuple(edge for edge in self.in_force() if edge.verdict is Verdict.DIFFERENT)

    def judge(
        self,
        left: Hashable,
        right: Hashable,
        verdict: Verdict,
        who: bytes,
        when_us: int,
        choices: Mapping[str, Hashable] | None = None,
    ) -> Edge:
        """Add a judgement. Raises Problem for a record with itself and for what the judgements in force exclude."""
        if left == right:
            raise Problem(N_("A record cannot be compared with itself."), ExitCode.BAD_INPUT)
        standing = self._by_pair.get(frozenset((left, right)))
        same = verdict is Verdict.SAME
        mine, other = self.group(left), self.group(right)
        if same and mine != other and self._forbidden(mine, other, but=frozenset((left, right))):
            raise Problem(
                N_("These records belong to groups somebody said are different; take that judgement back first."),
                ExitCode.REFUSED,
            )
        if verdict is Verdict.DIFFERENT and mine == other and not standing:
            raise Problem(N_("These records are joined through a third one; undo that merge first."), ExitCode.REFUSED)
        edge = Edge(self._next(), left, right, verdict, who, when_us, dict(choices or {}))
        self._keep(edge)
        self._regroup()
        return edge

    def undo(self, number: int, who: bytes, when_us: int) -> Undone:
        """Take a judgement back. Raises Problem when there is none of this number in force."""
        edge = self._edges.get(number)
        if edge is None:
            raise Problem(N_("There is no judgement {number} to undo."), ExitCode.BAD_INPUT, number=number)
        group = self.group(edge.left) | self.group(edge.right)
        later = tuple(
            each
            for each in self.in_force()
            if each.number > number and each.verdict is Verdict.SAME and each.pair <= group
        )
        self._lose(Drop(number, who, when_us))
        self._regroup()
        return Undone(edge, later if edge.verdict is Verdict.SAME else ())

    def _next(self) -> int:
        return 1 + sum(isinstance(event, Edge) for event in self._events)

    def _keep(self, edge: Edge) -> None:
        self._events.append(edge)
        self._edges[edge.number] = edge
        self._by_pair.setdefault(edge.pair, []).append(edge.number)

    def _lose(self, drop: Drop) -> None:
        self._events.append(drop)
        edge = self._edges.pop(drop.number, None)
        if edge is not None:
            numbers = self._by_pair[edge.pair]
            numbers.remove(drop.number)
            if not numbers:
                del self._by_pair[edge.pair]

    def _regroup(self) -> None:
        groups: dict[Hashable, set[Hashable]] = {}
        for edge in self.in_force():
            if edge.verdict is Verdict.SAME:
                left = groups.setdefault(edge.left, {edge.left})
                right = groups.setdefault(edge.right, {edge.right})
                if left is not right:
                    left |= right
                    for key in right:
                        groups[key] = left
        frozen = {id(group): frozenset(group) for group in groups.values()}
        self._group = {key: frozen[id(group)] for key, group in groups.items()}

    def _forbidden(
        self, mine: frozenset[Hashable], other: frozenset[Hashable], but: frozenset[Hashable] = frozenset()
    ) -> bool:
        return any(
            (edge.left in mine and edge.right in other) or (edge.left in other and edge.right in mine)
            for edge in self.different()
            if edge.pair != but
        )


def fingerprint(record: Record) -> str:
    """A key for an import row that has none: the same row of the next import has the same one."""
    digest = hashlib.sha256()
    for name in sorted(record.values):
        for text in (name, *sorted(" ".join(value.casefold().split()) for value in record.values[name])):
            encoded = text.encode()
            digest.update(len(encoded).to_bytes(4, "big") + encoded)
        digest.update(b"\x00\x00\x00\x00")
    return digest.hexdigest()[:32]
