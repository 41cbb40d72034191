"""Judgements: what people said of two records. Edges of a graph, added and dropped, never rewritten (spec/search §0.6).

A merge is an edge "same"; its undo drops the edge, and the records are what they were, since nobody touched them.
"Different" holds for everybody and over imports: keys of import rows are their external ids or `fingerprint`.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
from collections.abc import Collection, Hashable, Iterable, Mapping

from core.identity.features import Record
from core.problem import N_, ExitCode, Problem


class Verdict(enum.Enum):
    """What a person said of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """One judgement. `when_us` are microseconds since 1970 UTC; `choices` name the record a field is taken from.

    Of a merge `left` is the survivor: the record whose key the joined one goes under.
    """

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
    """What an undo did: `later` are the merges that lay on top and were taken back first, the newest first."""

    edge: Edge
    later: tuple[Edge, ...] = ()


_JOINED = N_("These records are joined; undo their merge first.")


class Judgements:
    """Every judgement of a store in the order it was given, and what follows from those in force.

    `events` may be handed to another `Judgements` and give the same answers: that is how a store keeps them.
    """

    def __init__(self, events: Iterable[Edge | Drop] = ()) -> None:
        self._events: list[Edge | Drop] = []
        self._edges: dict[int, Edge] = {}
        self._by_pair: dict[frozenset[Hashable], list[int]] = {}
        self._touching: dict[Hashable, set[frozenset[Hashable]]] = {}
        self._group: dict[Hashable, frozenset[Hashable]] = {}
        self._last = 0
        for event in events:
            if isinstance(event, Edge):
                self._keep(event)
            else:
                self._lose(event)
        self._regroup(self._touching)

    @property
    def events(self) -> tuple[Edge | Drop, ...]:
        """Everything that was said, for storage."""
        return tuple(self._events)

    def in_force(self) -> tuple[Edge, ...]:
        """The last standing judgement of each pair, in the order they were given."""
        return tuple(self._edges[number] for number in sorted(numbers[-1] for numbers in self._by_pair.values()))

    def edge(self, number: int) -> Edge | None:
        """The judgement of this number, None when it never was or was taken back."""
        return self._edges.get(number)

    def group(self, key: Hashable) -> frozenset[Hashable]:
        """All records said to be the same as this one, itself included."""
        return self._group.get(key, frozenset((key,)))

    def groups(self) -> tuple[frozenset[Hashable], ...]:
        """Groups of two records and more, each once."""
        return tuple(dict.fromkeys(group for group in self._group.values() if len(group) > 1))

    def survivor(self, key: Hashable) -> Hashable:
        """The record under whose key this one shows: the left one of the last merge of its group, or itself."""
        merges = self._merges(self.group(key))
        return merges[-1].left if merges else key

    def verdict(self, left: Hashable, right: Hashable) -> Verdict | None:
        """What is known of two records: said of them, or following from what was said of their groups."""
        mine, other = self.group(left), self.group(right)
        if mine is other or mine == other:
            return Verdict.SAME
        said = self._by_pair.get(frozenset((left, right)))
        if said:
            return self._edges[said[-1]].verdict
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
        pair = frozenset((left, right))
        if len(pair) < 2:
            raise Problem(N_("A record cannot be compared with itself."), ExitCode.BAD_INPUT)
        mine, other = self.group(left), self.group(right)
        if verdict is Verdict.SAME and mine != other and self._forbidden(mine, other, but=pair):
            raise Problem(
                N_("These records belong to groups somebody said are different; take that judgement back first."),
                ExitCode.REFUSED,
            )
        if verdict is not Verdict.SAME and mine == other:
            raise Problem(_JOINED, ExitCode.REFUSED)
        edge = Edge(self._last + 1, left, right, verdict, who, when_us, dict(choices or {}))
        self._keep(edge)
        self._regroup(mine | other)
        return edge

    def on_top(self, number: int) -> tuple[Edge, ...]:
        """Merges in force that were made on the outcome of merge `number`, in the order they were made.

        They are what an undo has to name: a merge of two other records that only later met this group is not among
        them, the merge that brought the two together is.
        """
        edge = self._edges.get(number)
        if edge is None or edge.verdict is not Verdict.SAME:
            return ()
        groups = _Groups()
        found: list[Edge] = []
        for each in self._merges(self.group(edge.left)):
            outcome = groups.of(edge.left)
            if each.number > number and (outcome is groups.of(each.left) or outcome is groups.of(each.right)):
                found.append(each)
            groups.join(each.left, each.right)
        return tuple(found)

    def undo(self, number: int, who: bytes, when_us: int, *, with_later: bool = False) -> Undone:
        """Take a judgement back; merges that lie on top of it go first, when `with_later` says so.

        Raises Problem when there is none of this number in force, and without `with_later` when `on_top` is not
        empty.
        """
        edge = self._edges.get(number)
        if edge is None:
            raise Problem(N_("There is no judgement {number} to undo."), ExitCode.BAD_INPUT, number=number)
        later = self.on_top(number)
        if later and not with_later:
            raise Problem(
                N_("Later merges lie on top of merge {number}: {later}; undo them first."),
                ExitCode.REFUSED,
                number=number,
                later=", ".join(str(each.number) for each in later),
            )
        touched = self.group(edge.left) | self.group(edge.right)
        newest_first = tuple(reversed(later))
        dropped = (*newest_first, edge)
        self._refuse_to_reveal(dropped, touched)
        for each in dropped:
            self._lose(Drop(each.number, who, when_us))
        self._regroup(touched)
        return Undone(edge, newest_first)

    def _refuse_to_reveal(self, dropped: tuple[Edge, ...], keys: frozenset[Hashable]) -> None:
        """An older "different" may come back into force only between records that nothing else joins."""
        numbers = {edge.number for edge in dropped}
        stands = {
            edge.pair: self._edges[left[-1]]
            for edge in dropped
            if (left := [number for number in self._by_pair[edge.pair] if number not in numbers])
        }
        groups = _Groups()
        for edge in (*self._merges(keys), *stands.values()):
            if edge.number not in numbers and edge.verdict is Verdict.SAME:
                groups.join(edge.left, edge.right)
        for edge in stands.values():
            if edge.verdict is Verdict.DIFFERENT and groups.of(edge.left) is groups.of(edge.right):
                raise Problem(_JOINED, ExitCode.REFUSED)

    def _merges(self, keys: Collection[Hashable]) -> list[Edge]:
        """Merges in force between these records, in the order they were made."""
        pairs = {pair for key in keys for pair in self._touching.get(key, ())}
        edges = (self._edges[self._by_pair[pair][-1]] for pair in pairs)
        return sorted((edge for edge in edges if edge.verdict is Verdict.SAME), key=lambda edge: edge.number)

    def _keep(self, edge: Edge) -> None:
        self._events.append(edge)
        self._last = max(self._last, edge.number)
        self._edges[edge.number] = edge
        self._by_pair.setdefault(edge.pair, []).append(edge.number)
        for key in edge.pair:
            self._touching.setdefault(key, set()).add(edge.pair)

    def _lose(self, drop: Drop) -> None:
        self._events.append(drop)
        edge = self._edges.pop(drop.number, None)
        if edge is None:
            return
        numbers = self._by_pair[edge.pair]
        numbers.remove(drop.number)
        if not numbers:
            del self._by_pair[edge.pair]
            for key in edge.pair:
                self._touching[key].discard(edge.pair)

    def _regroup(self, keys: Collection[Hashable]) -> None:
        """Groups of these records anew; nobody else's can have changed."""
        groups = _Groups()
        for edge in self._merges(keys):
            groups.join(edge.left, edge.right)
        for key in keys:
            self._group.pop(key, None)
        for group in groups.joined():
            frozen = frozenset(group)
            self._group.update(dict.fromkeys(group, frozen))

    def _forbidden(
        self, mine: frozenset[Hashable], other: frozenset[Hashable], but: frozenset[Hashable] = frozenset()
    ) -> bool:
        few, many = sorted((mine, other), key=len)
        return any(
            pair != but and pair & many and self._edges[self._by_pair[pair][-1]].verdict is Verdict.DIFFERENT
            for key in few
            for pair in self._touching.get(key, ())
        )


class _Groups:
    """Records joined step by step."""

    def __init__(self) -> None:
        self._of: dict[Hashable, set[Hashable]] = {}

    def of(self, key: Hashable) -> set[Hashable]:
        return self._of.setdefault(key, {key})

    def join(self, left: Hashable, right: Hashable) -> None:
        few, many = sorted((self.of(left), self.of(right)), key=len)
        if few is not many:
            many |= few
            self._of.update(dict.fromkeys(few, many))

    def joined(self) -> list[set[Hashable]]:
        """Groups of two records and more."""
        return [group for group in {id(group): group for group in self._of.values()}.values() if len(group) > 1]


def fingerprint(record: Record) -> str:
    """A key for an import row that has none: the same row of the next import has the same one."""
    digest = hashlib.sha256()
    for name in sorted(record.values):
        for text in (name, *sorted(" ".join(value.casefold().split()) for value in record.values[name])):
            encoded = text.encode()
            digest.update(len(encoded).to_bytes(4, "big") + encoded)
        digest.update(b"\x00\x00\x00\x00")
    return digest.hexdigest()[:32]
