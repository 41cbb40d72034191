"""The document "Эволюция клиента", fixed costs by month and rates: records of the firm (S00.01, S02.12, S02.14)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from core.entities.entry import Entry
from core.entities.money import Money
from core.entities.standing import Clause, FixedCosts
from core.problem import N_, ExitCode, Problem
from core.rules import registry
from core.wording import gettext
from core.wording.evolution import CLAUSE_OF, CLAUSES, ClauseText, default_text
from core.wording.rules import titles, value_text
from storage.vault.books.standing import CLAUSE, FIXED_COSTS
from storage.vault.registers import Register, Stored
from tui.desk.figures import day_number
from tui.desk.port_standing import ClauseLine, ClauseVersion, CostLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk

TEXT_MAX = 1200
MONTHS_SHOWN = 13
MICROSECONDS = 1_000_000
_YEAR = 12
RATE_ONE = 100_000_000
"""Rates are kept in 1e-8 of the base unit."""


class EvolutionDesk:
    """Words, costs and rates of the firm."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # The document
    def clauses(self) -> list[ClauseLine]:
        """Every clause in the order of the document."""
        own = {each.fields.key: each for each in self._all(CLAUSE)}
        staff = self._names()
        return [self._line(each, own.get(each.key), staff) for each in CLAUSES]

    def text(self, key: str) -> str:
        """A clause as it reads now."""
        own = self._of(key)
        return own.fields.text if own is not None and own.fields.text else default_text(key)

    def versions(self, key: str) -> list[ClauseVersion]:
        """Wordings that were replaced, newest first."""
        own = self._of(self._known(key))
        if own is None:
            return []
        staff = self._names()
        return [
            ClauseVersion(self._at(each.at_us), staff.get(each.who, ""), str(each.fields["text"][0]))
            for each in self._desk.session.registers.history(CLAUSE, own)
            if "text" in each.fields
        ]

    def word(self, key: str, text: str) -> None:
        """Give a clause the firm's own words; empty puts the program's back. Raises Problem (REFUSED)."""
        self._demand_maker()
        told = text.strip()
        if len(told) > TEXT_MAX:
            raise Problem(N_("That is too long: {most} characters at most."), most=TEXT_MAX)
        own = self._of(self._known(key))
        if own is not None:
            self._desk.work.change(CLAUSE, own, text=told)
        elif told:
            self._write(CLAUSE, Clause(key=key, text=told))

    # Fixed costs (S00.01)
    def costs(self) -> list[CostLine]:
        """The last 13 months, newest first."""
        known = {each.fields.month: each for each in self._all(FIXED_COSTS)}
        today = self._desk.today_date()
        month = (today.year - 1970) * _YEAR + today.month - 1
        staff, currency = self._names(), self._desk.base.currency
        found = []
        for each in range(month, month - MONTHS_SHOWN, -1):
            cost = known.get(each)
            amount = None if cost is None else Money(cost.fields.amount, currency)
            who = "" if cost is None else staff.get(cost.fields.by, "")
            found.append(CostLine(dt.date(1970 + each // _YEAR, each % _YEAR + 1, 1), amount, who))
        return found

    def monthly_costs(self, month: int) -> int | None:
        """Mean of the fixed costs of the 12 full months before a month, those that were entered; None: none was."""
        known = [each.fields for each in self._all(FIXED_COSTS)]
        inside = [each.amount for each in known if month - _YEAR <= each.month < month]
        if not inside:
            inside = [each.amount for each in known if each.month == month]
        return round(sum(inside) / len(inside)) if inside else None

    def enter_costs(self, month: dt.date, amount: int) -> None:
        """Fixed costs of a month, minor units. Raises Problem (REFUSED) for a role that makes no rules."""
        self._demand_maker()
        if amount < 0:
            raise Problem(N_("Costs cannot be less than nothing."))
        number = (month.year - 1970) * _YEAR + month.month - 1
        known = next((each for each in self._all(FIXED_COSTS) if each.fields.month == number), None)
        if known is not None:
            self._desk.work.change(FIXED_COSTS, known, amount=amount)
        else:
            self._write(FIXED_COSTS, FixedCosts(month=number, amount=amount))

    # Rates (S02.10)
    def rate(self, currency: str) -> float | None:
        """The last rate of the firm's table up to the evening; None: none."""
        found = self._desk.rates.table().at(currency, day_number(self._desk.today_date()))
        return None if found is None else found / RATE_ONE

    # Within
    def _line(self, each: ClauseText, own: Stored[Clause] | None, staff: dict[bytes, str]) -> ClauseLine:
        rules, names = self._desk.session.rulebook.rules(), titles()
        units = {rule.name: rule.unit for rule in registry()}
        changes = [] if own is None else self._desk.session.registers.history(CLAUSE, own)
        who, at = (b"", 0) if own is None else (own.fields.by, own.fields.at_us)
        if changes:
            who, at = changes[0].who, changes[0].at_us
        worded = own is not None and bool(own.fields.text)
        return ClauseLine(
            key=each.key,
            section=gettext(each.section),
            title=gettext(each.title),
            text=own.fields.text if own is not None and worded else gettext(each.text),
            own=worded,
            rules=tuple(f"{names[name]}: {value_text(getattr(rules, name), units[name])}" for name in each.rules),
            versions=0 if own is None else len(changes) + 1,
            changed_by=staff.get(who, ""),
            changed_at=self._at(at) if own is not None else None,
        )

    def _of(self, key: str) -> Stored[Clause] | None:
        return next((each for each in self._all(CLAUSE) if each.fields.key == key), None)

    def _known(self, key: str) -> str:
        if key not in CLAUSE_OF:
            raise Problem(N_("There is no {word} here: use one of {known}."), word=key, known=", ".join(CLAUSE_OF))
        return key

    def _all(self, register: Register[Any]) -> list[Stored[Any]]:
        return [each for each in self._desk.session.registers.all(register) if not each.fields.removed]

    def _write(self, register: Register[Any], fields: Entry) -> None:
        registers = self._desk.session.registers
        with registers.writing(details={"kind": register.name}) as writing:
            registers.add(writing, register, self._desk.session.entered.firm.firm_id, fields)
        self._desk.touched()

    def _demand_maker(self) -> None:
        if not self.may_word():
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)

    def may_word(self) -> bool:
        """Whether this person answers for the rules of the firm."""
        return self._desk.session.role in ("owner", "head")

    def _names(self) -> dict[bytes, str]:
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def _at(self, at_us: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone)
