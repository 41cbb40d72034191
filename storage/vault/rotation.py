"""Facet of rotation: a portfolio, or the firm's space, under keys that nobody ever had before (spec/security §3.3).

Full, always: a new portfolio key, new keys of every client, every record, change and sales page sealed anew. The
first transaction makes the key and gives it to whoever may go on; then come portions of clients (`storage.vault.pace`);
the last one declares it done and takes the old grants away. Until then both keys open, so work goes on meanwhile, and
whoever is cut off is followed by the next session of anybody who may give the portfolio on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from core.problem import N_, ExitCode, Problem
from storage.audit.entry import EntryBroken, encode_fields
from storage.audit.kinds import Kind
from storage.audit.log import LogTransaction
from storage.audit.receipt import Receipt
from storage.audit.roster import RosterStatement
from storage.audit.verifier import parse_entry, parse_fields
from storage.engine import checkpoint_truncate, reading
from storage.keys.door import ROTATING
from storage.keys.grants import GrantSecret
from storage.keys.portfolio import PortfolioKey
from storage.keys.scopes import Compartment, Scope, compartment_of
from storage.keys.spaces import SpaceKey
from storage.keys.turnover import Turned, turn_over, turned_already
from storage.schema.clients import client, record
from storage.schema.log import log
from storage.schema.sales import batch, sales_page
from storage.sealing.envelope import SpaceKind
from storage.sealing.secret import SealBroken
from storage.turn import TurnTaken, store_turn
from storage.vault.carrying import carried, grants_over, recovery_key, same_grant
from storage.vault.door import Entered
from storage.vault.granting import Granter, take_grants
from storage.vault.guests import lent_in
from storage.vault.keyring import FIRM_GRANTORS, GRANTORS
from storage.vault.pace import transactions
from storage.vault.reading_pair import pair_due, renew_pair
from storage.vault.sealing_anew import SealingAnew, rows_where, sealed_sizes
from storage.vault.writing import Writing, damaged

Progress = Callable[[int, int], bool]
DUE, STARTED, DONE, RESUMED = 0, 1, 2, 3
"""States an entry of rotation declares; frozen on disk."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A portfolio whose keys must change. `reason`: running, revoked or expired."""

    portfolio_id: bytes
    reason: str


def declare(
    step: LogTransaction, state: int, scope: Scope, scope_id: bytes, epoch: int, *, rotating: bool = False
) -> None:
    """Put a state of a rotation into the log; `rotating`: the receipt is good for turning clients over."""
    details = encode_fields((bytes((state,)), bytes((scope,)), scope_id, epoch.to_bytes(4, "big")))
    covers = [(ROTATING, scope_id), (int(scope), scope_id)] if rotating else []
    step.append(Kind.ROTATION, scope_id, details, covers=covers)


class Declared(NamedTuple):
    """Highest epochs of one scope that entries name: that must be replaced, that was begun, that is done."""

    due: int = 0
    started: int = 0
    done: int = 0

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.due >= max(self.done, 1) or self.started > self.done


def declared(connection: Connection, staff: Mapping[bytes, RosterStatement]) -> dict[bytes, Declared]:
    """What the log says of every scope's rotations; what somebody says who may not is nobody's word.

    Raises Problem (STORE) for an entry that does not read.
    """
    found: dict[bytes, Declared] = {}
    query = select(log.c.entry).where(log.c.kind == int(Kind.ROTATION)).order_by(log.c.seq)
    for data in connection.scalars(query):
        try:
            entry = parse_entry(bytes(data))
            state, _scope, scope_id, epoch = parse_fields(entry.details, 4)
            field = ("due", "started", "done", "started")[state[0]]
        except (EntryBroken, IndexError):
            raise damaged("rotation") from None
        by = staff[entry.actor].at(entry.seq) if entry.actor in staff else None
        if by is None or by.role not in FIRM_GRANTORS:
            continue
        known = found.get(scope_id, Declared())
        number = max(int.from_bytes(epoch, "big"), getattr(known, field))
        found[scope_id] = known._replace(**{field: number})
    return found


