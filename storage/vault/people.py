"""Colleagues and portfolios: statements in the roster, keys wrapped to their holders (spec/store §1)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert

from core.entities.client import Portfolio
from core.entities.vocabulary import Role
from core.problem import N_, Problem
from storage.access.rights import COMPARTMENTS_OF, EVERY_PORTFOLIO, READER_SCOPES
from storage.audit.kinds import Kind
from storage.audit.roster import Statement, encode_identity, encode_statement
from storage.keys.identity import create_identity
from storage.keys.portfolio import PortfolioKey
from storage.keys.scopes import ALL_RIGHTS, Compartment, Right, Scope
from storage.records.bodies import PORTFOLIO
from storage.schema.people import roster
from storage.sealing.derive import KdfSettings
from storage.sealing.envelope import SpaceKind
from storage.vault.granting import RECOVERY_ID, Granter
from storage.vault.keyring import Keyring
from storage.vault.premises import Premises
from storage.vault.writing import Writing

LOGIN_MAX = 64


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to be added. The passphrase stays the caller's to wipe."""

    login: str
    name: str
    role: Role
    passphrase: bytearray


def check_login(login: str) -> str:
    """A login in the form it is stored. Raises Problem (BAD_INPUT)."""
    cleaned = login.strip()
    if not 0 < len(cleaned) <= LOGIN_MAX or not cleaned.isprintable() or any(c.isspace() for c in cleaned):
        raise Problem(N_("A login has 1 to {limit} characters without spaces: choose another one."), limit=LOGIN_MAX)
    return cleaned


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A colleague's statement and the sealed private keys that go with it."""

    statement: Statement
    identity: bytes


def enrol(premises: Premises, person: NewPerson, settings: KdfSettings) -> Enrolled:
    """Make the key pairs of a colleague. Slow by design (Argon2id): done before a transaction is opened."""
    person_id = os.urandom(16)
    blob, agreement, signing = create_identity(
        person.passphrase,
        premises.pepper,
        premises.store_id,
        person_id,
        settings,
        lock_path=premises.files.stretch_lock,
    )
    login = check_login(person.login)
    name = person.name.strip() or login
    return Enrolled(Statement(person_id, login, name, person.role, agreement, signing, "active"), blob)


def state_person(writing: Writing, enrolled: Enrolled) -> None:
    """Put a colleague into the log and the roster."""
    statement = enrolled.statement
    seq = writing.transaction.append(Kind.ROSTER_ADDED, details=encode_statement(statement))
    state_identity(writing, statement.person, enrolled.identity)
    # At once, not with the other rows: the entries that follow are checked against the roster.
    writing.connection.execute(
        insert(roster),
        {
            "id": statement.person,
            "login": statement.login,
            "name": statement.name,
            "role": statement.role,
            "state": statement.state,
            "agreement_key": statement.agreement_key,
            "signing_key": statement.signing_key,
            "identity": enrolled.identity,
            "seq": seq,
        },
    )


def state_identity(writing: Writing, person: bytes, identity: bytes) -> None:
    """Put the digest of somebody's sealed private keys into the log: no other blob of his opens the door."""
    writing.transaction.append(Kind.IDENTITY_SET, person, encode_identity(person, identity))


def give_role_keys(granter: Granter, keyring: Keyring, statement: Statement, *, firm: bool = True) -> None:
    """The firm key and what the role reads of the log; head and keeper also get the giver's portfolios.

    A portfolio that this session only reads is given by somebody else.
    """
    member = (statement.person, statement.agreement_key)
    if firm and keyring.firm is not None:
        granter.give(Scope.FIRM, keyring.firm_id, keyring.firm.epoch, keyring.firm.secret(), member)
    for scope in READER_SCOPES[known_role(statement.role)]:
        for opened in (each for (of, _epoch), each in sorted(keyring.pairs.items(), key=_by_epoch) if of is scope):
            granter.give(scope, opened.grant.scope_id, opened.grant.epoch, opened.secret, member)
    if statement.role in EVERY_PORTFOLIO:
        for portfolio_id, key in keyring.portfolios.items():
            if keyring.may_give(portfolio_id):
                give_portfolio(granter, key, statement)


def _by_epoch(pair: tuple[tuple[Scope, int], object]) -> tuple[int, int]:
    return int(pair[0][0]), pair[0][1]


def give_portfolio(granter: Granter, key: PortfolioKey, statement: Statement) -> None:
    """Wrap a portfolio's key to a colleague, as far as his role reaches."""
    mask = COMPARTMENTS_OF[known_role(statement.role)]
    rights = ALL_RIGHTS if statement.role in ("head", "owner") else Right.WRITE
    member = (statement.person, statement.agreement_key)
    granter.give(
        Scope.PORTFOLIO,
        key.portfolio_id,
        key.epoch,
        key.secret(mask),
        member,
        compartments=mask,
        rights=rights,
    )


def create_portfolio(
    writing: Writing, granter: Granter, note: Portfolio, holders: Iterable[Statement], recovery_public: bytes
) -> PortfolioKey:
    """A new portfolio, wrapped to its holders and to recovery in one transaction."""
    portfolio_id = os.urandom(16)
    key = PortfolioKey.create(writing.store_id, portfolio_id, 1)
    writing.transaction.append(Kind.PORTFOLIO_CREATED, details=portfolio_id)
    for holder in holders:
        give_portfolio(granter, key, holder)
    granter.give(Scope.PORTFOLIO, portfolio_id, key.epoch, key.secret(), (RECOVERY_ID, recovery_public))
    space = (SpaceKind.PORTFOLIO, portfolio_id)
    writing.put_record(
        key.space_key(Compartment.CARD),
        space,
        space,
        portfolio_id,
        key.epoch,
        PORTFOLIO.encode(note, "person"),
        compartment=int(Compartment.CARD),
    )
    return key


def known_role(role: str) -> Role:
    """The role of a statement as the vocabulary has it."""
    found: dict[str, Role] = {each: each for each in COMPARTMENTS_OF}
    return found[role]
