"""Cards as rows of the database: the statements that join client, record and digest, and what comes out of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection, and_, bindparam, select

from core.entities.client import ClientCard
from core.problem import N_, Problem
from storage.records.bodies import CARD, Body, BodyBroken, Kind, kind_of
from storage.schema.clients import client, record
from storage.schema.log import digest
from storage.schema.store import counters
from storage.sealing.envelope import SpaceKind
from storage.sealing.secret import SealBroken
from storage.sealing.wraps import BulkOpener
from storage.vault.proved_rows import LAST_DIGEST, proved
from storage.vault.writing import damaged

_CARD = (
    select(
        client.c.id,
        client.c.epoch,
        client.c.wraps,
        record.c.id,
        record.c.version,
        record.c.body,
        digest.c.sha256,
        client.c.portfolio_id,
    )
    .join(
        record,
        and_(
            record.c.space_kind == int(SpaceKind.CLIENT),
            record.c.space_id == client.c.id,
            record.c.compartment == bindparam("part"),
        ),
    )
    .outerjoin(digest, LAST_DIGEST)
)
OF_PORTFOLIO = _CARD.where(client.c.portfolio_id == bindparam("portfolio")).order_by(client.c.id)
OF_CLIENTS = _CARD.where(client.c.id.in_(bindparam("clients", expanding=True)))
OF_CLIENT = _CARD.where(client.c.id == bindparam("client"))


T = TypeVar("T")


class Opener(Protocol):
    """Opens objects of clients: of a whole portfolio, or of one who is lent."""

    def open(
        self, client_id: bytes, epoch: int, wraps: bytes, object_id: bytes, version: int, blob: bytes, /
    ) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Cards(Generic[T]):
    """Cards of every client the session opens, whole or as lines of a list; `portfolio` is an index into `portfolios`.

    In order of portfolio and id; who is lent one by one comes last.
    """

    ids: list[bytes]
    cards: list[T]
    portfolio: list[int]
    portfolios: list[bytes]

    def add(self, client_id: bytes, card: T, portfolio_id: bytes) -> None:
        """One more client, of a portfolio that may be new here."""
        if portfolio_id not in self.portfolios:
            self.portfolios.append(portfolio_id)
        self.ids.append(client_id)
        self.cards.append(card)
        self.portfolio.append(self.portfolios.index(portfolio_id))


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card with what a change of it needs."""

    card: ClientCard
    record_id: bytes
    version: int
    cause: str
    portfolio_id: bytes


@dataclass(frozen=True, slots=True)
class Changed:
    """News of the change feed: counters now, cards of clients written since, ids of objects removed since."""

    counters: dict[bytes, int]
    cards: dict[bytes, ClientCard]
    gone: set[bytes]


_FEEDS = select(counters.c.scope_id, counters.c.value).where(
    counters.c.name == "changed",
    counters.c.scope_kind == int(SpaceKind.PORTFOLIO),
    counters.c.scope_id.in_(bindparam("portfolios", expanding=True)),
)
_SPACE = select(counters.c.value).where(
    counters.c.name == "changed",
    counters.c.scope_kind == bindparam("kind"),
    counters.c.scope_id == bindparam("space"),
)


def feed_counters(connection: Connection, portfolios: Iterable[bytes]) -> dict[bytes, int]:
    """Value of the change counter of each portfolio."""
    rows = connection.execute(_FEEDS, {"portfolios": sorted(portfolios)})
    return {row.scope_id: int(row.value) for row in rows}


def changed_fields(old: ClientCard, new: ClientCard) -> dict[str, tuple[object, object]]:
    """Old and new value of every field that differs."""
    return {
        name: (getattr(old, name), getattr(new, name))
        for name in ClientCard.__struct_fields__
        if getattr(old, name) != getattr(new, name)
    }


def unknown_client() -> Problem:
    """The same for a client that does not exist and for one of a foreign portfolio."""
    return Problem(N_("There is no such client among yours: check the id with client find."))


def checked_blob(row: Any) -> bytes:
    """The blob of a joined row whose digest is the last one in the log. Raises Problem (STORE)."""
    return proved(row[5], row[6])


def open_row(opener: Opener, row: Any) -> Body[ClientCard]:
    """The card of a joined row. Raises Problem (STORE) on anything damaged."""
    return open_as(CARD, opener, row)


def open_as(kind: Kind[T], opener: Opener, row: Any) -> Body[T]:
    """The record of a joined row, read as `kind`. Raises Problem (STORE) on anything damaged."""
    blob = checked_blob(row)
    try:
        return kind.decode(opener.open(row[0], row[1], row[2], row[3], row[4], blob))
    except (SealBroken, BodyBroken):
        raise damaged("record") from None


def open_if(kind: Kind[T], opener: Opener, row: Any) -> Body[T] | None:
    """The same where the compartment holds records of several kinds: None for one of another kind."""
    blob = checked_blob(row)
    try:
        body = opener.open(row[0], row[1], row[2], row[3], row[4], blob)
        return kind.decode(body) if kind_of(body) == kind.name else None
    except (SealBroken, BodyBroken):
        raise damaged("record") from None


def open_one_of(kinds: Iterable[Kind[Any]], opener: BulkOpener, row: Any) -> Body[Any] | None:
    """The same for whichever of several kinds a record is of; None for one of another kind."""
    blob = checked_blob(row)
    try:
        body = opener.open(row[0], row[1], row[2], row[3], row[4], blob)
        name = kind_of(body)
        return next((kind.decode(body) for kind in kinds if kind.name == name), None)
    except (SealBroken, BodyBroken):
        raise damaged("record") from None


def space_counter(connection: Connection, space_kind: int, space_id: bytes) -> int:
    """Value of the change counter of one space, 0 before anything was written there."""
    return int(connection.scalar(_SPACE, {"kind": space_kind, "space": space_id}) or 0)


def count_readable(connection: Connection, opener: BulkOpener, portfolio_id: bytes, part: int) -> int:
    """Open every record of a compartment of a portfolio and count them. Raises Problem (STORE) on a damaged one."""
    count = 0
    for row in connection.execute(OF_PORTFOLIO, {"part": part, "portfolio": portfolio_id}):
        try:
            opener.open(row[0], row[1], row[2], row[3], row[4], checked_blob(row))
        except SealBroken:
            raise damaged("record") from None
        count += 1
    return count
