"""What follows from the judgements in force: who stands for whom, and whose value a field takes (spec/search §0.6)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from core.identity.judgement import Drop, Edge, Judgements, Verdict
from storage.records.judgements import FirmEdge, JudgementNote


class Merged:
    """The merges and other judgements of a session, worked out once and replaced as a whole."""

    def __init__(self, notes: Sequence[JudgementNote] = (), apart: Sequence[FirmEdge] = ()) -> None:
        """`notes` in order; `apart` what was said of clients of different portfolios."""
        events: list[Edge | Drop] = []
        self.notes = {note.id: note for note in notes if note.verdict != "drop"}
        self._numbers: dict[bytes, list[int]] = {}
        self._handle: dict[int, bytes] = {}
        for each in apart:
            self._add(events, each.id, Edge(0, each.left, each.right, Verdict(each.kind), each.who, each.at_us))
        for note in notes:
            if note.verdict == "drop":
                events += [Drop(number, note.who, note.at_us) for number in self._numbers.get(note.of, ())]
                continue
            verdict = Verdict(note.verdict)
            if verdict is Verdict.SAME:
                pairs = [(note.clients[0], each) for each in note.clients[1:]]
            else:
                pairs = list(itertools.combinations(note.clients, 2))
            for left, right in pairs:
                self._add(events, note.id, Edge(0, left, right, verdict, note.who, note.at_us, dict(note.choices)))
        self.judgements = Judgements(events)
        self._join()

    def _add(self, events: list[Edge | Drop], handle: bytes, edge: Edge) -> None:
        number = len(self._handle) + 1
        events.append(Edge(number, edge.left, edge.right, edge.verdict, edge.who, edge.when_us, edge.choices))
        self._handle[number] = handle
        self._numbers.setdefault(handle, []).append(number)

    def _join(self) -> None:
        self._leader: dict[bytes, bytes] = {}
        self._members: dict[bytes, list[bytes]] = {}
        self._choices: dict[bytes, dict[str, bytes]] = {}
        self._in_force: dict[bytes, list[int]] = {}
        for edge in self.judgements.in_force():
            self._in_force.setdefault(self._handle[edge.number], []).append(edge.number)
            if edge.verdict is not Verdict.SAME:
                continue
            left, right = (self.survivor(_id(each)) for each in (edge.left, edge.right))
            choices = self._choices.setdefault(left, {})
            if left != right:
                mine = self._members.setdefault(left, [left])
                for each in self._members.pop(right, [right]):
                    mine.append(each)
                    self._leader[each] = left
                choices.update(self._choices.pop(right, {}))
            choices.update({name: _id(value) for name, value in edge.choices.items()})

    def survivor(self, client_id: bytes) -> bytes:
        """Who stands for a client: himself unless he was merged into another one."""
        return self._leader.get(client_id, client_id)

    def members(self, client_id: bytes) -> tuple[bytes, ...]:
        """Everybody the survivor of a client stands for, the survivor first."""
        leader = self.survivor(client_id)
        return tuple(self._members.get(leader, [leader]))

    def groups(self) -> dict[bytes, tuple[bytes, ...]]:
        """Members of every merged group by its survivor."""
        return {leader: tuple(members) for leader, members in self._members.items()}

    def choices(self, client_id: bytes) -> dict[str, bytes]:
        """The member each field is taken from, as far as people said."""
        return dict(self._choices.get(self.survivor(client_id), {}))

    def in_force(self, handle: bytes) -> bool:
        """Whether a judgement stands: it is there, and nobody took it back."""
        return handle in self._in_force

    def standing(self) -> list[JudgementNote]:
        """Judgements of one portfolio in force, in the order they were given."""
        return [note for handle, note in self.notes.items() if handle in self._in_force]

    def merges_of(self, client_id: bytes) -> list[JudgementNote]:
        """Merges in force that made a client's group, in the order they were made."""
        group = set(self.members(client_id))
        return [note for note in self.standing() if note.verdict == "same" and group & set(note.clients)]

    def later(self, handle: bytes) -> list[bytes]:
        """Merges on top of this one, in the order they were made: they were made on its outcome."""
        found = (self._handle[edge.number] for at in self._in_force[handle] for edge in self.judgements.on_top(at))
        return [each for each in dict.fromkeys(found) if each != handle]


def _id(key: object) -> bytes:
    assert isinstance(key, bytes)
    return key
