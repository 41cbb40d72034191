"""Facet of attachments: files sealed like records, their contents opened one by one (U13).

The note of a file is a record of the dossier, so a reading of the dossier lists it; the content is a record under the
same key in a drawer that such a reading leaves alone. Nothing of it is ever on the disk in clear.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Row

from core.entities.files import FileContent, FileNote
from core.problem import N_, Problem
from storage.audit.receipt import Receipt
from storage.engine import reading
from storage.keys.scopes import compartment_of
from storage.records.bodies import BodyBroken
from storage.schema.clients import record
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.books.files import content_of
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.proved_rows import PROVED, proved
from storage.vault.registers import Register, Registers, Stored
from storage.vault.writing import Writing, damaged

_AROUND = 1024
"""A sealed content is longer than the file by less than this: header, padding, handle, author, time."""


class Attachments:
    """Files of the clients this session opens."""

    def __init__(self, entered: Entered, clients: Clients, registers: Registers) -> None:
        self._entered = entered
        self._clients = clients
        self._registers = registers

    def attach(
        self, register: Register[FileNote], client_id: bytes, note: FileNote, data: bytes, receipt: Receipt
    ) -> FileNote:
        """Seal a file against the entry of a writing: content and note in one transaction. Gives the note as stored.

        Raises Problem (REFUSED) without the right to write there.
        """
        handle = os.urandom(16)
        told = msgspec.structs.replace(note, content=handle, size=len(data), sha256=hashlib.sha256(data).digest())
        with self._registers.writing(client_id, {"kind": register.name}) as writing:
            content = FileContent(id=handle, data=data, person=note.person)
            self._registers.add(writing, content_of(register), client_id, content, receipt=receipt)
            return self._registers.add(writing, register, client_id, told, receipt=receipt)

    def content(self, register: Register[FileNote], stored: Stored[FileNote], receipt: Receipt) -> bytes:
        """Bytes of a file, against the entry of a reading. Raises Problem: BAD_INPUT once they are destroyed, STORE."""
        for _row, found in self._found(register, stored, receipt):
            if hashlib.sha256(found.data).digest() != stored.fields.sha256:
                raise damaged("record")
            return found.data
        if stored.fields.content:
            raise damaged("record")
        raise Problem(N_("This file was destroyed: only what was known of it is left."))

    def destroy(self, register: Register[FileNote], stored: Stored[FileNote]) -> None:
        """Take a file away for good: its content is deleted, its note stays off the lists with its history.

        Raises Stale when somebody changed the note meanwhile, Problem (REFUSED) without the right to write there.
        """
        client_id = stored.space_id
        receipt = self._registers.noting(client_id)
        rows = [row for row, _found in self._found(register, stored, receipt)]
        home = self._clients.stored(client_id).portfolio_id
        after = msgspec.structs.replace(stored.fields, removed=True, content=b"")
        with self._registers.writing(client_id, {"kind": register.name, "destroyed": True}) as writing:
            self._registers.change(writing, register, stored, after, receipt=receipt)
            self._delete(writing, home, rows)

    def _delete(self, writing: Writing, home: bytes, rows: list[Row[Any]]) -> None:
        for row in rows:
            writing.connection.execute(record.delete().where(record.c.id == row.id))
            writing.gone(row.id, int(row.version) + 1, (SpaceKind.PORTFOLIO, home))

    def _found(
        self, register: Register[FileNote], stored: Stored[FileNote], receipt: Receipt
    ) -> Iterator[tuple[Any, FileContent]]:
        """The row that holds a file's content. Ids change with every sealing anew, so it is known by its handle; only
        rows of the right size are opened to look for it."""
        drawer, note = content_of(register), stored.fields
        if not note.content:
            return
        query = PROVED.where(
            record.c.space_kind == int(SpaceKind.CLIENT),
            record.c.space_id == stored.space_id,
            record.c.compartment == drawer.compartment,
            record.c.size.between(note.size, note.size + _AROUND),
        )
        with reading(self._entered.premises.engine) as connection:
            keys = self._clients.keys(stored.space_id, receipt, connection)
            key = keys.key(compartment_of(drawer.compartment))
            for row in connection.execute(query):
                place = Place(
                    Label.RECORD, self._entered.premises.store_id, SpaceKind.CLIENT, stored.space_id, row.id,
                    row.version, row.epoch,
                )  # fmt: skip
                try:
                    content = drawer.decode(key.open(place, proved(row.body, row.sha256))).f
                except (SealBroken, BodyBroken):
                    raise damaged("record") from None
                if content.id == note.content:
                    yield row, content
                    return
