"""Rows written under one log entry: every sealed object leaves its digest in that entry (spec/store §6)."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy import update as sql_update

from core.problem import N_, ExitCode, Problem
from storage.access.throttle import set_counter
from storage.audit.log import LogTransaction
from storage.audit.log_rows import Write
from storage.audit.receipt import Receipt
from storage.engine import many
from storage.schema.clients import NO_COMPARTMENT, history, record
from storage.schema.store import counters, tombstone
from storage.sealing.envelope import Label, Place, SealKey

REMOVED = bytes(32)
PAGE_VERSION = 1
"""A sales page is written once; a merged page gets a new id."""
_EPOCH_BITS = 32
_GONE = ((1 << 31) - 1) << _EPOCH_BITS
"""Above the stamp of every version and epoch: what is removed stays removed."""


class Stale(Exception):  # noqa: N818
    """The record was changed by somebody else since the version this change started from."""


class Writing:
    """One transaction in which objects are sealed, stored and their digests collected."""

    def __init__(self, transaction: LogTransaction, store_id: bytes) -> None:
        self.transaction = transaction
        self.store_id = store_id
        self.leaves: list[Write] = []
        self._rows: dict[Table, list[dict[str, Any]]] = {}
        self._changes: dict[tuple[int, bytes], int] = {}
        self.known: dict[object, Any] = {}
        """What a facet has looked up for this transaction and need not look up again within it."""

    @property
    def connection(self) -> Connection:
        return self.transaction.connection

    @property
    def receipt(self) -> Receipt:
        """Of the committed entry; see `LogTransaction.receipt`."""
        return self.transaction.receipt

    def change(self, space_kind: int, space_id: bytes) -> int:
        """Number of this transaction in the change feed of a space."""
        known = self._changes.get((space_kind, space_id))
        if known is None:
            known = bump(self.connection, space_kind, space_id, "changed")
            self._changes[space_kind, space_id] = known
        return known

    def leaf(self, object_id: bytes, version: int, blob: bytes) -> None:
        """Put the digest of a sealed object under the entry."""
        self.leaves.append((object_id, stamp(version, epoch_of(blob)), hashlib.sha256(blob).digest()))

    def row(self, table: Table, **values: Any) -> None:
        """Store a row; rows of a table are inserted together by `flush`."""
        self._rows.setdefault(table, []).append(values)

    def flush(self) -> None:
        """Insert what has been collected."""
        for table, rows in self._rows.items():
            many(self.connection, insert(table), rows)
        self._rows = {}

    def put_record(
        self,
        key: SealKey,
        space: tuple[int, bytes],
        feed: tuple[int, bytes],
        record_id: bytes,
        epoch: int,
        body: bytes,
        compartment: int = NO_COMPARTMENT,
    ) -> None:
        """Seal and store the first version of a record. `feed`: the space whose counter it moves."""
        place = Place(Label.RECORD, self.store_id, space[0], space[1], record_id, 1, epoch)
        blob = key.seal(place, body)
        self.leaf(record_id, 1, blob)
        self.row(
            record,
            id=record_id,
            space_kind=space[0],
            space_id=space[1],
            compartment=compartment,
            version=1,
            epoch=epoch,
            changed_seq=self.change(*feed),
            size=len(blob),
            body=blob,
        )

    def change_record(
        self, key: SealKey, feed: tuple[int, bytes], record_id: bytes, version: int, body: bytes, note: bytes
    ) -> None:
        """Seal version + 1 of a record and its history entry. Raises Stale unless `version` is still the stored one."""
        row = self.connection.execute(
            select(record.c.space_kind, record.c.space_id, record.c.epoch).where(
                record.c.id == record_id, record.c.version == version
            )
        ).first()
        if row is None:
            raise Stale
        kind, space_id, epoch = int(row.space_kind), bytes(row.space_id), int(row.epoch)
        blob = key.seal(Place(Label.RECORD, self.store_id, kind, space_id, record_id, version + 1, epoch), body)
        self.leaf(record_id, version + 1, blob)
        self.connection.execute(
            sql_update(record)
            .where(record.c.id == record_id)
            .values(version=version + 1, changed_seq=self.change(*feed), size=len(blob), body=blob)
        )
        if not note:
            return
        seq = version
        sealed = key.seal(Place(Label.HISTORY, self.store_id, kind, space_id, record_id, seq, epoch), note)
        self.leaf(history_object(record_id), seq, sealed)
        self.row(history, record_id=record_id, seq=seq, size=len(sealed), body=sealed)

    def gone(self, object_id: bytes, version: int, feed: tuple[int, bytes]) -> None:
        """Note under the entry that an object is removed: a zero digest above its last version, and a tombstone."""
        self.erased(object_id, version)
        self.bury(object_id, feed)

    def erased(self, object_id: bytes, version: int) -> None:
        """The zero digest alone, for what no feed ever showed."""
        self.leaves.append((object_id, _GONE + version, REMOVED))

    def bury(self, object_id: bytes, feed: tuple[int, bytes]) -> None:
        """Leave a tombstone for sessions that follow the change feed."""
        self.row(tombstone, space_kind=feed[0], space_id=feed[1], object_id=object_id, changed_seq=self.change(*feed))


def stamp(version: int, epoch: int) -> int:
    """Number under which the digest of a version stands in the log: sealing anew in a later epoch is a later state.

    The content of version 3 stays version 3 when its keys are rotated; the blob is another one all the same.
    """
    return (epoch - 1 << _EPOCH_BITS) | version


def stamped(version: Any, epoch: Any) -> Any:
    """`stamp` for columns of a statement."""
    return version + (epoch - 1) * (1 << _EPOCH_BITS)


def version_of(stamped_version: int) -> int:
    """The version a stamp is for."""
    return stamped_version & ((1 << _EPOCH_BITS) - 1)


def epoch_of(blob: bytes) -> int:
    """The epoch in the header every sealed object begins with."""
    return int.from_bytes(blob[4:8], "big")


def history_object(record_id: bytes) -> bytes:
    """Id under which the digests of a record's history entries stand: never that of a record."""
    return hashlib.sha256(b"kartoteka/history/1" + record_id).digest()[:16]


def bump(connection: Connection, scope_kind: int, scope_id: bytes, name: str) -> int:
    """Add one to a counter of a space and give the new value."""
    found = connection.execute(
        select(counters.c.value).where(
            counters.c.scope_kind == scope_kind, counters.c.scope_id == scope_id, counters.c.name == name
        )
    ).scalar()
    value = int(found or 0) + 1
    set_counter(connection, scope_kind, scope_id, name, value)
    return value


def damaged(what: str) -> Problem:
    """A sealed object that does not open or does not match the log."""
    return Problem(
        N_("A stored {what} does not match the log: run store check, then restore it from a backup."),
        ExitCode.STORE,
        what=what,
    )
