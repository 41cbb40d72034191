"""Sealing one client anew: other keys and another epoch, every record, change and page as it was (spec/security §3.3).

Nothing of the content changes and no history is made: sealing anew is not a change. Objects get new ids, so that the
log can close the old ones with a zero digest and name the new ones from their first version on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, select

from storage.keys.portfolio import ClientKeys
from storage.keys.scopes import Compartment, compartment_of
from storage.records.sales_page import Page, PageBroken, decode_page, encode_page, read_head
from storage.schema.clients import history, record
from storage.schema.log import digest
from storage.schema.sales import sales_page
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.firm import check_digest, check_entry_digest
from storage.vault.writing import PAGE_VERSION, Writing, damaged, history_object, stamp, version_of

_OF_CLIENT = record.c.space_kind == int(SpaceKind.CLIENT)
Rename = Callable[[bytes], bytes]
"""Id of a batch → its id in the portfolio the pages go to."""


@dataclass(frozen=True, slots=True)
class OpenObject:
    """A sealed object in clear, on its way from one key to another."""

    drawer: int
    """`record.compartment`: a compartment, or where contents of its files lie."""
    version: int
    body: bytes
    changes: tuple[tuple[int, bytes], ...] = ()

    @property
    def compartment(self) -> Compartment:
        """Whose key it is sealed under."""
        return compartment_of(self.drawer)


@dataclass(frozen=True)
class OpenClient:
    """Everything of one client in clear. Held only between opening and sealing."""

    client_id: bytes
    objects: tuple[OpenObject, ...]
    pages: tuple[bytes, ...]
    old_records: Mapping[bytes, tuple[int, int]]
    """Record id → (version, number of its changes)."""
    old_pages: tuple[bytes, ...]


def used_compartments(connection: Connection, client_id: bytes) -> int:
    """Mask of the compartments in which a client has anything."""
    parts = connection.scalars(
        select(record.c.compartment).where(_OF_CLIENT, record.c.space_id == client_id).distinct()
    ).all()
    mask = 0
    for part in parts:
        mask |= compartment_of(part).bit
    if connection.scalar(select(func.count()).select_from(sales_page).where(sales_page.c.client_id == client_id)):
        mask |= Compartment.MONEY.bit
    return mask


def open_all(connection: Connection, store_id: bytes, client_id: bytes, keys: ClientKeys) -> OpenClient:
    """Every object of a client, each compared with the log first: a blob put back from the past is not carried on.

    Raises Problem (STORE) on anything damaged, NotGranted or NotCovered where `keys` do not reach.
    """
    objects, old_records = [], {}
    for row in connection.execute(select(record).where(_OF_CLIENT, record.c.space_id == client_id)).all():
        key = keys.key(compartment_of(row.compartment))
        check_digest(connection, row.id, row.version, row.body)
        place = Place(Label.RECORD, store_id, SpaceKind.CLIENT, client_id, row.id, row.version, row.epoch)
        body = _open(key, place, row.body, "record")
        changes = tuple(_changes(connection, store_id, client_id, row, key))
        objects.append(OpenObject(int(row.compartment), int(row.version), body, changes))
        old_records[row.id] = (int(row.version), len(changes))
    pages, old_pages = [], []
    for row in connection.execute(select(sales_page).where(sales_page.c.client_id == client_id)).all():
        check_digest(connection, row.id, PAGE_VERSION, row.body)
        place = Place(Label.PAGE, store_id, SpaceKind.CLIENT, client_id, row.id, PAGE_VERSION, row.epoch)
        pages.append(_open(keys.key(Compartment.MONEY), place, row.body, "sales page"))
        old_pages.append(row.id)
    return OpenClient(client_id, tuple(objects), tuple(pages), old_records, tuple(old_pages))


def batches_of(client: OpenClient) -> set[bytes]:
    """Batches that rows of the client's pages came with. Raises Problem (STORE) on a damaged page."""
    try:
        return {batch for body in client.pages for batch in read_head(body).batches}
    except PageBroken:
        raise damaged("sales page") from None


