"""Records by the batch that wrote them: what an undo finds and deletes (spec/store §4)."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from core.entities.entry import Entry
from storage.audit.receipt import Receipt
from storage.engine import reading
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import Compartment
from storage.records.registers import Register
from storage.schema.clients import history, record
from storage.sealing.envelope import SpaceKind
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.register_rows import Held, Shelf, open_space
from storage.vault.writing import Writing, history_object

E = TypeVar("E", bound=Entry)


class BroughtRecords:
    """What `Registers` knows of batches."""

    _entered: Entered
    _clients: Clients
    _engine: Engine
    _lock: threading.RLock
    _wide: Shelf

    def _follow(self) -> None:
        raise NotImplementedError

    def _homes(self, register: Register[E]) -> list[tuple[SpaceKind, bytes]]:
        raise NotImplementedError

    def _shelf(self, kind: SpaceKind, space_id: bytes) -> Shelf:
        raise NotImplementedError

    def _home(self, client_id: bytes, connection: Connection) -> bytes:
        raise NotImplementedError

    def brought_by(self, causes: set[str], beside: Iterable[Register[Any]] = ()) -> list[tuple[SpaceKind, Held]]:
        """What some batches wrote of clients beside cards and sales, and into registers that are at home elsewhere."""
        found: list[tuple[SpaceKind, Held]]
        with self._lock:
            self._follow()
            found = [(SpaceKind.CLIENT, each) for each in self._wide.brought_by(causes)]
            for register in beside:
                held = [(place[0], each) for place in self._homes(register) for each in self._shelf(*place).every()]
                found += [(kind, each) for kind, each in held if each.kind == register.name and each.cause in causes]
        return found

    def about_whom(self) -> set[bytes]:
        """Clients with any record that opens with a portfolio."""
        with self._lock:
            self._follow()
            return {each.space_id for each in self._wide.every()}

    def texts_by(self, causes: set[str], client_id: bytes, register: Register[E], receipt: Receipt) -> list[Held]:
        """Records of a dossier that some batches wrote; none where the session holds no key of it."""
        part = Compartment(register.compartment)
        with reading(self._engine) as connection:
            try:
                key = self._clients.keys(client_id, receipt, connection).key(part)
            except NotGranted:
                return []
            store_id = self._entered.premises.store_id
            held = list(open_space(connection, store_id, SpaceKind.CLIENT, client_id, int(part), key))
        return [each for each in held if each.kind == register.name and each.cause in causes]

    def erase(self, writing: Writing, home: SpaceKind, held: Held) -> bool:
        """Delete a record with its history, unless somebody has changed it since. Gives whether it is gone."""
        there = record.c.id == held.record_id, record.c.version == held.version
        if writing.connection.execute(record.delete().where(*there)).rowcount != 1:
            return False
        feed = (home, held.space_id)
        if home is SpaceKind.CLIENT:
            feed = (SpaceKind.PORTFOLIO, self._home(held.space_id, writing.connection))
            self._clients.touch(writing, held.space_id, feed[1])
        if held.version > 1:
            writing.connection.execute(history.delete().where(history.c.record_id == held.record_id))
            writing.erased(history_object(held.record_id), held.version)
        writing.gone(held.record_id, held.version + 1, feed)
        return True
