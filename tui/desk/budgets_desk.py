"""Reading limits as commands see them: what is left of one's own, and the share a colleague has of his."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from core.problem import N_, ExitCode, Problem
from tui.desk.port_contacts import BudgetLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk

LEAVING = 25
"""Per cent of the limits for somebody who is leaving (spec/security §4)."""


class BudgetAnswer(msgspec.Struct, frozen=True):
    """JSON of `budget`: limits of the person who asks, or the share of a colleague."""

    login: str
    percent: int
    advisory: bool
    limits: tuple[BudgetLine, ...] = ()


class BudgetsDesk:
    """Limits, and who has which share of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def own(self) -> BudgetAnswer:
        """The limits of this person and what is taken of them."""
        session, state = self._desk.session, self._desk.contacts.budgets()
        login = session.entered.me.statement.login
        return BudgetAnswer(login, session.allowances.share(), state.advisory, state.lines)

    def of(self, login: str) -> BudgetAnswer:
        """The share of a colleague. Raises Problem (REFUSED) for a role that sets none."""
        if self._desk.session.role not in ("owner", "admin", "head"):
            raise Problem(N_("Reading limits are set by a head, an admin or the owner."), ExitCode.REFUSED)
        return BudgetAnswer(login, self._desk.session.allowances.share(login), self._desk.session.entered.alone)

    def set(self, login: str, percent: int, days: int | None) -> BudgetAnswer:
        """Give a colleague a share of the limits, for so many days or until it is set again."""
        self._desk.session.allowances.set(login, percent, days)
        return self.of(login)
