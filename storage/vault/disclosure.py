"""Facet of contacts: masks for everybody who may see the card, one clear value at a time for the record (U05).

A value leaves this room only behind the COMMIT of its own entry; it counts once for a client and a day (spec/store §7).
"""

from __future__ import annotations

from typing import Any

from core.entities.client import ClientContacts
from core.entities.client_contact import Channel, ContactLine
from core.entities.masks import handle_mask, mail_mask, phone_mask
from core.entities.people import Person
from core.problem import N_, Problem
from storage.access.budgets import Spent
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.engine import reading
from storage.keys.scopes import Compartment, Scope, compartment_of
from storage.records.bodies import CONTACTS, BodyBroken, kind_of
from storage.records.registers import Register
from storage.sealing.envelope import SpaceKind
from storage.vault.books.people import PERSON
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.gate import LABEL_LETTERS
from storage.vault.register_rows import open_space
from storage.vault.staffing import Staffing
from storage.vault.writing import damaged

REASON_MAX = 200


class Disclosure:
    """Phones and e-mails of the clients this session opens."""

    def __init__(self, entered: Entered, clients: Clients, staffing: Staffing) -> None:
        self._entered = entered
        self._clients = clients
        self._staffing = staffing

    def masks(self, client_id: bytes) -> tuple[ContactLine, ...]:
        """What stands on the card before anything is revealed: free, under the entry of the login."""
        found = self._clients.contacts(client_id)
        return tuple(ContactLine(key, channel, _mask(channel, value)) for key, channel, value in _values(found))

    def is_own(self, client_id: bytes) -> bool:
        """Whether the client belongs to a portfolio of this very person: elsewhere a reason is asked."""
        home = self._clients.stored(client_id).portfolio_id
        note = self._staffing.portfolios().get(home)
        return self._entered.alone or (note is not None and note.owner_id == self._entered.identity.person_id)

    def opens(self, register: Register[Any], client_id: bytes) -> bool:
        """Whether the session was granted the compartment a register of clients is at home in."""
        key = self._entered.keyring.portfolios.get(self._clients.stored(client_id).portfolio_id)
        # A client who is only lent brings no key of a portfolio, and nothing private with him.
        return key is not None and bool(key.compartments & compartment_of(register.compartment).bit)

    def reveal(self, client_id: bytes, key: str, reason: str = "", call: bool = False) -> str:
        """One value in clear. `call`: for the length of a call, which the entry says.

        Raises Problem: REFUSED over budget, BAD_INPUT for a value that is not there or a missing reason.
        """
        told = self._reason(client_id, reason)
        name = self._clients.stored(client_id).card.name[:LABEL_LETTERS]
        details = {"client": client_id, "name": name, "field": key, "reason": told, "call": call}
        covers = [(int(Scope.CLIENT), client_id)]
        self._demand(client_id, key, None)
        receipt = self._entered.gate.read(Kind.REVEAL, client_id, details, covers)
        return self._demand(client_id, key, receipt)

    def copy(self, client_id: bytes, key: str, reason: str = "") -> str:
        """The same value for the clipboard: revealed first, then an entry of its own (spec/security §6)."""
        value = self.reveal(client_id, key, reason)
        self._entered.gate.note(Kind.COPY, client_id, {"client": client_id, "field": key})
        return value

    def budgets(self) -> list[Spent]:
        """What is left of every reading budget of this person."""
        gate = self._entered.gate
        with reading(self._entered.premises.engine) as connection:
            return gate.budgets.state(connection, self._entered.identity.person_id, self._entered.premises.clock())

    def _reason(self, client_id: bytes, reason: str) -> str:
        told = " ".join(reason.split())[:REASON_MAX]
        if not told and not self.is_own(client_id):
            raise Problem(N_("This client is not of your own portfolio: give a reason for looking."))
        return told

    def _demand(self, client_id: bytes, key: str, receipt: Receipt | None) -> str:
        """The value of a key, of the card itself or of a contact person. Raises Problem where it is gone."""
        with reading(self._entered.premises.engine) as connection:
            contacts = self._clients.keys(client_id, receipt, connection).key(Compartment.CONTACTS)
            store_id = self._entered.premises.store_id
            held = open_space(connection, store_id, SpaceKind.CLIENT, client_id, int(Compartment.CONTACTS), contacts)
            bodies = [each.body for each in held]
        try:
            for body in bodies:
                for known, _channel, value in _said(body):
                    if known == key:
                        return value
        except BodyBroken:
            raise damaged("record") from None
        raise _gone()


def _said(body: bytes) -> list[tuple[str, Channel, str]]:
    kind = kind_of(body)
    if kind == CONTACTS.name:
        return _values(CONTACTS.decode(body).f)
    return person_values(PERSON.decode(body).f) if kind == PERSON.name else []


def _gone() -> Problem:
    return Problem(N_("The client has no such phone or e-mail any more: look at the card again."))


def _values(contacts: ClientContacts) -> list[tuple[str, Channel, str]]:
    phones: list[tuple[str, Channel, str]] = [(f"phone:{n}", "phone", each) for n, each in enumerate(contacts.phones)]
    return phones + [(f"email:{n}", "email", each) for n, each in enumerate(contacts.emails)]


def contact_keys(contacts: ClientContacts) -> list[str]:
    """Keys of the phones and e-mails of a client, in order."""
    return [key for key, _channel, _value in _values(contacts)]


def person_values(person: Person) -> list[tuple[str, Channel, str]]:
    """Keys, channels and clear values of the ways to reach a contact person; none of one who was taken off."""
    if person.removed:
        return []
    return [(f"{person.id.hex()}:{n}", each.channel, each.value) for n, each in enumerate(person.points)]


def person_masks(person: Person) -> tuple[ContactLine, ...]:
    """What is shown of them before a reveal."""
    return tuple(ContactLine(key, channel, _mask(channel, value)) for key, channel, value in person_values(person))


def _mask(channel: Channel, value: str) -> str:
    if channel == "phone":
        return phone_mask(value)
    return mail_mask(value) if channel == "email" else handle_mask(value)