class Rotation:
    """Changing keys of what this session may give on."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def pending(self) -> list[Pending]:
        """Portfolios that wait for new keys and that this session can give them to."""
        entered = self._entered
        entered.keyring.renew()
        mine = {each: key for each, key in entered.keyring.portfolios.items() if self._able(each)}
        if not mine:
            return []
        now_us, found = entered.premises.clock(), []
        with reading(entered.premises.engine) as connection:
            states = declared(connection, entered.staff)
            expired = {
                each.grant.scope_id
                for each in grants_over(connection, Scope.PORTFOLIO, sorted(mine))
                if 0 < each.grant.not_after_us <= now_us
            }
            lent = lent_in(connection, mine)
            expired |= {
                lent[each.grant.scope_id]
                for each in grants_over(connection, Scope.CLIENT, sorted(lent))
                if 0 < each.grant.not_after_us <= now_us
            }
        for portfolio_id, key in sorted(mine.items()):
            known = states.get(portfolio_id, Declared())
            if key.before is not None:
                found.append(Pending(portfolio_id, "running"))
            elif known.due >= key.epoch:
                found.append(Pending(portfolio_id, "revoked"))
            elif portfolio_id in expired:
                found.append(Pending(portfolio_id, "expired"))
        return found

    def firm_due(self) -> bool:
        """Whether the firm's key was known to somebody who is not to know it any more."""
        entered = self._entered
        with reading(entered.premises.engine) as connection:
            known = declared(connection, entered.staff).get(entered.firm.firm_id, Declared())
        firm = entered.keyring.firm
        return firm is not None and known.due >= firm.epoch

    def pair_due(self) -> bool:
        """Whether the keys that read the log wait for an owner: somebody who had them reads it no more."""
        return pair_due(self._entered.premises, self._entered.staff)

    def _pair_mine(self) -> bool:
        return self._entered.me.statement.role == "owner" and self.pair_due()

    def settle(self, progress: Progress | None = None) -> int:
        """Do what is pending, unless a colleague is at it right now. Gives the number of portfolios done."""
        waiting = self.pending()
        if waiting or self.firm_due() or self._pair_mine():
            try:
                with self._turn(wait=False):
                    self._settle(progress)
            except TurnTaken:
                return 0
        return len(waiting)

    def settle_all(self, progress: Progress | None = None) -> int:
        """The same, waiting for whoever is at it. Gives the number of clients under new keys."""
        with self._turn():
            return self._settle(progress)

    def _settle(self, progress: Progress | None) -> int:
        if self.firm_due() and self._entered.me.statement.role in FIRM_GRANTORS:
            self._rotate_firm()
        if self._pair_mine():
            renew_pair(self._entered)
        return sum(self._rotate(each.portfolio_id, progress) for each in self.pending())

    def rotate(self, portfolio_id: bytes, progress: Progress | None = None) -> int:
        """New keys for a portfolio and all in it; goes on where a rotation was cut off. Gives the number of clients.

        Raises Problem: REFUSED without the whole key and the right to give it, STORE for a damaged object.
        """
        with self._turn():
            return self._rotate(portfolio_id, progress)

    def rotate_firm(self) -> int:
        """A new firm key, and every record of the firm's space under it, in one step. Gives its epoch.

        Raises Problem (REFUSED) without the role to do it.
        """
        with self._turn():
            return self._rotate_firm()

    def _able(self, portfolio_id: bytes) -> bool:
        return self._entered.me.statement.role in GRANTORS and self._entered.keyring.may_give(portfolio_id)

    @contextmanager
    def _turn(self, wait: bool = True) -> Iterator[None]:
        """Not beside an import, a move or another rotation. Raises TurnTaken."""
        premises = self._entered.premises
        with store_turn(premises.engine, premises.files.import_lock, None if wait else 0):
            yield

    def _rotate(self, portfolio_id: bytes, progress: Progress | None) -> int:
        entered = self._entered
        entered.keyring.renew()
        if not self._able(portfolio_id):
            raise Problem(
                N_("Only a head or the owner who holds the whole portfolio renews its keys."), ExitCode.REFUSED
            )
        if entered.keyring.of(portfolio_id).before is None:
            self._start(portfolio_id)
            entered.keyring.renew()
        with entered.gate.transaction() as step:
            declare(step, RESUMED, Scope.PORTFOLIO, portfolio_id, entered.keyring.of(portfolio_id).epoch, rotating=True)
        receipt = step.receipt
        done = 0
        while left := self._left(portfolio_id) or self._finish(portfolio_id):
            total = done + len(left)
            for part, turning in transactions(entered.gate, left, sealed_sizes(entered.premises.engine, left)):
                if progress is not None:
                    progress(done, total)
                with turning as writing:
                    done += self._turn_part(receipt, portfolio_id, part, writing)
        if progress is not None:
            progress(done, done)
        entered.keyring.renew()
        checkpoint_truncate(entered.premises.engine)
        return done

    def _start(self, portfolio_id: bytes) -> None:
        """The new key, to everybody whose grant goes on, and the portfolio's own records under it."""
        entered = self._entered
        with entered.gate.transaction() as step:
            old = entered.keyring.of(portfolio_id)
            new = PortfolioKey.create(old.store_id, portfolio_id, old.epoch + 1)
            recovery = recovery_key(entered.premises, entered.staff)
            writing = Writing(step, old.store_id)
            declare(step, STARTED, Scope.PORTFOLIO, portfolio_id, new.epoch)
            granter = Granter(writing, entered.identity)
            held = grants_over(step.connection, Scope.PORTFOLIO, [portfolio_id])
            now_us = entered.premises.clock()
            for each, member in carried(held, entered.staff, recovery, old.store_id, now_us):
                secret = new.secret(each.grant.compartments)
                granter.give(Scope.PORTFOLIO, portfolio_id, new.epoch, secret, member, **same_grant(each))
            anew = SealingAnew(writing)
            own = record.c.space_kind == int(SpaceKind.PORTFOLIO)
            rows = rows_where(step.connection, record, record.c.space_id, [portfolio_id], own)
            spaces = {part: (old.space_key(part), new.space_key(part)) for part in Compartment}
            anew.records(rows, lambda row: (*spaces[Compartment(row.compartment)], new.epoch))
            batches = rows_where(step.connection, batch, batch.c.portfolio_id, [portfolio_id])
            anew.batches(batches, *spaces[Compartment.MONEY], new.epoch)
            writing.change(SpaceKind.PORTFOLIO, portfolio_id)
            writing.flush()
            step.append(Kind.WRITE, writes=writing.leaves)

    def _left(self, portfolio_id: bytes, connection: Connection | None = None) -> list[bytes]:
        """Clients still under the old key."""
        if connection is None:
            with reading(self._entered.premises.engine) as own:
                return self._left(portfolio_id, own)
        new = self._entered.keyring.of(portfolio_id)
        query = select(client.c.id, client.c.epoch, client.c.wraps).where(client.c.portfolio_id == portfolio_id)
        rows = connection.execute(query.order_by(client.c.id))
        return [row.id for row in rows if not turned_already(new, row.id, int(row.epoch), row.wraps)]

    def _turn_part(self, receipt: Receipt, portfolio_id: bytes, ids: Sequence[bytes], writing: Writing) -> int:
        new = self._entered.keyring.of(portfolio_id)
        old = new.before
        if old is None:  # somebody else finished it while we were between two transactions
            return 0
        turned: dict[bytes, Turned] = {}
        for row in rows_where(writing.connection, client, client.c.id, ids):
            # Asked for by portfolio, SQLite would go through all of it to find these few.
            if row.portfolio_id == portfolio_id and not turned_already(new, row.id, int(row.epoch), row.wraps):
                try:
                    turned[row.id] = turn_over(receipt, old, new, row.id, int(row.epoch), row.wraps)
                except SealBroken:
                    raise damaged("key") from None
        self._reseal(writing, turned)
        values = [{"b_id": each, "b_epoch": t.epoch, "b_wraps": t.wraps} for each, t in turned.items()]
        if values:
            writing.connection.execute(_TURNED, values)
        self._regive(writing, turned)
        return len(turned)

    def _reseal(self, writing: Writing, turned: dict[bytes, Turned]) -> None:
        anew, ids = SealingAnew(writing), sorted(turned)
        of_client = record.c.space_kind == int(SpaceKind.CLIENT)
        anew.records(
            rows_where(writing.connection, record, record.c.space_id, ids, of_client),
            lambda row: (*turned[row.space_id].keys(compartment_of(row.compartment)), turned[row.space_id].epoch),
        )
        anew.pages(
            rows_where(writing.connection, sales_page, sales_page.c.client_id, ids),
            lambda row: (*turned[row.client_id].keys(Compartment.MONEY), turned[row.client_id].epoch),
        )

    def _regive(self, writing: Writing, turned: dict[bytes, Turned]) -> None:
        """Grants of single clients go on under the clients' new keys."""
        entered = self._entered
        held = grants_over(writing.connection, Scope.CLIENT, sorted(turned))
        if not held:
            return
        recovery = recovery_key(entered.premises, entered.staff)
        granter = Granter(writing, entered.identity)
        for each, member in carried(held, entered.staff, recovery, writing.store_id, entered.premises.clock()):
            of = turned[each.grant.scope_id]
            secret = GrantSecret(parts=of.parts(each.grant.compartments))
            granter.give(Scope.CLIENT, each.grant.scope_id, of.epoch, secret, member, **same_grant(each))
        take_grants(writing, [each.grant.grant_id for each in held], "rotation")

    def _finish(self, portfolio_id: bytes) -> list[bytes]:
        """Declare it done, or give the clients that came in between: no key is thrown away that still opens one."""
        entered = self._entered
        with entered.gate.transaction() as step:
            new = entered.keyring.of(portfolio_id)
            left = self._left(portfolio_id, step.connection)
            if left or new.before is None:
                return left
            declare(step, DONE, Scope.PORTFOLIO, portfolio_id, new.epoch)
            held = grants_over(step.connection, Scope.PORTFOLIO, [portfolio_id])
            old = [each.grant.grant_id for each in held if each.grant.epoch < new.epoch]
            take_grants(Writing(step, new.store_id), old, "rotation")
        return []

    def _rotate_firm(self) -> int:
        entered = self._entered
        entered.keyring.renew()
        if entered.me.statement.role not in FIRM_GRANTORS:
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)
        with entered.gate.transaction() as step:
            old = entered.keyring.firm
            if old is None:
                raise damaged("grant")
            firm_id, new = old.scope_id, SpaceKey.create(Scope.FIRM, old.scope_id, old.epoch + 1)
            recovery = recovery_key(entered.premises, entered.staff)
            writing = Writing(step, entered.premises.store_id)
            declare(step, DONE, Scope.FIRM, firm_id, new.epoch)
            granter = Granter(writing, entered.identity)
            held = grants_over(step.connection, Scope.FIRM, [firm_id])
            for each, member in carried(held, entered.staff, recovery, writing.store_id, entered.premises.clock()):
                granter.give(Scope.FIRM, firm_id, new.epoch, new.secret(), member, **same_grant(each))
            seals = (old.seal_key(), new.seal_key())
            of_firm = record.c.space_kind == int(SpaceKind.FIRM)
            rows = rows_where(step.connection, record, record.c.space_id, [firm_id], of_firm)
            SealingAnew(writing).records(rows, lambda _row: (*seals, new.epoch))
            take_grants(writing, [each.grant.grant_id for each in held], "rotation")
            writing.change(SpaceKind.FIRM, firm_id)
            writing.flush()
            step.append(Kind.WRITE, writes=writing.leaves)
        entered.keyring.renew()
        checkpoint_truncate(entered.premises.engine)
        return new.epoch


_TURNED = (
    update(client)
    .where(client.c.id == bindparam("b_id"))
    .values(epoch=bindparam("b_epoch"), wraps=bindparam("b_wraps"))
)
