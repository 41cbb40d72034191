"""What a session keeps for its person alone, under the person's key: nobody else ever opens it (spec/store §1)."""

from __future__ import annotations

import os
from typing import TypeVar

from sqlalchemy import Connection, select

from core.problem import N_, ExitCode, Problem
from storage.engine import reading
from storage.keys.spaces import SpaceKey
from storage.records.bodies import BodyBroken, Kind
from storage.schema.clients import NO_COMPARTMENT, record
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.door import Entered
from storage.vault.firm import check_digest
from storage.vault.writing import Writing, damaged

T = TypeVar("T")


class OwnSpace:
    """Records of one person by kind."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def key(self) -> SpaceKey:
        """The person's key. Raises Problem (STORE) when it is not at hand."""
        key = self._entered.keyring.person
        if key is None:
            raise Problem(N_("Your own space is not open: lock and unlock, then try again."), ExitCode.STORE)
        return key

    def all(self, kind: Kind[T], connection: Connection | None = None) -> list[tuple[bytes, int, T]]:
        """(record, version, fields) of every record of a kind; other kinds are passed over. Raises Problem (STORE)."""
        if connection is None:
            with reading(self._entered.premises.engine) as own:
                return self.all(kind, own)
        key, me = self.key().seal_key(), self._entered.identity.person_id
        mine = record.c.space_kind == int(SpaceKind.PERSON), record.c.space_id == me
        found = []
        for row in connection.execute(select(record).where(*mine).order_by(record.c.id)).all():
            check_digest(connection, row.id, row.version, row.body)
            store_id = self._entered.premises.store_id
            place = Place(Label.RECORD, store_id, SpaceKind.PERSON, me, row.id, row.version, row.epoch)
            try:
                body = key.open(place, row.body)
            except SealBroken:
                raise damaged("record") from None
            try:
                found.append((row.id, int(row.version), kind.decode(body).f))
            except BodyBroken:
                continue
        return found

    def add(self, writing: Writing, kind: Kind[T], fields: T) -> None:
        """Store one more record."""
        space, key = (SpaceKind.PERSON, self._entered.identity.person_id), self.key()
        writing.put_record(
            key.seal_key(), space, space, os.urandom(16), key.epoch, kind.encode(fields, "person"), NO_COMPARTMENT
        )

    def put(self, writing: Writing, kind: Kind[T], fields: T) -> None:
        """Store the only record of a kind, over the one that is there."""
        found = self.all(kind, writing.connection)
        if not found:
            self.add(writing, kind, fields)
            return
        space = (SpaceKind.PERSON, self._entered.identity.person_id)
        record_id, version, _old = found[0]
        body = kind.encode(fields, "person")
        writing.change_record(self.key().seal_key(), space, record_id, version, body, b"")
