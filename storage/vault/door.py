"""Coming in: passphrase → identity → session entry → firm and person keys → portfolio keys (design §2 Start)."""

from __future__ import annotations

import os
from collections.abc import Container
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, func, select

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT as DEFAULT_RULES
from core.rules import Rules
from storage.access.budgets import Budgets
from storage.access.rights import PUBLISHERS
from storage.access.throttle import forget_failures, login_tag, note_failure, seconds_to_wait
from storage.audit.details import start_session
from storage.audit.entry import STORE_ACTOR, EntryBroken
from storage.audit.kinds import Kind
from storage.audit.log import LogTransaction
from storage.audit.receipt import Receipt
from storage.audit.roster import RosterStatement
from storage.audit.verifier import parse_fields
from storage.engine import reading
from storage.keys.identity import Identity, refuse_unknown, settings_of, unlock_identity
from storage.keys.scopes import ALL_RIGHTS, Scope
from storage.keys.spaces import SpaceKey
from storage.schema.clients import client
from storage.schema.people import roster
from storage.sealing.derive import DEFAULT
from storage.sealing.secret import SealBroken
from storage.vault.assurance import Assurance, demand_no_contradiction
from storage.vault.firm import FirmSpace
from storage.vault.gate import Gate
from storage.vault.granting import Granter
from storage.vault.keyring import HeldGrant, Keyring, fill, grants_of, open_held
from storage.vault.people import known_role
from storage.vault.premises import Premises
from storage.vault.renewal import Mark, Renewal, mark_of, next_date, suspended
from storage.vault.ssh_door import demand_own_key
from storage.vault.writing import Writing, damaged

_LOGGED_FAILURES = 20
"""Entries about wrong passphrases in a row; beyond it the delay alone tells, so that guessing cannot fill the log."""


@dataclass
class Entered:
    """An unlocked person, his keys and his way through the log."""

    premises: Premises
    identity: Identity
    me: RosterStatement
    staff: dict[bytes, RosterStatement]
    gate: Gate
    keyring: Keyring
    firm: FirmSpace
    alone: bool
    assurance: Assurance
    rules: Rules = DEFAULT_RULES
    """The firm's rules as they were when the session began."""

    def heed(self, rules: Rules) -> None:
        """Take in the firm's rules: limits bind as it set them."""
        self.rules = rules
        self.gate.budgets = Budgets(self.alone, rules, known_role(self.me.statement.role))

    def know(self, staff: dict[bytes, RosterStatement]) -> None:
        """Take in the roster as it is now: from the second active colleague on, budgets bind."""
        self.staff = staff
        self.me = staff[self.identity.person_id]
        self.alone = is_alone(staff)
        role = known_role(self.me.statement.role)
        self.gate.budgets = Budgets(self.alone, self.rules, role)
        self.firm.publisher = role in PUBLISHERS


def is_alone(staff: dict[bytes, RosterStatement]) -> bool:
    """Whether one active person holds the whole store."""
    return sum(1 for each in staff.values() if each.statement.state == "active") == 1


def unlock(premises: Premises, login: str, passphrase: bytearray) -> Entered:
    """Open a session. The answer and its time are the same for a wrong passphrase and an unknown person.

    Raises Problem: REFUSED (wrong, waiting, suspended), STORE (roster, grants or keys damaged).
    """
    identity = identify(premises, login, passphrase)
    staff = premises.staff()
    me = staff.get(identity.person_id)
    if me is None or identity.signing_public != me.statement.signing_key:
        raise damaged("roster")
    if me.statement.state != "active":
        note_refused_login(premises, login_tag(premises.signer.sign(b"login"), login))
        raise suspended()
    via = demand_own_key(premises, identity.person_id)
    assurance = Assurance(premises, identity, staff)
    demand_no_contradiction(premises, staff, me.statement.role, assurance.check().contradiction)
    session = os.urandom(16)
    epoch, reading_key, admin_key = _audit_keys(premises, staff)
    keys, details = start_session(premises.store_id, session, reading_key, admin_key, epoch=epoch, note=via)
    gate = Gate(premises, identity, session, keys)
    tag = login_tag(premises.signer.sign(b"login"), login)
    keyring, mark, date_us = _open_keys(premises, identity, staff, gate, details, tag)
    if keyring.firm is None:
        raise damaged("grant")
    firm = FirmSpace(gate, keyring.firm, keyring.firm_id)
    entered = Entered(premises, identity, me, staff, gate, keyring, firm, is_alone(staff), assurance)
    gate.settle(firm.tags().subject, Budgets(advisory=True))
    entered.know(staff)
    renewal = Renewal(entered, mark, date_us)
    keyring.renew = renewal.renew
    gate.watch(renewal.renew, renewal.demand_current)
    return entered


def identify(premises: Premises, login: str, passphrase: bytearray) -> Identity:
    """The person behind a login and passphrase; wrong ones are counted. Raises Problem (REFUSED)."""
    tag = login_tag(premises.signer.sign(b"login"), login)
    with reading(premises.engine) as connection:
        demand_no_wait(connection, tag, premises.clock())
        row = connection.execute(select(roster.c.id, roster.c.identity).where(roster.c.login == login.strip())).first()
        anybody = connection.scalar(select(roster.c.identity).order_by(roster.c.seq).limit(1))
    lock = premises.files.stretch_lock
    try:
        if row is None:
            # A stranger is answered as slowly as the first person of the store.
            cost = settings_of(bytes(anybody)) if anybody is not None else DEFAULT
            refuse_unknown(passphrase, premises.pepper, premises.store_id, cost, lock_path=lock)
            raise SealBroken
        return unlock_identity(
            bytes(row.identity), passphrase, premises.pepper, premises.store_id, bytes(row.id), lock_path=lock
        )
    except SealBroken:
        _count_failure(premises, tag)
        raise Problem(
            N_("The login or the passphrase is not right: check the keyboard layout and try again."),
            ExitCode.REFUSED,
        ) from None


