"""Another key for the blind index, and every tag made again with it (spec/store §7 Offboarding, spec/security §3.3).

Interruptible anywhere: what is done is told from the tags themselves, so the next session goes on where this one
was cut off, and meanwhile tags of both keys are found.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, select

from core.identity.blind_values import Value, card_values, contact_values
from core.problem import N_, ExitCode, Problem
from storage.access.blind_index import tags
from storage.audit.kinds import Kind
from storage.engine import many, reading
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import Compartment
from storage.records.bodies import CARD, CONTACTS
from storage.schema.clients import client
from storage.schema.sales import blind_tag
from storage.vault.card_rows import OF_CLIENTS, open_as, open_if
from storage.vault.door import Entered
from storage.vault.pace import transactions
from storage.vault.writing import Writing

MAY_ROTATE = frozenset({"owner", "head", "admin"})
Progress = Callable[[int, int], bool]
Tag = tuple[bytes, int]
"""A tag and the epoch of its key."""


@dataclass(frozen=True, slots=True)
class Reindexed:
    """`clients`: whose tags were made again now. `pending`: portfolios that still carry tags of an older key."""

    clients: int
    pending: int


def rotate(entered: Entered) -> int:
    """A fresh key; new tags are made with it from the next transaction on. Gives its epoch.

    Raises Problem (REFUSED) without the role to do it.
    """
    if entered.me.statement.role not in MAY_ROTATE:
        raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)
    with entered.gate.writing(Kind.WRITE) as writing:
        keys = entered.firm.index_keys(writing.connection).rotated(os.urandom(32))
        entered.firm.set_index_keys(writing, keys)
    return keys.epoch


def reindex(entered: Entered, progress: Progress | None = None) -> Reindexed:
    """Bring the tags of every client this session opens to the newest key, and drop older keys nobody needs any more.

    `progress` may answer False to stop between transactions.
    """
    total = _count(entered)
    done = remade = 0
    for portfolio_id in _readable(entered):
        found, newest = _tags_of(entered, portfolio_id), entered.firm.index_keys().epoch
        for part, step in transactions(entered.gate, list(found), counted="tags"):
            if progress is not None and not progress(done, total):
                return Reindexed(remade, pending(entered))
            known = {each: found[each] for each in part}
            if not all(held and all(epoch == newest for _tag, epoch in held) for held in known.values()):
                remade += _remake(entered, portfolio_id, known, step)
            done += len(part)
    if progress is not None:
        progress(total, total)
    left = pending(entered)
    if not left:
        _settle(entered)
    return Reindexed(remade, left)


def _readable(entered: Entered) -> list[bytes]:
    """Portfolios whose identifiers this session reads; a helper who sees cards only makes nobody's tags."""
    found = []
    for portfolio_id in sorted(entered.keyring.portfolios):
        try:
            entered.keyring.opener(portfolio_id, Compartment.CONTACTS)
        except NotGranted:
            continue
        found.append(portfolio_id)
    return found


def pending(entered: Entered) -> int:
    """Number of portfolios with tags of a key older than the newest one."""
    epoch = entered.firm.index_keys().epoch
    with reading(entered.premises.engine) as connection:
        older = select(func.count(blind_tag.c.portfolio_id.distinct())).where(blind_tag.c.idx_epoch < epoch)
        return int(connection.scalar(older) or 0)


def _settle(entered: Entered) -> None:
    keys = entered.firm.index_keys()
    if len(keys.keys) == 1:
        return
    with entered.gate.writing(Kind.WRITE) as writing:
        now = entered.firm.index_keys(writing.connection)
        older = select(exists(select(blind_tag.c.tag).where(blind_tag.c.idx_epoch < now.epoch)))
        if not writing.connection.scalar(older):
            entered.firm.set_index_keys(writing, now.settled())


def _count(entered: Entered) -> int:
    with reading(entered.premises.engine) as connection:
        query = select(func.count()).select_from(client)
        return int(connection.scalar(query.where(client.c.portfolio_id.in_(sorted(entered.keyring.portfolios)))) or 0)


def _tags_of(entered: Entered, portfolio_id: bytes) -> dict[bytes, set[Tag]]:
    """Tags by client; also of clients that have none. One look at the portfolio: the table has no order by client."""
    with reading(entered.premises.engine) as connection:
        clients = select(client.c.id).where(client.c.portfolio_id == portfolio_id).order_by(client.c.id)
        found: dict[bytes, set[Tag]] = {bytes(each): set() for each in connection.scalars(clients)}
        rows = select(blind_tag.c.client_id, blind_tag.c.tag, blind_tag.c.idx_epoch)
        for row in connection.execute(rows.where(blind_tag.c.portfolio_id == portfolio_id)):
            found.setdefault(bytes(row.client_id), set()).add((bytes(row.tag), int(row.idx_epoch)))
    return found


def _remake(
    entered: Entered, portfolio_id: bytes, found: dict[bytes, set[Tag]], step: AbstractContextManager[Writing]
) -> int:
    """One transaction: cards are read where nobody can change them any more; whoever has the right tags is left."""
    with step as writing:
        keys = entered.firm.index_keys(writing.connection)
        values = _values(entered, writing, portfolio_id, sorted(found))
        drop: list[dict[str, Any]] = []
        put: list[dict[str, Any]] = []
        remade = 0
        for client_id, stored in found.items():
            if client_id not in values:  # removed or moved while we were on the way to him
                continue
            wanted = {(each, keys.epoch) for each in tags(keys, values[client_id])}
            if wanted == stored:
                continue
            remade += 1
            # What is wanted goes too: an edit since we looked may have written it.
            drop += [_row(portfolio_id, client_id, each) for each in stored | wanted]
            put += [_row(portfolio_id, client_id, each) for each in wanted]
        drop.sort(key=_by_tag)
        put.sort(key=_by_tag)
        if drop:
            many(writing.connection, _DROP, drop)
        if put:
            many(writing.connection, insert(blind_tag), put)
    return remade


_DROP = delete(blind_tag).where(*(column == bindparam(column.name) for column in blind_tag.columns))


def _by_tag(row: dict[str, Any]) -> bytes:
    """In the order of the table, so that neighbours share their pages."""
    return bytes(row["tag"])


def _row(portfolio_id: bytes, client_id: bytes, tag: Tag) -> dict[str, Any]:
    return {"tag": tag[0], "portfolio_id": portfolio_id, "client_id": client_id, "idx_epoch": tag[1]}


def _values(
    entered: Entered, writing: Writing, portfolio_id: bytes, clients: Sequence[bytes]
) -> dict[bytes, frozenset[Value]]:
    """What is comparable of each of these clients who is still in the portfolio."""
    found: dict[bytes, frozenset[Value]] = {}
    cards = entered.keyring.opener(portfolio_id, Compartment.CARD)
    contacts = entered.keyring.opener(portfolio_id, Compartment.CONTACTS)
    for row in _rows_of(writing, clients, Compartment.CARD, portfolio_id):
        found[row[0]] = card_values(open_as(CARD, cards, row).f)
    for row in _rows_of(writing, clients, Compartment.CONTACTS, portfolio_id):
        known = open_if(CONTACTS, contacts, row)
        found[row[0]] |= contact_values(known.f) if known is not None else frozenset()
    return found


def _rows_of(writing: Writing, clients: Sequence[bytes], part: Compartment, portfolio_id: bytes) -> Iterator[Any]:
    """Rows of these clients that are still in the portfolio. Asked for by it, SQLite would go through all of it."""
    for row in writing.connection.execute(OF_CLIENTS, {"part": int(part), "clients": clients}):
        if row[7] == portfolio_id:
            yield row
