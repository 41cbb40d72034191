"""Batches: which imported rows are alive (spec/store §4). The sealed note repeats the clear state."""

from __future__ import annotations

import enum
import os
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from core.problem import N_, Problem
from storage.engine import reading
from storage.keys.portfolio import PortfolioKey
from storage.keys.scopes import Compartment
from storage.look import asked_once
from storage.records.bodies import BATCH, BatchNote, BodyBroken
from storage.schema.log import digest
from storage.schema.sales import batch
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.door import Entered
from storage.vault.firm import check_digest
from storage.vault.writing import Writing, bump, damaged, epoch_of, version_of


class BatchState(enum.IntEnum):
    """Rows of a batch count while it is live."""

    OPEN = 0
    LIVE = 1
    DEAD = 2


class StoredBatch(msgspec.Struct, frozen=True):
    """A batch as it stands."""

    id: bytes
    portfolio_id: bytes
    state: BatchState
    version: int
    note: BatchNote


_Seen = tuple[bytes, int, int, object]
"""Portfolio, clear state, newest version in the log, sealed note."""


# Asked by every look at a list or a register: built once.
_ROWS = select(
    batch.c.id,
    batch.c.portfolio_id,
    batch.c.state,
    batch.c.body,
    select(func.max(digest.c.version)).where(digest.c.record_id == batch.c.id).scalar_subquery().label("last"),
).where(batch.c.portfolio_id.in_(bindparam("portfolios", expanding=True)))


class Batches:
    """Batches of the portfolios that the session opens."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered
        self._known: dict[bytes, tuple[_Seen, StoredBatch]] = {}
        """What was proved once, by all it was proved from: every look at a list asks which rows are alive."""

    def all(self, connection: Connection | None = None) -> list[StoredBatch]:
        """Every batch, in the order they were made. Raises Problem (STORE) when a state was meddled with."""
        if connection is None:
            engine = self._entered.premises.engine
            with reading(engine) as own:
                return list(asked_once(engine, (Batches, id(self)), lambda: self.all(own)))
        portfolios = self._entered.keyring.portfolios.items()
        keys = {each: key for each, key in portfolios if key.compartments & Compartment.MONEY.bit}
        found = []
        for row in connection.execute(_ROWS, {"portfolios": sorted(keys)}).all():
            seen = (bytes(row.portfolio_id), int(row.state), int(row.last or 0), row.body)
            known = self._known.get(bytes(row.id))
            if known is None or known[0] != seen:
                known = seen, self._read(connection, keys[row.portfolio_id], row)
                self._known[bytes(row.id)] = known
            found.append(known[1])
        return sorted(found, key=lambda each: each.note.number)

    def _read(self, connection: Connection, key: PortfolioKey, row: Any) -> StoredBatch:
        version = version_of(int(row.last or 0))
        check_digest(connection, row.id, version, row.body)
        note = self._open(key, row.id, version, row.body)
        if note.state != row.state:
            raise damaged("batch")
        return StoredBatch(row.id, row.portfolio_id, BatchState(row.state), version, note)

    def live(self) -> dict[bytes, int]:
        """Number of every live batch."""
        return {each.id: each.note.number for each in self.all() if each.state is BatchState.LIVE}

    def unfinished(self) -> set[bytes]:
        """Batches of imports that are running or were cut off: their clients are not shown."""
        return {each.id for each in self.all() if each.state is BatchState.OPEN}

    def group(self, group_id: bytes) -> list[StoredBatch]:
        """The batches of one import. Raises Problem (BAD_INPUT) when there are none among the own portfolios."""
        found = [each for each in self.all() if each.note.group == group_id]
        if not found:
            raise Problem(N_("There is no such batch among yours: the number stands in the answer of the import."))
        return found

    def open_group(self, writing: Writing, portfolios: Iterable[bytes], note: BatchNote) -> dict[bytes, StoredBatch]:
        """Start the batches of one import, one for each portfolio. The first one's id names the group."""
        made: dict[bytes, StoredBatch] = {}
        for portfolio_id in portfolios:
            batch_id = os.urandom(16)
            group = next(iter(made.values())).id if made else batch_id
            number = bump(writing.connection, SpaceKind.FIRM, self._entered.firm.firm_id, "batch")
            own = msgspec.structs.replace(note, number=number, group=group, state=int(BatchState.OPEN))
            made[portfolio_id] = self.add(writing, portfolio_id, own, batch_id)
        return made

    def add(self, writing: Writing, portfolio_id: bytes, note: BatchNote, batch_id: bytes = b"") -> StoredBatch:
        """Store a batch as its note says: a new one, or one whose rows come from another portfolio."""
        batch_id = batch_id or os.urandom(16)
        blob = self._seal(portfolio_id, batch_id, 1, note)
        writing.leaf(batch_id, 1, blob)
        writing.row(
            batch,
            id=batch_id,
            portfolio_id=portfolio_id,
            state=note.state,
            changed_seq=writing.change(SpaceKind.PORTFOLIO, portfolio_id),
            size=len(blob),
            body=blob,
        )
        return StoredBatch(batch_id, portfolio_id, BatchState(note.state), 1, note)

    def set_state(self, writing: Writing, stored: StoredBatch, state: BatchState, **facts: int) -> StoredBatch:
        """Seal a batch anew in another state."""
        note = msgspec.structs.replace(stored.note, state=int(state), **facts)
        version = stored.version + 1
        blob = self._seal(stored.portfolio_id, stored.id, version, note)
        writing.leaf(stored.id, version, blob)
        writing.connection.execute(
            update(batch)
            .where(batch.c.id == stored.id, batch.c.portfolio_id == stored.portfolio_id)
            .values(
                state=int(state),
                changed_seq=writing.change(SpaceKind.PORTFOLIO, stored.portfolio_id),
                size=len(blob),
                body=blob,
            )
        )
        return StoredBatch(stored.id, stored.portfolio_id, state, version, note)

    def _place(self, key: PortfolioKey, batch_id: bytes, version: int, epoch: int) -> Place:
        store_id = self._entered.premises.store_id
        return Place(Label.BATCH, store_id, SpaceKind.PORTFOLIO, key.portfolio_id, batch_id, version, epoch)

    def _seal(self, portfolio_id: bytes, batch_id: bytes, version: int, note: BatchNote) -> bytes:
        key = self._entered.keyring.portfolios[portfolio_id]
        sealer = key.space_key(Compartment.MONEY)
        return sealer.seal(self._place(key, batch_id, version, key.epoch), BATCH.encode(note, "person"))

    def _open(self, key: PortfolioKey, batch_id: bytes, version: int, blob: bytes) -> BatchNote:
        epoch = epoch_of(blob)
        try:
            opener = key.space_key(Compartment.MONEY, epoch)
            return BATCH.decode(opener.open(self._place(key, batch_id, version, epoch), blob)).f
        except (SealBroken, BodyBroken):
            raise damaged("batch") from None
