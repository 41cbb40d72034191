"""Lifetime value over time by segment, manager and product; CRR of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.entities.ledger import Bool
from core.entities.money import Money
from core.entities.vocabulary import LEVELS
from core.rhythm.client_days import narrowed
from core.rhythm.states import rhythms
from core.worth.flow import absences
from core.worth.lifetime import lifetimes
from core.worth.periods import Period, date_of, day_of, periods_until
from core.worth.retention import activity_window, retention
from tui.desk.answers_reports import TrendAnswer, TrendBy, TrendLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.figures import Figures

QUARTERS = 6
MOST_PRODUCTS = 8


def trend(desk: Desk, by: TrendBy) -> TrendAnswer:
    """Mean lifetime value of the clients of each group at the end of the last quarters."""
    figures = desk.figures()
    if not len(figures.days.day):
        return TrendAnswer(by, "quarter", (), ())
    as_of = day_of(figures.as_of)
    periods = periods_until("quarter", as_of, QUARTERS, int(figures.days.day.min()))
    whole = []
    for period in periods:
        evening = narrowed(figures.days, until=period.last)
        seen = rhythms(evening, figures.firm, figures.rules)
        whole.append(lifetimes(evening, seen, figures.firm, figures.rules).whole)
    lines = []
    for name, group in _groups(desk, figures, by):
        values = []
        for column in whole:
            of = column[group]
            of = of[np.isfinite(of)]
            values.append(Money(round(float(of.mean())), desk.base.currency) if len(of) else None)
        lines.append(TrendLine(name, int(group.sum()), tuple(values)))
    return TrendAnswer(by, "quarter", tuple(date_of(each.last) for each in periods), tuple(lines))


def _groups(desk: Desk, figures: Figures, by: TrendBy) -> list[tuple[str, Bool]]:
    """Groups as they stand today, so that one line follows the same clients."""
    base, every = desk.base, np.arange(len(desk.base.ids))
    if by == "segment":
        of = [(level, figures.axes.level == number) for number, level in enumerate(LEVELS)]
        return [(level, group) for level, group in of if group.any()]
    if by == "manager":
        owners = np.array([base.owner(row) for row in every.tolist()])
        return [(name, owners == name) for name in sorted(set(base.owners), key=str.casefold) if (owners == name).any()]
    bought = desk.supply.bought()
    sums = np.bincount(bought.product, weights=bought.amount, minlength=len(bought.products))
    names = desk.session.firm.product_names()
    found = []
    for product in np.argsort(-sums, kind="stable")[:MOST_PRODUCTS].tolist():
        if sums[product] > 0:
            code = bought.products[product]
            buyers = bought.client[(bought.product == product) & (bought.quantity > 0)]
            found.append((names.get(code, code), np.isin(every, buyers)))
    return found


def year_crr(figures: Figures) -> float | None:
    """CRR of the last 12 months, a share; None without a base at their start."""
    days, as_of = figures.days, day_of(figures.as_of)
    if not len(days.day):
        return None
    away = absences(days, figures.rhythms, figures.firm, figures.rules)
    year = Period(as_of - figures.rules.year_days + 1, as_of)
    return retention(days, year, activity_window(days, figures.rules), away).value
