"""Facet of recovery: what two of the three holders open together (spec/security §3.3, U24).

The sheets open, they sign nothing: an owner or head is logged in beside them and answers for what is done. The entry
with the reason is on disk before anything is unwrapped. Two uses: give a head every portfolio again, and break the
glass, which lends the person named portfolios to read for some hours; closing it makes their keys be renewed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import select

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.kinds import Kind
from storage.audit.receipt import Receipt
from storage.audit.roster import Statement
from storage.engine import checkpoint_truncate, reading
from storage.keys.grants import GrantNotInForce, open_grant
from storage.keys.portfolio import PortfolioKey
from storage.keys.recovery import RecoveryKey, open_recovery
from storage.keys.scopes import ALL_COMPARTMENTS, Right, Scope
from storage.keys.words import from_words
from storage.schema.people import grant
from storage.sealing.secret import SealBroken
from storage.vault.carrying import grants_over, recovery_key
from storage.vault.door import Entered
from storage.vault.granting import RECOVERY_ID, Granter, take_grants
from storage.vault.keyring import GRANTORS, HeldGrant, grantor_of
from storage.vault.people import give_portfolio
from storage.vault.rotation import DUE, declare
from storage.vault.writing import Writing, damaged

HOUR_US = 3_600_000_000
MOST_REASON = 300


class Recovering:
    """Two sheets beside a session."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def portfolios(self) -> list[bytes]:
        """Ids of every portfolio the recovery key opens."""
        query = select(grant.c.scope_id).where(
            grant.c.member_id == RECOVERY_ID, grant.c.scope_kind == int(Scope.PORTFOLIO)
        )
        with reading(self._entered.premises.engine) as connection:
            return sorted({bytes(each) for each in connection.scalars(query)})

    def give_again(self, login: str, sheets: Sequence[str], reason: str) -> int:
        """Wrap every portfolio to a head anew. Gives their number.

        Raises Problem: REFUSED unless an owner or head asks and the sheets open; BAD_INPUT for somebody who is no
        active head, a sheet that does not read, or without a reason.
        """
        self._demand(reason)
        found = [each.statement for each in self._entered.staff.values() if each.statement.login == login.strip()]
        if not found or found[0].state != "active" or found[0].role != "head":
            raise Problem(N_("Portfolios are recovered for an active head: {login} is none."), login=login)
        key = self._key(sheets)
        everything = self.portfolios()
        receipt = self._record(Kind.RECOVERY_USED, {"whose": found[0].person, "reason": reason}, everything)
        with self._entered.gate.transaction() as step:
            writing = Writing(step, self._entered.premises.store_id)
            granter = Granter(writing, self._entered.identity)
            for opened in self._opened(writing, key, receipt, everything).values():
                give_portfolio(granter, opened, found[0])
            writing.flush()
        self._entered.keyring.renew()
        return len(everything)

    def break_glass(self, portfolios: Sequence[bytes], sheets: Sequence[str], reason: str) -> int:
        """Read named portfolios for `break_glass_hours`. Gives when it ends (microseconds UTC). Raises Problem."""
        self._demand(reason)
        entered = self._entered
        me: Statement = entered.me.statement
        named = sorted(set(portfolios))
        if not named or not set(named) <= set(self.portfolios()):
            raise Problem(N_("Name the portfolios to be opened as recovery portfolios lists them."))
        key = self._key(sheets)
        until = entered.premises.clock() + DEFAULT.break_glass_hours * HOUR_US
        details = {"who": me.person, "reason": reason, "portfolios": named, "until": until}
        receipt = self._record(Kind.BREAK_GLASS, details, named)
        with entered.gate.transaction() as step:
            writing = Writing(step, entered.premises.store_id)
            granter = Granter(writing, entered.identity)
            for portfolio_id, opened in self._opened(writing, key, receipt, named).items():
                granter.give(
                    Scope.PORTFOLIO,
                    portfolio_id,
                    opened.epoch,
                    opened.secret(),
                    (me.person, me.agreement_key),
                    compartments=ALL_COMPARTMENTS,
                    rights=Right.READ,
                    not_after_us=until,
                )
            writing.flush()
        entered.keyring.renew()
        return until

    def close(self) -> int:
        """Give back what the broken glass lent; holders renew the keys at their next session. Gives the portfolios."""
        entered = self._entered
        with entered.gate.transaction() as step:
            lent = [
                each
                for each in grants_over(step.connection, Scope.PORTFOLIO, self.portfolios())
                if each.grant.member_id == each.grant.grantor_id == entered.identity.person_id
                and each.grant.rights == Right.READ
                and each.grant.not_after_us
            ]
            if not lent:
                raise Problem(N_("No glass is broken by you: there is nothing to close."))
            take_grants(Writing(step, entered.premises.store_id), [each.grant.grant_id for each in lent], "break glass")
            for each in lent:
                declare(step, DUE, Scope.PORTFOLIO, each.grant.scope_id, each.grant.epoch)
            step.append(Kind.BREAK_GLASS_CLOSED)
        entered.keyring.renew()
        checkpoint_truncate(entered.premises.engine)
        return len(lent)

    def _demand(self, reason: str) -> None:
        if self._entered.me.statement.role not in GRANTORS:
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)
        if not 0 < len(reason.strip()) <= MOST_REASON:
            raise Problem(N_("Say in a sentence why: the reason stands in the log."))

    def _record(self, kind: Kind, details: Mapping[str, object], portfolios: Sequence[bytes]) -> Receipt:
        """The entry, committed before a key is unwrapped."""
        with self._entered.gate.transaction() as step:
            covers = [(int(Scope.PORTFOLIO), each) for each in portfolios]
            step.append(kind, details=msgspec.msgpack.encode(details), covers=covers)
        return step.receipt

    def _key(self, sheets: Sequence[str]) -> RecoveryKey:
        entered = self._entered
        if len(sheets) != 2:
            raise Problem(N_("Two sheets are needed, of two different holders."))
        (_one, first), (_other, second) = (from_words(each) for each in sheets)
        entry = entered.premises.owners_entry(Kind.RECOVERY_SET, entered.staff)
        if entry is None:
            raise damaged("recovery key")
        public = recovery_key(entered.premises, entered.staff)
        try:
            return open_recovery(
                entry.details, entered.premises.store_id, first, second, person_id=RECOVERY_ID, public=public
            )
        except SealBroken:
            raise Problem(
                N_("These two sheets do not open this store: take sheets of two different holders of this firm."),
                ExitCode.REFUSED,
            ) from None

    def _opened(
        self, writing: Writing, key: RecoveryKey, receipt: Receipt, portfolios: Sequence[bytes]
    ) -> dict[bytes, PortfolioKey]:
        """Newest key of each portfolio, from the grants made to recovery."""
        found: dict[bytes, PortfolioKey] = {}
        for each in grants_over(writing.connection, Scope.PORTFOLIO, portfolios):
            if each.grant.member_id == RECOVERY_ID:
                found[each.grant.scope_id] = self._portfolio_key(key, each, receipt)
        return found

    def _portfolio_key(self, key: RecoveryKey, held: HeldGrant, receipt: Receipt) -> PortfolioKey:
        by = grantor_of(held, self._entered.staff)
        premises = self._entered.premises
        try:
            opened = open_grant(
                receipt,
                key,
                held.body,
                held.signature,
                by.signing_key,
                store_id=premises.store_id,
                now_us=premises.clock(),
            )
        except (SealBroken, GrantNotInForce):
            raise damaged("grant") from None
        return PortfolioKey.of_grant(opened)
