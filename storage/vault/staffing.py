"""Facet of people: who is there, adding a colleague, new portfolios (design §4)."""

from __future__ import annotations

from sqlalchemy import func, select

from core.entities.client import Portfolio, Staff
from core.problem import N_, ExitCode, Problem
from storage.access.rights import EVERY_PORTFOLIO, MAY_CREATE_PORTFOLIOS, MAY_HOLD_CLIENTS
from storage.audit.kinds import Kind
from storage.audit.roster import Statement
from storage.engine import reading
from storage.keys.scopes import ALL_RIGHTS, Compartment, Scope
from storage.look import asked_once
from storage.records.bodies import PORTFOLIO, BodyBroken
from storage.schema.clients import record
from storage.schema.people import grant
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.carrying import recovery_key
from storage.vault.door import Entered
from storage.vault.firm import check_digest
from storage.vault.granting import Granter
from storage.vault.people import create_portfolio, known_role
from storage.vault.writing import Writing, damaged


class Staffing:
    """Colleagues and portfolios as this session sees them."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def staff(self) -> list[Staff]:
        """Everybody in the roster, by login."""
        everybody = (each.statement for each in self._entered.premises.staff().values())
        found = [
            Staff(each.person, each.login, each.name, known_role(each.role), each.state == "active")
            for each in everybody
        ]
        return sorted(found, key=lambda each: each.login)

    def portfolios(self) -> dict[bytes, Portfolio]:
        """Notes of the portfolios the session opens, by id. Raises Problem (STORE) on a damaged one."""
        return dict(asked_once(self._entered.premises.engine, "portfolios", self._portfolios))

    def _portfolios(self) -> dict[bytes, Portfolio]:
        found = {}
        with reading(self._entered.premises.engine) as connection:
            for portfolio_id, key in self._entered.keyring.portfolios.items():
                row = connection.execute(
                    select(record.c.version, record.c.epoch, record.c.body).where(record.c.id == portfolio_id)
                ).first()
                if row is None:
                    raise damaged("portfolio")
                blob = row.body
                check_digest(connection, portfolio_id, row.version, blob)
                place = Place(
                    Label.RECORD,
                    self._entered.premises.store_id,
                    SpaceKind.PORTFOLIO,
                    portfolio_id,
                    portfolio_id,
                    row.version,
                    row.epoch,
                )
                try:
                    found[portfolio_id] = PORTFOLIO.decode(key.space_key(Compartment.CARD).open(place, blob)).f
                except (SealBroken, BodyBroken):
                    raise damaged("portfolio") from None
        return found

    def create_portfolio(self, name: str, owner_login: str, department: str = "") -> bytes:
        """A new portfolio for a colleague, wrapped also to every head, keeper and recovery. Gives its id.

        Raises Problem: REFUSED without the role to do it, BAD_INPUT for an unknown login.
        """
        self._demand(MAY_CREATE_PORTFOLIOS)
        people = [each.statement for each in self._entered.premises.staff().values()]
        active = [each for each in people if each.state == "active"]
        owner = next((each for each in active if each.login == owner_login), None)
        if owner is None:
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=owner_login)
        if owner.role not in MAY_HOLD_CLIENTS:
            raise Problem(N_("A portfolio belongs to a manager or a head: {login} is neither."), login=owner_login)
        me = self._entered.me.statement
        holders = self._holders(active, owner, me)
        note = Portfolio(name, owner_id=owner.person, department=department)
        recovery = recovery_key(self._entered.premises, self._entered.staff)
        with self._entered.gate.transaction() as step:
            writing = Writing(step, self._entered.premises.store_id)
            granter = Granter(writing, self._entered.identity)
            key = create_portfolio(writing, granter, note, holders, recovery)
            writing.flush()
            step.append(Kind.WRITE, writes=writing.leaves)
            step.append(Kind.PORTFOLIO_OPEN, covers=[(int(Scope.PORTFOLIO), key.portfolio_id)])
        if me in holders:
            self._entered.keyring.add(key, ALL_RIGHTS, step.receipt)
        return key.portfolio_id

    def _holders(self, active: list[Statement], owner: Statement, me: Statement) -> list[Statement]:
        chosen = {owner.person: owner}
        chosen.update({each.person: each for each in active if each.role in EVERY_PORTFOLIO})
        chosen.update({each.person: each for each in active if each.role == "owner" and self._holds_any(each)})
        chosen.setdefault(me.person, me)
        return [chosen[person] for person in sorted(chosen)]

    def _holds_any(self, owner: Statement) -> bool:
        """Whether an owner has not stepped back: then new portfolios are wrapped to him too."""
        held = select(func.count()).where(grant.c.member_id == owner.person, grant.c.scope_kind == int(Scope.PORTFOLIO))
        with reading(self._entered.premises.engine) as connection:
            return bool(connection.scalar(held))

    def _demand(self, roles: frozenset[str]) -> None:
        if self._entered.me.statement.role not in roles:
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)
