"""Facet of merges: what people say of clients that may be one, and what follows (spec/search §0.6, spec/store §2).

Nothing of a client is rewritten by a merge: a judgement is added, and the merged view is computed. Undo adds the word
that takes it back, so both clients are what they were, with no time limit.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import and_, select

from core.entities.client import ClientCard, ClientContacts
from core.identity.client_records import card_of, identified, record_of, schema_of
from core.identity.features import Record
from core.identity.judgement import Judgements, Verdict
from core.identity.merge import FieldMerge, MergePlan, Reason, propose_merge
from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.keys.scopes import Compartment
from storage.records.judgements import JudgementNote
from storage.schema.clients import client, record
from storage.schema.log import digest, log
from storage.sealing.envelope import SpaceKind
from storage.vault.card_rows import unknown_client
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.firm_edges import APART, FirmEdgeBook
from storage.vault.imports import Imports
from storage.vault.judgements import JudgementBook
from storage.vault.merged import Merged
from storage.vault.moving import Move, Moving
from storage.vault.writing import Writing, stamped

Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Joined:
    """A client as he shows with every merge in force. `plan` is None where nobody was merged into him."""

    card: ClientCard
    contacts: ClientContacts
    plan: MergePlan | None = None


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """What an undo gave back: the survivor, and the clients that stand for themselves again."""

    survivor: bytes
    restored: tuple[bytes, ...]


class Merges:
    """Judgements of the portfolios that the session opens; written where it may write."""

    def __init__(
        self,
        entered: Entered,
        clients: Clients,
        imports: Imports,
        judgements: JudgementBook,
        moving: Moving,
        edges: FirmEdgeBook,
    ) -> None:
        self._entered = entered
        self._clients = clients
        self._imports = imports
        self._book = judgements
        self._moving = moving
        self._edges = edges
        self._known: tuple[object, Merged] | None = None

    # What stands
    def mark(self) -> object:
        """Changes whenever a judgement was added by anybody."""
        return self._book.mark(), self._edges.version(APART)

    def now(self) -> Merged:
        """What follows from the judgements in force. Raises Problem (STORE) on a damaged one."""
        mark = self.mark()
        if self._known is None or self._known[0] != mark:
            self._known = mark, Merged([each.note for each in self._book.all()], self._edges.all(APART))
        return self._known[1]

    def joined(self, client_id: bytes) -> Joined:
        """The merged view of a client, by his own id or by that of anybody merged into him."""
        merged = self.now()
        members = [each for each in merged.members(client_id) if self._there(each)]
        return self._view(members or [client_id], merged.choices(client_id))

    def plan(self, clients: Sequence[bytes], take: Mapping[str, bytes] | None = None) -> MergePlan:
        """What merging these clients would show, the first of them as the survivor. Writes nothing.

        `take` names the client whose value a field keeps. Raises Problem (BAD_INPUT) for fewer than two clients that
        are not one already, and for a choice of somebody who says nothing there.
        """
        return self._plan(self.now(), clients, take or {})

    # What is said
    def merge(
        self,
        clients: Sequence[bytes],
        take: Mapping[str, bytes] | None = None,
        *,
        move: bool = False,
        batch: bytes = b"",
    ) -> bytes:
        """Merge clients into the first of them. Gives the handle that undo takes.

        `move`: losers of another portfolio are moved first, and moved back by the undo. Raises Problem: REFUSED
        without the right to write, over portfolios without `move`, and against a judgement in force; BAD_INPUT as
        `plan`.
        """
        merged = self.now()
        plan = self._plan(merged, clients, take or {})
        members = [_client(each) for each in plan.members]
        survivor = members[0]
        homes = self._homes(members)
        heads = list(dict.fromkeys(merged.survivor(each) for each in clients))
        if any(
            merged.judgements.verdict(left, right) is Verdict.DIFFERENT
            for left, right in itertools.combinations(heads, 2)
        ):
            raise Problem(
                N_("Somebody said that these clients are different: take that judgement back first."),
                ExitCode.REFUSED,
            )
        self._demand_writing(set(homes.values()))
        moved = {each: home for each, home in homes.items() if home != homes[survivor]}
        if moved and not move:
            raise Problem(
                N_("These clients are in different portfolios: somebody who may write in both moves them first."),
                ExitCode.REFUSED,
            )
        note = JudgementNote(
            0,
            b"",
            Verdict.SAME.value,
            self._me,
            self._entered.premises.clock(),
            tuple(heads),
            {name: _client(each) for name, each in plan.choices().items()},
            batch=batch,
            moved=moved,
        )
        return self._say(homes[survivor], note, members, [(list(moved), homes[survivor])] if moved else [])

    def judge(self, clients: Sequence[bytes], verdict: Verdict) -> bytes:
        """Say that clients are different, or that nobody can tell. It holds for everybody who may open them.

        Raises Problem: REFUSED without the right to write and for clients that are merged, BAD_INPUT for one client.
        """
        if verdict is Verdict.SAME or len(set(clients)) < 2:
            raise Problem(N_("A judgement needs two different clients or more."))
        merged = self.now()
        trial = Judgements(merged.judgements.events)
        for left, right in itertools.combinations(clients, 2):
            trial.judge(left, right, verdict, self._me, 0)
        homes = self._homes(clients)
        self._demand_writing(set(homes.values()))
        if len(set(homes.values())) > 1:
            return self._edges.add(APART, verdict.value, clients, Kind.MERGE)
        note = JudgementNote(0, b"", verdict.value, self._me, self._entered.premises.clock(), tuple(clients))
        return self._say(homes[clients[0]], note, [], [])

    def merge_all(
        self, groups: Sequence[Sequence[bytes]], progress: Progress | None = None
    ) -> tuple[bytes, list[bytes]]:
        """Merge many groups in one go. Gives the batch that `undo_batch` takes, and the handles of what was merged.

        Stops between two groups when `progress` answers False; what was merged stays merged and undoable. Raises
        Problem (REFUSED) before anything is written for a group that no identifier joins: a name alone merges nobody.
        """
        for group in groups:
            shown = [self.joined(each) for each in group]
            records = [record_of(at, each.card, each.contacts) for at, each in enumerate(shown)]
            if not identified(records):
                raise Problem(
                    N_("Nothing but a name joins these clients, so they are merged one by one, by a person."),
                    ExitCode.REFUSED,
                )
        batch, handles = os.urandom(16), list[bytes]()
        for done, group in enumerate(groups):
            if progress is not None and not progress(done, len(groups)):
                return batch, handles
            handles.append(self.merge(group, batch=batch))
        if progress is not None:
            progress(len(groups), len(groups))
        return batch, handles

    def undo(self, handle: bytes) -> MergeUndone:
        """Take a judgement back; clients moved for a merge go back too.

        Raises Problem: BAD_INPUT for one that does not stand, REFUSED without the right to write and while a later
        merge stands on top, which is named.
        """
        merged = self.now()
        if not merged.in_force(handle):
            raise Problem(N_("There is no such merge in force among yours: it may have been undone already."))
        if handle not in merged.notes:
            edge = self._edges.remove(APART, handle, Kind.MERGE)
            return MergeUndone(edge.left, (edge.right,))
        note = merged.notes[handle]
        later = merged.later(handle) if note.verdict == Verdict.SAME.value else []
        if later:
            raise Problem(
                N_("A later merge stands on top of this one: undo {merge} first."),
                ExitCode.REFUSED,
                merge=later[-1].hex(),
            )
        home = next(each.portfolio_id for each in self._book.all() if each.note.id == handle)
        self._demand_writing({home, *note.moved.values()})
        back: dict[bytes, list[bytes]] = {}
        for each, portfolio_id in note.moved.items():
            back.setdefault(portfolio_id, []).append(each)
        drop = JudgementNote(
            0, b"", "drop", self._me, self._entered.premises.clock(), (note.clients[0],), of=handle, batch=note.batch
        )
        members = [each for each in merged.members(note.clients[0]) if self._there(each)]
        self._say(home, drop, members, [(ids, where) for where, ids in back.items()])
        return MergeUndone(note.clients[0], note.clients[1:])

    def undo_batch(self, batch: bytes, progress: Progress | None = None) -> tuple[int, list[bytes]]:
        """Undo the merges of one go, the last first. Gives (how many were undone, those kept under a later merge)."""
        own = [note for note in self.now().standing() if batch and note.batch == batch]
        if not own:
            raise Problem(N_("There is no such merge in force among yours: it may have been undone already."))
        kept: list[bytes] = []
        for done, note in enumerate(reversed(own)):
            if progress is not None and not progress(done, len(own)):
                return done - len(kept), kept
            if set(self.now().later(note.id)):
                kept.append(note.id)
            else:
                self.undo(note.id)
        if progress is not None:
            progress(len(own), len(own))
        return len(own) - len(kept), kept

    # Within
    @property
    def _me(self) -> bytes:
        return self._entered.identity.person_id

    def _say(
        self, portfolio_id: bytes, note: JudgementNote, touched: Iterable[bytes], moves: list[tuple[list[bytes], bytes]]
    ) -> bytes:
        """Write a judgement under an entry of its own, with the moves that belong to it, all or nothing."""
        details: dict[str, object] = {"verdict": note.verdict, "clients": list(note.clients)}
        if note.clients:
            details["client"] = note.clients[0]
        with ExitStack() as held:
            if moves:
                held.enter_context(self._imports.quiet())
            planned: list[Move] = [self._moving.plan(ids, target) for ids, target in moves]
            with self._entered.gate.writing(Kind.MERGE, note.clients[0], details) as writing:
                for each in planned:
                    self._moving.carry(writing, each)
                said = self._book.add(writing, portfolio_id, note)
                details["merge"] = note.of or said.id
                self._touch(writing, touched)
        return said.id

    def _touch(self, writing: Writing, clients: Iterable[bytes]) -> None:
        """Show clients in the change feed of the portfolio they are in now."""
        for client_id in clients:
            home = writing.connection.scalar(select(client.c.portfolio_id).where(client.c.id == client_id))
            if home is not None:
                self._clients.touch(writing, client_id, bytes(home))

    def _plan(self, merged: Merged, clients: Sequence[bytes], take: Mapping[str, bytes]) -> MergePlan:
        heads = list(dict.fromkeys(merged.survivor(each) for each in clients))
        if len(heads) < 2:
            raise Problem(N_("A merge needs two clients or more that are not one already."))
        self._homes(heads)
        groups = {head: [each for each in merged.members(head) if self._there(each)] for head in heads}
        shown = {head: self._view(members, merged.choices(head)) for head, members in groups.items()}
        schema = schema_of(shown[heads[0]].card)
        views = [record_of(head, shown[head].card, shown[head].contacts) for head in heads]
        head_of = {each: head for head, members in groups.items() for each in members}
        wanted = {name: head_of.get(key, key) for name, key in take.items()}
        for name, key in wanted.items():
            if not _says(views, key, name):
                raise Problem(N_("Field {field} cannot be taken from that record: it says nothing there."), field=name)
        # The number in the firm's own books stays the survivor's unless somebody says otherwise: it is no evidence.
        kept_number = "external_id" not in wanted and _says(views, heads[0], "external_id")
        wanted |= {"external_id": heads[0]} if kept_number else {}
        top = propose_merge(schema, views, wanted, self._changed_us(heads))
        if kept_number:
            top = _told(top, {"external_id": Reason.FIRST})
        if all(len(members) == 1 for members in groups.values()):
            return top
        # Groups meet with the values they show; behind each stands the record it comes from.
        members = [each for head in heads for each in groups[head]]
        behind = {
            field.field: _behind(shown[_client(field.source)], field)
            for field in top.fields
            if field.reason is not Reason.ALL
        }
        plan = propose_merge(schema, self._records(members)[0], behind)
        return _told(plan, {field.field: field.reason for field in top.fields})

    def _view(self, members: Sequence[bytes], choices: Mapping[str, bytes]) -> Joined:
        records, cards = self._records(members)
        if len(members) == 1:
            return Joined(cards[0], self._clients.contacts(members[0]))
        wanted = {name: key for name, key in choices.items() if _says(records, key, name)}
        plan = propose_merge(schema_of(cards[0]), records, wanted)
        card, contacts = card_of(plan.view(), cards)
        return Joined(card, contacts, plan)

    def _records(self, members: Sequence[bytes]) -> tuple[list[Record], list[ClientCard]]:
        cards = [self._clients.stored(each).card for each in members]
        found = [record_of(each, card, self._clients.contacts(each)) for each, card in zip(members, cards, strict=True)]
        return found, cards

    def _homes(self, clients: Sequence[bytes]) -> dict[bytes, bytes]:
        """Portfolio of every client. Raises Problem (BAD_INPUT) for one that is not among the open ones."""
        with reading(self._entered.premises.engine) as connection:
            rows = connection.execute(select(client.c.id, client.c.portfolio_id).where(client.c.id.in_(clients)))
            homes = {bytes(row.id): bytes(row.portfolio_id) for row in rows}
        if any(homes.get(each) not in self._entered.keyring.portfolios for each in clients):
            raise unknown_client()
        return homes

    def _there(self, client_id: bytes) -> bool:
        """Whether a client is still among the open ones: an import that made him may have been undone."""
        with reading(self._entered.premises.engine) as connection:
            home = connection.scalar(select(client.c.portfolio_id).where(client.c.id == client_id))
        return home is not None and bytes(home) in self._entered.keyring.portfolios

    def _changed_us(self, members: Sequence[bytes]) -> dict[Hashable, int]:
        """When each client's card was written last, by the log."""
        query = (
            select(record.c.space_id, log.c.time_us)
            .select_from(record)
            .join(
                digest,
                and_(digest.c.record_id == record.c.id, digest.c.version == stamped(record.c.version, record.c.epoch)),
            )
            .join(log, log.c.seq == digest.c.seq)
            .where(
                record.c.space_kind == int(SpaceKind.CLIENT),
                record.c.compartment == int(Compartment.CARD),
                record.c.space_id.in_(members),
            )
        )
        with reading(self._entered.premises.engine) as connection:
            return {bytes(row.space_id): int(row.time_us) for row in connection.execute(query)}

    def _demand_writing(self, portfolios: set[bytes]) -> None:
        if not all(map(self._entered.keyring.may_write, portfolios)):
            raise Problem(
                N_("Merging clients and taking it back needs the right to write in their portfolio: ask your head."),
                ExitCode.REFUSED,
            )


def _says(records: Sequence[Record], key: object, name: str) -> bool:
    return any(each.key == key and bool(each.values.get(name)) for each in records)


def _told(plan: MergePlan, reasons: Mapping[str, Reason]) -> MergePlan:
    """The plan with other reasons for some of its fields."""
    fields = (dataclasses.replace(each, reason=reasons.get(each.field, each.reason)) for each in plan.fields)
    return dataclasses.replace(plan, fields=tuple(fields))


def _behind(shown: Joined, field: FieldMerge) -> bytes:
    """The record a shown value comes from."""
    if shown.plan is not None:
        found = next((each.source for each in shown.plan.fields if each.field == field.field), field.source)
        return _client(found)
    return _client(field.source)


def _client(key: object) -> bytes:
    assert isinstance(key, bytes)
    return key
