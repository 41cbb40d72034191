"""Keys of spaces that are not a client's: the firm's, a person's own, and the log's reading pairs.

All of them travel in ordinary grants (scope firm, person, audit_reading, audit_admin) that carry one whole key.
"""

from __future__ import annotations

import os

from storage.keys.grants import GrantSecret, OpenedGrant
from storage.keys.scopes import Scope
from storage.sealing.derive import expand
from storage.sealing.envelope import Random, SealKey
from storage.sealing.hpke import AgreementKey, generate_agreement
from storage.sealing.secret import SealBroken, Secret

_SPACE_LABEL = b"kartoteka/space/1"


class SpaceKey(Secret):
    """One epoch of the firm key or of a person's key."""

    __slots__ = ("_raw", "epoch", "scope", "scope_id")

    def __init__(self, scope: Scope, scope_id: bytes, epoch: int, raw: bytes) -> None:
        if scope not in (Scope.FIRM, Scope.PERSON) or len(raw) != 32:
            raise ValueError("a space key belongs to the firm or a person and has 32 bytes")
        self.scope = scope
        self.scope_id = scope_id
        self.epoch = epoch
        self._raw = raw

    @classmethod
    def create(cls, scope: Scope, scope_id: bytes, epoch: int, random: Random = os.urandom) -> SpaceKey:
        """A new random key."""
        return cls(scope, scope_id, epoch, random(32))

    @classmethod
    def of_grant(cls, opened: OpenedGrant) -> SpaceKey:
        """The key an opened grant carried. Raises SealBroken when the grant is for another kind of scope."""
        grant = opened.grant
        if grant.scope_kind not in (Scope.FIRM, Scope.PERSON) or opened.secret.whole is None:
            raise SealBroken
        return cls(grant.scope_kind, grant.scope_id, grant.epoch, opened.secret.whole)

    def secret(self) -> GrantSecret:
        """What to put into a grant."""
        return GrantSecret(whole=self._raw)

    def seal_key(self) -> SealKey:
        """Key of the records of this space."""
        return SealKey(expand(self._raw, _SPACE_LABEL))


def new_reading_pair(random: Random = os.urandom) -> tuple[GrantSecret, bytes]:
    """A pair of the log's reading class: (private half for grants, public key for the roster)."""
    private, public = generate_agreement(random)
    return GrantSecret(whole=private), public


def reading_key_of_grant(opened: OpenedGrant) -> AgreementKey:
    """The private half of a reading pair. Raises SealBroken when the grant is for something else."""
    if opened.grant.scope_kind not in (Scope.AUDIT_READING, Scope.AUDIT_ADMIN) or opened.secret.whole is None:
        raise SealBroken
    return AgreementKey(opened.secret.whole)
