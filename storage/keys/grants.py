"""Grants: a key wrapped to a member by HPKE, in a canonical statement signed by the grantor (spec/store §1).

HPKE authenticates nobody as sender, so a grant is used only after its signature has been verified with the
grantor's key from the roster. Whether that grantor was entitled to grant is decided by `storage.access`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from storage.audit.receipt import Receipt
from storage.keys.door import demand
from storage.keys.scopes import ALL_COMPARTMENTS, ALL_RIGHTS, Compartment, Right, Scope, in_mask
from storage.sealing.framing import frame, number, unframe
from storage.sealing.hpke import HPKE_OVERHEAD, AgreementKey, wrap_to
from storage.sealing.secret import SealBroken, Secret
from storage.sealing.sign import Signer, verify

GRANT_LABEL = b"kartoteka/grant/1"
SCOPE_LABELS = {
    Scope.CLIENT: b"kartoteka/ck-grant/1",
    Scope.PORTFOLIO: b"kartoteka/pk/1",
    Scope.FIRM: b"kartoteka/fk/1",
    Scope.PERSON: b"kartoteka/uk/1",
    Scope.AUDIT_READING: b"kartoteka/audit-reading/1",
    Scope.AUDIT_ADMIN: b"kartoteka/audit-admin/1",
}
_SIZES = (len(GRANT_LABEL), 16, 16, 1, 16, 4, 16, 16, 2, 1, 8, 8, None)
_WHOLE = b"\x00"
_PARTS = b"\x01"
_KEY = 32


class GrantNotInForce(Exception):  # noqa: N818  (the state of the grant)
    """The grant is genuine and its dates exclude this moment; `too_early` tells on which side."""

    def __init__(self, too_early: bool) -> None:
        super().__init__("grant not yet in force" if too_early else "grant expired")
        self.too_early = too_early


class Grantor(Protocol):
    """Who signs a grant: an unlocked identity."""

    @property
    def person_id(self) -> bytes: ...
    @property
    def signer(self) -> Signer: ...


class Member(Protocol):
    """Who opens a grant: an unlocked identity, or the recovery key."""

    @property
    def person_id(self) -> bytes: ...
    @property
    def agreement(self) -> AgreementKey: ...


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant as it is signed. Times are microseconds since 1970-01-01 UTC; `not_after_us` 0 = without end."""

    grant_id: bytes
    store_id: bytes
    scope_kind: Scope
    scope_id: bytes
    epoch: int
    member_id: bytes
    grantor_id: bytes
    compartments: int
    """Mask of compartments; 0 for scopes that have none."""
    rights: int
    not_before_us: int
    not_after_us: int
    wrapped: bytes

    def in_force(self, now_us: int) -> bool:
        """True when the dates allow use at `now_us`."""
        return self.not_before_us <= now_us and (self.not_after_us == 0 or now_us < self.not_after_us)


class GrantSecret(Secret):
    """What a grant carries: one whole key, or keys of some compartments."""

    __slots__ = ("parts", "whole")

    def __init__(self, whole: bytes | None = None, parts: Mapping[Compartment, bytes] | None = None) -> None:
        if (whole is None) == (not parts):
            raise ValueError("a grant carries either a whole key or keys of compartments")
        keys = [whole] if whole is not None else list((parts or {}).values())
        if any(len(key) != _KEY for key in keys):
            raise ValueError("a key has 32 bytes")
        self.whole = whole
        self.parts: dict[Compartment, bytes] = dict(sorted((parts or {}).items()))

    def payload(self) -> bytes:
        """The bytes that are wrapped."""
        if self.whole is not None:
            return _WHOLE + self.whole
        return _PARTS + b"".join(bytes((part,)) + key for part, key in self.parts.items())


class OpenedGrant(Secret):
    """A verified grant and what it carried."""

    __slots__ = ("grant", "secret")

    def __init__(self, grant: Grant, secret: GrantSecret) -> None:
        self.grant = grant
        self.secret = secret


def carries_whole(scope: Scope, compartments: int) -> bool:
    """True when a grant of this scope and mask carries one key instead of one for each compartment."""
    return scope is not Scope.CLIENT and (scope is not Scope.PORTFOLIO or compartments == ALL_COMPARTMENTS)


def encode(grant: Grant) -> bytes:
    """Canonical bytes of a grant, the ones that are signed. Raises ValueError on a grant that cannot be."""
    try:
        body = frame(
            GRANT_LABEL,
            grant.grant_id,
            grant.store_id,
            number(grant.scope_kind, 1),
            grant.scope_id,
            number(grant.epoch, 4),
            grant.member_id,
            grant.grantor_id,
            number(grant.compartments, 2),
            number(grant.rights, 1),
            number(grant.not_before_us, 8),
            number(grant.not_after_us, 8),
            grant.wrapped,
        )
        decode(body)
    except (SealBroken, OverflowError):
        raise ValueError("not a grant that can be written") from None
    return body


