"""Telephones and addresses of a client himself: what imports add to them and take back (exchange §3)."""

from __future__ import annotations

import os
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from core.entities.client import ClientContacts
from core.entities.entry import changed_values
from core.identity.blind_values import contact_values
from core.identity.names import mail_key, phone_key
from storage.engine import reading
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import Compartment
from storage.records.bodies import CONTACTS, encode_change
from storage.schema.clients import history, record
from storage.sealing.envelope import SpaceKind
from storage.vault.card_rows import OF_CLIENT, open_if
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.guests import opener_if
from storage.vault.histories import opened_history
from storage.vault.writing import Writing


def joined(known: ClientContacts, more: ClientContacts) -> ClientContacts:
    """What is known, and behind it what is not there yet in any spelling."""
    phones = _with(known.phones, more.phones, phone_key)
    return ClientContacts(phones, _with(known.emails, more.emails, mail_key))


def _with(known: tuple[str, ...], more: tuple[str, ...], key: object) -> tuple[str, ...]:
    assert callable(key)
    seen = {key(each) or each for each in known}
    found = list(known)
    for each in more:
        if (key(each) or each) not in seen:
            seen.add(key(each) or each)
            found.append(each)
    return tuple(found)


class ClientReach:
    """Contacts of stored clients within an import."""

    def __init__(self, entered: Entered, clients: Clients) -> None:
        self._entered = entered
        self._clients = clients

    def add(self, writing: Writing, client_id: bytes, portfolio_id: bytes, more: ClientContacts, cause: str) -> None:
        """Add what is not there yet. Writes nothing where all of it is, or where contacts are closed to the session."""
        try:
            keys = self._clients.keys(client_id, None, writing.connection)
            key = keys.key(Compartment.CONTACTS)
        except NotGranted:
            return
        feed = (SpaceKind.PORTFOLIO, portfolio_id)
        held = self._held(client_id, writing.connection)
        known = ClientContacts() if held is None else held[0]
        told = joined(known, more)
        if told == known:
            return
        if held is None:
            body = CONTACTS.encode(told, cause)
            part = int(Compartment.CONTACTS)
            writing.put_record(key, (SpaceKind.CLIENT, client_id), feed, os.urandom(16), keys.epoch, body, part)
        else:
            self._change(writing, client_id, portfolio_id, held, told, cause)
        self._clients.tags.change(writing, portfolio_id, client_id, contact_values(known), contact_values(told))

    def take_back(self, writing: Writing, client_id: bytes, causes: Collection[str], cause: str) -> tuple[int, int]:
        """Return what some batches added; gives (restored, kept because somebody changed it since)."""
        held = self._held(client_id, writing.connection)
        if held is None:
            return 0, 0
        known, record_id, version, made_by = held
        portfolio_id = self._clients.stored(client_id, writing.connection).portfolio_id
        feed = (SpaceKind.PORTFOLIO, portfolio_id)
        if made_by in causes:
            if version > 1:
                return 0, 1
            writing.connection.execute(record.delete().where(record.c.id == record_id))
            writing.connection.execute(history.delete().where(history.c.record_id == record_id))
            writing.gone(record_id, version + 1, feed)
            self._clients.tags.change(writing, portfolio_id, client_id, contact_values(known), frozenset())
            self._clients.touch(writing, client_id, portfolio_id)
            return 1, 0
        key = self._clients.keys(client_id, None, writing.connection).key(Compartment.CONTACTS)
        place, store_id = (SpaceKind.CLIENT, client_id), self._entered.premises.store_id
        before: dict[str, tuple[str, ...]] = {}
        kept = 0
        changes = opened_history(writing.connection, store_id, place, record_id, version, key) if version > 1 else []
        for change in changes:
            if change.cause in causes:
                for name, (old, new) in change.fields.items():
                    if list(getattr(known, name)) == new and isinstance(old, list):
                        before[name] = tuple(old)
                    else:
                        kept += 1
        if before:
            told = msgspec.structs.replace(known, **before)
            self._change(writing, client_id, portfolio_id, held, told, cause)
            self._clients.tags.change(writing, portfolio_id, client_id, contact_values(known), contact_values(told))
        return len(before), kept

    def changed(self) -> set[bytes]:
        """Clients whose contacts are not as they were first written."""
        query = select(record.c.space_id).where(
            record.c.space_kind == int(SpaceKind.CLIENT),
            record.c.compartment == int(Compartment.CONTACTS),
            record.c.version > 1,
        )
        with reading(self._entered.premises.engine) as connection:
            return {bytes(each) for each in connection.scalars(query)}

    def worked_on(self, client_id: bytes, live: Collection[str]) -> bool:
        """Whether a person or one of the batches `live` changed them: undone imports are nobody's work."""
        with reading(self._entered.premises.engine) as connection:
            held = self._held(client_id, connection)
            if held is None or held[2] == 1:
                return False
            key = self._clients.keys(client_id, None, connection).key(Compartment.CONTACTS)
            place, store_id = (SpaceKind.CLIENT, client_id), self._entered.premises.store_id
            changes = opened_history(connection, store_id, place, held[1], held[2], key)
        return any(not each.cause.startswith(("batch:", "undo:")) or each.cause in live for each in changes)

    def _change(
        self,
        writing: Writing,
        client_id: bytes,
        portfolio_id: bytes,
        held: tuple[ClientContacts, bytes, int, str],
        told: ClientContacts,
        cause: str,
    ) -> None:
        known, record_id, version, made_by = held
        key = self._clients.keys(client_id, None, writing.connection).key(Compartment.CONTACTS)
        who, now_us = self._entered.identity.person_id, self._entered.premises.clock()
        note = encode_change(version, who, now_us, cause, changed_values(known, told))
        feed = (SpaceKind.PORTFOLIO, portfolio_id)
        writing.change_record(key, feed, record_id, version, CONTACTS.encode(told, made_by), note)
        self._clients.touch(writing, client_id, portfolio_id)

    def _held(self, client_id: bytes, connection: Connection) -> tuple[ClientContacts, bytes, int, str] | None:
        """Contacts of the client with record id, version and the cause of the record."""
        rows = connection.execute(OF_CLIENT, {"part": int(Compartment.CONTACTS), "client": client_id}).fetchall()
        for row in rows:
            opener = opener_if(self._entered.keyring, row, Compartment.CONTACTS)
            found = open_if(CONTACTS, opener, row) if opener is not None else None
            if found is not None:
                return found.f, bytes(row[3]), int(row[4]), found.c
        return None
