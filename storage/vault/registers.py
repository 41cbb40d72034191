"""Facet of registers: sealed records beside the cards, one change at a time with history (spec/store §1, §2).

What opens with a portfolio (`contacts`, `money`) is opened once under the entry of the login and kept in step with
the change feed; `dossier` and `private` are opened for one client against the entry of that reading.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from core.entities.entry import Entry, changed_values
from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.engine import reading
from storage.keys.portfolio import PORTFOLIO_WIDE, NotGranted, complete_client_keys, missing_compartments
from storage.keys.scopes import Compartment, Scope, compartment_of
from storage.look import asked_once
from storage.ready import Ready
from storage.records.bodies import CONTACTS, Change, encode_change
from storage.records.registers import Register
from storage.schema.clients import NO_COMPARTMENT, client, record
from storage.schema.store import tombstone
from storage.sealing.envelope import SealKey, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.batches import Batches
from storage.vault.card_rows import OF_PORTFOLIO, checked_blob, feed_counters, space_counter, unknown_client
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.histories import opened_history
from storage.vault.many_records import ManyRecords
from storage.vault.register_rows import Shelf, Stored, held_of, open_space
from storage.vault.writing import Stale, Writing, damaged

__all__ = ["Register", "Registers", "Stale", "Stored"]

E = TypeVar("E", bound=Entry)
WIDE = (Compartment.CONTACTS, Compartment.MONEY)
"""Compartments with registers that open with the portfolio."""
_HOME = Ready(select(client.c.portfolio_id).where(client.c.id == bindparam("client_id")), "client_id")


class Registers(ManyRecords):
    """Reading and changing records of the spaces that the session's keys open."""

    def __init__(self, entered: Entered, clients: Clients, batches: Batches) -> None:
        self._entered = entered
        self._clients = clients
        self._batches = batches
        self._engine = entered.premises.engine
        self._lock = threading.RLock()
        self._wide = Shelf()
        self._seen: dict[bytes, int] = {}
        self._spaces: dict[tuple[SpaceKind, bytes], tuple[int, Shelf]] = {}

    # Reading
    def all(self, register: Register[E]) -> list[Stored[E]]:
        """Every record of a register that opens with what the session holds, in the order they were written.

        Raises Problem (STORE) on a damaged record; ValueError for a register of `dossier` or `private`.
        """
        hidden = self._hidden()
        with self._lock:
            if register.home is SpaceKind.CLIENT:
                _demand_wide(register)
                self._follow()
                found = list(self._wide.all(register))
            else:
                found = [each for space in self._homes(register) for each in self._shelf(*space).all(register)]
        return _ordered(each for each in found if each.cause not in hidden)

    def of(self, register: Register[E], clients: Sequence[bytes], receipt: Receipt | None = None) -> list[Stored[E]]:
        """Records about some clients (one, and those merged into him). `dossier` and `private` need the receipt of
        `read` or `noting`; where the session holds no key of the compartment there are none.

        Raises Problem (STORE) on a damaged record.
        """
        hidden = self._hidden()
        lent = [each for each in clients if each in self._entered.keyring.guests]
        if register.compartment in map(int, WIDE) and not lent:
            with self._lock:
                self._follow()
                return _ordered(each for each in self._wide.of(register, clients) if each.cause not in hidden)
        found: list[Stored[E]] = []
        part = compartment_of(register.compartment)
        with reading(self._engine) as connection:
            for client_id in clients:
                try:
                    key = self._clients.keys(client_id, receipt, connection).key(part)
                except NotGranted:
                    continue
                store_id = self._entered.premises.store_id
                opened = open_space(connection, store_id, SpaceKind.CLIENT, client_id, register.compartment, key)
                found += [each.stored(register) for each in opened if each.kind == register.name]
        return _ordered(each for each in found if each.cause not in hidden)

    def read(self, client_id: bytes, tab: str, merged: Sequence[bytes] = ()) -> Receipt:
        """Put the reading of a dossier on record: budgeted, free again within 24 hours (spec/store §7)."""
        return self._clients.opened(client_id, merged, tab)

    def noting(self, client_id: bytes) -> Receipt:
        """Put on record that something is written into a dossier, nothing of which is shown."""
        self._clients.stored(client_id)
        covers = [(int(Scope.CLIENT), client_id)]
        return self._entered.gate.read(Kind.CLIENT_NOTED, client_id, {"client": client_id}, covers)

    def history(self, register: Register[E], stored: Stored[E], receipt: Receipt | None = None) -> list[Change]:
        """Changes of one record, newest first."""
        with reading(self._engine) as connection:
            key = self._key(register, stored.space_id, receipt, connection)
            place = (register.home, stored.space_id)
            return opened_history(
                connection, self._entered.premises.store_id, place, stored.record_id, stored.version, key
            )

    # Writing
    @contextmanager
    def writing(
        self, client_id: bytes = b"", details: Mapping[str, object] | None = None, kind: Kind = Kind.WRITE
    ) -> Iterator[Writing]:
        """One transaction under one entry. Nothing is stored if the body raises."""
        with self._entered.gate.writing(kind, client_id, details) as writing:
            yield writing

    def add(
        self,
        writing: Writing,
        register: Register[E],
        space_id: bytes,
        fields: E,
        cause: str = "person",
        receipt: Receipt | None = None,
    ) -> E:
        """Store one more record about a client, portfolio, the firm or oneself; gives it with handle, author and time.

        Raises Problem (REFUSED) without the right to write there.
        """
        told = msgspec.structs.replace(
            fields,
            id=fields.id or os.urandom(16),
            by=fields.by or self._entered.identity.person_id,
            at_us=fields.at_us or self._entered.premises.clock(),
        )
        space = (register.home, space_id)
        known = writing.known.get((*space, register.compartment))
        if known is None:
            feed = self._feed(register, space_id, writing.connection)
            known = (feed, *self._sealer(writing, register, space_id, receipt))
            writing.known[(*space, register.compartment)] = known
            self._touch(writing, register, space_id, feed)
        feed, key, epoch = known
        body = register.encode(told, cause)
        writing.put_record(key, space, feed, os.urandom(16), epoch, body, register.compartment)
        return told

    def change(
        self,
        writing: Writing,
        register: Register[E],
        stored: Stored[E],
        fields: E,
        cause: str = "person",
        receipt: Receipt | None = None,
    ) -> None:
        """Save a record over the version it was read at, with a history entry; writes nothing where nothing differs.

        Raises Stale when somebody saved another version meanwhile, Problem (REFUSED) without the right to write.
        """
        changed = changed_values(stored.fields, fields)
        if not changed:
            return
        feed = self._feed(register, stored.space_id, writing.connection)
        key = self._key(register, stored.space_id, receipt, writing.connection)
        who, now_us = self._entered.identity.person_id, self._entered.premises.clock()
        note = encode_change(stored.version, who, now_us, cause, changed)
        body = register.encode(fields, stored.cause)
        writing.change_record(key, feed, stored.record_id, stored.version, body, note)
        self._touch(writing, register, stored.space_id, feed)

    def dump(self) -> Iterator[tuple[bytes, str, dict[str, object]]]:
        """(client, kind, fields) of every record that opens with a portfolio, without what is drawn at random."""
        hidden = self._hidden()
        with self._lock:
            self._follow()
            held = [each for kind in self._wide.kinds.values() for each in kind.values()]
        for each in held:
            if each.cause not in hidden:
                fields = msgspec.msgpack.decode(each.body)["f"]
                yield each.space_id, each.kind, {k: v for k, v in fields.items() if k not in ("id", "by", "at_us")}

    # Within
    def _hidden(self) -> set[str]:
        return {f"batch:{each.hex()}" for each in self._batches.unfinished()}

    def _follow(self) -> None:
        """Open what was written since the last look, and forget what is gone."""
        asked_once(self._engine, (Registers, id(self)), self._open_new)

    def _open_new(self) -> None:
        keyring = self._entered.keyring
        with reading(self._engine) as connection:
            now = feed_counters(connection, keyring.portfolios)
            if self._seen.keys() - now.keys():
                self._wide, self._seen = Shelf(), {}
            for portfolio_id, last in now.items():
                before = self._seen.get(portfolio_id, -1)
                if last != before:
                    self._load(connection, portfolio_id, before)
            # A portfolio opened since shows everything at once: nothing of it was seen before.
            self._seen = now

    def _load(self, connection: Connection, portfolio_id: bytes, since: int) -> None:
        key = self._entered.keyring.of(portfolio_id)
        for part in WIDE:
            if not key.compartments & part.bit:
                continue
            opener = self._entered.keyring.opener(portfolio_id, part)
            values = {"part": int(part), "portfolio": portfolio_id}
            # Whoever changes a record touches its client: only the touched ones are looked through.
            fresh = OF_PORTFOLIO.where(client.c.changed_seq > since, record.c.changed_seq > since)
            for row in connection.execute(fresh, values):
                try:
                    body = opener.open(row[0], row[1], row[2], row[3], row[4], checked_blob(row))
                except SealBroken:
                    raise damaged("record") from None
                held = held_of(row[3], int(row[4]), row[0], body)
                if held.kind != CONTACTS.name:
                    self._wide.put(held)
        if since >= 0:
            gone = select(tombstone.c.object_id).where(
                tombstone.c.space_kind == int(SpaceKind.PORTFOLIO),
                tombstone.c.space_id == portfolio_id,
                tombstone.c.changed_seq > since,
            )
            for object_id in connection.scalars(gone):
                self._wide.drop(bytes(object_id))

    def _homes(self, register: Register[E]) -> list[tuple[SpaceKind, bytes]]:
        if register.home is SpaceKind.PORTFOLIO:
            return [(SpaceKind.PORTFOLIO, each) for each in sorted(self._entered.keyring.portfolios)]
        mine = self._entered.identity.person_id
        return [(register.home, self._entered.firm.firm_id if register.home is SpaceKind.FIRM else mine)]

    def _shelf(self, kind: SpaceKind, space_id: bytes) -> Shelf:
        with reading(self._engine) as connection:
            counter = space_counter(connection, int(kind), space_id)
            known = self._spaces.get((kind, space_id))
            if known is not None and known[0] == counter:
                return known[1]
            shelf = Shelf()
            part = int(Compartment.CARD) if kind is SpaceKind.PORTFOLIO else NO_COMPARTMENT
            store_id = self._entered.premises.store_id

            def key(epoch: int) -> SealKey:
                return self._space_key(kind, space_id, epoch)

            for held in open_space(connection, store_id, kind, space_id, part, key):
                shelf.put(held)
        self._spaces[kind, space_id] = (counter, shelf)
        return shelf

    def _space_key(self, kind: SpaceKind, space_id: bytes, epoch: int | None = None) -> SealKey:
        keyring = self._entered.keyring
        if kind is SpaceKind.PORTFOLIO:
            return keyring.of(space_id).space_key(Compartment.CARD, epoch)
        key = keyring.firm if kind is SpaceKind.FIRM else keyring.person
        if key is None or key.scope_id != space_id:
            raise Problem(N_("Your own space is not open: lock and unlock, then try again."), ExitCode.STORE)
        return key.seal_key()

    def _key(self, register: Register[E], space_id: bytes, receipt: Receipt | None, connection: Connection) -> SealKey:
        if register.home is not SpaceKind.CLIENT:
            return self._space_key(register.home, space_id)
        return self._clients.keys(space_id, receipt, connection).key(compartment_of(register.compartment))

    def _sealer(
        self, writing: Writing, register: Register[E], space_id: bytes, receipt: Receipt | None
    ) -> tuple[SealKey, int]:
        """Key and epoch for a new record; the key of a compartment nobody has written into is made first."""
        keyring = self._entered.keyring
        if register.home is SpaceKind.CLIENT:
            self._complete(writing, space_id, compartment_of(register.compartment))
            keys = self._clients.keys(space_id, receipt, writing.connection)
            try:
                return keys.key(compartment_of(register.compartment)), keys.epoch
            except NotGranted:
                raise Problem(
                    N_("This part of the client's dossier is closed to you: ask your head."), ExitCode.REFUSED
                ) from None
        if register.home is SpaceKind.PORTFOLIO:
            return self._space_key(register.home, space_id), keyring.of(space_id).epoch
        key = keyring.firm if register.home is SpaceKind.FIRM else keyring.person
        return self._space_key(register.home, space_id), key.epoch if key is not None else 0

    def _complete(self, writing: Writing, client_id: bytes, part: Compartment) -> None:
        columns = client.c.portfolio_id, client.c.epoch, client.c.wraps
        row = writing.connection.execute(select(*columns).where(client.c.id == client_id)).first()
        if row is None or bytes(row.portfolio_id) not in self._entered.keyring.portfolios:
            raise unknown_client()
        key = self._entered.keyring.of(bytes(row.portfolio_id))
        if not missing_compartments(bytes(row.wraps)) & part.bit & key.compartments:
            return
        if key.before is not None:
            raise Problem(N_("The keys of this portfolio are being renewed: try again in a minute."), ExitCode.REFUSED)
        wraps, _made = complete_client_keys(key, client_id, int(row.epoch), bytes(row.wraps))
        writing.connection.execute(update(client).where(client.c.id == client_id).values(wraps=wraps))

    def _feed(self, register: Register[E], space_id: bytes, connection: Connection) -> tuple[SpaceKind, bytes]:
        """The space whose change counter moves. Raises Problem (REFUSED) without the right to write there."""
        if register.home not in (SpaceKind.CLIENT, SpaceKind.PORTFOLIO):
            return register.home, space_id
        home = space_id
        if register.home is SpaceKind.CLIENT:
            home = self._home(space_id, connection)
        if not self._entered.keyring.may_write(home):
            raise Problem(N_("You may read this client and not change it: ask your head."), ExitCode.REFUSED)
        return SpaceKind.PORTFOLIO, home

    def _home(self, client_id: bytes, connection: Connection) -> bytes:
        """The portfolio a client is in. Raises Problem (BAD_INPUT) for one that is not among the open ones."""
        found = _HOME.run(connection, client_id=client_id).scalar()
        if found is None or bytes(found) not in self._entered.keyring.portfolios:
            raise unknown_client()
        return bytes(found)

    def _touch(self, writing: Writing, register: Register[E], space_id: bytes, feed: tuple[SpaceKind, bytes]) -> None:
        if register.home is SpaceKind.CLIENT:
            self._clients.touch(writing, space_id, feed[1])


def _demand_wide(register: Register[E]) -> None:
    if not PORTFOLIO_WIDE & compartment_of(register.compartment).bit:
        raise ValueError("records of this compartment are opened client by client")


def _ordered(found: Iterable[Stored[E]]) -> list[Stored[E]]:
    """In the order they were written; ids settle ties."""
    return sorted(found, key=lambda each: (each.fields.at_us, each.fields.id))
