"""Facet of letters: to one colleague, sealed to him and signed by the sender (spec/store §1 Inbox).

A letter waits in the receiver's inbox, sealed by HPKE. Reading it moves it into his own space, under his person
key; it stays there until it is settled. Nobody but sender and receiver ever learns what it says.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, func, select

from core.entities.letters import Letter
from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.keys.letters import BODY_MAX, check_author, open_letter, seal_letter
from storage.keys.spaces import SpaceKey
from storage.records.bodies import LETTER, BodyBroken
from storage.schema.clients import record
from storage.schema.log import digest, log
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.door import Entered
from storage.vault.firm import check_digest
from storage.vault.writing import NO_COMPARTMENT, Writing, damaged


class Inbox:
    """Letters this person sends and receives."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def send(self, to_person: bytes, kind: str, body: Mapping[str, object]) -> bytes:
        """Write to a colleague, who may be away. Gives the id of the letter.

        Raises Problem: BAD_INPUT for somebody who is not active or a letter that is too long.
        """
        with self._entered.gate.writing(Kind.WRITE, details={"letter": kind}) as writing:
            return self.send_within(writing, to_person, kind, body)

    def send_within(self, writing: Writing, to_person: bytes, kind: str, body: Mapping[str, object]) -> bytes:
        """The same as part of a larger step: the letter is there if and only if the step is."""
        to = self._entered.staff.get(to_person)
        if to is None or to.statement.state != "active":
            raise Problem(N_("There is nobody active with this name to write to: see people list."))
        packed = msgspec.msgpack.encode(body)
        if len(packed) > BODY_MAX:
            raise Problem(N_("The letter is too long: shorten its text."), limit=BODY_MAX)
        letter_id = os.urandom(16)
        blob = seal_letter(
            self._entered.identity,
            store_id=writing.store_id,
            letter_id=letter_id,
            receiver_id=to_person,
            receiver_public=to.statement.agreement_key,
            kind=kind,
            sent_us=self._entered.premises.clock(),
            body=packed,
        )
        writing.leaf(letter_id, 1, blob)
        writing.row(
            record,
            id=letter_id,
            space_kind=int(SpaceKind.INBOX),
            space_id=to_person,
            compartment=NO_COMPARTMENT,
            version=1,
            epoch=1,
            changed_seq=writing.change(SpaceKind.INBOX, to_person),
            size=len(blob),
            body=blob,
        )
        return letter_id

    def waiting(self) -> int:
        """How many letters came since the last reading. Costs one count."""
        query = select(func.count()).select_from(record).where(*self._mine(SpaceKind.INBOX))
        with reading(self._entered.premises.engine) as connection:
            return int(connection.scalar(query) or 0)

    def read(self) -> list[Letter]:
        """Every letter that is not settled, oldest first. New ones move into the person's own space.

        Raises Problem (STORE) for a letter that is not what its sender wrote into the log.
        """
        if self.waiting():
            with self._entered.gate.writing(Kind.WRITE, details={"letters": "read"}) as writing:
                for row in self._rows(writing.connection, SpaceKind.INBOX):
                    self._take_in(writing, row)
        return [letter for _record, _version, letter in self._kept()]

    def settle(self, letter_id: bytes) -> None:
        """The matter is done: the letter goes. Raises Problem (BAD_INPUT) for one that is not there."""
        for record_id, version, letter in self._kept():
            if letter.id == letter_id:
                with self._entered.gate.writing(Kind.WRITE, details={"letter": letter.kind}) as writing:
                    gone = writing.connection.execute(delete(record).where(record.c.id == record_id))
                    if gone.rowcount:
                        writing.gone(record_id, version + 1, self._space(SpaceKind.PERSON))
                return
        raise Problem(N_("There is no such letter among yours any more."))

    def _take_in(self, writing: Writing, row: Row[Any]) -> None:
        me = self._entered.identity
        check_digest(writing.connection, row.id, row.version, row.body)
        writing.connection.execute(delete(record).where(record.c.id == row.id))
        writing.gone(row.id, int(row.version) + 1, self._space(SpaceKind.INBOX))
        letter = self._opened(writing.connection, row)
        if letter is not None:
            space = self._space(SpaceKind.PERSON)
            key = self._key()
            body = LETTER.encode(letter, "person")
            writing.put_record(key.seal_key(), space, (SpaceKind.PERSON, me.person_id), os.urandom(16), key.epoch, body)

    def _opened(self, connection: Connection, row: Row[Any]) -> Letter | None:
        """The letter of an inbox row; None when it was sealed to keys the receiver no longer has."""
        me, store_id = self._entered.identity, self._entered.premises.store_id
        entry = connection.execute(
            select(log.c.seq, log.c.actor)
            .join(digest, digest.c.seq == log.c.seq)
            .where(digest.c.record_id == row.id)
            .order_by(digest.c.version)
            .limit(1)
        ).one()
        then = self._entered.me.at(entry.seq)
        if then is not None and then.agreement_key != me.agreement_public:
            return None
        by = self._entered.staff.get(entry.actor)
        author = by.at(entry.seq) if by is not None else None
        try:
            opened = open_letter(me, row.body, store_id=store_id, letter_id=row.id)
            if author is None or author.state != "active" or opened.author_id != author.person:
                raise SealBroken
            check_author(opened, author.signing_key, store_id=store_id, letter_id=row.id, receiver_id=me.person_id)
            body = msgspec.msgpack.decode(opened.body, type=dict[str, object])
        except (SealBroken, msgspec.DecodeError):
            raise damaged("letter") from None
        return Letter(row.id, opened.author_id, opened.kind, opened.sent_us, body)

    def _kept(self) -> list[tuple[bytes, int, Letter]]:
        """(record, version, letter) in the own space, oldest first; what else lies there is passed over."""
        found = []
        key = self._key().seal_key()
        me, store_id = self._entered.identity.person_id, self._entered.premises.store_id
        with reading(self._entered.premises.engine) as connection:
            for row in self._rows(connection, SpaceKind.PERSON):
                check_digest(connection, row.id, row.version, row.body)
                place = Place(Label.RECORD, store_id, SpaceKind.PERSON, me, row.id, row.version, row.epoch)
                try:
                    body = key.open(place, row.body)
                except SealBroken:
                    raise damaged("letter") from None
                try:
                    found.append((row.id, int(row.version), LETTER.decode(body).f))
                except BodyBroken:
                    continue
        return sorted(found, key=lambda each: (each[2].sent_us, each[2].id))

    def _rows(self, connection: Connection, kind: SpaceKind) -> list[Row[Any]]:
        return list(connection.execute(select(record).where(*self._mine(kind)).order_by(record.c.id)).all())

    def _mine(self, kind: SpaceKind) -> tuple[Any, ...]:
        return record.c.space_kind == int(kind), record.c.space_id == self._entered.identity.person_id

    def _space(self, kind: SpaceKind) -> tuple[int, bytes]:
        return kind, self._entered.identity.person_id

    def _key(self) -> SpaceKey:
        key = self._entered.keyring.person
        if key is None:
            raise Problem(N_("Your own space is not open: lock and unlock, then try again."), ExitCode.STORE)
        return key
