"""Facet of allowances: how much of the reading limits a colleague has (U04, spec/security §4).

A quarter for somebody who is leaving, more for a busy day: a signed public entry, which binds in the very next
transaction of every session of that person.
"""

from __future__ import annotations

from core.problem import N_, ExitCode, Problem
from storage.access.allowance import LEAVING, MOST, SETTERS, WHOLE, encode_share, share_of
from storage.access.budgets import DAY_US
from storage.audit.kinds import Kind
from storage.audit.roster import Statement
from storage.engine import reading
from storage.vault.door import Entered

__all__ = ["LEAVING", "MOST", "WHOLE", "Allowances"]


class Allowances:
    """Shares of the limits, by login."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def share(self, login: str | None = None) -> int:
        """Per cent of the limits that a colleague (or oneself) has now. Raises Problem (BAD_INPUT)."""
        person = self._named(login).person if login else self._entered.identity.person_id
        with reading(self._entered.premises.engine) as connection:
            return share_of(connection, person, self._entered.premises.clock())

    def set(self, login: str, percent: int, days: int | None = None) -> None:
        """Give a colleague `percent` of the limits, for so many days or until it is set again.

        Raises Problem: REFUSED without the role, or for oneself; BAD_INPUT for a share out of range.
        """
        entered = self._entered
        if entered.me.statement.role not in SETTERS:
            raise Problem(N_("Reading limits are set by a head, an admin or the owner."), ExitCode.REFUSED)
        person = self._named(login).person
        if person == entered.identity.person_id:
            raise Problem(N_("Nobody sets his own limits: ask another head, the admin or the owner."), ExitCode.REFUSED)
        if not 1 <= percent <= MOST:
            raise Problem(N_("A share of the limits is 1 to {most} per cent."), most=MOST)
        until = entered.premises.clock() + days * DAY_US if days else 0
        with entered.gate.transaction() as step:
            step.append(Kind.BUDGET_SET, person, encode_share(percent, until))

    def _named(self, login: str) -> Statement:
        for each in self._entered.staff.values():
            if each.statement.login == login:
                return each.statement
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
