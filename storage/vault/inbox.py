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
from core.problem import N_, Problem
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.keys.letters import BODY_MAX, check_author, open_letter, seal_letter
from storage.records.bodies import LETTER
from storage.schema.clients import NO_COMPARTMENT, record
from storage.schema.log import digest, log
from storage.sealing.envelope import SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.door import Entered
from storage.vault.firm import check_digest
from storage.vault.own_space import OwnSpace
from storage.vault.writing import Writing, damaged


class Inbox:
    """Letters this person sends and receives."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered
        self._own = OwnSpace(entered)

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
        query = select(func.count()).select_from(record).where(*self._arrived())
        with reading(self._entered.premises.engine) as connection:
            return int(connection.scalar(query) or 0)

    def read(self) -> list[Letter]:
        """Every letter that is not settled, oldest first. New ones move into the person's own space.

        Raises Problem (STORE) for a letter that is not what its sender wrote into the log.
        """
        if self.waiting():
            with self._entered.gate.writing(Kind.WRITE, details={"letters": "read"}) as writing:
                for row in self._new(writing.connection):
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
        check_digest(writing.connection, row.id, row.version, row.body)
        writing.connection.execute(delete(record).where(record.c.id == row.id))
        writing.gone(row.id, int(row.version) + 1, self._space(SpaceKind.INBOX))
        letter = self._opened(writing.connection, row)
        if letter is not None:
            self._own.add(writing, LETTER, letter)

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
        except (SealBroken, msgspec.DecodeError, UnicodeDecodeError):
            raise damaged("letter") from None
        return Letter(row.id, opened.author_id, opened.kind, opened.sent_us, body)

    def _kept(self) -> list[tuple[bytes, int, Letter]]:
        """(record, version, letter) in the own space, oldest first."""
        return sorted(self._own.all(LETTER), key=lambda each: (each[2].sent_us, each[2].id))

    def _new(self, connection: Connection) -> list[Row[Any]]:
        return list(connection.execute(select(record).where(*self._arrived()).order_by(record.c.id)).all())

    def _arrived(self) -> tuple[Any, ...]:
        return record.c.space_kind == int(SpaceKind.INBOX), record.c.space_id == self._entered.identity.person_id

    def _space(self, kind: SpaceKind) -> tuple[int, bytes]:
        return kind, self._entered.identity.person_id
