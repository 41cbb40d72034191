"""Facet of newcomers: a client a person typed, written in one transaction and taken back in one (S03.53).

What he was asked about himself lives in the `private` compartment, whose key needs an entry that names him.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from core.entities.client import ClientCard, ClientContacts, ClientPrivate
from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.engine import reading
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import FILE_DRAWERS, Compartment, Scope
from storage.records.bodies import PRIVATE, BodyBroken, kind_of
from storage.schema.clients import record
from storage.schema.sales import sales_page
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.firm import check_digest
from storage.vault.merges import Merges
from storage.vault.writing import Writing, damaged

NOTHING_PRIVATE = ClientPrivate()


class Newcomers:
    """Clients made by hand."""

    def __init__(self, entered: Entered, clients: Clients, merges: Merges) -> None:
        self._entered = entered
        self._clients = clients
        self._merges = merges

    def add(
        self,
        portfolio_id: bytes,
        card: ClientCard,
        contacts: ClientContacts,
        private: ClientPrivate = NOTHING_PRIVATE,
    ) -> bytes:
        """Write a new client; the entry names him and the person. Gives his id.

        Raises Problem (REFUSED) without the right to write there, or to write what is private.
        """
        keyring = self._entered.keyring
        key = keyring.portfolios.get(portfolio_id)
        if key is None or not keyring.may_write(portfolio_id):
            raise Problem(N_("You may not add clients to this portfolio: ask your head."), ExitCode.REFUSED)
        # Not `gate.writing`: the subject of this entry is made within it.
        with self._entered.gate.transaction() as step:
            writing = Writing(step, self._entered.premises.store_id)
            client_id, keys = self._clients.create(writing, key, card, contacts, "person")
            if private != NOTHING_PRIVATE:
                if Compartment.PRIVATE not in keys:
                    raise Problem(
                        N_("You may not keep birth dates and documents here: leave them empty."), ExitCode.REFUSED
                    )
                writing.put_record(
                    keys[Compartment.PRIVATE],
                    (SpaceKind.CLIENT, client_id),
                    (SpaceKind.PORTFOLIO, portfolio_id),
                    os.urandom(16),
                    1,
                    PRIVATE.encode(private, "person"),
                    int(Compartment.PRIVATE),
                )
            writing.flush()
            step.append(Kind.WRITE, self._entered.gate.tag(client_id), writes=writing.leaves)
        return client_id

    def take_back(self, client_id: bytes) -> None:
        """Remove a client that was typed by mistake. Raises Problem (REFUSED) once anybody has worked on him."""
        stored = self._clients.stored(client_id)
        if not self._entered.keyring.may_write(stored.portfolio_id):
            raise Problem(N_("You may read this client and not change it: ask your head."), ExitCode.REFUSED)
        with self._entered.gate.writing(Kind.WRITE, client_id) as writing:
            own = and_(record.c.space_kind == int(SpaceKind.CLIENT), record.c.space_id == client_id)
            versions = writing.connection.scalar(select(func.max(record.c.version)).where(own))
            pages = writing.connection.scalar(
                select(func.count()).select_from(sales_page).where(sales_page.c.client_id == client_id)
            )
            files = writing.connection.scalar(
                select(func.count()).select_from(record).where(own, record.c.compartment.in_(FILE_DRAWERS))
            )
            if pages or files or int(versions or 0) > 1 or len(self._merges.now().members(client_id)) > 1:
                raise Problem(N_("Somebody has worked on this client since: he stays in the base."), ExitCode.REFUSED)
            self._clients.remove(writing, stored.portfolio_id, [client_id])

    def matching(self, clients: Iterable[bytes], private: ClientPrivate) -> set[bytes]:
        """Which of these clients were born on the day, or hold one of the documents. Nothing else is said of them.

        A look-up of finished values: one entry that names everybody looked at, before a key is unwrapped.
        """
        if private == NOTHING_PRIVATE:
            return set()
        query = select(record.c.space_id, record.c.id, record.c.version, record.c.epoch, record.c.body).where(
            record.c.space_kind == int(SpaceKind.CLIENT),
            record.c.space_id.in_(list(clients)),
            record.c.compartment == int(Compartment.PRIVATE),
        )
        with reading(self._entered.premises.engine) as connection:
            rows: list[Row[Any]] = [*connection.execute(query)]
        looked = [row.space_id for row in rows]
        if not looked:
            return set()
        covers = [(int(Scope.CLIENT), each) for each in looked]
        details = {"clients": looked, "birthday": bool(private.birthday), "documents": len(private.documents)}
        receipt = self._entered.gate.read(Kind.SEARCH_IDENTIFIER, b"", details, covers)
        with reading(self._entered.premises.engine) as connection:
            return {row.space_id for row in rows if self._fits(connection, receipt, row, private)}

    def _fits(self, connection: Connection, receipt: Receipt, row: Row[Any], wanted: ClientPrivate) -> bool:
        try:
            key = self._clients.keys(row.space_id, receipt, connection).key(Compartment.PRIVATE)
        except NotGranted:
            return False
        check_digest(connection, row.id, row.version, row.body)
        store_id = self._entered.premises.store_id
        place = Place(Label.RECORD, store_id, SpaceKind.CLIENT, row.space_id, row.id, row.version, row.epoch)
        try:
            body = key.open(place, row.body)
            if kind_of(body) != PRIVATE.name:
                return False
            held = PRIVATE.decode(body).f
        except (SealBroken, BodyBroken):
            raise damaged("record") from None
        documents = {document_key(each) for each in held.documents}
        born = not wanted.birthday or wanted.birthday == held.birthday
        return born and all(document_key(each) in documents for each in wanted.documents)


def document_key(text: str) -> str:
    """A document's series and number without the ways to write them: 45 06 №123456 → 4506123456."""
    return "".join(char for char in text.upper() if char.isalnum())
