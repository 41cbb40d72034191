"""Facet of merges: what people say of clients that may be one, and what follows (spec/search §0.6, spec/store §2).

Nothing of a client is rewritten by a merge: a judgement is added, and the merged view is computed. Undo adds the word
that takes it back, so both clients are what they were, with no time limit.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import select

from core.identity.client_records import identified, record_of
from core.identity.judgement import Judgements, Verdict
from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.records.judgements import JudgementNote
from storage.schema.clients import client
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.firm_edges import APART, FirmEdgeBook
from storage.vault.imports import Imports
from storage.vault.judgements import JudgementBook
from storage.vault.merged_view import Joined, MergedViews, client_of
from storage.vault.moving import Move, Moving
from storage.vault.writing import Writing

Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """What an undo gave back: the survivor, and the clients that stand for themselves again."""

    survivor: bytes
    restored: tuple[bytes, ...]


class Merges(MergedViews):
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
        super().__init__(entered, clients, judgements, edges)
        self._imports = imports
        self._moving = moving

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
        members = [client_of(each) for each in plan.members]
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
            {name: client_of(each) for name, each in plan.choices().items()},
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

    def _demand_writing(self, portfolios: set[bytes]) -> None:
        if not all(map(self._entered.keyring.may_write, portfolios)):
            raise Problem(
                N_("Merging clients and taking it back needs the right to write in their portfolio: ask your head."),
                ExitCode.REFUSED,
            )


__all__ = ["Joined", "MergeUndone", "Merges"]