def decode(body: bytes) -> Grant:
    """The grant of canonical bytes, strictly. Raises SealBroken. Says nothing about who signed it."""
    label, grant_id, store_id, kind, scope_id, epoch, member, grantor, mask, rights, start, end, wrapped = unframe(
        body, _SIZES
    )
    try:
        scope = Scope(kind[0])
    except ValueError:
        raise SealBroken from None
    grant = Grant(
        grant_id,
        store_id,
        scope,
        scope_id,
        int.from_bytes(epoch, "big"),
        member,
        grantor,
        int.from_bytes(mask, "big"),
        rights[0],
        int.from_bytes(start, "big"),
        int.from_bytes(end, "big"),
        wrapped,
    )
    has_compartments = scope in (Scope.CLIENT, Scope.PORTFOLIO)
    if (
        label != GRANT_LABEL
        or grant.compartments & ~ALL_COMPARTMENTS
        or bool(grant.compartments) != has_compartments
        or grant.rights & ~ALL_RIGHTS
        or not grant.rights & Right.READ
        or (grant.not_after_us and grant.not_after_us <= grant.not_before_us)
        or len(wrapped) != HPKE_OVERHEAD + _payload_size(scope, grant.compartments)
    ):
        raise SealBroken
    return grant


def issue(
    grantor: Grantor,
    *,
    grant_id: bytes,
    store_id: bytes,
    scope: Scope,
    scope_id: bytes,
    epoch: int,
    member_id: bytes,
    member_public: bytes,
    secret: GrantSecret,
    compartments: int = 0,
    rights: int = Right.READ,
    not_before_us: int = 0,
    not_after_us: int = 0,
) -> tuple[bytes, bytes]:
    """Wrap `secret` to a member and sign: (canonical body, signature).

    Raises ValueError when the secret does not match scope and mask, or a field does not fit.
    """
    whole = carries_whole(scope, compartments)
    if (secret.whole is not None) != whole or (not whole and tuple(secret.parts) != in_mask(compartments)):
        raise ValueError("the secret does not match what the grant names")
    info = wrap_info(scope, store_id, scope_id, epoch, member_id, member_public)
    body = encode(
        Grant(
            grant_id,
            store_id,
            scope,
            scope_id,
            epoch,
            member_id,
            grantor.person_id,
            compartments,
            int(rights),
            not_before_us,
            not_after_us,
            wrap_to(member_public, info, secret.payload()),
        )
    )
    return body, grantor.signer.sign(body)


def verify_grant(body: bytes, signature: bytes, grantor_public: bytes, store_id: bytes) -> Grant:
    """The grant of a body that this grantor signed for this store. Raises SealBroken. Opens nothing."""
    verify(grantor_public, signature, body)
    grant = decode(body)
    if grant.store_id != store_id:
        raise SealBroken
    return grant


def open_grant(
    receipt: Receipt | None,
    member: Member,
    body: bytes,
    signature: bytes,
    grantor_public: bytes,
    *,
    store_id: bytes,
    now_us: int,
) -> OpenedGrant:
    """Verify a grant and unwrap what it carries.

    Grants of a client or portfolio need a receipt that covers it; those of the firm, of oneself and of the log
    are opened to be able to write the first entry, and need none. Raises SealBroken on anything not genuine or
    not for this member, NotCovered without a fitting receipt, GrantNotInForce outside the dates.
    """
    grant = verify_grant(body, signature, grantor_public, store_id)
    if grant.member_id != member.person_id:
        raise SealBroken
    if not grant.in_force(now_us):
        raise GrantNotInForce(too_early=now_us < grant.not_before_us)
    if grant.scope_kind in (Scope.CLIENT, Scope.PORTFOLIO):
        demand(receipt, grant.scope_kind, grant.scope_id)
    info = wrap_info(grant.scope_kind, store_id, grant.scope_id, grant.epoch, member.person_id, member.agreement.public)
    payload = member.agreement.unwrap(info, grant.wrapped)
    return OpenedGrant(grant, _secret_of(payload, grant.scope_kind, grant.compartments))


def wrap_info(
    scope: Scope, store_id: bytes, scope_id: bytes, epoch: int, member_id: bytes, member_public: bytes
) -> bytes:
    """HPKE info of a grant: label of the scope, store, scope, epoch, member and the member's key."""
    return frame(SCOPE_LABELS[scope], store_id, scope_id, number(epoch, 4), member_id, member_public)


def _payload_size(scope: Scope, compartments: int) -> int:
    if carries_whole(scope, compartments):
        return 1 + _KEY
    return 1 + (1 + _KEY) * compartments.bit_count()


def _secret_of(payload: bytes, scope: Scope, compartments: int) -> GrantSecret:
    if len(payload) != _payload_size(scope, compartments):
        raise SealBroken
    if carries_whole(scope, compartments):
        if payload[:1] != _WHOLE:
            raise SealBroken
        return GrantSecret(whole=payload[1:])
    if payload[:1] != _PARTS:
        raise SealBroken
    parts: dict[Compartment, bytes] = {}
    for n, compartment in enumerate(in_mask(compartments)):
        at = 1 + n * (1 + _KEY)
        if payload[at] != compartment:
            raise SealBroken
        parts[compartment] = payload[at + 1 : at + 1 + _KEY]
    return GrantSecret(parts=parts)
