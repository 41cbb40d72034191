"""Writing grants: the row, and the public entry that names it (spec/store §1)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable

from storage.audit.entry import encode_fields
from storage.audit.kinds import Kind
from storage.keys.grants import Grantor, GrantSecret, issue
from storage.keys.scopes import ALL_COMPARTMENTS, ALL_RIGHTS, Right, Scope
from storage.schema.people import grant
from storage.vault.writing import Writing

RECOVERY_ID = b"recovery" + bytes(8)
"""Member id of grants to the recovery key."""


class Granter:
    """Issues grants of one store within one transaction."""

    def __init__(self, writing: Writing, grantor: Grantor) -> None:
        self._writing = writing
        self._grantor = grantor

    def give(
        self,
        scope: Scope,
        scope_id: bytes,
        epoch: int,
        secret: GrantSecret,
        member: tuple[bytes, bytes],
        *,
        compartments: int | None = None,
        rights: int = ALL_RIGHTS,
        not_before_us: int = 0,
        not_after_us: int = 0,
    ) -> bytes:
        """Wrap `secret` to `member` (id, agreement public key), store and log it.

        `compartments` defaults to all of them for a portfolio or client, to none elsewhere. Gives the grant's id.
        """
        if compartments is None:
            compartments = ALL_COMPARTMENTS if scope in (Scope.PORTFOLIO, Scope.CLIENT) else 0
        grant_id = os.urandom(16)
        body, signature = issue(
            self._grantor,
            grant_id=grant_id,
            store_id=self._writing.store_id,
            scope=scope,
            scope_id=scope_id,
            epoch=epoch,
            member_id=member[0],
            member_public=member[1],
            secret=secret,
            compartments=compartments,
            rights=rights | Right.READ,
            not_before_us=not_before_us,
            not_after_us=not_after_us,
        )
        details = encode_fields((grant_id, hashlib.sha256(body).digest()))
        seq = self._writing.transaction.append(Kind.GRANT_GIVEN, details=details)
        self._writing.row(
            grant,
            id=grant_id,
            scope_kind=int(scope),
            scope_id=scope_id,
            epoch=epoch,
            member_id=member[0],
            grantor_id=self._grantor.person_id,
            body=body,
            signature=signature,
            seq=seq,
        )
        return grant_id


def take_grants(writing: Writing, ids: Iterable[bytes], reason: str) -> int:
    """Delete grants, each under an entry that names it, so that a row put back later is known to be void."""
    count = 0
    for grant_id in ids:
        writing.connection.execute(grant.delete().where(grant.c.id == grant_id))
        details = encode_fields((grant_id, reason.encode()))
        writing.transaction.append(Kind.GRANT_REMOVED, grant_id, details)
        count += 1
    return count
