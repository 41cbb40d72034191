"""What `store check` compares without opening a seal: rows with the log, rows with rows (spec/store §3, §6)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from core.problem import Problem
from storage.audit.kinds import Kind
from storage.audit.verifier import EntryBroken, parse_entry, parse_fields
from storage.keys.scopes import FILE_DRAWERS, Compartment
from storage.schema.clients import NO_COMPARTMENT, client, history, record
from storage.schema.log import digest, log
from storage.schema.people import grant, roster
from storage.schema.sales import batch, sales_page
from storage.sealing.envelope import SpaceKind
from storage.vault.firm import check_entry_digest
from storage.vault.keyring import read_grant
from storage.vault.writing import REMOVED, history_object, version_of

_OF_CLIENT = FILE_DRAWERS | frozenset(map(int, Compartment))
_OF_PERSON = frozenset({int(SpaceKind.PERSON), int(SpaceKind.INBOX)})


def digest_faults(connection: Connection) -> Iterator[str]:
    """Every row against the last digest of its object, and every object the log says is there against a row."""
    last: dict[bytes, tuple[int, bytes]] = {}
    versions: Counter[bytes] = Counter()
    """Of the latest epoch: sealing anew states every version of a history once more."""
    ordered = select(digest.c.record_id, digest.c.version, digest.c.sha256).order_by(digest.c.version)
    for leaf in connection.execute(ordered):
        known = last.get(leaf.record_id)
        if known is not None and known[0] - version_of(known[0]) != leaf.version - version_of(leaf.version):
            versions[leaf.record_id] = 0
        versions[leaf.record_id] += 1
        last[leaf.record_id] = (leaf.version, leaf.sha256)
    seen = set()
    for table in (record, sales_page, batch):
        for row in connection.execute(select(table)):
            seen.add(row.id)
            if not _matches(row, last.get(row.id, (0, b""))[1]):
                yield f"{table.name} {row.id.hex()}"
    changes: Counter[bytes] = Counter()
    for row in connection.execute(select(history)):
        own = history_object(row.record_id)
        changes[own] += 1
        try:
            check_entry_digest(connection, own, row.seq, row.body)
        except Problem:
            yield f"{history.name} {row.record_id.hex()} {row.seq}"
        else:
            if row.size != len(row.body):
                yield f"{history.name} {row.record_id.hex()} {row.seq}"
    for each in sorted(last):
        there = changes[each] == versions[each] if each in changes else each in seen
        if last[each][1] != REMOVED and not there:
            yield f"missing {each.hex()}"


def structure_faults(connection: Connection, firm_id: bytes) -> Iterator[str]:
    """Rows that no other row or entry accounts for: what lies outside every space is read by nobody."""
    portfolios = _created(connection)
    clients = set()
    for row in connection.execute(select(client.c.id, client.c.portfolio_id)):
        clients.add(row.id)
        if row.portfolio_id not in portfolios:
            yield f"{client.name} {row.id.hex()}"
    people = set(connection.scalars(select(roster.c.id)))
    carded = set()
    columns = record.c.id, record.c.space_kind, record.c.space_id, record.c.compartment
    for held in connection.execute(select(*columns)):
        of_client = held.space_kind == SpaceKind.CLIENT and held.space_id in clients and held.compartment in _OF_CLIENT
        of_portfolio = held.space_kind == SpaceKind.PORTFOLIO and held.space_id in portfolios
        of_firm = held.space_kind == SpaceKind.FIRM and held.space_id == firm_id and held.compartment == NO_COMPARTMENT
        of_person = held.space_kind in _OF_PERSON and held.space_id in people and held.compartment == NO_COMPARTMENT
        if of_client and held.compartment == Compartment.CARD:
            carded.add(held.space_id)
        if not (of_client or (of_portfolio and held.compartment == Compartment.CARD) or of_firm or of_person):
            yield f"{record.name} {held.id.hex()}"
    yield from (f"{client.name} {each.hex()}" for each in sorted(clients - carded))
    for page_id, client_id in connection.execute(select(sales_page.c.id, sales_page.c.client_id)):
        if client_id not in clients:
            yield f"{sales_page.name} {page_id.hex()}"
    for batch_id, portfolio_id in connection.execute(select(batch.c.id, batch.c.portfolio_id)):
        if portfolio_id not in portfolios:
            yield f"{batch.name} {batch_id.hex()}"


def grant_faults(connection: Connection) -> Iterator[str]:
    """Every grant against the entry that gave it, and every entry against a grant."""
    there = set()
    for row in connection.execute(select(grant, log.c.entry).outerjoin(log, log.c.seq == grant.c.seq)):
        there.add(row.id)
        try:
            read_grant(row)
        except Problem:
            yield f"{grant.name} {row.id.hex()}"
    removed = {_first_field(entry) for entry in _entries(connection, Kind.GRANT_REMOVED)}
    for entry in _entries(connection, Kind.GRANT_GIVEN):
        given = _first_field(entry)
        if given not in there and given not in removed:
            yield f"{grant.name} {given.hex()}"


def _matches(row: Row[Any], mark: bytes) -> bool:
    """Whether a row's blob is the one of the digest, and its size and epoch columns are those of the blob."""
    body = row.body
    if type(body) is not bytes or hashlib.sha256(body).digest() != mark or row.size != len(body):
        return False
    epoch = row._mapping.get("epoch")
    return epoch is None or int.from_bytes(body[4:8], "big") == epoch


def _created(connection: Connection) -> set[bytes]:
    """Portfolios that the log says were made."""
    found = set()
    for entry in _entries(connection, Kind.PORTFOLIO_CREATED):
        try:
            found.add(parse_entry(entry).details)
        except EntryBroken:
            continue
    return found


def _entries(connection: Connection, kind: Kind) -> Iterator[bytes]:
    yield from connection.scalars(select(log.c.entry).where(log.c.kind == int(kind)))


def _first_field(entry: bytes) -> bytes:
    try:
        return parse_fields(parse_entry(entry).details, 2)[0]
    except EntryBroken:
        return b""
