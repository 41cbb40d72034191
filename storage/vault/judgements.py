"""Judgements as they are kept: sealed records of a portfolio, one an event, in order (spec/search §0.6)."""

from __future__ import annotations

import os
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, and_, func, select

from storage.engine import reading
from storage.keys.scopes import Compartment
from storage.records.bodies import BodyBroken, kind_of
from storage.records.judgements import JUDGEMENT, JudgementNote
from storage.schema.clients import record
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.door import Entered
from storage.vault.proved_rows import PROVED, proved
from storage.vault.writing import Writing, bump, damaged

_SAID = and_(
    record.c.space_kind == int(SpaceKind.PORTFOLIO),
    record.c.compartment == int(Compartment.CARD),
    record.c.id != record.c.space_id,
)
"""Records of a portfolio beside its own note, which bears the portfolio's id."""
_READ = PROVED.where(_SAID)


class StoredJudgement(msgspec.Struct, frozen=True):
    """A judgement and where it lies."""

    record_id: bytes
    version: int
    portfolio_id: bytes
    note: JudgementNote


class JudgementBook:
    """Reading and adding judgements of the portfolios that the session opens."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def mark(self) -> tuple[tuple[bytes, int], ...]:
        """Changes whenever a judgement was added: the number of them, portfolio by portfolio."""
        with reading(self._entered.premises.engine) as connection:
            rows = connection.execute(
                select(record.c.space_id, func.count())
                .where(_SAID, record.c.space_id.in_(sorted(self._entered.keyring.portfolios)))
                .group_by(record.c.space_id)
                .order_by(record.c.space_id)
            ).all()
        return tuple((bytes(each[0]), int(each[1])) for each in rows)

    def all(self, connection: Connection | None = None) -> list[StoredJudgement]:
        """Every judgement in the order it was given.

        Raises Problem (STORE) for one that does not open or is not the blob that a signed entry names.
        """
        if connection is None:
            self._entered.keyring.renew()
            with reading(self._entered.premises.engine) as own:
                return self.all(own)
        found = []
        portfolios = dict(self._entered.keyring.portfolios)
        keys: dict[tuple[bytes, int], SealKey] = {}
        for row in connection.execute(_READ.where(record.c.space_id.in_(sorted(portfolios)))):
            blob = proved(row.body, row.sha256, "judgement")
            portfolio_id = bytes(row.space_id)
            if (portfolio_id, row.epoch) not in keys:
                # While a portfolio is rotated, some of its records are still under the key before.
                keys[portfolio_id, row.epoch] = portfolios[portfolio_id].space_key(Compartment.CARD, row.epoch)
            place = self._place(portfolio_id, row.id, row.version, row.epoch)
            try:
                body = keys[portfolio_id, row.epoch].open(place, blob)
                if kind_of(body) == JUDGEMENT.name:
                    found.append(StoredJudgement(row.id, int(row.version), portfolio_id, JUDGEMENT.decode(body).f))
            except (SealBroken, BodyBroken):
                raise damaged("judgement") from None
        return sorted(found, key=lambda each: each.note.number)

    def add(self, writing: Writing, portfolio_id: bytes, note: JudgementNote) -> JudgementNote:
        """Seal a new judgement under the entry of `writing`, with the next number of the store and a new handle."""
        number = bump(writing.connection, SpaceKind.FIRM, self._entered.firm.firm_id, "judgement")
        numbered = msgspec.structs.replace(note, number=number, id=os.urandom(16))
        self._put(writing, portfolio_id, numbered)
        return numbered

    def carry(self, writing: Writing, clients: Iterable[bytes], target: bytes) -> None:
        """Seal what was said of clients that move together, and what took it back, for the portfolio they go to."""
        moving = set(clients)
        told = self.all(writing.connection)
        going = {each.note.id for each in told if each.note.clients and moving >= set(each.note.clients)}
        for each in told:
            if each.portfolio_id != target and (each.note.id in going or each.note.of in going):
                writing.connection.execute(record.delete().where(record.c.id == each.record_id))
                writing.gone(each.record_id, each.version + 1, (SpaceKind.PORTFOLIO, each.portfolio_id))
                self._put(writing, target, each.note)

    def _put(self, writing: Writing, portfolio_id: bytes, note: JudgementNote) -> None:
        key = self._entered.keyring.portfolios[portfolio_id]
        space = (SpaceKind.PORTFOLIO, portfolio_id)
        writing.put_record(
            key.space_key(Compartment.CARD),
            space,
            space,
            os.urandom(16),
            key.epoch,
            JUDGEMENT.encode(note, "person"),
            compartment=int(Compartment.CARD),
        )

    def _place(self, portfolio_id: bytes, record_id: bytes, version: int, epoch: int) -> Place:
        store_id = self._entered.premises.store_id
        return Place(Label.RECORD, store_id, SpaceKind.PORTFOLIO, portfolio_id, record_id, version, epoch)
