"""Rows written under one log entry: every sealed object leaves its digest in that entry (spec/store §6)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, insert, select
from sqlalchemy import update as sql_update

from core.problem import N_, ExitCode, Problem
from storage.access.throttle import set_counter
from storage.audit.log import LogTransaction
from storage.audit.log_rows import Write
from storage.audit.receipt import Receipt
from storage.engine import many
from storage.ready import Ready
from storage.schema.clients import NO_COMPARTMENT, history, record
from storage.schema.store import counters, tombstone
from storage.sealing.envelope import Label, Place, SealKey

REMOVED = bytes(32)
PAGE_VERSION = 1
"""A sales page is written once; a merged page gets a new id."""
SOME = 400
"""Values in one list of a statement: every database takes so many."""
_EPOCH_BITS = 32
_GONE = ((1 << 31) - 1) << _EPOCH_BITS
"""Above the stamp of every version and epoch: what is removed stays removed."""
_AT_VERSION = Ready(
    select(record.c.space_kind, record.c.space_id, record.c.epoch).where(
        record.c.id == bindparam("record_id"), record.c.version == bindparam("at_version")
    ),
    *("record_id", "at_version"),
)
_NEXT_VERSION = Ready(
    sql_update(record)
    .where(record.c.id == bindparam("record_id"))
    .values(
        version=bindparam("next_version"),
        changed_seq=bindparam("seq"),
        size=bindparam("length"),
        body=bindparam("blob"),
    ),
    *("record_id", "next_version", "seq", "length", "blob"),
)
_COUNTED = Ready(
    select(counters.c.value).where(
        counters.c.scope_kind == bindparam("kind"),
        counters.c.scope_id == bindparam("scope"),
        counters.c.name == bindparam("counter"),
    ),
    *("kind", "scope", "counter"),
)


class Stale(Exception):  # noqa: N818
    """The record was changed by somebody else since the version this change started from."""


class Over(NamedTuple):
    """A new body for a record that still has to be at `version`; `note`: its history entry."""

    key: SealKey
    feed: tuple[int, bytes]
    record_id: bytes
    version: int
    body: bytes
    note: bytes


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

    @property
    def held_seconds(self) -> float:
        """For how long the transaction held the log, once it is committed."""
        return self.transaction.held_seconds

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
        row = _AT_VERSION.run(self.connection, record_id=record_id, at_version=version).first()
        if row is None:
            raise Stale
        one = Over(key, feed, record_id, version, body, note)
        sealed = self._sealed(one, int(row.space_kind), bytes(row.space_id), int(row.epoch))
        _NEXT_VERSION.run(self.connection, **sealed)

    def change_records(self, changes: Sequence[Over]) -> None:
        """The same for many records at once. Raises Stale when any of them is at another version."""
        at: dict[bytes, tuple[int, int, bytes, int]] = {}
        columns = record.c.id, record.c.version, record.c.space_kind, record.c.space_id, record.c.epoch
        for first in range(0, len(changes), SOME):
            ids = [each.record_id for each in changes[first : first + SOME]]
            for row in self.connection.execute(select(*columns).where(record.c.id.in_(ids))).all():
                at[bytes(row[0])] = (int(row[1]), int(row[2]), bytes(row[3]), int(row[4]))
        for each in changes:
            found = at.get(each.record_id)
            if found is None or found[0] != each.version:
                raise Stale
        rows = []
        for each in changes:
            _version, kind, space_id, epoch = at[each.record_id]
            rows.append(self._sealed(each, kind, space_id, epoch))
        _NEXT_VERSION.many(self.connection, rows)

    def _sealed(self, one: Over, kind: int, space_id: bytes, epoch: int) -> dict[str, Any]:
        """Seal the next version and its history entry; gives what to update."""
        version = one.version + 1
        place = Place(Label.RECORD, self.store_id, kind, space_id, one.record_id, version, epoch)
        blob = one.key.seal(place, one.body)
        self.leaf(one.record_id, version, blob)
        if one.note:
            sealed = one.key.seal(place._replace(label=Label.HISTORY, version=one.version), one.note)
            self.leaf(history_object(one.record_id), one.version, sealed)
            self.row(history, record_id=one.record_id, seq=one.version, size=len(sealed), body=sealed)
        number = self.change(*one.feed)
        return {
            "record_id": one.record_id, "next_version": version, "seq": number, "length": len(blob), "blob": blob,
        }  # fmt: skip

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
    found = _COUNTED.run(connection, kind=int(scope_kind), scope=scope_id, counter=name).scalar()
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