def demand_no_wait(connection: Connection, tag: bytes, now_us: int) -> None:
    """Raise Problem (REFUSED) while the delay after wrong passphrases runs."""
    wait = seconds_to_wait(connection, tag, now_us)
    if wait:
        raise Problem(N_("Too many wrong passphrases: try again in {seconds} s."), ExitCode.REFUSED, seconds=wait)


def _count_failure(premises: Premises, tag: bytes) -> None:
    with premises.log.transaction(premises.signer, STORE_ACTOR, bytes(16), premises.clock) as step:
        if note_failure(step.connection, tag, premises.clock()) <= _LOGGED_FAILURES:
            step.append(Kind.LOGIN_FAILED, tag)


def note_refused_login(premises: Premises, tag: bytes) -> None:
    """A right passphrase of somebody who may not come in: it stands in the log like a wrong one (S01.18)."""
    with premises.log.transaction(premises.signer, STORE_ACTOR, bytes(16), premises.clock) as step:
        step.append(Kind.LOGIN_FAILED, tag)


def _audit_keys(premises: Premises, staff: dict[bytes, RosterStatement]) -> tuple[int, bytes, bytes]:
    """Epoch and public keys of the two reading classes, as an owner signed them into the log."""
    entry = premises.owners_entry(Kind.AUDIT_KEYS, staff)
    if entry is None:
        raise damaged("audit key")
    try:
        epoch, reading_key, admin_key = parse_fields(entry.details, 3)
    except EntryBroken:
        raise damaged("audit key") from None
    return int.from_bytes(epoch, "big"), reading_key, admin_key


def _open_keys(
    premises: Premises,
    identity: Identity,
    staff: dict[bytes, RosterStatement],
    gate: Gate,
    details: bytes,
    tag: bytes,
) -> tuple[Keyring, Mark, int]:
    """Log the session and the opening of every portfolio, then unwrap the keys.

    Gives the ring, what it was made from, and when dates of grants next change it.
    """
    me = identity.person_id
    keyring = Keyring()
    premises.follow_clock()
    with gate.transaction() as step:
        # Counted again where the count can no longer change: tries made at the same time must not all be answered.
        demand_no_wait(step.connection, tag, premises.clock())
        held = grants_of(step.connection, me)
        failures = forget_failures(step.connection, tag)
        step.append(Kind.SESSION_START, details=details)
        if not any(each.grant.scope_kind is Scope.PERSON for each in held):
            held.append(_first_person_key(step, premises, identity))
        mark = mark_of(step.connection, me)
        now_us = premises.clock()
        portfolios = _portfolios(held, now_us)
        if portfolios:
            note = {"clients": _count(step.connection, portfolios), "failures": failures}
            covers = [(int(Scope.PORTFOLIO), each) for each in portfolios]
            step.append(Kind.PORTFOLIO_OPEN, details=msgspec.msgpack.encode(note), covers=covers)
    receipts = dict.fromkeys(portfolios, step.receipt) | open_guests(gate, held, now_us)
    opened = (
        open_held(each, receipts.get(each.grant.scope_id), identity, staff, premises.store_id, now_us) for each in held
    )
    fill(keyring, (each for each in opened if each is not None), receipts)
    return keyring, mark, next_date(held, now_us)


def _first_person_key(step: LogTransaction, premises: Premises, identity: Identity) -> HeldGrant:
    """Nobody else ever holds a person's own key, so it is made when he comes in for the first time."""
    writing = Writing(step, premises.store_id)
    key = SpaceKey.create(Scope.PERSON, identity.person_id, 1)
    member = (identity.person_id, identity.agreement_public)
    Granter(writing, identity).give(Scope.PERSON, identity.person_id, 1, key.secret(), member, rights=ALL_RIGHTS)
    writing.flush()
    return grants_of(step.connection, identity.person_id)[-1]


def _portfolios(held: list[HeldGrant], now_us: int) -> list[bytes]:
    of = {
        each.grant.scope_id for each in held if each.grant.scope_kind is Scope.PORTFOLIO and each.grant.in_force(now_us)
    }
    return sorted(of)


def open_guests(gate: Gate, held: list[HeldGrant], now_us: int, known: Container[bytes] = ()) -> dict[bytes, Receipt]:
    """Log the opening of clients lent one by one. Gives the receipt of each that is not `known`.

    In a transaction of its own: a receipt that names a client is never the one his portfolio's lists are read under.
    """
    of = {each.grant.scope_id for each in held if each.grant.scope_kind is Scope.CLIENT and each.grant.in_force(now_us)}
    lent = sorted(each for each in of if each not in known)
    if not lent:
        return {}
    with gate.transaction() as step:
        note = msgspec.msgpack.encode({"clients": len(lent)})
        step.append(Kind.PORTFOLIO_OPEN, details=note, covers=[(int(Scope.CLIENT), each) for each in lent])
    return dict.fromkeys(lent, step.receipt)


def _count(connection: Connection, portfolios: list[bytes]) -> int:
    query = select(func.count()).select_from(client).where(client.c.portfolio_id.in_(portfolios))
    return int(connection.scalar(query) or 0)
