"""Portfolio key → one key per compartment → the five keys of a client (spec/store §1).

PK_comp = HKDF-Expand(PK, "kartoteka/pk-comp/1/" + compartment). A client's keys are random and wrapped under
PK_comp; `wraps` holds five slots of 60 bytes in the order of `Compartment`. Whoever holds only some PK_comp opens
those compartments of every client of the portfolio, also of clients created tomorrow. A slot of zeros is a key
not made yet: the keeper, who has no PK_comp of dossier and private, creates clients without these two.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from storage.audit.receipt import Receipt
from storage.keys.door import NotCovered, covered, demand
from storage.keys.grants import GrantSecret, OpenedGrant
from storage.keys.scopes import ALL_COMPARTMENTS, Compartment, Scope, in_mask, mask_of
from storage.sealing.derive import expand
from storage.sealing.envelope import ID_SIZE, Domain, Label, Random, SealKey, SpaceKind
from storage.sealing.framing import LENGTH_16, frame, number
from storage.sealing.secret import SealBroken, Secret
from storage.sealing.wraps import WRAP_SIZE, BulkOpener, TwoEpochOpener, WrapKey

WRAPS_SIZE = len(Compartment) * WRAP_SIZE
CLIENT_KEY_LABEL = b"kartoteka/ck/1"
_COMPARTMENT_LABEL = b"kartoteka/pk-comp/1/"
_SPACE_LABEL = b"kartoteka/space/1"
_EMPTY = bytes(WRAP_SIZE)

PORTFOLIO_WIDE = mask_of(Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY)
"""Compartments one `portfolio.open` entry opens for all clients (spec/store §7). Dossier and private are opened
client by client: their keys demand a receipt that names the client, so that no reading of a dossier goes past the
budget under the receipt of the login."""


class NotGranted(Exception):  # noqa: N818  (the state of the key)
    """The key of this compartment was not granted, or not made yet. Carries no ids."""

    def __init__(self) -> None:
        super().__init__("no key of this compartment at hand")


class PortfolioKey(Secret):
    """One epoch of a portfolio's key: whole, or the keys of some compartments."""

    __slots__ = ("_contexts", "_keys", "_whole", "_wrappers", "before", "epoch", "portfolio_id", "store_id")

    def __init__(
        self,
        store_id: bytes,
        portfolio_id: bytes,
        epoch: int,
        secret: GrantSecret,
    ) -> None:
        if len(store_id) != ID_SIZE or len(portfolio_id) != ID_SIZE or not 0 <= epoch < 1 << 32:
            raise ValueError("an id has 16 bytes, an epoch 4")
        self.store_id = store_id
        self.portfolio_id = portfolio_id
        self.epoch = epoch
        self.before: PortfolioKey | None = None
        """The key of the epoch before, while the portfolio is being rotated: some clients are still under it."""
        self._whole = secret.whole
        self._keys: dict[Compartment, bytes] = (
            {part: expand(secret.whole, _COMPARTMENT_LABEL + part.word) for part in Compartment}
            if secret.whole is not None
            else dict(secret.parts)
        )
        self._wrappers = {part: WrapKey(key) for part, key in self._keys.items()}
        # Framed once: every wrap of a client needs it, and framing it costs more than the unwrapping.
        before = frame(CLIENT_KEY_LABEL, store_id) + LENGTH_16
        self._contexts = {
            part: (before, frame(portfolio_id, number(part, 1), number(epoch, 4)) + number(4, 4))
            for part in Compartment
        }

    @classmethod
    def create(cls, store_id: bytes, portfolio_id: bytes, epoch: int, random: Random = os.urandom) -> PortfolioKey:
        """A new random key, for a new portfolio or for rotation."""
        return cls(store_id, portfolio_id, epoch, GrantSecret(whole=random(32)))

    @classmethod
    def of_grant(cls, opened: OpenedGrant) -> PortfolioKey:
        """The key an opened grant carried. Raises SealBroken when the grant is not for a portfolio."""
        grant = opened.grant
        if grant.scope_kind is not Scope.PORTFOLIO:
            raise SealBroken
        return cls(grant.store_id, grant.scope_id, grant.epoch, opened.secret)

    @property
    def compartments(self) -> int:
        """Mask of the compartments this key opens."""
        return mask_of(*self._keys)

    def joined(self, other: PortfolioKey) -> PortfolioKey:
        """What two grants of one epoch open together."""
        if self._whole is not None or other.compartments & ~self.compartments == 0:
            return self
        if other._whole is not None or self.compartments & ~other.compartments == 0:
            return other
        return PortfolioKey(
            self.store_id, self.portfolio_id, self.epoch, GrantSecret(parts={**self._keys, **other._keys})
        )

    @property
    def whole(self) -> bool:
        """Whether this is the portfolio's key itself: only that can be rotated and given on entire."""
        return self._whole is not None

    def unwrap_client(self, compartment: Compartment, client_id: bytes, client_epoch: int, slot: bytes) -> bytes:
        """The raw key in a slot of a client's wraps, of this epoch or the one before. Raises SealBroken, NotGranted."""
        try:
            return self.wrapper(compartment).unwrap(self.wrap_context(compartment, client_id, client_epoch), slot)
        except SealBroken:
            if self.before is None:
                raise
            return self.before.unwrap_client(compartment, client_id, client_epoch, slot)

    def secret(self, compartments: int = ALL_COMPARTMENTS) -> GrantSecret:
        """What to put into a grant for these compartments. Raises NotGranted when this key does not reach them."""
        if not compartments or compartments & ~self.compartments:
            raise NotGranted
        if compartments == ALL_COMPARTMENTS:
            if self._whole is None:
                raise NotGranted
            return GrantSecret(whole=self._whole)
        return GrantSecret(parts={part: self._keys[part] for part in in_mask(compartments)})

    def space_key(self, compartment: Compartment, epoch: int | None = None) -> SealKey:
        """Key of the portfolio's own records (agenda page, batches) in a compartment, of this epoch or the one named.

        Raises NotGranted.
        """
        if epoch is not None and epoch != self.epoch and self.before is not None:
            return self.before.space_key(compartment, epoch)
        if compartment not in self._keys:
            raise NotGranted
        return SealKey(expand(self._keys[compartment], _SPACE_LABEL))

    def wrapper(self, compartment: Compartment) -> WrapKey:
        """PK_comp, ready to wrap. Raises NotGranted."""
        if compartment not in self._wrappers:
            raise NotGranted
        return self._wrappers[compartment]

    def bulk_opener(self, receipt: Receipt, compartment: Compartment, label: Label = Label.RECORD) -> BulkOpener:
        """Opener of one object for each of many clients, under a receipt that covers the portfolio.

        Raises NotCovered, also for compartments opened client by client; NotGranted without the key.
        """
        demand(receipt, Scope.PORTFOLIO, self.portfolio_id)
        if not PORTFOLIO_WIDE & compartment.bit:
            raise NotCovered
        if compartment not in self._keys:
            raise NotGranted
        before, after = self._contexts[compartment]
        domain = Domain(label, self.store_id, SpaceKind.CLIENT)
        opener = BulkOpener(self._keys[compartment], before, after, compartment, len(Compartment), domain)
        if self.before is None:
            return opener
        return TwoEpochOpener(opener, self.before.bulk_opener(receipt, compartment, label))

    def wrap_context(self, compartment: Compartment, client_id: bytes, client_epoch: int) -> bytes:
        """Associated data of a client's key: label, store, client, portfolio, compartment, both epochs."""
        if len(client_id) != ID_SIZE:
            raise SealBroken
        before, after = self._contexts[compartment]
        try:
            return before + client_id + after + number(client_epoch, 4)
        except OverflowError:
            raise SealBroken from None


