"""The pair of keys that reads the log's details: another one once somebody who had it is no reader any more (store §1).

What was logged before stays readable to those who read it then; what is logged from now on, the leaver's half of the
old pair does not open. Only an owner states the pair, so it waits for an owner's session.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.problem import N_, ExitCode, Problem
from storage.access.rights import READER_SCOPES
from storage.audit.entry import EntryBroken, encode_fields
from storage.audit.kinds import Kind
from storage.audit.roster import RosterStatement, Statement
from storage.audit.verifier import parse_fields
from storage.keys.grants import GrantSecret
from storage.keys.scopes import Scope
from storage.keys.spaces import new_reading_pair
from storage.vault.carrying import recovery_key
from storage.vault.door import Entered
from storage.vault.granting import RECOVERY_ID, Granter
from storage.vault.people import known_role
from storage.vault.premises import Premises
from storage.vault.writing import Writing, damaged


def pair_due(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> bool:
    """Whether somebody who could read with the present pair is not, or not with these keys, a reader any more.

    The roster alone tells, so nobody who suspends an auditor has to think of it. Raises Problem (STORE).
    """
    entry = premises.owners_entry(Kind.AUDIT_KEYS, staff)
    if entry is None:
        raise damaged("audit key")
    return any(_lost(each, entry.seq) for each in staff.values())


def renew_pair(entered: Entered) -> int:
    """A fresh pair for both sealed classes, wrapped to every reader and to recovery. Gives its epoch.

    Sessions that run go on under the old one until they end. Raises Problem (REFUSED) for anybody but an owner.
    """
    premises = entered.premises
    entered.keyring.renew()
    if entered.me.statement.role != "owner":
        raise Problem(N_("Only an owner renews the keys that read the log."), ExitCode.REFUSED)
    last = premises.owners_entry(Kind.AUDIT_KEYS, entered.staff)
    try:
        if last is None:
            raise EntryBroken
        epoch = int.from_bytes(parse_fields(last.details, 3)[0], "big") + 1
    except EntryBroken:
        raise damaged("audit key") from None
    reading, reading_public = new_reading_pair()
    admin, admin_public = new_reading_pair()
    fresh: dict[Scope, GrantSecret] = {Scope.AUDIT_READING: reading, Scope.AUDIT_ADMIN: admin}
    recovery = recovery_key(premises, entered.staff)
    with entered.gate.transaction() as step:
        writing = Writing(step, premises.store_id)
        step.append(Kind.AUDIT_KEYS, details=encode_fields((epoch.to_bytes(4, "big"), reading_public, admin_public)))
        granter = Granter(writing, entered.identity)
        for scope, secret in fresh.items():
            granter.give(scope, entered.keyring.firm_id, epoch, secret, (RECOVERY_ID, recovery))
            for each in entered.staff.values():
                if scope in _reads(each.statement):
                    member = each.statement.person, each.statement.agreement_key
                    granter.give(scope, entered.keyring.firm_id, epoch, secret, member)
        writing.flush()
    entered.keyring.renew()
    return epoch


def _reads(statement: Statement) -> tuple[Scope, ...]:
    return READER_SCOPES[known_role(statement.role)] if statement.state == "active" else ()


def _lost(known: RosterStatement, since: int) -> bool:
    """Whether a colleague had some reading at entry `since` or later that he has not now, or had with other keys."""
    now = known.statement
    each: RosterStatement | None = known
    while each is not None:
        then = each.statement
        if set(_reads(then)) - set(_reads(now)) or (_reads(then) and then.agreement_key != now.agreement_key):
            return True
        if each.seq <= since:
            return False  # what held before it was given the pair before
        each = each.before
    return False
