"""Objects sealed anew in bulk under other keys, each as it was: what rotation does to rows (spec/security §3.3).

Every blob is compared with the log before it is opened, so that rotation never gives a new signature to a row that
was put back from the past. Versions and history stay; only epoch and bytes change, and no change is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Table, Update, bindparam, func, select, update

from storage.engine import reading
from storage.schema.clients import history, record
from storage.schema.log import digest
from storage.schema.sales import batch, sales_page
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.writing import PAGE_VERSION, Writing, damaged, epoch_of, history_object, stamp, version_of

KeysOf = Callable[[Any], tuple[SealKey, SealKey, int]]
"""Of a row: the key that opens it, the key that seals it, the epoch it gets. Raises SealBroken where there is none."""
AT_ONCE = 5_000
"""Ids in one statement: far below the number of variables any engine takes."""


def parted(ids: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    """Ids in portions one statement can name."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def sealed_sizes(engine: Engine, clients: Sequence[bytes]) -> list[int]:
    """Sealed bytes of every client's records: files among them may be large, and memory should not grow with them."""
    sizes: dict[bytes, int] = {}
    with reading(engine) as connection:
        for part in parted(clients):
            held = select(record.c.space_id, func.sum(record.c.size)).where(record.c.space_id.in_(part))
            for client_id, size in connection.execute(held.group_by(record.c.space_id)):
                sizes[bytes(client_id)] = int(size)
    return [sizes.get(client_id, 0) for client_id in clients]


def rows_where(
    connection: Connection, table: Table, column: Column[Any], ids: Sequence[bytes], *also: Any
) -> list[Row[Any]]:
    """Rows of a table whose column is one of many ids."""
    return [row for part in parted(ids) for row in connection.execute(select(table).where(column.in_(part), *also))]