class ClientKeys(Secret):
    """The keys of one client, each unwrapped when first asked for."""

    __slots__ = ("_made", "_pk", "_raw", "_whole_client", "_wraps", "client_id", "epoch")

    def __init__(
        self,
        client_id: bytes,
        epoch: int,
        *,
        whole_client: bool,
        raw: Mapping[Compartment, bytes] | None = None,
        pk: PortfolioKey | None = None,
        wraps: bytes = b"",
    ) -> None:
        self.client_id = client_id
        self.epoch = epoch
        self._whole_client = whole_client
        self._raw: dict[Compartment, bytes] = dict(raw or {})
        self._pk = pk
        self._wraps = wraps
        self._made: dict[Compartment, SealKey] = {}

    def key(self, compartment: Compartment) -> SealKey:
        """Key of a compartment. Raises SealBroken, NotGranted, or NotCovered for dossier and private
        when the receipt names the portfolio and not this client."""
        made = self._made.get(compartment)
        if made is None:
            made = self._made[compartment] = SealKey(self._unwrap(compartment))
        return made

    def secret(self, compartments: int) -> GrantSecret:
        """What to put into a grant of this client for these compartments. Raises as `key`."""
        return GrantSecret(parts={part: self._unwrap(part) for part in in_mask(compartments)})

    def _unwrap(self, compartment: Compartment) -> bytes:
        if not self._whole_client and not PORTFOLIO_WIDE & compartment.bit:
            raise NotCovered
        raw = self._raw.get(compartment)
        if raw is None:
            if self._pk is None:
                raise NotGranted
            slot = slot_of(self._wraps, compartment)
            raw = self._pk.unwrap_client(compartment, self.client_id, self.epoch, slot)
            self._raw[compartment] = raw
        return raw


