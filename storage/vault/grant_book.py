"""Facet of grants: who holds which portfolio, how far and until when; giving, taking, handing over (spec/store §1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Select, func, select

from core.entities.client import Portfolio
from core.entities.vocabulary import COMPARTMENTS
from core.problem import N_, ExitCode, Problem
from storage.access.rights import COMPARTMENTS_OF, MAY_HOLD_CLIENTS
from storage.audit.kinds import Kind
from storage.audit.roster import Statement
from storage.engine import checkpoint_truncate, reading
from storage.keys.fingerprint import fingerprint
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import Compartment, Right, Scope, mask_of
from storage.records.bodies import PORTFOLIO
from storage.schema.clients import client, record
from storage.schema.log import log
from storage.schema.people import grant
from storage.sealing.envelope import SpaceKind
from storage.vault.door import Entered
from storage.vault.granting import RECOVERY_ID, Granter, take_grants
from storage.vault.keyring import GRANTORS, HeldGrant, read_grant
from storage.vault.people import give_portfolio, known_role
from storage.vault.pins import Pins
from storage.vault.rotation import DUE, Progress, Rotation, declare
from storage.vault.staffing import Staffing
from storage.vault.writing import Writing

_LENT = select(client.c.id, client.c.portfolio_id).where(
    client.c.id.in_(select(grant.c.scope_id).where(grant.c.scope_kind == int(Scope.CLIENT)))
)


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One grant as it is told. `portfolio` is empty where the session does not open it; dates in microseconds UTC."""

    id: bytes
    member: bytes
    grantor: bytes
    scope: str
    portfolio_id: bytes
    client: bytes
    """Empty where the whole portfolio is granted."""
    portfolio: str
    compartments: tuple[str, ...]
    rights: tuple[str, ...]
    not_before_us: int
    not_after_us: int
    state: str
    """active, future or expired."""


@dataclass(frozen=True, slots=True)
class PortfolioFacts:
    """A portfolio this session opens. `waiting`: running, revoked or expired; empty when its keys may stay."""

    id: bytes
    note: Portfolio
    clients: int
    epoch: int
    waiting: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A colleague, the words of his keys, and how many portfolios he holds a key of."""

    statement: Statement
    fingerprint: str
    portfolios: int


@dataclass(frozen=True, slots=True)
class Given:
    """A grant that was made, and the words by which both sides compare the receiver's keys."""

    id: bytes
    fingerprint: str


