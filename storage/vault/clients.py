"""Facet of clients: their cards and contacts, one change at a time with history (spec/store §1, §2)."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, and_, bindparam, select

from core.entities.client import ClientCard, ClientContacts, ClientLine
from core.identity.blind_values import card_values
from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.engine import reading
from storage.keys.portfolio import ClientKeys, PortfolioKey, new_client_keys, open_client_keys
from storage.keys.scopes import Compartment, Scope
from storage.ready import Ready
from storage.records.bodies import CARD, CARD_LINE, CONTACTS, Change, encode_change
from storage.records.bodies import Kind as RecordKind
from storage.schema.clients import client, history, record
from storage.schema.sales import sales_page
from storage.schema.store import tombstone
from storage.sealing.envelope import SealKey, SpaceKind
from storage.vault.batches import Batches
from storage.vault.blind_tags import BlindTags
from storage.vault.card_rows import (
    OF_CLIENT,
    OF_PORTFOLIO,
    Cards,
    Changed,
    StoredCard,
    changed_fields,
    feed_counters,
    open_as,
    open_if,
    open_row,
    unknown_client,
)
from storage.vault.door import Entered
from storage.vault.gate import LABEL_LETTERS
from storage.vault.guests import changed_guests, guest_homes, guest_rows, lent_keys, opener_if, opener_of, take_lent
from storage.vault.histories import opened_history
from storage.vault.writing import PAGE_VERSION, Stale, Writing, history_object

T = TypeVar("T")
_KEYS = Ready(
    select(client.c.portfolio_id, client.c.epoch, client.c.wraps).where(client.c.id == bindparam("client_id")),
    "client_id",
)
TOUCHED = Ready(
    client.update().where(client.c.id == bindparam("client_id")).values(changed_seq=bindparam("seq")),
    *("client_id", "seq"),
)


class Clients:
    """Reading and changing clients of the portfolios that the session's keys open."""

    def __init__(self, entered: Entered, batches: Batches) -> None:
        self._entered = entered
        self._batches = batches
        self._engine = entered.premises.engine
        self.tags = BlindTags(entered.firm)

    def load(self) -> Cards[ClientCard]:
        """All cards under the `portfolio.open` entry of the session. Raises Problem (STORE) on a damaged one."""
        return self._load(CARD)

    def lines(self) -> Cards[ClientLine]:
        """The same for a list that stays in memory: half the size of whole cards."""
        return self._load(CARD_LINE)

    def _load(self, kind: RecordKind[T]) -> Cards[T]:
        keyring = self._entered.keyring
        hidden = {f"batch:{each.hex()}" for each in self._batches.unfinished()}
        found: Cards[T] = Cards([], [], [], sorted(keyring.portfolios))
        with reading(self._engine) as connection:
            for number, portfolio_id in enumerate(tuple(found.portfolios)):
                opener = keyring.opener(portfolio_id, Compartment.CARD)
                values = {"part": int(Compartment.CARD), "portfolio": portfolio_id}
                for row in connection.execute(OF_PORTFOLIO, values):
                    body = open_as(kind, opener, row)
                    if body.c not in hidden:
                        found.ids.append(row[0])
                        found.cards.append(body.f)
                        found.portfolio.append(number)
            for row in guest_rows(connection, keyring, Compartment.CARD):
                found.add(row[0], open_as(kind, opener_of(keyring, row, Compartment.CARD), row).f, row[7])
        return found

    def changed_since(self, seen: Mapping[bytes, int]) -> Changed:
        """What moved in the change feed of the open portfolios since the counters `seen` (portfolio → value)."""
        keyring = self._entered.keyring
        changed = Changed({}, {}, set())
        with reading(self._engine) as connection:
            now = feed_counters(connection, keyring.portfolios.keys() | guest_homes(connection, keyring))
            for portfolio_id, last in now.items():
                before = seen.get(portfolio_id, 0)
                changed.counters[portfolio_id] = last
                if last == before:
                    continue
                if portfolio_id not in keyring.portfolios:
                    changed.cards.update(changed_guests(connection, keyring, portfolio_id, before))
                    continue
                opener = keyring.opener(portfolio_id, Compartment.CARD)
                values = {"part": int(Compartment.CARD), "portfolio": portfolio_id}
                rows = connection.execute(OF_PORTFOLIO.where(client.c.changed_seq > before), values)
                changed.cards.update({row[0]: open_row(opener, row).f for row in rows})
                gone = select(tombstone.c.object_id).where(
                    tombstone.c.space_kind == int(SpaceKind.PORTFOLIO),
                    tombstone.c.space_id == portfolio_id,
                    tombstone.c.changed_seq > before,
                )
                changed.gone.update(connection.scalars(gone))
        return changed

    def walk(self) -> Callable[[bytes], ClientCard]:
        """A reader of one card after another, for previous and next: free of budget, under the login's entry."""
        openers = {
            portfolio_id: self._entered.keyring.opener(portfolio_id, Compartment.CARD)
            for portfolio_id in self._entered.keyring.portfolios
        }
        # Compiled once and run on the driver's own cursor: a walk through a portfolio is one small query a client.
        compiled = OF_CLIENT.compile(dialect=self._engine.dialect)
        order = compiled.positiontup
        statement = str(compiled)
        held = self._engine.raw_connection()
        cursor: Any = held.cursor()
        fixed = compiled.params | {"part": int(Compartment.CARD)}

        def read(client_id: bytes) -> ClientCard:
            assert held is not None  # a connection nobody holds goes back to the pool under the cursor
            values = fixed | {"client": client_id}
            row = cursor.execute(statement, [values[name] for name in order] if order else values).fetchone()
            if row is not None and row[7] in openers:
                return open_row(openers[row[7]], row).f
            return open_row(opener_of(self._entered.keyring, row, Compartment.CARD), row).f

        return read

    def stored(self, client_id: bytes, connection: Connection | None = None) -> StoredCard:
        """One card with its record id and version. Raises Problem (BAD_INPUT) for a client that is not there."""
        if connection is None:
            self._entered.keyring.renew()
            with reading(self._engine) as own:
                return self.stored(client_id, own)
        row = connection.execute(OF_CLIENT, {"part": int(Compartment.CARD), "client": client_id}).fetchone()
        body = open_row(opener_of(self._entered.keyring, row, Compartment.CARD), row)
        assert row is not None
        return StoredCard(body.f, row[3], row[4], body.c, row[7])

    def contacts(self, client_id: bytes) -> ClientContacts:
        """Phones and mails of the firm itself, in clear: the caller masks them before they are shown."""
        with reading(self._engine) as connection:
            rows = connection.execute(OF_CLIENT, {"part": int(Compartment.CONTACTS), "client": client_id}).fetchall()
        for row in rows:
            opener = opener_if(self._entered.keyring, row, Compartment.CONTACTS)
            found = open_if(CONTACTS, opener, row) if opener is not None else None
            if found is not None:
                return found.f
        return ClientContacts()

    def create(
        self,
        writing: Writing,
        key: PortfolioKey,
        card: ClientCard,
        contacts: ClientContacts | None,
        cause: str,
    ) -> tuple[bytes, dict[Compartment, SealKey]]:
        """Add a client to a portfolio within a transaction. Gives his id and keys."""
        client_id = os.urandom(16)
        wraps, keys = new_client_keys(key, client_id, 1)
        feed = (SpaceKind.PORTFOLIO, key.portfolio_id)
        space = (SpaceKind.CLIENT, client_id)
        writing.row(
            client,
            id=client_id,
            portfolio_id=key.portfolio_id,
            epoch=1,
            changed_seq=writing.change(*feed),
            wraps=wraps,
        )
        writing.put_record(
            keys[Compartment.CARD], space, feed, os.urandom(16), 1, CARD.encode(card, cause), int(Compartment.CARD)
        )
        if contacts is not None and (contacts.phones or contacts.emails):
            writing.put_record(
                keys[Compartment.CONTACTS],
                space,
                feed,
                os.urandom(16),
                1,
                CONTACTS.encode(contacts, cause),
                int(Compartment.CONTACTS),
            )
        self.tags.create(writing, key.portfolio_id, client_id, card, contacts)
        return client_id, keys

    def change(self, client_id: bytes, stored: StoredCard, card: ClientCard, cause: str = "person") -> None:
        """Save a card over the version `stored` was read at, with one history entry for the changed fields.

        Raises Stale when somebody saved another version meanwhile, Problem (REFUSED) without the right to write.
        """
        if not self._entered.keyring.may_write(stored.portfolio_id):
            raise Problem(N_("You may read this client and not change it: ask your head."), ExitCode.REFUSED)
        fields = changed_fields(stored.card, card)
        if not fields:
            return
        with self._entered.gate.writing(Kind.WRITE, client_id, {"fields": sorted(fields)}) as writing:
            self._write_change(writing, client_id, stored, card, cause)

    def change_within(
        self, writing: Writing, client_id: bytes, before: ClientCard, card: ClientCard, cause: str
    ) -> None:
        """What differs between `before` and `card`, over whatever is stored now; what was changed since stays."""
        stored = self.stored(client_id, writing.connection)
        fields = {
            name: new
            for name, (old, new) in changed_fields(before, card).items()
            if getattr(stored.card, name) == old != new
        }
        if fields:
            self._write_change(writing, client_id, stored, msgspec.structs.replace(stored.card, **fields), cause)

    def _write_change(
        self, writing: Writing, client_id: bytes, stored: StoredCard, card: ClientCard, cause: str
    ) -> None:
        who, now_us = self._entered.identity.person_id, self._entered.premises.clock()
        note = encode_change(stored.version, who, now_us, cause, changed_fields(stored.card, card))
        key = self.keys(client_id, None, writing.connection).key(Compartment.CARD)
        feed = (SpaceKind.PORTFOLIO, stored.portfolio_id)
        writing.change_record(key, feed, stored.record_id, stored.version, CARD.encode(card, stored.cause), note)
        self.tags.change(writing, stored.portfolio_id, client_id, card_values(stored.card), card_values(card))
        self.touch(writing, client_id, stored.portfolio_id)

    def touch(self, writing: Writing, client_id: bytes, portfolio_id: bytes) -> None:
        """Show a client in the change feed of his portfolio."""
        number = writing.change(SpaceKind.PORTFOLIO, portfolio_id)
        if ("touched", client_id) not in writing.known:
            writing.known["touched", client_id] = number
            TOUCHED.run(writing.connection, client_id=client_id, seq=number)

    def created_by(self, causes: set[str], portfolios: set[bytes]) -> list[tuple[bytes, bytes, int]]:
        """(client, portfolio, version of the card) of the clients that these batches created."""
        found = []
        with reading(self._engine) as connection:
            for portfolio_id in sorted(portfolios):
                opener = self._entered.keyring.opener(portfolio_id, Compartment.CARD)
                values = {"part": int(Compartment.CARD), "portfolio": portfolio_id}
                for row in connection.execute(OF_PORTFOLIO, values):
                    if open_row(opener, row).c in causes:
                        found.append((row[0], portfolio_id, int(row[4])))
        return found

    def remove(self, writing: Writing, portfolio_id: bytes, clients: Sequence[bytes]) -> None:
        """Delete clients with all records, history and pages; tombstones and zero digests remain."""
        feed = (SpaceKind.PORTFOLIO, portfolio_id)
        connection = writing.connection
        own = and_(record.c.space_kind == int(SpaceKind.CLIENT), record.c.space_id.in_(clients))
        records = connection.execute(select(record.c.id, record.c.version).where(own)).all()
        pages = connection.scalars(select(sales_page.c.id).where(sales_page.c.client_id.in_(clients))).all()
        connection.execute(history.delete().where(history.c.record_id.in_([row.id for row in records])))
        connection.execute(record.delete().where(own))
        connection.execute(sales_page.delete().where(sales_page.c.client_id.in_(clients)))
        connection.execute(client.delete().where(client.c.id.in_(clients)))
        self.tags.forget(writing, clients)
        take_lent(writing, clients, "removed")
        for row in records:
            writing.gone(row.id, int(row.version) + 1, feed)
            if row.version > 1:
                writing.erased(history_object(row.id), int(row.version))
        for page_id in pages:
            writing.gone(page_id, PAGE_VERSION + 1, feed)
        for client_id in clients:
            writing.bury(client_id, feed)

    def history(self, client_id: bytes, merged: Sequence[bytes] = (), receipt: Receipt | None = None) -> list[Change]:
        """Every change of the card and of those `merged` into it, newest first.

        A dossier read: budgeted, logged before a key is unwrapped, and one whatever the number of the merged; `receipt`
        of such a reading where one has been made.
        """
        everybody = (client_id, *merged)
        receipt = receipt or self.opened(client_id, merged, "history")
        with reading(self._engine) as connection:
            # Card and history of one moment: a colleague may have saved while the entry was being written.
            changes = [
                change
                for each in everybody
                for change in self._changes(each, self.stored(each, connection), receipt, connection)
            ]
        return sorted(changes, key=lambda change: -change.at_us) if merged else changes

    def opened(self, client_id: bytes, merged: Sequence[bytes], tab: str) -> Receipt:
        """Put the reading of a dossier on record: budgeted, and free again within 24 hours (spec/store §7)."""
        everybody = (client_id, *merged)
        seen = [self.stored(each) for each in everybody]
        covers = [(int(Scope.CLIENT), each) for each in everybody]
        name = {"client": client_id, "name": seen[0].card.name[:LABEL_LETTERS]}
        details = name | {"tab": tab} | ({"merged": list(merged)} if merged else {})
        return self._entered.gate.read(Kind.DOSSIER_READ, client_id, details, covers)

    def take_back(self, writing: Writing, client_id: bytes, batch: str, cause: str) -> tuple[int, int]:
        """Return fields a batch changed to their old values, where they still hold the batch's.

        Gives (fields restored, fields kept because somebody changed them since).
        """
        stored = self.stored(client_id, writing.connection)
        changes = self._changes(client_id, stored, None, writing.connection)
        before: dict[str, object] = {}
        kept = 0
        for change in changes:
            if change.cause != batch:
                continue
            for name, (old, new) in change.fields.items():
                if _plain(getattr(stored.card, name)) == _plain(new):
                    before[name] = tuple(old) if isinstance(old, list) else old
                else:
                    kept += 1
        if before:
            card = msgspec.structs.replace(stored.card, **before)
            self._write_change(writing, client_id, stored, card, cause)
        return len(before), kept

    def worked_on(self, client_id: bytes, live: Collection[str]) -> bool:
        """Whether a person or one of the batches `live` changed the card: undone imports are nobody's work."""
        with reading(self._engine) as connection:
            changes = self._changes(client_id, self.stored(client_id, connection), None, connection)
        return any(not change.cause.startswith(("batch:", "undo:")) or change.cause in live for change in changes)

    def _changes(
        self, client_id: bytes, stored: StoredCard, receipt: Receipt | None, connection: Connection
    ) -> list[Change]:
        key = self.keys(client_id, receipt, connection).key(Compartment.CARD)
        place = (SpaceKind.CLIENT, client_id)
        store_id = self._entered.premises.store_id
        return opened_history(connection, store_id, place, stored.record_id, stored.version, key)

    def keys(
        self, client_id: bytes, receipt: Receipt | None = None, connection: Connection | None = None
    ) -> ClientKeys:
        """Keys of one client against a receipt that covers him; by default the one of his portfolio's opening."""
        if connection is None:
            with reading(self._engine) as own:
                return self.keys(client_id, receipt, own)
        row = _KEYS.run(connection, client_id=client_id).first()
        keyring = self._entered.keyring
        key = keyring.portfolios.get(bytes(row.portfolio_id)) if row is not None else None
        if row is None or key is None:
            return lent_keys(keyring, client_id, int(row.epoch) if row is not None else 0, receipt)
        shown = receipt or keyring.receipts[key.portfolio_id]
        return open_client_keys(shown, key, client_id, int(row.epoch), bytes(row.wraps))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


__all__ = ["Cards", "Change", "Changed", "Clients", "Stale", "StoredCard", "unknown_client"]
