"""The firm's rules at the desk: list, preview, change (S02.12)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from core.problem import N_, Problem
from core.rules import Rules, registry
from core.wording.rules import SECTIONS, section_of, titles, value_text
from tui.desk.figures import Evenings, Figures, figures_of, firm_figures, ranked
from tui.desk.port_rules import Moved, RuleLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000


class RulesDesk:
    """Thresholds of the firm."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def lines(self) -> list[RuleLine]:
        """Every rule a firm may set, in the order of the document."""
        return [self._line(name) for _, rules in SECTIONS for name, _ in rules]

    def version(self) -> int:
        """Number of changes ever made."""
        return len(self._desk.session.rulebook.book().changes)

    def preview(self, name: str, value: float | None) -> Moved:
        """Score every open client by the rules with this value and count who moves. Nothing is written.

        Raises Problem (BAD_INPUT) for an unknown rule and for a value out of its range.
        """
        now = self._desk.figures()
        then = self._figures(self._with(name, value))
        return Moved(
            clients=len(self._desk.base.ids),
            state=int((now.rhythms.state != then.rhythms.state).sum()),
            level=int((now.axes.level != then.axes.level).sum()),
            step=int((now.axes.step != then.axes.step).sum()),
            abc=int((now.axes.abc != then.axes.abc).sum()),
            xyz=int((now.axes.xyz != then.axes.xyz).sum()),
            anchor=int(np.count_nonzero(now.anchors.is_anchor != then.anchors.is_anchor)),
            queue_before=len(ranked(now)),
            queue_after=len(ranked(then)),
        )

    def change(self, name: str, value: float | None, why: str = "") -> RuleLine:
        """Set a rule; the figures follow at once. Raises Problem as the vault does."""
        self._with(name, value)
        self._desk.session.rulebook.change(name, value, why)
        self._desk.figures()
        self._desk.touched()
        return self._line(name)

    def _with(self, name: str, value: float | None) -> Rules:
        if name not in titles():
            raise Problem(N_("There is no rule {rule}; the list of rules shows the names."), rule=name)
        default = next(rule.default for rule in registry() if rule.name == name)
        return self._desk.session.rulebook.rules().changed(**{name: default if value is None else value})

    def _figures(self, rules: Rules) -> Figures:
        desk = self._desk
        rates = desk.rates.table()
        ledger = desk.session.sales.ledger(desk.base.ids, lambda _done, _total: True, None, rates)
        evenings = Evenings.of(ledger.lines, desk.today_date(), rules)
        firm = firm_figures(evenings, desk.log_size(), desk.session.opens_everything(), rules)
        told = figures_of(evenings, firm, firm.whole_firm, ledger.without_rate, rules, rates)
        return desk.standing.told(told)

    def _line(self, name: str) -> RuleLine:
        rule = next(each for each in registry() if each.name == name)
        book = self._desk.session.rulebook.book()
        value = float(getattr(book.rules(), name))
        last = book.last(name)
        staff = {each.id: each.name for each in self._desk.session.staffing.staff()}
        return RuleLine(
            name=name,
            section=section_of(name),
            title=titles()[name],
            value=value,
            default=float(rule.default),
            low=rule.low,
            high=rule.high,
            unit=rule.unit,
            source=rule.source,
            value_text=value_text(value, rule.unit),
            default_text=value_text(rule.default, rule.unit),
            changed_by=staff.get(last.who, "") if last else "",
            changed_at=dt.datetime.fromtimestamp(last.at_us / MICROSECONDS, self._desk.zone) if last else None,
            why=last.why if last else "",
        )
