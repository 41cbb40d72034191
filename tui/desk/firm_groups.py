"""Groups of firms with one owner or parent: suggested from what they share, confirmed by a person (U11)."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from core.entities.masks import mail_mask, phone_mask
from core.problem import N_, Problem
from core.wording import doubles as words
from storage.vault.firm_edges import GROUPS, JOINING
from tui.desk.port_doubles import Double, FirmGroup, GroupKind, Progress, Suggestion
from tui.memory import give_back

if TYPE_CHECKING:
    from core.identity.features import Record
    from core.identity.firm_groups import Clue
    from storage.vault.firm_edges import FirmEdge
    from tui.desk.desk import Desk

STRANGERS = "strangers"


class FirmGroupsDesk:
    """Confirmed groups, suggestions, and what a person says of them. Members merged since stand as their survivor."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> list[FirmGroup]:
        """Every group with at least one member among the own clients, in the order they were confirmed."""
        return [group for each in self._components() if (group := self._group(*each)).members]

    def of(self, client_id: str) -> FirmGroup | None:
        """The group of a client, None where he is in none."""
        number = self._desk.place_of(client_id)
        own = set(self._desk.base.members_of(number))
        return next((self._group(edges, ids) for edges, ids in self._components() if own & set(ids)), None)

    def rows(self) -> list[tuple[int, ...]]:
        """Rows of the base that belong together, for the share of a group (S03.99)."""
        place = self._desk.base.place
        rows = (tuple(sorted({place[each] for each in ids if each in place})) for _edges, ids in self._components())
        return [each for each in rows if len(each) > 1]

    def suggest(self, progress: Progress | None = None) -> list[Suggestion]:
        """Groups worth a look, the surest first."""
        from core.identity.firm_groups import suggest_firm_groups

        report = progress or (lambda _done, _total: True)
        if not report(0, 2):
            return []
        records = self._records()
        if not report(1, 2):
            return []
        survivor = self._desk.session.merges.now().survivor
        known: dict[Hashable, Hashable] = {
            survivor(each): edges[0].id for edges, ids in self._components() for each in ids
        }
        edges = self._desk.session.edges.all(GROUPS)
        rejected = [frozenset((survivor(e.left), survivor(e.right))) for e in edges if e.kind == STRANGERS]
        found = suggest_firm_groups(
            records, known, [each for each in rejected if len(each) == 2], self._desk.session.rulebook.rules()
        )
        give_back()
        report(2, 2)
        doubles = self._desk.doubles.together()
        return [
            Suggestion(
                tuple(self._double(_id(each)) for each in group.firms),
                round(group.points, 1),
                tuple(map(_clue_words, group.clues)),
                tuple(_id(each).hex() for each in group.known),
            )
            for group in found
            if not any({_id(each).hex() for each in group.firms} <= ids for ids in doubles)
        ]

    def confirm(self, ids: Sequence[str], kind: GroupKind = "owner") -> str:
        """Say that firms belong together; the first of a `parent` group is the parent. Gives the group's number."""
        return self._desk.session.edges.add(GROUPS, kind, self._ids(ids)).hex()

    def strangers(self, ids: Sequence[str]) -> str:
        """Say that firms share something and are strangers all the same: they are not suggested again."""
        return self._desk.session.edges.add(GROUPS, STRANGERS, self._ids(ids)).hex()

    def dissolve(self, group: str) -> FirmGroup:
        """Take a group apart, with everything that was joined to it later. Gives what it was."""
        try:
            handle = bytes.fromhex(group)
        except ValueError:
            handle = b""
        found = next(((e, ids) for e, ids in self._components() if any(edge.id == handle for edge in e)), None)
        if found is None:
            raise Problem(N_("There is no such group of firms: see groups."))
        told = self._group(*found)
        for each in dict.fromkeys(edge.id for edge in found[0]):
            self._desk.session.edges.remove(GROUPS, each)
        return told

    # Within

    def _components(self) -> list[tuple[list[FirmEdge], list[bytes]]]:
        """Edges and members of every group; a group is named by its first edge."""
        of: dict[bytes, int] = {}
        groups: dict[int, tuple[list[FirmEdge], list[bytes]]] = {}
        for at, edge in enumerate(self._desk.session.edges.all(GROUPS)):
            if edge.kind not in JOINING:
                continue
            mine, ids = groups.setdefault(at, ([], []))
            for end in (edge.left, edge.right):
                known = of.get(end)
                if known is not None and known != at:
                    edges, others = groups.pop(known)
                    mine[:0], ids[:0] = edges, others
                    of.update(dict.fromkeys(others, at))
                elif known is None:
                    of[end] = at
                    ids.append(end)
            mine.append(edge)
        for edges, _ids in groups.values():
            edges.sort(key=lambda edge: edge.at_us)
        return sorted(groups.values(), key=lambda group: group[0][0].at_us)

    def _group(self, edges: Sequence[FirmEdge], ids: Sequence[bytes]) -> FirmGroup:
        base = self._desk.base
        own = list(dict.fromkeys(base.ids[base.place[each]] for each in ids if each in base.place))
        kind: GroupKind = "parent" if any(edge.kind == "parent" for edge in edges) else "owner"
        elsewhere = sum(each not in base.place for each in ids)
        return FirmGroup(edges[0].id.hex(), kind, tuple(map(self._double, own)), elsewhere)

    def _double(self, client_id: bytes) -> Double:
        base = self._desk.base
        number = base.place[client_id]
        card = base.cards[number]
        return Double(base.ids[number].hex(), card.name, card.external_id, card.city, base.owner(number))

    def _ids(self, ids: Sequence[str]) -> list[bytes]:
        base = self._desk.base
        found = list(dict.fromkeys(base.ids[self._desk.place_of(each)] for each in ids))
        if len(found) < 2:
            raise Problem(N_("A group of firms needs two clients or more."))
        return found

    def _records(self) -> list[Record]:
        """One record for each client of the list: doubles are one already, else they would be a group of two."""
        from core.identity.client_records import record_of

        merges, base = self._desk.session.merges, self._desk.base
        found = []
        for each in self._desk.session.lookups.findable():
            if each.card.kind == "person" or each.id not in base.place or base.ids[base.place[each.id]] != each.id:
                continue
            card, contacts = each.card, each.contacts
            if each.id in base.members:
                joined = merges.joined(each.id)
                card, contacts = joined.card, joined.contacts
            found.append(record_of(each.id, card, contacts))
        return found


def _clue_words(clue: Clue) -> str:
    """What the firms share; telephones and addresses of mail under their mask."""
    mask = {"phone": phone_mask, "mail": mail_mask}.get(clue.tie.value)
    return words.clue_words(clue if mask is None else dataclasses.replace(clue, shown=mask(clue.shown)))


def _id(key: object) -> bytes:
    assert isinstance(key, bytes)
    return key