def drop_all(writing: Writing, client: OpenClient, feed: tuple[int, bytes]) -> None:
    """Delete the client's old rows; zero digests and tombstones stay."""
    connection = writing.connection
    for record_id, (version, changes) in client.old_records.items():
        connection.execute(history.delete().where(history.c.record_id == record_id))
        connection.execute(record.delete().where(record.c.id == record_id))
        writing.gone(record_id, version + 1, feed)
        if changes:
            writing.erased(history_object(record_id), version)
    for page_id in client.old_pages:
        connection.execute(sales_page.delete().where(sales_page.c.id == page_id))
        writing.gone(page_id, PAGE_VERSION + 1, feed)


def seal_all(
    writing: Writing,
    client: OpenClient,
    keys: Mapping[Compartment, SealKey],
    epoch: int,
    feed: tuple[int, bytes],
    rename: Rename,
) -> None:
    """Store every object of a client under new keys. `rename` says what batches are called where the client is now."""
    space, number = client.client_id, writing.change(*feed)
    for each in client.objects:
        key, record_id = keys[each.compartment], os.urandom(16)
        place = Place(Label.RECORD, writing.store_id, SpaceKind.CLIENT, space, record_id, each.version, epoch)
        blob = key.seal(place, each.body)
        writing.leaf(record_id, each.version, blob)
        writing.row(
            record,
            id=record_id,
            space_kind=int(SpaceKind.CLIENT),
            space_id=space,
            compartment=each.drawer,
            version=each.version,
            epoch=epoch,
            changed_seq=number,
            size=len(blob),
            body=blob,
        )
        for seq, body in each.changes:
            noted = Place(Label.HISTORY, writing.store_id, SpaceKind.CLIENT, space, record_id, seq, epoch)
            sealed = key.seal(noted, body)
            writing.leaf(history_object(record_id), seq, sealed)
            writing.row(history, record_id=record_id, seq=seq, size=len(sealed), body=sealed)
    for body in client.pages:
        page_id = os.urandom(16)
        place = Place(Label.PAGE, writing.store_id, SpaceKind.CLIENT, space, page_id, PAGE_VERSION, epoch)
        blob = keys[Compartment.MONEY].seal(place, _renamed(body, rename))
        writing.leaf(page_id, PAGE_VERSION, blob)
        writing.row(sales_page, id=page_id, client_id=space, epoch=epoch, changed_seq=number, size=len(blob), body=blob)


def _changes(
    connection: Connection, store_id: bytes, client_id: bytes, row: Any, key: SealKey
) -> Iterator[tuple[int, bytes]]:
    own = history_object(row.id)
    rows = connection.execute(
        select(history.c.seq, history.c.body).where(history.c.record_id == row.id).order_by(history.c.seq)
    ).all()
    told = connection.scalars(
        select(digest.c.version)
        .where(digest.c.record_id == own, digest.c.version >= stamp(0, row.epoch))
        .order_by(digest.c.version)
    )
    if [each.seq for each in rows] != [version_of(each) for each in told]:
        raise damaged("history entry")
    for seq, body in rows:
        check_entry_digest(connection, own, seq, body)
        place = Place(Label.HISTORY, store_id, SpaceKind.CLIENT, client_id, row.id, seq, row.epoch)
        yield int(seq), _open(key, place, body, "history entry")


def _open(key: SealKey, place: Place, blob: bytes, what: str) -> bytes:
    try:
        return key.open(place, blob)
    except SealBroken:
        raise damaged(what) from None


def _renamed(body: bytes, rename: Rename) -> bytes:
    """The page with its batches called as they are where it goes."""
    try:
        page: Page = decode_page(body)
    except PageBroken:
        raise damaged("sales page") from None
    called = [rename(batch) for batch in page.batches]
    if called == list(page.batches):
        return body
    table = sorted(set(called))
    index = np.array([table.index(each) for each in called], np.uint32)
    rows = page.rows.copy()
    rows["batch"] = index[page.rows["batch"]]
    return encode_page(replace(page, rows=rows, batches=tuple(table)))
