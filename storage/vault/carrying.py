"""Grants that go on under new keys: whose, how far and until when stay as they were (spec/store §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from storage.audit.kinds import Kind
from storage.audit.roster import RosterStatement
from storage.keys.grants import verify_grant
from storage.keys.recovery import recovery_public
from storage.keys.scopes import Scope
from storage.schema.log import log
from storage.schema.people import grant
from storage.sealing.secret import SealBroken
from storage.vault.granting import RECOVERY_ID
from storage.vault.keyring import HeldGrant, demand_not_removed, grantor_of, read_grant
from storage.vault.premises import Premises
from storage.vault.writing import damaged

Member = tuple[bytes, bytes]
"""Id and agreement public key."""


def grants_over(connection: Connection, scope: Scope, scope_ids: Sequence[bytes]) -> list[HeldGrant]:
    """Grants of some scopes to anybody, as the log knows them, oldest epoch first. Raises Problem (STORE)."""
    rows = connection.execute(
        select(grant, log.c.entry)
        .outerjoin(log, log.c.seq == grant.c.seq)
        .where(grant.c.scope_kind == int(scope), grant.c.scope_id.in_(scope_ids))
        .order_by(grant.c.epoch, grant.c.seq)
    )
    held = [read_grant(row) for row in rows]
    demand_not_removed(connection, held)
    return held


def carried(
    held: Sequence[HeldGrant],
    staff: Mapping[bytes, RosterStatement],
    recovery: bytes,
    store_id: bytes,
    now_us: int,
) -> list[tuple[HeldGrant, Member]]:
    """Which grants are given again, and to what key.

    Left out: what has expired, whoever is not active, and whoever has other keys than when he was given it: those are
    given again by hand, after a look at the fingerprint. Raises Problem (STORE) for a grant that is not genuine.
    """
    found: list[tuple[HeldGrant, Member]] = []
    for each in held:
        by = grantor_of(each, staff)
        try:
            verify_grant(each.body, each.signature, by.signing_key, store_id)
        except SealBroken:
            raise damaged("grant") from None
        if each.grant.not_after_us and each.grant.not_after_us <= now_us:
            continue
        if each.grant.member_id == RECOVERY_ID:
            found.append((each, (RECOVERY_ID, recovery)))
            continue
        member = staff.get(each.grant.member_id)
        then = member.at(each.seq) if member is not None else None
        if member is None or then is None or member.statement.state != "active":
            continue
        if then.agreement_key == member.statement.agreement_key:
            found.append((each, (member.statement.person, member.statement.agreement_key)))
    return found


def recovery_key(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> bytes:
    """Public key of recovery, as an owner stated it. Raises Problem (STORE)."""
    entry = premises.owners_entry(Kind.RECOVERY_SET, dict(staff))
    if entry is None:
        raise damaged("recovery key")
    try:
        return recovery_public(entry.details)
    except SealBroken:
        raise damaged("recovery key") from None


def same_grant(each: HeldGrant) -> dict[str, Any]:
    """What a grant allows, for `Granter.give`."""
    given = each.grant
    return {
        "compartments": given.compartments,
        "rights": given.rights,
        "not_before_us": given.not_before_us,
        "not_after_us": given.not_after_us,
    }
