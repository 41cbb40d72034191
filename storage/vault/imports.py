"""Facet of imports: what a plan would change, its commit in a batch, undo (design §2, spec/store §4).

Commit runs in transactions of at most 1,000 clients, so nobody waits long behind one. The batch is open until the
last of them: its rows do not count and its clients are not shown, so a cut-off import leaves nothing half-written.
What it did write is cleared away by the next session that may write there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, or_, select

from core.entities.entry import Entry
from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.keys.scopes import FILE_DRAWERS, Compartment
from storage.records.bodies import BatchNote
from storage.records.ledger import living
from storage.records.page_build import Difference, SaleColumns, build_pages, compare
from storage.records.registers import Register
from storage.records.sales_page import NO_DAY, ONE, UNKNOWN, Page, encode_page
from storage.schema.clients import client, record
from storage.schema.sales import sales_page
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.turn import TurnTaken, store_turn
from storage.vault.batches import Batches, BatchState, StoredBatch
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.import_order import Committed, ImportOrder, NewClient, Prepared, Undone
from storage.vault.import_private import private_brought_by, private_of_new
from storage.vault.register_rows import Held
from storage.vault.registers import Registers
from storage.vault.sales import Sales
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

CHUNK = 1000
"""Clients a transaction, and so an entry (spec/store §6)."""
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
        self._registers = registers

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
        if not homes:
            return Committed(b"", 0, 0)
        self._demand_writing(set(homes.values()))
        with self._turn():
            self.clear_unfinished()
            if self._batches.live() != prepared.live:
                raise Problem(N_("Another import was made or undone since this one was planned: start it again."))
            numbers = sorted(homes)
            try:
                group = self._begin(prepared, sorted(set(homes.values())))
                for start in range(0, len(numbers), CHUNK):
                    if progress and not progress(start, len(numbers)):
                        self.clear_unfinished()
                        return None
                    self._write_chunk(prepared, group, homes, numbers[start : start + CHUNK])
                self._finish(order, group)
            except (Problem, KeyboardInterrupt):
                # At once where the disk lets us: this session goes on, and would show changed cards until its end.
                with contextlib.suppress(Problem):
                    self.clear_unfinished()
                raise
        if progress:
            progress(len(numbers), len(numbers))
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
            self._remove_created(group, undone, progress)
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
            self._remove_created(unfinished, Undone(), None)
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
        told = prepared.pages.keys() | order.changes.keys() | order.records.keys()
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
            tuple(order.existing[number] for number in sorted(order.changes)),
        )
        details = {"kind": order.kind, "sha256": order.sha256, "rows": order.rows}
        with self._entered.gate.writing(Kind.IMPORT_PLANNED, details=details) as writing:
            return self._batches.open_group(writing, portfolios, note)

    def _write_chunk(
        self, prepared: Prepared, group: Mapping[bytes, StoredBatch], homes: Mapping[int, bytes], numbers: list[int]
    ) -> None:
        order = prepared.order
        beside: list[tuple[bytes, Register[Any], Entry, str]] = []
        with self._entered.gate.writing(Kind.WRITE) as writing:
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
                    beside += private_of_new(writing, client_id, new.portfolio_id, keys, told, cause)
                else:
                    client_id = order.existing[number]
                    if number in prepared.pages:
                        known = self._clients.keys(client_id)
                        epoch, money = known.epoch, known.key(Compartment.MONEY)
                page = prepared.pages.get(number)
                if new is None:
                    self._clients.touch(writing, client_id, stored.portfolio_id)
                if page is not None and money is not None:
                    self._write_page(writing, money, client_id, epoch, stored, page)
                beside += [(client_id, register, fields, cause) for register, fields in order.records.get(number, ())]
                changed = order.changes.get(number)
                if changed is not None:
                    self._clients.change_within(writing, client_id, prepared.before[number], changed, cause)
            if beside:
                writing.flush()  # the clients just made are looked up
            for client_id, register, fields, cause in beside:
                self._registers.add(writing, register, client_id, fields, cause)

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

    def _remove_created(self, group: list[StoredBatch], undone: Undone, progress: Progress | None) -> None:
        causes = {f"batch:{each.id.hex()}" for each in group}
        portfolios = {each.portfolio_id for each in group}
        self._restore_changed(group, undone)
        self._take_records(causes, undone)
        created = self._clients.created_by(causes, portfolios)
        self._take_held(
            list(
                private_brought_by(self._entered, self._clients, self._registers, causes, [row[0] for row in created])
            ),
            undone,
        )
        buyers = self._sales.buyers(portfolios) if created else set()
        live = {f"batch:{each.hex()}" for each in self._batches.live()}
        removable: dict[bytes, dict[bytes, int]] = {}
        for client_id, portfolio_id, version in created:
            if client_id in buyers or (version > 1 and self._clients.worked_on(client_id, live)):
                undone.kept.append(client_id)
            else:
                removable.setdefault(portfolio_id, {})[client_id] = version
        for portfolio_id, clients in removable.items():
            for start in range(0, len(clients), CHUNK):
                part = list(clients)[start : start + CHUNK]
                with self._entered.gate.writing(Kind.WRITE) as writing:
                    worked = _worked_on(writing, part, clients)
                    undone.kept += worked
                    part = [client_id for client_id in part if client_id not in worked]
                    self._clients.remove(writing, portfolio_id, part)
                undone.removed += len(part)
                if progress:
                    progress(undone.removed, len(created))

    def _take_records(self, causes: set[str], undone: Undone) -> None:
        """Delete what the batches wrote beside cards and sales, where nobody has changed it since."""
        self._take_held(self._registers.brought_by(causes), undone)

    def _take_held(self, held: Sequence[Held], undone: Undone) -> None:
        for start in range(0, len(held), CHUNK):
            with self._entered.gate.writing(Kind.WRITE) as writing:
                for each in held[start : start + CHUNK]:
                    if self._registers.take_back(writing, each):
                        undone.records += 1
                    else:
                        undone.kept.append(each.space_id)

    def _restore_changed(self, group: list[StoredBatch], undone: Undone) -> None:
        """Give fields back their values of before, one transaction a chunk of clients."""
        touched = list(dict.fromkeys(client_id for each in group for client_id in each.note.touched))
        causes = [f"batch:{each.id.hex()}" for each in group]
        cause = f"undo:{group[0].note.group.hex()}"
        for start in range(0, len(touched), CHUNK):
            with self._entered.gate.writing(Kind.WRITE) as writing:
                for client_id in touched[start : start + CHUNK]:
                    for batch in causes:
                        restored, kept = self._clients.take_back(writing, client_id, batch, cause)
                        undone.restored += 1 if restored else 0
                        if kept:
                            undone.kept.append(client_id)

    @contextlib.contextmanager
    def _turn(self, wait: bool = True) -> Iterator[None]:
        """One import at a time in a store. Raises TurnTaken when another one runs: at once, or when it lasts."""
        premises = self._entered.premises
        with store_turn(premises.engine, premises.files.import_lock, None if wait else 0):
            yield


_WORK = FILE_DRAWERS | {int(each) for each in (Compartment.MONEY, Compartment.DOSSIER, Compartment.PRIVATE)}
"""Compartments of a client an import made that are empty once its own records are taken back: nobody worked on him."""


def _worked_on(writing: Writing, part: list[bytes], versions: Mapping[bytes, int]) -> list[bytes]:
    """Who of them was changed while we were looking at the others: asked again where nobody can write any more."""
    query = select(record.c.space_id, func.max(record.c.version)).where(
        record.c.space_kind == int(SpaceKind.CLIENT), record.c.space_id.in_(part)
    )
    rows = writing.connection.execute(query.group_by(record.c.space_id))
    changed = {client_id for client_id, version in rows if version > versions[client_id]}
    beside = (
        select(record.c.space_id)
        .where(record.c.space_kind == int(SpaceKind.CLIENT), record.c.space_id.in_(part))
        .group_by(record.c.space_id, record.c.compartment)
        .having(or_(record.c.compartment.in_(_WORK), func.count() > 1))
    )
    return sorted(changed | {bytes(each) for each in writing.connection.scalars(beside)})
