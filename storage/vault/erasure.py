"""Facet of erasing a person's data on demand of the law (spec/store §2, U36).

What is erased leaves no record and no history; the client gets new keys and everything else of him is sealed anew, so
that the old ciphertext, wherever a copy of the database still has it, opens with no key that exists. A contact person
goes with his positions, links and private profile, at every client he is known at under the same handle.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import update

from core.entities.client import ClientContacts
from core.identity.blind_values import contact_values
from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.access.rights import MAY_ERASE
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.engine import checkpoint_truncate, reading
from storage.keys.portfolio import PORTFOLIO_WIDE, new_client_keys
from storage.keys.scopes import Compartment, Scope
from storage.records.bodies import CONTACTS, BodyBroken, kind_of
from storage.schema.clients import client
from storage.sealing.envelope import SpaceKind
from storage.vault.clients import Clients
from storage.vault.copies import Copies
from storage.vault.disclosure import contact_keys
from storage.vault.door import Entered
from storage.vault.guests import take_lent
from storage.vault.imports import Imports
from storage.vault.parting import Parting
from storage.vault.resealing import OpenObject, drop_all, open_all, seal_all, used_compartments
from storage.vault.writing import Writing, damaged

DAY_US = 86_400_000_000
Kept = Callable[[Sequence[OpenObject]], list[OpenObject]]
"""Objects of a client → those that stay."""


@dataclass(frozen=True, slots=True)
class Erased:
    """`values` are gone from the store. `copies_until_us`: till then backups may hold them; None: there is none."""

    values: int
    copies_until_us: int | None
    mentions: int = 0
    """Records that stay and have the erased person's name in their text: somebody has to read them."""


class Erasure:
    """Taking a person's data out of a client for good."""

    def __init__(self, entered: Entered, clients: Clients, imports: Imports, copies: Copies) -> None:
        self._entered = entered
        self._clients = clients
        self._imports = imports
        self._copies = copies

    def erase(self, client_id: bytes, keys: Collection[str]) -> Erased:
        """Erase phones and e-mails of a client, named by their keys on the card (`phone:0`, `email:1`).

        Raises Problem: REFUSED without the role or a key the client's data needs, BAD_INPUT for a value not there.
        """
        self._demand_role()
        with self._imports.quiet():
            home = self._clients.stored(client_id).portfolio_id
            before = self._clients.contacts(client_id)
            after = _without(before, keys)
            receipt = self._recorded(client_id, home)
            details = {"client": client_id, "values": len(set(keys)), "state": "done"}
            with self._entered.gate.writing(Kind.ERASE, client_id, details) as writing:
                self._seal_anew(writing, client_id, home, receipt, lambda objects: _with_contacts(objects, after))
                values = contact_values(before), contact_values(after)
                self._clients.tags.change(writing, home, client_id, *values)
                # Grants of this one client carry keys that open nothing now: they are given again by hand.
                take_lent(writing, [client_id], "erase")
        checkpoint_truncate(self._entered.premises.engine)
        return Erased(len(set(keys)), self._copies_until_us())

    def erase_person(self, clients: Sequence[bytes], handle: bytes) -> Erased:
        """Erase a contact person at the clients given, one after the other; cut off between two, it is done again.

        Raises Problem: REFUSED without the role or a key a client's data needs, BAD_INPUT where he is not known.
        """
        self._demand_role()
        gone, mentions = 0, 0
        with self._imports.quiet():
            begun = []
            for client_id in clients:
                home = self._clients.stored(client_id).portfolio_id
                begun.append((client_id, home, self._recorded(client_id, home)))
            for client_id, home, receipt in begun:
                parting = Parting(handle)
                details = {"client": client_id, "person": handle, "state": "done"}
                with self._entered.gate.writing(Kind.ERASE, client_id, details) as writing:
                    self._seal_anew(writing, client_id, home, receipt, parting.without)
                    if not parting.gone:
                        raise Problem(N_("The client has no such person: person list shows them with their keys."))
                    take_lent(writing, [client_id], "erase")
                gone += parting.gone
                mentions += parting.mentions
        checkpoint_truncate(self._entered.premises.engine)
        return Erased(gone, self._copies_until_us(), mentions)

    def _demand_role(self) -> None:
        if self._entered.me.statement.role not in MAY_ERASE:
            raise Problem(
                N_("Erasing a person's data is for head, keeper and owner: ask one of them."), ExitCode.REFUSED
            )

    def _recorded(self, client_id: bytes, home: bytes) -> Receipt | None:
        """The entry that it begins. Dossier and private open against it; None where the login's own is enough."""
        keyring = self._entered.keyring
        with reading(self._entered.premises.engine) as connection:
            used = used_compartments(connection, client_id)
        if used & ~keyring.portfolios[home].compartments or not keyring.may_write(home):
            raise Problem(
                N_("Part of this client's dossier is closed to you, so only a head can erase here."), ExitCode.REFUSED
            )
        covers = [(int(Scope.CLIENT), client_id)] if used & ~PORTFOLIO_WIDE else []
        receipt = self._entered.gate.read(Kind.ERASE, client_id, {"client": client_id, "state": "begun"}, covers)
        return receipt if covers else None

    def _seal_anew(self, writing: Writing, client_id: bytes, home: bytes, receipt: Receipt | None, kept: Kept) -> None:
        keys = self._clients.keys(client_id, receipt, writing.connection)
        opened = open_all(writing.connection, writing.store_id, client_id, keys)
        epoch, feed = keys.epoch + 1, (SpaceKind.PORTFOLIO, home)
        wraps, fresh = new_client_keys(self._entered.keyring.portfolios[home], client_id, epoch)
        drop_all(writing, opened, feed)
        seal_all(writing, replace(opened, objects=tuple(kept(opened.objects))), fresh, epoch, feed, lambda batch: batch)
        writing.connection.execute(
            update(client)
            .where(client.c.id == client_id)
            .values(epoch=epoch, wraps=wraps, changed_seq=writing.change(*feed))
        )

    def _copies_until_us(self) -> int | None:
        last = self._copies.last_verified_us()
        return None if last is None else last + DEFAULT.backup_keep_days * DAY_US


def _without(contacts: ClientContacts, keys: Collection[str]) -> ClientContacts:
    known = contact_keys(contacts)
    if not keys or not set(keys) <= set(known):
        raise Problem(N_("The client has no such phone or e-mail: person list shows them with their keys."))
    return ClientContacts(
        tuple(value for n, value in enumerate(contacts.phones) if f"phone:{n}" not in keys),
        tuple(value for n, value in enumerate(contacts.emails) if f"email:{n}" not in keys),
    )


def _with_contacts(objects: Sequence[OpenObject], after: ClientContacts) -> list[OpenObject]:
    return [each for each in objects if not _is_contacts(each)] + _contacts(objects, after)


def _is_contacts(each: OpenObject) -> bool:
    """Whether it is the record of the firm's own phones and e-mails; people are records beside it."""
    try:
        return each.drawer == Compartment.CONTACTS and kind_of(each.body) == CONTACTS.name
    except BodyBroken:
        raise damaged("record") from None


def _contacts(objects: Sequence[OpenObject], after: ClientContacts) -> list[OpenObject]:
    """The contacts that stay, as if they had been typed today: without the history of those that go."""
    for each in objects:
        if _is_contacts(each) and (after.phones or after.emails):
            cause = CONTACTS.decode(each.body).c
            return [OpenObject(Compartment.CONTACTS, 1, CONTACTS.encode(after, cause))]
    return []
