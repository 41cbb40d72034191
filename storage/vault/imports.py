"""Facet of imports: what a plan would change, its commit in a batch, undo (design §2, spec/store §4).

Commit runs in transactions of so many clients that nobody waits long behind one (`storage.vault.pace`). The batch is
open until the last of them: its rows do not count and its clients are not shown, so a cut-off import leaves nothing
half-written. What it did write is cleared away by the next session that may write there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from core.entities.entry import Entry
from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.keys.scopes import Compartment
from storage.records.bodies import BatchNote
from storage.records.ledger import living
from storage.records.page_build import Difference, SaleColumns, build_pages, compare
from storage.records.registers import Register
from storage.records.sales_page import NO_DAY, ONE, UNKNOWN, Page, encode_page
from storage.schema.clients import client
from storage.schema.sales import sales_page
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.turn import TurnTaken, store_turn
from storage.vault.batches import Batches, BatchState, StoredBatch
from storage.vault.client_reach import ClientReach
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.import_order import Committed, ImportOrder, NewClient, Prepared, Undone
from storage.vault.import_private import private_of_new
from storage.vault.imported_records import ImportedRecords
from storage.vault.pace import transactions
from storage.vault.registers import Registers
from storage.vault.sales import Sales
from storage.vault.taking_back import TakingBack
from storage.vault.writing import PAGE_VERSION, Writing

__all__ = [
    "NO_DAY",
    "ONE",
    "UNKNOWN",
    "Committed",
    "ImportOrder",
    "Imports",
    "NewClient",
    "Prepared",
    "SaleColumns",
    "Undone",
]

Progress = Callable[[int, int], bool]


class Imports:
    """Imports into the portfolios that the session may write."""

    def __init__(
        self, entered: Entered, clients: Clients, sales: Sales, batches: Batches, registers: Registers
    ) -> None:
        self._entered = entered
        self._clients = clients
        self._sales = sales
        self._batches = batches
        self._records = ImportedRecords(entered, registers)
        self._reach = ClientReach(entered, clients)
        self._back = TakingBack(entered, clients, sales, batches, self._records, self._reach)

    def prepare(self, order: ImportOrder) -> Prepared:
        """Compare every line with what is stored. Writes nothing."""
        live = self._batches.live()
        unseen = order.changes.keys() - order.before.keys()
        seen = {number: self._clients.stored(order.existing[number]).card for number in unseen}
        prepared = Prepared(order, {}, live, seen | dict(order.before))
        if order.columns is None:
            return prepared
        stored = self._stored_pages(order)
        for number, page in build_pages(order.columns):
            bodies = stored.get(order.existing.get(number, b""))
            existing = living(bodies, live) if bodies else None
            difference: Difference = compare(existing, page)
            prepared.new += difference.new
            prepared.update += difference.update
            prepared.same += difference.same
            if difference.page is not None:
                prepared.pages[number] = difference.page
                prepared.updated |= difference.updated
        return prepared

    def commit(self, prepared: Prepared, progress: Progress | None = None) -> Committed | None:
        """Write a prepared import in one batch. None when `progress` answered False: everything is taken back.

        Raises Problem (REFUSED) without the right to write, Problem (BAD_INPUT) when the base was imported into
        since the plan, Problem (STORE) on a full or failing disk; what was written is then taken back by the next
        session.
        """
        order = prepared.order
        homes = self._homes(prepared)
        portfolios = set(homes.values()) | ({order.home} if order.beside else set())
        if not portfolios:
            return Committed(b"", 0, 0)
        self._demand_writing(portfolios)
        with self._turn():
            self.clear_unfinished()
            if self._batches.live() != prepared.live:
                raise Problem(N_("Another import was made or undone since this one was planned: start it again."))
            # Portfolio by portfolio: whoever has one of them open hears of a few transactions and not of all.
            numbers = sorted(homes, key=lambda number: (homes[number], number))
            total = len(numbers) + len(order.beside)
            try:
                group = self._begin(prepared, sorted(portfolios))
                done = 0
                for count in self._written(prepared, group, homes, numbers):
                    if progress and not progress(done, total):
                        self.clear_unfinished()
                        return None
                    done += count
                self._finish(order, group)
            except (Problem, KeyboardInterrupt):
                # At once where the disk lets us: this session goes on, and would show changed cards until its end.
                with contextlib.suppress(Problem):
                    self.clear_unfinished()
                raise
        if progress:
            progress(total, total)
        first = next(iter(group.values()))
        return Committed(first.note.group, len(numbers), sum(len(page.rows) for page in prepared.pages.values()))

    def undo(self, group_id: bytes, progress: Progress | None = None) -> Undone:
        """Take an import back: its rows no longer count, clients it created go unless somebody worked on them.

        Raises Problem: BAD_INPUT for an unknown or already undone batch, REFUSED without the right to write.
        """
        undone = Undone()
        with self._turn():
            self.clear_unfinished()
            group = self._batches.group(group_id)
            if all(each.state is BatchState.DEAD for each in group):
                raise Problem(N_("This batch has been undone already."))
            self._demand_writing({each.portfolio_id for each in group})
            # Open again, as while it was being imported: whoever is cut off here is finished by the next session.
            with self._entered.gate.writing(Kind.IMPORT_UNDONE, details={"batch": group_id}) as writing:
                group = [self._batches.set_state(writing, each, BatchState.OPEN) for each in group]
            self._back.take(group, undone, progress)
            with self._entered.gate.writing(Kind.WRITE) as writing:
                for each in group:
                    self._batches.set_state(writing, each, BatchState.DEAD)
        return undone

    def clear_unfinished(self) -> int:
        """Take back what cut-off imports left in portfolios this session may write. Gives how many there were.

        Only called while no import runs: the turn is held by a lock that the kernel frees with its process. A batch is
        dead only when nothing of it is left, so being cut off here loses nothing either.
        """
        unfinished = [
            each
            for each in self._batches.all()
            if each.state is BatchState.OPEN and self._entered.keyring.may_write(each.portfolio_id)
        ]
        if unfinished:
            self._back.take(unfinished, Undone(), None)
            with self._entered.gate.writing(Kind.IMPORT_UNDONE, details={"cut_off": len(unfinished)}) as writing:
                for each in unfinished:
                    self._batches.set_state(writing, each, BatchState.DEAD)
        return len(unfinished)

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """While no import runs and nothing of a cut-off one is left: for work that pages must not change under."""
        with self._turn():
            self.clear_unfinished()
            yield

    def recover(self) -> int:
        """Clear cut-off imports unless one is running right now."""
        if not any(each.state is BatchState.OPEN for each in self._batches.all()):
            return 0
        try:
            with self._turn(wait=False):
                return self.clear_unfinished()
        except TurnTaken:
            return 0

    def _demand_writing(self, portfolios: set[bytes]) -> None:
        if not all(map(self._entered.keyring.may_write, portfolios)):
            raise Problem(N_("You may not import into this portfolio: ask your head."), ExitCode.REFUSED)

    def _stored_pages(self, order: ImportOrder) -> dict[bytes, list[bytes]]:
        wanted = set(order.existing.values())
        found: dict[bytes, list[bytes]] = {}
        if wanted:
            for portfolio_id in self._entered.keyring.portfolios:
                for client_id, bodies in self._sales.pages(portfolio_id):
                    if client_id in wanted:
                        found[client_id] = bodies
        return found

    def _homes(self, prepared: Prepared) -> dict[int, bytes]:
        """Portfolio of every client that something is written for."""
        order = prepared.order
        told = prepared.pages.keys() | order.changes.keys() | order.records.keys() | order.revised.keys()
        told |= order.contacts.keys()
        touched = [number for number in order.existing if number in told]
        homes = {number: each.portfolio_id for number, each in order.new.items()}
        if touched:
            with self._entered.gate.premises.engine.connect() as connection:
                of = {
                    bytes(row.id): bytes(row.portfolio_id)
                    for row in connection.execute(select(client.c.id, client.c.portfolio_id))
                }
                connection.rollback()
            homes.update({number: of[order.existing[number]] for number in touched})
        return homes

    def _begin(self, prepared: Prepared, portfolios: list[bytes]) -> dict[bytes, StoredBatch]:
        order = prepared.order
        told = {*order.changes, *order.contacts, *self._records.worded(order)}
        note = BatchNote(
            0,
            b"",
            0,
            self._entered.identity.person_id,
            self._entered.premises.clock(),
            order.kind,
            order.sha256,
            order.rows,
            prepared.new + prepared.update,
            len(order.new),
            tuple(order.existing[number] for number in sorted(told)),
        )
        details = {"kind": order.kind, "sha256": order.sha256, "rows": order.rows}
        with self._entered.gate.writing(Kind.IMPORT_PLANNED, details=details) as writing:
            return self._batches.open_group(writing, portfolios, note)

    def _written(
        self, prepared: Prepared, group: Mapping[bytes, StoredBatch], homes: Mapping[int, bytes], numbers: list[int]
    ) -> Iterator[int]:
        """Write one transaction after another; yields the size of each before it begins."""
        for part, step in transactions(self._entered.gate, numbers):
            yield len(part)
            self._write_part(step, prepared, group, homes, part)
        if prepared.order.beside:
            cause = f"batch:{group[prepared.order.home].id.hex()}"
            yield from self._records.write_beside(prepared.order, cause)

    def _write_part(
        self,
        step: AbstractContextManager[Writing],
        prepared: Prepared,
        group: Mapping[bytes, StoredBatch],
        homes: Mapping[int, bytes],
        numbers: Sequence[int],
    ) -> None:
        order = prepared.order
        beside: list[tuple[bytes, int, str]] = []
        private: list[tuple[bytes, Register[Any], Entry, str]] = []
        receipts = self._records.receipts(order, numbers)
        with step as writing:
            for number in numbers:
                stored = group[homes[number]]
                cause = f"batch:{stored.id.hex()}"
                new = order.new.get(number)
                epoch, money = 1, None
                if new is not None:
                    client_id, keys = self._clients.create(
                        writing, self._entered.keyring.portfolios[new.portfolio_id], new.card, new.contacts, cause
                    )
                    money = keys[Compartment.MONEY]
                    told = order.private.get(number, ())
                    private += private_of_new(writing, client_id, new.portfolio_id, keys, told, cause)
                else:
                    client_id = order.existing[number]
                    if number in prepared.pages:
                        known = self._clients.keys(client_id, None, writing.connection)
                        epoch, money = known.epoch, known.key(Compartment.MONEY)
                page = prepared.pages.get(number)
                if page is not None and money is not None:
                    self._write_page(writing, money, client_id, epoch, stored, page)
                if number in order.records:
                    beside.append((client_id, number, cause))
                if number in order.contacts:
                    self._reach.add(writing, client_id, stored.portfolio_id, order.contacts[number], cause)
                for register, before, fields in order.revised.get(number, ()):
                    self._records.change(writing, register, before, fields, cause)
                changed = order.changes.get(number)
                if changed is not None:
                    self._clients.change_within(writing, client_id, prepared.before[number], changed, cause)
            if beside or private:
                writing.flush()  # the clients just made are looked up
            for client_id, number, cause in beside:
                self._records.write(writing, client_id, order.records[number], cause, receipts.get(client_id))
            for client_id, register, fields, cause in private:
                self._records.write(writing, client_id, [(register, fields)], cause, None)

    def _write_page(
        self, writing: Writing, key: SealKey, client_id: bytes, epoch: int, stored: StoredBatch, page: Page
    ) -> None:
        page_id = os.urandom(16)
        place = Place(Label.PAGE, writing.store_id, SpaceKind.CLIENT, client_id, page_id, PAGE_VERSION, epoch)
        blob = key.seal(place, encode_page(replace(page, batches=(stored.id,))))
        writing.leaf(page_id, PAGE_VERSION, blob)
        writing.row(
            sales_page,
            id=page_id,
            client_id=client_id,
            epoch=epoch,
            changed_seq=writing.change(SpaceKind.PORTFOLIO, stored.portfolio_id),
            size=len(blob),
            body=blob,
        )

    def _finish(self, order: ImportOrder, group: Mapping[bytes, StoredBatch]) -> None:
        first = next(iter(group.values()))
        details = {"batch": first.note.group, "kind": order.kind, "sha256": order.sha256, "clients": len(order.new)}
        with self._entered.gate.writing(Kind.IMPORT_COMMITTED, details=details) as writing:
            for each in group.values():
                self._batches.set_state(writing, each, BatchState.LIVE)

    @contextlib.contextmanager
    def _turn(self, wait: bool = True) -> Iterator[None]:
        """One import at a time in a store. Raises TurnTaken when another one runs: at once, or when it lasts."""
        premises = self._entered.premises
        with store_turn(premises.engine, premises.files.import_lock, None if wait else 0):
            yield
