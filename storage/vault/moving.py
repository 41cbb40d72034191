"""Facet of moving: one client, or a few that belong together, from one portfolio to another (spec/security §3.3).

A move gives the client new keys under the portfolio he goes to, seals everything of his anew and leaves a tombstone
where he was. History, sales and judgements go with him; nothing of the content changes.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import or_, select, update

from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.engine import reading
from storage.keys.portfolio import PORTFOLIO_WIDE, new_client_keys
from storage.keys.scopes import Scope
from storage.schema.clients import client
from storage.schema.sales import blind_tag
from storage.schema.store import tombstone
from storage.sealing.envelope import SpaceKind
from storage.vault.batches import Batches
from storage.vault.card_rows import unknown_client
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.guests import take_lent
from storage.vault.imports import Imports
from storage.vault.judgements import JudgementBook
from storage.vault.merged import Merged
from storage.vault.resealing import OpenClient, batches_of, drop_all, open_all, seal_all, used_compartments
from storage.vault.writing import Writing


@dataclass(frozen=True, slots=True)
class Move:
    """A move that has been looked at and whose key readings are on record; `Moving.carry` makes it."""

    source: dict[bytes, bytes]
    """Client → the portfolio he is in."""
    target: bytes
    receipts: dict[bytes, Receipt]


class Moving:
    """Clients between portfolios that the session may write."""

    def __init__(
        self, entered: Entered, clients: Clients, batches: Batches, imports: Imports, judgements: JudgementBook
    ) -> None:
        self._entered = entered
        self._clients = clients
        self._batches = batches
        self._imports = imports
        self._judgements = judgements

    def move(self, clients: Sequence[bytes], target: bytes) -> None:
        """Move clients, all of them or none, each with everybody merged with him: a merge joins one portfolio only.

        Those who are there already stay as they are.
        Raises Problem: BAD_INPUT for a client or portfolio that is not among the open ones, REFUSED without the right
        to write on both sides or without a key the client's data needs.
        """
        merged = Merged([each.note for each in self._judgements.all()])
        whole = list(dict.fromkeys(each for one in clients for each in merged.members(one)))
        with self._imports.quiet():
            move = self.plan(whole, target)
            if move.source:
                with self._entered.gate.writing(Kind.WRITE) as writing:
                    self.carry(writing, move)

    def plan(self, clients: Sequence[bytes], target: bytes) -> Move:
        """Check a move and put it on record. The caller holds `Imports.quiet` until it is carried out."""
        keyring = self._entered.keyring
        if target not in keyring.portfolios:
            raise Problem(N_("There is no such portfolio among yours."))
        source, used = {}, {}
        with reading(self._entered.premises.engine) as connection:
            for client_id in clients:
                home = connection.scalar(select(client.c.portfolio_id).where(client.c.id == client_id))
                if home is None or bytes(home) not in keyring.portfolios:
                    raise unknown_client()
                if bytes(home) != target:
                    source[client_id] = bytes(home)
                    used[client_id] = used_compartments(connection, client_id)
        for portfolio_id in {target, *source.values()} if source else ():
            if not keyring.may_write(portfolio_id):
                raise Problem(
                    N_("A client is moved by somebody who may write in both portfolios: ask your head."),
                    ExitCode.REFUSED,
                )
        for client_id, home in source.items():
            reach = keyring.portfolios[home].compartments & keyring.portfolios[target].compartments
            if used[client_id] & ~reach:
                raise Problem(
                    N_("Part of this client's dossier is closed to you, so only a head can move him."),
                    ExitCode.REFUSED,
                )
        receipts = {
            each: self._recorded(each, source[each], target, used[each] & ~PORTFOLIO_WIDE != 0) for each in source
        }
        return Move(source, target, receipts)

    def _recorded(self, client_id: bytes, home: bytes, target: bytes, whole: bool) -> Receipt:
        """The entry of the move. Keys of dossier and private are opened against it; the others under the login's."""
        details = {"client": client_id, "from": home, "to": target}
        covers = [(int(Scope.CLIENT), client_id)] if whole else []
        receipt = self._entered.gate.read(Kind.CLIENT_MOVED, client_id, details, covers)
        return receipt if whole else self._entered.keyring.receipts[home]

    def carry(self, writing: Writing, move: Move) -> None:
        """Carry a planned move out within a transaction: with a merge, its undo, or alone."""
        names = _Names(self._batches, writing, move.target)
        feed = (SpaceKind.PORTFOLIO, move.target)
        key = self._entered.keyring.portfolios[move.target]
        for client_id, home in move.source.items():
            connection, left = writing.connection, (SpaceKind.PORTFOLIO, home)
            keys = self._clients.keys(client_id, move.receipts[client_id], connection)
            opened: OpenClient = open_all(connection, writing.store_id, client_id, keys)
            epoch = keys.epoch + 1
            wraps, fresh = new_client_keys(key, client_id, epoch)
            drop_all(writing, opened, left)
            for each in batches_of(opened):
                names.learn(each, home)
            seal_all(writing, opened, fresh, epoch, feed, functools.partial(names.called, home))
            connection.execute(
                update(client)
                .where(client.c.id == client_id)
                .values(portfolio_id=move.target, epoch=epoch, wraps=wraps, changed_seq=writing.change(*feed))
            )
            connection.execute(
                update(blind_tag).where(blind_tag.c.client_id == client_id).values(portfolio_id=move.target)
            )
            # Both sides: one of them is where he comes from, the other may remember an earlier leaving.
            connection.execute(
                tombstone.delete().where(
                    tombstone.c.object_id == client_id,
                    or_(tombstone.c.space_id == home, tombstone.c.space_id == move.target),
                )
            )
            writing.bury(client_id, left)
            take_lent(writing, [client_id], "moved")
        self._judgements.carry(writing, move.source, move.target)


class _Names:
    """What batches are called in the portfolio that pages go to: a batch belongs to one portfolio (spec/store §3)."""

    def __init__(self, batches: Batches, writing: Writing, target: bytes) -> None:
        self._batches = batches
        self._writing = writing
        self._target = target
        self._all = {(each.portfolio_id, each.id): each for each in batches.all(writing.connection)}
        self._called: dict[tuple[bytes, bytes], bytes] = {}

    def learn(self, batch_id: bytes, home: bytes) -> None:
        """Find or make the batch of the same import and state in the target."""
        stored = self._all.get((home, batch_id))
        if stored is None or (home, batch_id) in self._called:
            return
        same = next(
            (
                each
                for each in self._all.values()
                if each.portfolio_id == self._target
                and each.note.group == stored.note.group
                and each.state is stored.state
            ),
            None,
        )
        if same is None:
            note = msgspec.structs.replace(stored.note, new=0, touched=())
            same = self._batches.add(self._writing, self._target, note)
            self._all[self._target, same.id] = same
        self._called[home, batch_id] = same.id

    def called(self, home: bytes, batch_id: bytes) -> bytes:
        """The name in the target; a batch nobody knows keeps its own, and its rows stay as dead as they are."""
        return self._called.get((home, batch_id), batch_id)