class GrantBook:
    """Giving and taking keys of portfolios."""

    def __init__(self, entered: Entered, staffing: Staffing, rotation: Rotation) -> None:
        self._entered = entered
        self._staffing = staffing
        self._rotation = rotation
        self.pins = Pins(entered)

    def all(self) -> list[GrantLine]:
        """Grants of portfolios and single clients: every one for those who answer for people or the log, else those
        of the own portfolios and what is lent to oneself.

        Raises Problem (STORE) for one the log does not know.
        """
        entered = self._entered
        mine, notes = entered.keyring.portfolios, self._staffing.portfolios()
        query = (
            select(grant, log.c.entry)
            .outerjoin(log, log.c.seq == grant.c.seq)
            .where(grant.c.scope_kind.in_((int(Scope.PORTFOLIO), int(Scope.CLIENT))), grant.c.member_id != RECOVERY_ID)
            .order_by(grant.c.scope_id, grant.c.seq)
        )
        with reading(entered.premises.engine) as connection:
            held = [read_grant(row) for row in connection.execute(query)]
            homes = {bytes(row.id): bytes(row.portfolio_id) for row in connection.execute(_LENT)}
        wide = entered.me.statement.role in ("owner", "admin", "auditor")
        names = {each: note.name for each, note in notes.items()}
        now_us = entered.premises.clock()
        me = entered.identity.person_id
        return [
            self._line(each, names, homes, now_us)
            for each in held
            if wide or each.grant.member_id == me or homes.get(each.grant.scope_id, each.grant.scope_id) in mine
        ]

    def people(self) -> list[PersonFacts]:
        """Everybody in the roster, by login."""
        self._entered.keyring.renew()
        query = (
            select(grant.c.member_id, func.count(grant.c.scope_id.distinct()))
            .where(grant.c.scope_kind == int(Scope.PORTFOLIO))
            .group_by(grant.c.member_id)
        )
        with reading(self._entered.premises.engine) as connection:
            held = {bytes(row[0]): int(row[1]) for row in connection.execute(query)}
        everybody = [each.statement for each in self._entered.staff.values()]
        return [
            PersonFacts(each, fingerprint(each.agreement_key, each.signing_key), held.get(each.person, 0))
            for each in sorted(everybody, key=lambda each: each.login)
        ]

    def portfolios(self) -> list[PortfolioFacts]:
        """Portfolios this session opens, by name, with the state of their keys."""
        notes, keys = self._staffing.portfolios(), self._entered.keyring.portfolios
        waiting = {each.portfolio_id: each.reason for each in self._rotation.pending()}
        query = select(client.c.portfolio_id, func.count()).group_by(client.c.portfolio_id)
        with reading(self._entered.premises.engine) as connection:
            counts = {bytes(row[0]): int(row[1]) for row in connection.execute(query)}
        found = [
            PortfolioFacts(each, note, counts.get(each, 0), keys[each].epoch, waiting.get(each, ""))
            for each, note in notes.items()
            if each in keys
        ]
        return sorted(found, key=lambda each: (each.note.name, each.id))

    def give(
        self,
        login: str,
        portfolio_id: bytes,
        *,
        parts: Sequence[str] = (),
        write: bool = True,
        not_before_us: int = 0,
        not_after_us: int = 0,
        confirmed: str = "",
    ) -> Given:
        """Give a colleague a portfolio, also when he is away: as his role has it or in part, for good or for a time.

        `confirmed`: words of his fingerprint as he read them. Raises Problem: BAD_INPUT for an unknown colleague or
        dates that end before they begin; REFUSED to oneself, without the right to give, beyond what his role may hold,
        or when his keys are not the ones known here.
        """
        to = self.receiver(login)
        entered = self._entered
        reach = COMPARTMENTS_OF[known_role(to.role)]
        mask = mask_of(Compartment.CARD, *map(part_of, parts)) if parts else reach
        if not mask or mask & ~reach:
            raise Problem(
                N_("The role of {login} does not hold these parts of a client."), ExitCode.REFUSED, login=login
            )
        demand_dates(entered.premises.clock(), not_before_us, not_after_us)
        self.demand_giving(portfolio_id)
        self.pins.demand(to, confirmed)
        rights = (Right.WRITE if write else 0) | (Right.GRANT if write and to.role in GRANTORS else 0)
        with entered.gate.transaction() as step:
            writing = Writing(step, entered.premises.store_id)
            key = entered.keyring.of(portfolio_id)
            try:
                secret = key.secret(mask)
            except NotGranted:
                raise Problem(N_("You do not hold this portfolio whole: ask a head."), ExitCode.REFUSED) from None
            given = Granter(writing, entered.identity).give(
                Scope.PORTFOLIO,
                portfolio_id,
                key.epoch,
                secret,
                (to.person, to.agreement_key),
                compartments=mask,
                rights=rights,
                not_before_us=not_before_us,
                not_after_us=not_after_us,
            )
            self.pins.pin(writing, to)
            writing.flush()
            step.append(Kind.WRITE, writes=writing.leaves)
        return Given(given, fingerprint(to.agreement_key, to.signing_key))

    def deputy(self, login: str, for_login: str, not_before_us: int, not_after_us: int) -> int:
        """Lend every portfolio of one colleague to another for some days. Gives their number. Raises as `give`."""
        whose = self.named(for_login)
        lent = [each for each, note in self._staffing.portfolios().items() if note.owner_id == whose.person]
        if not lent:
            raise Problem(N_("{login} has no portfolio among those you hold."), login=for_login)
        for portfolio_id in lent:
            self.give(login, portfolio_id, not_before_us=not_before_us, not_after_us=not_after_us)
        return len(lent)

    def revoke(self, login: str, portfolio_id: bytes, progress: Progress | None = None) -> int:
        """Take a portfolio from a colleague and renew its keys. Gives the number of clients under new keys.

        Raises Problem: BAD_INPUT for somebody who does not hold it, REFUSED from oneself or without the right to give.
        """
        whose = self.named(login)
        if whose.person == self._entered.identity.person_id:
            raise Problem(N_("This is not done by oneself: ask a colleague who may."), ExitCode.REFUSED)
        self.demand_giving(portfolio_id)
        with self._entered.gate.transaction() as step:
            if not self._take(Writing(step, self._entered.premises.store_id), [whose.person], portfolio_id, "revoked"):
                raise Problem(N_("{login} does not hold this portfolio."), login=login)
        return self.rotated(portfolio_id, progress)

    def hand_over(self, portfolio_id: bytes, login: str, progress: Progress | None = None) -> int:
        """The portfolio is another colleague's from now on; the manager who had it loses it. Gives the clients turned.

        Heads, keepers and the owner keep what they hold. Raises as `give`.
        """
        to = self.receiver(login, to_oneself=True)
        if to.role not in MAY_HOLD_CLIENTS:
            raise Problem(N_("A portfolio belongs to a manager or a head: {login} is neither."), login=login)
        self.demand_giving(portfolio_id)
        self.pins.demand(to, "")
        entered, note = self._entered, self._staffing.portfolios()[portfolio_id]
        with entered.gate.transaction() as step:
            writing = Writing(step, entered.premises.store_id)
            key, space = entered.keyring.of(portfolio_id), (SpaceKind.PORTFOLIO, portfolio_id)
            version = int(step.connection.scalar(select(record.c.version).where(record.c.id == portfolio_id)) or 0)
            body = PORTFOLIO.encode(msgspec.structs.replace(note, owner_id=to.person), "person")
            writing.change_record(key.space_key(Compartment.CARD), space, portfolio_id, version, body, b"")
            holders = set(step.connection.scalars(self._holders(portfolio_id)).all())
            had = entered.staff.get(note.owner_id)
            if had is not None and had.statement.role == "manager" and had.statement.person != to.person:
                self._take(writing, [had.statement.person], portfolio_id, "handed over")
            if to.person not in holders:
                give_portfolio(Granter(writing, entered.identity), key, to)
            self.pins.pin(writing, to)
            writing.flush()
            step.append(Kind.WRITE, writes=writing.leaves)
        return self.rotated(portfolio_id, progress)

    def rotated(self, portfolio_id: bytes, progress: Progress | None) -> int:
        """New keys for a portfolio somebody just lost something of; the number of its clients."""
        checkpoint_truncate(self._entered.premises.engine)
        return self._rotation.rotate(portfolio_id, progress)

    def _take(self, writing: Writing, members: Iterable[bytes], portfolio_id: bytes, reason: str) -> int:
        query = self._holders(portfolio_id).with_only_columns(grant.c.id).where(grant.c.member_id.in_(sorted(members)))
        taken = take_grants(writing, writing.connection.scalars(query).all(), reason)
        if taken:
            declare(
                writing.transaction, DUE, Scope.PORTFOLIO, portfolio_id, self._entered.keyring.of(portfolio_id).epoch
            )
        return taken

    def _holders(self, portfolio_id: bytes) -> Select[Any]:
        return select(grant.c.member_id).where(
            grant.c.scope_kind == int(Scope.PORTFOLIO), grant.c.scope_id == portfolio_id
        )

    def receiver(self, login: str, *, to_oneself: bool = False) -> Statement:
        """An active colleague to give something to. Raises Problem."""
        to = self.named(login)
        if to.state != "active":
            raise Problem(N_("{login} is suspended: restore the access first."), ExitCode.REFUSED, login=login)
        if to.person == self._entered.identity.person_id and not to_oneself:
            raise Problem(N_("Nobody gives keys to himself: ask another head or the owner."), ExitCode.REFUSED)
        return to

    def named(self, login: str) -> Statement:
        """A colleague by his login. Raises Problem (BAD_INPUT)."""
        self._entered.keyring.renew()
        found = next((each for each in self._entered.staff.values() if each.statement.login == login.strip()), None)
        if found is None:
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
        return found.statement

    def demand_giving(self, portfolio_id: bytes) -> None:
        """Raise Problem (REFUSED) unless this session gives keys of the portfolio on."""
        keyring = self._entered.keyring
        keyring.renew()
        keyring.of(portfolio_id)
        if self._entered.me.statement.role not in GRANTORS or not keyring.may_give(portfolio_id):
            raise Problem(N_("Only a head or the owner who holds the portfolio gives it on."), ExitCode.REFUSED)

    def _line(self, held: HeldGrant, names: dict[bytes, str], homes: dict[bytes, bytes], now_us: int) -> GrantLine:
        given = held.grant
        home = homes.get(given.scope_id, given.scope_id)
        state = "active" if given.in_force(now_us) else "future" if now_us < given.not_before_us else "expired"
        return GrantLine(
            given.grant_id,
            given.member_id,
            given.grantor_id,
            given.scope_kind.name.lower(),
            home,
            given.scope_id if given.scope_kind is Scope.CLIENT else b"",
            names.get(home, ""),
            tuple(part.name.lower() for part in Compartment if given.compartments & part.bit),
            tuple(right.name.lower() for right in Right if given.rights & right and right.name),
            given.not_before_us,
            given.not_after_us,
            state,
        )


def demand_dates(now_us: int, not_before_us: int, not_after_us: int) -> None:
    """Raise Problem (BAD_INPUT) for dates that end before they begin."""
    if not_after_us and not_after_us <= max(not_before_us, now_us):
        raise Problem(N_("The grant would end before it begins: check the dates."))


def part_of(name: str) -> Compartment:
    """A compartment by its name. Raises Problem (BAD_INPUT)."""
    if name not in COMPARTMENTS:
        raise Problem(
            N_("There is no part {name} of a client: the parts are {known}."), name=name, known=", ".join(COMPARTMENTS)
        )
    return Compartment(COMPARTMENTS.index(name))