class SealingAnew:
    """Seals rows of one transaction anew."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._connection = writing.connection
        self._store_id = writing.store_id

    def records(self, rows: Sequence[Row[Any]], keys_of: KeysOf) -> None:
        """Records with their history. Raises Problem (STORE) for one that is not what the log says."""
        changes = rows_where(self._connection, history, history.c.record_id, [row.id for row in rows])
        known = self._digests([row.id for row in rows] + [history_object(row.record_id) for row in changes])
        by_id = {}
        made = []
        for row in rows:
            self._demand(known, row.id, int(row.version), row.body)
            by_id[row.id] = (row, *self._keys(keys_of, row))
            blob, epoch = self._anew(Label.RECORD, row, by_id[row.id], row.id, int(row.version), row.body)
            made.append({"b_id": row.id, "b_epoch": epoch, "b_size": len(blob), "b_body": blob})
        self._store(_RECORD, made)
        turned = []
        for change in changes:
            of = by_id[change.record_id]
            own = history_object(change.record_id)
            self._demand_one(known, own, int(change.seq), change.body)
            blob, _epoch = self._anew(Label.HISTORY, of[0], of, change.record_id, int(change.seq), change.body, own)
            turned.append({"b_id": change.record_id, "b_seq": change.seq, "b_size": len(blob), "b_body": blob})
        self._store(_HISTORY, turned)

    def pages(self, rows: Sequence[Row[Any]], keys_of: KeysOf) -> None:
        """Sales pages. Raises Problem (STORE) for one that is not what the log says."""
        known = self._digests([row.id for row in rows])
        made = []
        for row in rows:
            self._demand(known, row.id, PAGE_VERSION, row.body)
            old, new, epoch = self._keys(keys_of, row)
            body = self._open(old, self._client_place(row, int(row.epoch)), row.body, "sales page")
            blob = new.seal(self._client_place(row, epoch), body)
            self._writing.leaf(row.id, PAGE_VERSION, blob)
            made.append({"b_id": row.id, "b_epoch": epoch, "b_size": len(blob), "b_body": blob})
        self._store(_PAGE, made)

    def batches(self, rows: Sequence[Row[Any]], old: SealKey, new: SealKey, epoch: int) -> None:
        """Notes of batches; their epoch stands in the blob alone."""
        known = self._digests([row.id for row in rows])
        made = []
        for row in rows:
            version = version_of(max(known.get(row.id, {0: b""})))
            self._demand(known, row.id, version, row.body)

            def place(at: int, row: Row[Any] = row, version: int = version) -> Place:
                return Place(Label.BATCH, self._store_id, SpaceKind.PORTFOLIO, row.portfolio_id, row.id, version, at)

            blob = new.seal(place(epoch), self._open(old, place(epoch_of(row.body)), row.body, "batch"))
            self._writing.leaf(row.id, version, blob)
            made.append({"b_id": row.id, "b_portfolio": row.portfolio_id, "b_size": len(blob), "b_body": blob})
        self._store(_BATCH, made)

    def _anew(
        self,
        label: Label,
        of: Row[Any],
        held: tuple[Any, SealKey, SealKey, int],
        object_id: bytes,
        version: int,
        body: bytes,
        leaf_id: bytes | None = None,
    ) -> tuple[bytes, int]:
        _row, old, new, epoch = held
        space = (int(of.space_kind), of.space_id)
        plain = self._open(old, Place(label, self._store_id, *space, object_id, version, int(of.epoch)), body, "record")
        blob = new.seal(Place(label, self._store_id, *space, object_id, version, epoch), plain)
        self._writing.leaf(leaf_id or object_id, version, blob)
        return blob, epoch

    def _client_place(self, row: Row[Any], epoch: int) -> Place:
        return Place(Label.PAGE, self._store_id, SpaceKind.CLIENT, row.client_id, row.id, PAGE_VERSION, epoch)

    def _keys(self, keys_of: KeysOf, row: Row[Any]) -> tuple[SealKey, SealKey, int]:
        try:
            return keys_of(row)
        except SealBroken:
            raise damaged("record") from None

    def _open(self, key: SealKey, place: Place, blob: bytes, what: str) -> bytes:
        try:
            return key.open(place, blob)
        except SealBroken:
            raise damaged(what) from None

    def _digests(self, ids: Sequence[bytes]) -> dict[bytes, dict[int, bytes]]:
        """Digests by object and stamp."""
        found: dict[bytes, dict[int, bytes]] = {}
        for row in rows_where(self._connection, digest, digest.c.record_id, sorted(set(ids))):
            found.setdefault(row.record_id, {})[int(row.version)] = row.sha256
        return found

    def _demand(self, known: dict[bytes, dict[int, bytes]], object_id: bytes, version: int, blob: object) -> None:
        """Raise Problem (STORE) unless the blob is the last state of the object."""
        self._demand_one(known, object_id, version, blob)
        if type(blob) is not bytes or max(known[object_id]) != stamp(version, epoch_of(blob)):
            raise damaged("record")

    def _demand_one(self, known: dict[bytes, dict[int, bytes]], object_id: bytes, version: int, blob: object) -> None:
        """Raise Problem (STORE) unless the log names the blob as that version."""
        named = known.get(object_id, {})
        if type(blob) is not bytes or named.get(stamp(version, epoch_of(blob))) != hashlib.sha256(blob).digest():
            raise damaged("record")

    def _store(self, statement: Update, made: list[dict[str, Any]]) -> None:
        if made:
            self._connection.execute(statement, made)


_VALUES: dict[str, Any] = {"epoch": bindparam("b_epoch"), "size": bindparam("b_size"), "body": bindparam("b_body")}
_RECORD = update(record).where(record.c.id == bindparam("b_id")).values(_VALUES)
_PAGE = update(sales_page).where(sales_page.c.id == bindparam("b_id")).values(_VALUES)
_HISTORY = (
    update(history)
    .where(history.c.record_id == bindparam("b_id"), history.c.seq == bindparam("b_seq"))
    .values(size=bindparam("b_size"), body=bindparam("b_body"))
)
_BATCH = (
    update(batch)
    .where(batch.c.id == bindparam("b_id"), batch.c.portfolio_id == bindparam("b_portfolio"))
    .values(size=bindparam("b_size"), body=bindparam("b_body"))
)
