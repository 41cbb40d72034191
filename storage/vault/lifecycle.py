"""Facet of a colleague's time in the firm: role, suspension, return, leaving, passphrase (spec/security §3.3).

Every step is a signed statement in the log together with what becomes of the person's keys, in one transaction.
Who may state what is decided by the roster's own rules: an owner states owners, heads, admins and auditors, and any
of owner, head and admin may suspend at once whoever is not an owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, delete, func, select, update

from core.entities.vocabulary import Role
from core.problem import N_, ExitCode, Problem
from storage.access.rights import EVERY_PORTFOLIO, MAY_ADD_PEOPLE, MAY_HOLD_CLIENTS
from storage.audit.kinds import Kind
from storage.audit.roster import RosterStatement, Statement, encode_statement
from storage.engine import checkpoint_truncate
from storage.keys.identity import change_passphrase, create_identity
from storage.keys.scopes import Scope
from storage.schema.clients import client, record
from storage.schema.people import grant, roster
from storage.sealing.derive import DEFAULT, KdfSettings
from storage.sealing.envelope import SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.door import Entered
from storage.vault.granting import Granter, take_grants
from storage.vault.people import (
    NewPerson,
    enrol,
    give_portfolio,
    give_role_keys,
    known_role,
    state_identity,
    state_person,
)
from storage.vault.pins import Pins
from storage.vault.rotation import DUE, declare
from storage.vault.staffing import Staffing
from storage.vault.writing import Writing


def not_yours() -> Problem:
    """What a person hears whose role does not reach that far."""
    return Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)


class Lifecycle:
    """Statements about colleagues, and their keys with them."""

    def __init__(self, entered: Entered, staffing: Staffing) -> None:
        self._entered = entered
        self._staffing = staffing
        self._pins = Pins(entered)

    def add(self, person: NewPerson, settings: KdfSettings = DEFAULT) -> bytes:
        """Add a colleague with a first passphrase and the keys of his role. Gives his id.

        Raises Problem: REFUSED without the role to do it, BAD_INPUT for a login that is taken or malformed.
        """
        self._demand_manager_of_people()
        entered = self._entered
        if any(each.statement.login == person.login.strip() for each in entered.staff.values()):
            raise Problem(N_("This login is taken: choose another one."))
        enrolled = enrol(entered.premises, person, settings)
        statement = enrolled.statement
        with entered.gate.transaction() as step:
            writing = Writing(step, entered.premises.store_id)
            state_person(writing, enrolled)
            give_role_keys(Granter(writing, entered.identity), entered.keyring, statement)
            self._pins.pin(writing, statement)
            writing.flush()
            step.append(Kind.WRITE, writes=writing.leaves)
        entered.keyring.renew()
        return statement.person

    def change_role(self, login: str, role: Role) -> None:
        """Another role from now on: keys it does not reach are taken away, those it does are given as far as held here.

        Raises Problem: BAD_INPUT for an unknown or left colleague, REFUSED without the role to do it or about oneself.
        """
        whose = self._whose(login)
        if whose.statement.role == role:
            return
        notes = self._staffing.portfolios()

        def keys(writing: Writing, new: Statement) -> None:
            self._take(writing, whose, keep=(Scope.PERSON, Scope.FIRM), reason="role")
            granter = Granter(writing, self._entered.identity)
            give_role_keys(granter, self._entered.keyring, new, firm=False)
            if new.role not in EVERY_PORTFOLIO:
                self._give_own(granter, new, (each for each, note in notes.items() if note.owner_id == new.person))

        self._restate(whose.statement._replace(role=role), keys)

    def suspend(self, login: str) -> None:
        """Close the store to a colleague at once: his keys go, his sessions end at their next step.

        What he knew waits for rotation by whoever holds it. Raises Problem as `change_role`.
        """
        whose = self._whose(login)
        if whose.statement.state == "active":
            new = whose.statement._replace(state="suspended")
            self._restate(new, lambda writing, _new: self._take(writing, whose, (Scope.PERSON,), "suspended"))

    def restore(self, login: str) -> None:
        """Let a suspended colleague in again, with the keys of his role and his own portfolios as far as held here.

        Raises Problem as `change_role`.
        """
        whose = self._whose(login)
        if whose.statement.state == "active":
            return
        notes = self._staffing.portfolios()

        def keys(writing: Writing, new: Statement) -> None:
            granter = Granter(writing, self._entered.identity)
            give_role_keys(granter, self._entered.keyring, new)
            if new.role not in EVERY_PORTFOLIO:
                self._give_own(granter, new, (each for each, note in notes.items() if note.owner_id == new.person))

        self._restate(whose.statement._replace(state="active"), keys)

    def leave(self, login: str) -> None:
        """The colleague is gone for good: nothing of his keys stays, the login stays taken. Raises as `change_role`."""
        whose = self._whose(login)
        new = whose.statement._replace(state="left")
        self._restate(new, lambda writing, _new: self._take(writing, whose, (), "left"))

    def change_passphrase(self, old: bytearray, new: bytearray, settings: KdfSettings = DEFAULT) -> None:
        """Another passphrase for oneself: two blobs are sealed anew, the keys stay. The caller wipes both.

        Raises Problem (REFUSED) when `old` is not the passphrase.
        """
        entered, premises = self._entered, self._entered.premises
        me = entered.identity.person_id
        with entered.premises.engine.connect() as connection:
            blob = connection.scalar(select(roster.c.identity).where(roster.c.id == me))
            connection.rollback()
        try:
            fresh = change_passphrase(
                bytes(blob or b""), old, new, premises.pepper, premises.store_id, me, settings,
                lock_path=premises.files.stretch_lock,
            )  # fmt: skip
        except SealBroken:
            raise Problem(N_("The present passphrase is not right: nothing was changed."), ExitCode.REFUSED) from None
        with entered.gate.transaction() as step:
            writing = Writing(step, premises.store_id)
            state_identity(writing, me, fresh)
            step.append(Kind.PASSPHRASE_CHANGED)
            step.connection.execute(update(roster).where(roster.c.id == me).values(identity=fresh))
        checkpoint_truncate(premises.engine)

    def new_keys(self, login: str, passphrase: bytearray, settings: KdfSettings = DEFAULT) -> None:
        """A colleague who lost the passphrase gets new keys under a first one, and what he held is given again.

        Nothing of the firm's is lost; his own drafts and unread letters are, because nobody else held their key.
        Raises Problem as `change_role`.
        """
        entered, premises = self._entered, self._entered.premises
        whose = self._whose(login)
        old = whose.statement
        blob, agreement, signing = create_identity(
            passphrase, premises.pepper, premises.store_id, old.person, settings, lock_path=premises.files.stretch_lock
        )
        held = self._portfolios_of(old.person)

        def keys(writing: Writing, new: Statement) -> None:
            self._take(writing, whose, (), "new keys", due=False)
            state_identity(writing, new.person, blob)
            writing.connection.execute(update(roster).where(roster.c.id == new.person).values(identity=blob))
            self._forget_own_space(writing, new.person)
            granter = Granter(writing, entered.identity)
            give_role_keys(granter, entered.keyring, new)
            if new.role not in EVERY_PORTFOLIO:
                self._give_own(granter, new, held)
            self._pins.pin(writing, new)

        self._restate(old._replace(agreement_key=agreement, signing_key=signing), keys)

    def step_back(self) -> int:
        """The owner gives up his keys of every portfolio; a head holds them, and renews them at the next session.

        Gives the number of portfolios. Raises Problem (REFUSED) for anybody but an owner, and while no head holds all.
        """
        entered = self._entered
        me = entered.me.statement
        if me.role != "owner":
            raise not_yours()
        mine = set(entered.keyring.portfolios)
        heads = [each.statement for each in entered.staff.values() if each.statement.role == "head"]
        if not any(each.state == "active" and mine <= set(self._portfolios_of(each.person)) for each in heads):
            raise Problem(
                N_("Only when a head holds every portfolio may the owner step back: add a head first."),
                ExitCode.REFUSED,
            )
        with entered.gate.transaction() as step:
            writing = Writing(step, entered.premises.store_id)
            mine_too = (grant.c.member_id == me.person, grant.c.scope_kind == int(Scope.PORTFOLIO))
            take_grants(writing, step.connection.scalars(select(grant.c.id).where(*mine_too)).all(), "step back")
            for portfolio_id in sorted(mine):
                declare(step, DUE, Scope.PORTFOLIO, portfolio_id, entered.keyring.of(portfolio_id).epoch)
        entered.keyring.renew()
        checkpoint_truncate(entered.premises.engine)
        return len(mine)

    def _whose(self, login: str) -> RosterStatement:
        self._demand_manager_of_people()
        self._entered.keyring.renew()
        found = next((each for each in self._entered.staff.values() if each.statement.login == login.strip()), None)
        if found is None or found.statement.state == "left":
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
        if found.statement.person == self._entered.identity.person_id:
            raise Problem(N_("This is not done by oneself: ask a colleague who may."), ExitCode.REFUSED)
        return found

    def _demand_manager_of_people(self) -> None:
        if self._entered.me.statement.role not in MAY_ADD_PEOPLE:
            raise not_yours()

    def _restate(self, new: Statement, keys: Callable[[Writing, Statement], object]) -> None:
        """State a colleague anew and do with his keys what goes with it, in one transaction."""
        entered = self._entered
        with entered.gate.transaction() as step:
            writing = Writing(step, entered.premises.store_id)
            seq = step.append(Kind.ROSTER_CHANGED, details=encode_statement(new))
            step.connection.execute(
                update(roster)
                .where(roster.c.id == new.person)
                .values(
                    role=known_role(new.role),
                    state=new.state,
                    agreement_key=new.agreement_key,
                    signing_key=new.signing_key,
                    seq=seq,
                )
            )
            keys(writing, new)
            writing.flush()
            if writing.leaves:
                step.append(Kind.WRITE, writes=writing.leaves)
        entered.keyring.renew()
        checkpoint_truncate(entered.premises.engine)

    def _take(
        self, writing: Writing, whose: RosterStatement, keep: Iterable[Scope], reason: str, *, due: bool = True
    ) -> None:
        """Take a colleague's grants away; what he knew by them is due for rotation."""
        kept = [int(each) for each in keep]
        rows = writing.connection.execute(
            select(grant.c.id, grant.c.scope_kind, grant.c.scope_id, grant.c.epoch)
            .where(grant.c.member_id == whose.statement.person, grant.c.scope_kind.not_in(kept))
            .order_by(grant.c.seq)
        ).all()
        take_grants(writing, [row.id for row in rows], reason)
        known: dict[tuple[Scope, bytes], int] = {}
        for row in rows:
            scope = Scope(row.scope_kind)
            if scope is Scope.CLIENT:
                known.update(self._home_of(writing.connection, row.scope_id))
            elif scope in (Scope.PORTFOLIO, Scope.FIRM):
                known[scope, row.scope_id] = max(int(row.epoch), known.get((scope, row.scope_id), 0))
        for (scope, scope_id), epoch in known.items() if due else ():
            declare(writing.transaction, DUE, scope, scope_id, epoch)

    def _home_of(self, connection: Connection, client_id: bytes) -> dict[tuple[Scope, bytes], int]:
        """The portfolio of a client who was lent alone, with the newest epoch of its keys: all of it is renewed."""
        home = connection.scalar(select(client.c.portfolio_id).where(client.c.id == client_id))
        newest = select(func.max(grant.c.epoch)).where(
            grant.c.scope_kind == int(Scope.PORTFOLIO), grant.c.scope_id == home
        )
        return {} if home is None else {(Scope.PORTFOLIO, bytes(home)): int(connection.scalar(newest) or 0)}

    def _give_own(self, granter: Granter, statement: Statement, portfolios: Iterable[bytes]) -> None:
        """Portfolios a colleague has to have, as far as this session may give them."""
        keyring = self._entered.keyring
        for portfolio_id in portfolios if statement.role in MAY_HOLD_CLIENTS else ():
            if keyring.may_give(portfolio_id):
                give_portfolio(granter, keyring.of(portfolio_id), statement)

    def _portfolios_of(self, person: bytes) -> list[bytes]:
        """Portfolios a colleague holds a grant of."""
        query = select(grant.c.scope_id).where(grant.c.member_id == person, grant.c.scope_kind == int(Scope.PORTFOLIO))
        with self._entered.premises.engine.connect() as connection:
            found = sorted({bytes(each) for each in connection.scalars(query)})
            connection.rollback()
        return found

    def _forget_own_space(self, writing: Writing, person: bytes) -> None:
        """What only the lost key opened."""
        own = (record.c.space_kind.in_((int(SpaceKind.PERSON), int(SpaceKind.INBOX))), record.c.space_id == person)
        for row in writing.connection.execute(
            select(record.c.id, record.c.space_kind, record.c.version).where(*own)
        ).all():
            writing.connection.execute(delete(record).where(record.c.id == row.id))
            writing.gone(row.id, int(row.version) + 1, (int(row.space_kind), person))
