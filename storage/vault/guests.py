"""Clients whose keys this person holds one by one, out of portfolios that stay shut to him (spec/store §1).

What is lent of a client is read: his card in the lists, phones and e-mails under their masks, the dossier under an
entry and the budget like anybody's. Sales stay where they are: which of their batches count, the portfolio tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from core.entities.client import ClientCard
from storage.audit.receipt import Receipt
from storage.keys.door import NotCovered, covered
from storage.keys.grants import OpenedGrant
from storage.keys.portfolio import PORTFOLIO_WIDE, ClientKeys, NotGranted
from storage.keys.scopes import Compartment, Scope, mask_of
from storage.schema.clients import client
from storage.schema.people import grant
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.secret import SealBroken, Secret
from storage.vault.card_rows import OF_CLIENT, Opener, open_row, unknown_client
from storage.vault.granting import take_grants

if TYPE_CHECKING:
    from storage.vault.keyring import Keyring
    from storage.vault.writing import Writing

LENDABLE = mask_of(Compartment.CARD, Compartment.CONTACTS, Compartment.DOSSIER, Compartment.PRIVATE)
"""Compartments of a single client that can be given away."""


class Guest(Secret):
    """One client's keys as grants of this client alone carried them."""

    __slots__ = ("_parts", "client_id", "epoch", "store_id")

    def __init__(self, store_id: bytes, client_id: bytes, epoch: int, parts: Mapping[Compartment, bytes]) -> None:
        self.store_id = store_id
        self.client_id = client_id
        self.epoch = epoch
        self._parts = dict(parts)

    @classmethod
    def of_grant(cls, opened: OpenedGrant) -> Guest:
        """What a grant carried. Raises SealBroken when it is not for a client."""
        given = opened.grant
        if given.scope_kind is not Scope.CLIENT:
            raise SealBroken
        return cls(given.store_id, given.scope_id, given.epoch, opened.secret.parts)

    @property
    def compartments(self) -> int:
        """Mask of what is lent."""
        return mask_of(*self._parts)

    def joined(self, other: Guest) -> Guest:
        """What two grants open together; of two epochs the newer alone opens anything."""
        if self.epoch != other.epoch:
            return self if self.epoch > other.epoch else other
        return Guest(self.store_id, self.client_id, self.epoch, {**self._parts, **other._parts})

    def keys(self, receipt: Receipt | None) -> ClientKeys:
        """Keys of the client; those of dossier and private only against a receipt that names him."""
        whole = covered(receipt, Scope.CLIENT, self.client_id)
        return ClientKeys(self.client_id, self.epoch, whole_client=whole, raw=self._parts)

    def opener(self, compartment: Compartment, label: Label = Label.RECORD) -> GuestOpener:
        """Opener of objects of what stands on the card. Raises NotCovered for dossier and private, NotGranted."""
        if not PORTFOLIO_WIDE & compartment.bit:
            raise NotCovered
        if compartment not in self._parts:
            raise NotGranted
        return GuestOpener(self, SealKey(self._parts[compartment]), label)


class GuestOpener(Secret):
    """Opens what a `BulkOpener` opens, for the one client whose keys are at hand."""

    __slots__ = ("_guest", "_key", "_label")

    def __init__(self, guest: Guest, key: SealKey, label: Label) -> None:
        self._guest, self._key, self._label = guest, key, label

    def open(self, client_id: bytes, epoch: int, _wraps: bytes, object_id: bytes, version: int, blob: bytes) -> bytes:
        """Body of one object of the client's space at `epoch`. Raises SealBroken."""
        if client_id != self._guest.client_id or epoch != self._guest.epoch:
            raise SealBroken
        place = Place(self._label, self._guest.store_id, SpaceKind.CLIENT, client_id, object_id, version, epoch)
        return self._key.open(place, blob)


def guest_rows(connection: Connection, keyring: Keyring, part: Compartment) -> Iterator[Any]:
    """Joined rows of lent clients that have something in a compartment, in the order of their ids.

    A client who was moved or erased since has other keys: he is no longer among them.
    """
    for client_id, guest in sorted(keyring.guests.items()):
        if not guest.compartments & part.bit:
            continue
        row = connection.execute(OF_CLIENT, {"part": int(part), "client": client_id}).fetchone()
        if row is not None and row[1] == guest.epoch and row[7] not in keyring.held:
            yield row


def opener_of(keyring: Keyring, row: Any, part: Compartment) -> Opener:
    """Opener of a joined row, by his portfolio's key or his own. Raises Problem (BAD_INPUT) where neither is at hand.

    Raises NotGranted where the keys at hand do not reach the compartment.
    """
    if row is None:
        raise unknown_client()
    if row[7] in keyring.portfolios:
        return keyring.opener(row[7], part)
    guest = keyring.guests.get(bytes(row[0]))
    if guest is None or guest.epoch != row[1]:
        raise unknown_client()
    return guest.opener(part)


def opener_if(keyring: Keyring, row: Any, part: Compartment) -> Opener | None:
    """The same, None where the keys at hand open neither the client nor the compartment. `row` is there."""
    if row[7] not in keyring.portfolios and row[0] not in keyring.guests:
        return None
    try:
        return opener_of(keyring, row, part)
    except NotGranted:
        return None


def lent_keys(keyring: Keyring, client_id: bytes, epoch: int, receipt: Receipt | None) -> ClientKeys:
    """Keys of a client who is lent at this epoch of his. Raises Problem (BAD_INPUT) where he is not."""
    guest = keyring.guests.get(client_id)
    if guest is None or guest.epoch != epoch:
        raise unknown_client()
    return guest.keys(receipt)


def guest_homes(connection: Connection, keyring: Keyring) -> set[bytes]:
    """Portfolios the lent clients are in: their change counters are in clear, and tell when to look again."""
    if not keyring.guests:
        return set()
    query = select(client.c.portfolio_id).where(client.c.id.in_(sorted(keyring.guests))).distinct()
    return {bytes(each) for each in connection.scalars(query)} - keyring.held.keys()


def changed_guests(connection: Connection, keyring: Keyring, home: bytes, before: int) -> dict[bytes, ClientCard]:
    """Cards of the lent clients of one portfolio that changed since its counter stood at `before`."""
    query = select(client.c.id).where(client.c.portfolio_id == home, client.c.changed_seq > before)
    written = {bytes(each) for each in connection.scalars(query.where(client.c.id.in_(sorted(keyring.guests))))}
    rows = (row for row in guest_rows(connection, keyring, Compartment.CARD) if bytes(row[0]) in written)
    return {bytes(row[0]): open_row(opener_of(keyring, row, Compartment.CARD), row).f for row in rows}


def take_lent(writing: Writing, clients: Sequence[bytes], reason: str) -> int:
    """Take every grant of these clients alone: their keys open nothing any more."""
    query = select(grant.c.id).where(grant.c.scope_kind == int(Scope.CLIENT), grant.c.scope_id.in_(clients))
    return take_grants(writing, writing.connection.scalars(query).all(), reason)


def lent_in(connection: Connection, portfolios: Iterable[bytes]) -> dict[bytes, bytes]:
    """Client → portfolio, of the clients in these portfolios that somebody holds a grant of alone."""
    lent = select(grant.c.scope_id).where(grant.c.scope_kind == int(Scope.CLIENT))
    query = select(client.c.id, client.c.portfolio_id).where(
        client.c.portfolio_id.in_(sorted(portfolios)), client.c.id.in_(lent)
    )
    return {bytes(row.id): bytes(row.portfolio_id) for row in connection.execute(query)}
