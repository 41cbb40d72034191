"""SSH key and passphrase must name the same person (spec/security R6)."""

from __future__ import annotations

from sqlalchemy import select

from core.problem import N_, ExitCode, Problem
from storage.audit.roster import ROSTER_KINDS
from storage.audit.ssh_keys import SSH_KINDS, SshKey, replay_keys
from storage.audit.verifier import EntryBroken
from storage.engine import reading
from storage.schema.log import log
from storage.vault.premises import Premises
from storage.vault.writing import damaged


def keys_in_force(premises: Premises) -> list[SshKey]:
    """SSH keys of active colleagues as the log proves them. Raises Problem (STORE) when it does not hold together."""
    kinds = [int(kind) for kind in (*ROSTER_KINDS, *SSH_KINDS)]
    with reading(premises.engine) as connection:
        rows = connection.execute(
            select(log.c.entry, log.c.signature).where(log.c.kind.in_(kinds)).order_by(log.c.seq)
        ).all()
    try:
        return replay_keys(((bytes(row.entry), bytes(row.signature)) for row in rows), premises.trust_root)
    except EntryBroken:
        raise damaged("SSH key") from None


def demand_own_key(premises: Premises, person: bytes) -> bytes:
    """What the session entry says of the SSH key: its SHA-256, nothing where nobody came by SSH.

    Raises Problem (REFUSED) unless the key is in force, and its person is the one whose passphrase was typed.
    """
    via = premises.via
    if via is None:
        return b""
    key = next((each for each in keys_in_force(premises) if each.fingerprint == via.fingerprint), None)
    if key is None or key.person != via.person:
        raise Problem(N_("This SSH key is no longer in force: ask your admin for access."), ExitCode.REFUSED)
    if key.person != person:
        raise Problem(N_("The SSH key and the login belong to different people: log in as yourself."), ExitCode.REFUSED)
    return via.fingerprint
