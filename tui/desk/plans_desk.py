"""Plan and fact by month at the desk: client, manager, firm; what is missing and who can bring it (U30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.entities.money import Money
from core.entities.plans import Plan
from core.problem import N_, ExitCode, Problem
from core.worth.periods import date_of, day_of, period_with
from core.worth.plans import Due, due_until, facts, month_of, month_period, plan_fact
from storage.vault.books.worth import CLIENT_PLAN, PLAN
from tui.desk import keeping, typed
from tui.desk.port_plans import DueRow, PlanRow, PlansAnswer

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MOST_DUE = 50
"""Clients named who can bring what is missing."""


class PlansDesk:
    """Plans of turnover."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def set(self, month: str, amount: str, owner: str = "", client_id: str = "") -> None:
        """Plan a month of a client, of a colleague's clients, or of the firm. An amount of 0 takes the plan off.

        Raises Problem: BAD_INPUT for what is no month or sum, REFUSED without the right.
        """
        first, sum_ = _month(month), typed.sum_of(amount, self._desk.base.currency)
        if client_id:
            self._set_client(client_id, first, sum_)
            return
        keeping.demand(self._desk, keeping.PLANNERS)
        person = self._person(owner) if owner else b""
        for each in keeping.live(self._desk, PLAN):
            if (each.fields.month, each.fields.person) == (first, person):
                keeping.change(self._desk, PLAN, each, amount=sum_)
                return
        keeping.add(self._desk, PLAN, Plan(month=first, amount=sum_, person=person))

    def listed(self, month: str = "", owner: str | None = None) -> PlansAnswer:
        """Plan and fact of a month, by default the one of the evening: the firm, every manager, planned clients."""
        figures, base = self._desk.figures(), self._desk.base
        as_of = day_of(figures.as_of)
        first = _month(month) if month else period_with("month", as_of).first
        period = month_period(first, as_of)
        sold = facts(figures.days, period)
        due = due_until(figures.days, figures.rhythms, period.last, figures.rules) if as_of < period.last else []
        plans = {each.fields.person: each.fields.amount for each in keeping.live(self._desk, PLAN)
                 if each.fields.month == first}  # fmt: skip
        staff = {each.id: each.name for each in self._desk.session.staffing.staff()}
        by_name = {name: person for person, name in staff.items()}
        amounts = {each.client: each.amount for each in due}
        expected = np.zeros(len(base.ids), np.int64)
        expected[list(amounts)] = list(amounts.values())
        owners = np.array(base.portfolio, np.int64)
        rows = []
        if not owner:
            plan = plans.get(b"") or None
            rows.append(self._row("firm", "", plan, (int(sold.sum()), int(expected.sum())), first))
        for name in sorted(set(base.owners), key=str.casefold):
            if owner in (None, name):
                mine = np.array([each == name for each in base.owners], np.bool_)[owners]
                plan = plans.get(by_name.get(name, b"-")) or None
                facts_of = int(sold[mine].sum()), int(expected[mine].sum())
                rows.append(self._row("manager", name, plan, facts_of, first))
        for at, amount in self._client_plans(first).items():
            if owner in (None, base.owner(at)):
                card, facts_of = base.cards[at].name, (int(sold[at]), int(expected[at]))
                rows.append(self._row("client", card, amount, facts_of, first, base.ids[at].hex()))
        shown = [each for each in due if owner in (None, base.owner(each.client))][:MOST_DUE]
        return PlansAnswer(
            date_of(first),
            tuple(rows),
            tuple(self._due(each) for each in shown),
            self._desk.session.opens_everything(),
            figures.as_of,
        )

    def of_client(self, client_id: str) -> PlanRow | None:
        """This month of one client; None where nothing is planned for him."""
        desk = self._desk
        if desk.base.figures is None:
            return None
        figures, at = desk.figures(), desk.place_of(client_id)
        as_of = day_of(figures.as_of)
        first = period_with("month", as_of).first
        plan = self._client_plans(first, client_id).get(at)
        if plan is None:
            return None
        period = month_period(first, as_of)
        due = [
            each for each in due_until(figures.days, figures.rhythms, period.last, figures.rules) if each.client == at
        ]
        fact = int(facts(figures.days, period)[at])
        expected = sum(each.amount for each in due)
        return self._row("client", desk.base.cards[at].name, plan, (fact, expected), first, client_id)

    # Within
    def _client_plans(self, first: int, client_id: str = "") -> dict[int, int]:
        """Row of the base → amount planned above zero."""
        work, base = self._desk.work, self._desk.base
        if client_id:
            pairs = [(client_id, each) for each in work.about(CLIENT_PLAN, client_id)]
        else:
            pairs = work.shown(CLIENT_PLAN)
        found: dict[int, int] = {}
        for client, each in pairs:
            if each.fields.month == first and each.fields.amount:
                at = base.place[bytes.fromhex(client)]
                found[at] = found.get(at, 0) + each.fields.amount
        return found

    def _set_client(self, client_id: str, first: int, amount: int) -> None:
        work = self._desk.work
        of = [each for each in work.about(CLIENT_PLAN, client_id) if each.fields.month == first]
        if of:
            work.change(CLIENT_PLAN, of[0], amount=amount)
        else:
            work.add(CLIENT_PLAN, client_id, Plan(month=first, amount=amount))

    def _person(self, name: str) -> bytes:
        wanted = " ".join(name.split()).casefold()
        for each in self._desk.session.staffing.staff():
            if wanted in (each.login.casefold(), each.name.casefold()):
                return each.id
        raise Problem(
            N_("There is nobody with the login {login}: see people list."), ExitCode.BAD_INPUT, login=name.strip()[:40]
        )

    def _row(
        self, kind: str, name: str, plan: int | None, told: tuple[int, int], first: int, client: str = ""
    ) -> PlanRow:
        """`told`: fact and what is expected."""
        currency = self._desk.base.currency
        fact, expected = told
        found = plan_fact(plan, fact, expected, period_with("month", first))
        return PlanRow(
            kind,
            client,
            name,
            None if plan is None else Money(plan, currency),
            Money(fact, currency),
            Money(found.missing, currency),
            found.share,
            Money(found.expected, currency),
        )

    def _due(self, each: Due) -> DueRow:
        base = self._desk.base
        return DueRow(
            base.ids[each.client].hex(),
            base.cards[each.client].name,
            base.owner(each.client),
            Money(each.amount, base.currency),
            date_of(each.expected_day),
            each.late,
        )


def _month(text: str) -> int:
    found = month_of(text)
    if found is None:
        raise Problem(N_("A month looks like 2026-11: “{text}” is none."), text=text.strip()[:20])
    return found