def new_client_keys(
    pk: PortfolioKey, client_id: bytes, client_epoch: int, random: Random = os.urandom
) -> tuple[bytes, dict[Compartment, SealKey]]:
    """Random keys for a new client or a new epoch of one: (300 bytes of wraps, key by compartment).

    Only compartments that `pk` reaches get a key; the others' slots stay zeros until `complete_client_keys`.
    """
    return complete_client_keys(pk, client_id, client_epoch, bytes(WRAPS_SIZE), random)


def complete_client_keys(
    pk: PortfolioKey, client_id: bytes, client_epoch: int, wraps: bytes, random: Random = os.urandom
) -> tuple[bytes, dict[Compartment, SealKey]]:
    """Fill slots not made yet that `pk` reaches: (wraps, the keys made now). Existing slots stay as they are.

    The caller makes sure that the compartment has no objects: a slot that somebody zeroed must be noticed, not
    replaced.
    """
    missing = missing_compartments(wraps)
    slots = [wraps[n * WRAP_SIZE : (n + 1) * WRAP_SIZE] for n in range(len(Compartment))]
    keys: dict[Compartment, SealKey] = {}
    for compartment in in_mask(missing & pk.compartments):
        raw = random(32)
        context = pk.wrap_context(compartment, client_id, client_epoch)
        slots[compartment] = pk.wrapper(compartment).wrap(context, raw, random)
        keys[compartment] = SealKey(raw)
    return b"".join(slots), keys


def missing_compartments(wraps: bytes) -> int:
    """Mask of the slots that hold no key yet. Raises SealBroken on wraps of another size."""
    return mask_of(*[part for part in Compartment if slot_of(wraps, part) == _EMPTY])


def open_client_keys(
    receipt: Receipt, pk: PortfolioKey, client_id: bytes, client_epoch: int, wraps: bytes
) -> ClientKeys:
    """The keys of a client of this portfolio, against a receipt that covers the client or the portfolio.

    Raises NotCovered, SealBroken on malformed wraps. Under a receipt for the portfolio alone dossier and private
    stay shut (PORTFOLIO_WIDE).
    """
    whole_client = covered(receipt, Scope.CLIENT, client_id)
    if not whole_client:
        demand(receipt, Scope.PORTFOLIO, pk.portfolio_id)
    if len(wraps) != WRAPS_SIZE or len(client_id) != ID_SIZE:
        raise SealBroken
    return ClientKeys(client_id, client_epoch, whole_client=whole_client, pk=pk, wraps=wraps)


def client_keys_of_grant(opened: OpenedGrant) -> ClientKeys:
    """The keys a grant of a single client carried. Raises SealBroken when the grant is not for a client."""
    grant = opened.grant
    if grant.scope_kind is not Scope.CLIENT:
        raise SealBroken
    return ClientKeys(grant.scope_id, grant.epoch, whole_client=True, raw=opened.secret.parts)


def slot_of(wraps: bytes, compartment: Compartment) -> bytes:
    """The 60 bytes of one compartment. Raises SealBroken on wraps of another size."""
    if len(wraps) != WRAPS_SIZE:
        raise SealBroken
    return wraps[compartment * WRAP_SIZE : (compartment + 1) * WRAP_SIZE]
