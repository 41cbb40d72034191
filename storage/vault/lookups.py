"""Facet of search: what may be found, opened under the entry of the login, and the count of identifier look-ups.

Search is no free reveal (spec/store §7): a fragment of a telephone that finds somebody tells a digit more than the
mask. Twenty look-ups an hour are everyday work; each one above them is an entry of the log.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from core.entities.client import ClientCard, ClientContacts
from core.entities.people import Person, reach_of
from core.rules import DEFAULT
from storage.access.budgets import note_lookup
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import Compartment
from storage.records.bodies import CARD, CONTACTS
from storage.vault.batches import Batches
from storage.vault.books.people import PERSON
from storage.vault.card_rows import OF_PORTFOLIO, open_as, open_one_of
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.guests import guest_rows
from storage.vault.registers import Registers

NO_CONTACTS = ClientContacts()


class Findable(msgspec.Struct, frozen=True, gc=False):
    """One client as search reads him; contacts are empty where the session may not open them."""

    id: bytes
    card: ClientCard
    contacts: ClientContacts = NO_CONTACTS
    people: tuple[Person, ...] = ()


_Reach = tuple[ClientContacts, tuple[Person, ...]]
"""Telephones and addresses of a client himself, and his contact persons."""
_NOBODY: _Reach = (NO_CONTACTS, ())


class Lookups:
    """Reading for the index, and counting what it is asked."""

    def __init__(self, entered: Entered, clients: Clients, batches: Batches, registers: Registers) -> None:
        self._entered = entered
        self._clients = clients
        self._batches = batches
        self._registers = registers
        self._asked = ""

    def findable(self) -> Iterator[Findable]:
        """Every client the session opens, in order of portfolio and id, two statements a portfolio.

        Raises Problem (STORE) on a damaged record.
        """
        keyring = self._entered.keyring
        hidden = {f"batch:{each.hex()}" for each in self._batches.unfinished()}
        for portfolio_id in sorted(keyring.portfolios):
            reach = self._reach(portfolio_id, hidden)
            next_id, told = next(reach, (b"", _NOBODY))
            opener = keyring.opener(portfolio_id, Compartment.CARD)
            values = {"part": int(Compartment.CARD), "portfolio": portfolio_id}
            with reading(self._entered.premises.engine) as connection:
                for row in connection.execute(OF_PORTFOLIO, values):
                    while next_id and next_id < row[0]:
                        next_id, told = next(reach, (b"", _NOBODY))
                    body = open_as(CARD, opener, row)
                    if body.c not in hidden:
                        yield Findable(row[0], body.f, *(told if next_id == row[0] else _NOBODY))

        with reading(self._entered.premises.engine) as connection:
            lent = list(guest_rows(connection, keyring, Compartment.CARD))
        for row in lent:
            yield self.of(row[0])

    def _reach(self, portfolio_id: bytes, hidden: set[str]) -> Iterator[tuple[bytes, _Reach]]:
        try:
            opener = self._entered.keyring.opener(portfolio_id, Compartment.CONTACTS)
        except NotGranted:
            return
        values = {"part": int(Compartment.CONTACTS), "portfolio": portfolio_id}
        of, contacts = b"", NO_CONTACTS
        people: list[Person] = []
        with reading(self._entered.premises.engine) as connection:
            for row in connection.execute(OF_PORTFOLIO, values):
                found = open_one_of((CONTACTS, PERSON), opener, row)
                if found is None or found.c in hidden:
                    continue
                if row[0] != of:
                    if of:
                        yield of, (contacts, tuple(people))
                    of, contacts, people = row[0], NO_CONTACTS, []
                if isinstance(found.f, Person):
                    people += [] if found.f.removed else [found.f]
                elif isinstance(found.f, ClientContacts):
                    contacts = found.f
        if of:
            yield of, (contacts, tuple(people))

    def of(self, client_id: bytes) -> Findable:
        """One of them, as he is stored now. Raises Problem (BAD_INPUT) for a client that is not there."""
        card = self._clients.stored(client_id).card
        return Findable(client_id, card, self.contacts(client_id), self._people(client_id))

    def _people(self, client_id: bytes) -> tuple[Person, ...]:
        found = (each.fields for each in self._registers.of(PERSON, [client_id]))
        return tuple(each for each in found if not each.removed)

    def contacts(self, client_id: bytes) -> ClientContacts:
        """Telephones and addresses of one client, in clear: for masks. Empty where the session may not open them."""
        try:
            return self._clients.contacts(client_id)
        except NotGranted:
            return NO_CONTACTS

    def of_person(self, client_id: bytes, name: str) -> ClientContacts:
        """The same of a contact person of his, by name or by name and Latin name."""
        for each in self._people(client_id):
            if name in (each.name, f"{each.name} {each.latin}"):
                return reach_of(each)
        return NO_CONTACTS

    def identifier(self, typed: str) -> None:
        """Count a look-up of nothing but an identifier, before its answer is shown.

        Typing on, and taking letters back, is the same look-up; another digit in a place already tried is another
        one. Raises Problem where the count or the entry cannot be written.
        """
        if self._asked and (typed.startswith(self._asked) or self._asked.startswith(typed)):
            self._asked = max(self._asked, typed, key=len)
            return
        entered = self._entered
        with entered.gate.transaction() as step:
            number = note_lookup(step.connection, entered.identity.person_id, entered.premises.clock())
            if number > DEFAULT.lookups_hour:
                details = {"number": number, "length": len(typed)}
                step.append(Kind.SEARCH_IDENTIFIER, details=msgspec.msgpack.encode(details))
        self._asked = typed
