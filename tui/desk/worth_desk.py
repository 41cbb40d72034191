"""What the base is worth, as MET and DEP show it and `metrics`, `dependency` print it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from core.entities.enquiries import Enquiry
from core.entities.ledger import Bool
from core.entities.money import Money
from core.entities.spending import Spend
from core.problem import N_, Problem
from core.standing.anchor import Anchors, coverage, nearest
from core.worth import enquiries, spending
from core.worth.metrics import Metrics, PeriodMetrics, metrics
from core.worth.periods import Period, PeriodKind, date_of, day_of, period_with, periods_until
from tui.desk.answers_worth import (
    AnchorRow,
    AnchorsAnswer,
    AnchorSigns,
    Crr,
    DependencyAnswer,
    Ltv,
    MeanFlow,
    MetricsAnswer,
    PeriodFigures,
    SourceLtv,
)
from tui.desk.dependency_desk import DependencyDesk
from tui.desk.standing_records import words_of_loss

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.figures import Figures

COUNTS: Final[dict[PeriodKind, int]] = {"week": 13, "month": 13, "quarter": 9, "year": 10}
"""Periods shown when nobody says from when: the current one and as many before as its averages need."""


class WorthDesk:
    """Figures of the base by period, its dependency and its anchors."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def metrics(
        self,
        kind: PeriodKind,
        owner: str | None = None,
        first: dt.date | None = None,
        last: dt.date | None = None,
        everybody: bool = False,
    ) -> MetricsAnswer:
        """Figures of the periods from `first` to `last`, by default the last ones up to the evening.

        Raises Problem (BAD_INPUT) for an owner who is nobody's name and for dates the wrong way round.
        """
        figures = self._desk.figures()
        found = metrics(
            figures.days,
            figures.firm,
            _periods(figures, kind, first, last),
            everybody,
            self._of_owner(owner),
            figures.rules,
            words_of_loss(self._desk),
        )
        currency = self._desk.base.currency
        return MetricsAnswer(
            period=kind,
            periods=self._with_spending(tuple(_period(each, currency) for each in found.periods), owner),
            averages=_averages(found),
            alarms=found.alarms,
            window_days=found.window,
            owner=owner,
            as_of=figures.as_of,
            log_size=self._desk.log_size(),
            without_rate=figures.without_rate,
            corridor=(figures.rules.balance_repeat_low, figures.rules.balance_repeat_high),
        )

    def _with_spending(self, periods: tuple[PeriodFigures, ...], owner: str | None) -> tuple[PeriodFigures, ...]:
        """The periods with what was spent and asked in them; of the whole firm alone."""
        if owner is not None:
            return periods
        spends, asked = self._desk.spending.all(), self._desk.enquiries.all()
        return tuple(self._spent(each, spends, asked) for each in periods)

    def _spent(self, each: PeriodFigures, spends: list[Spend], asked: list[Enquiry]) -> PeriodFigures:
        currency, period = self._desk.base.currency, Period(day_of(each.first), day_of(each.last))
        rows, count = spending.within(spends, period), len(enquiries.within(asked, period))
        acquired = spending.side(rows, "acquisition").money
        cost = enquiries.enquiry_cost(acquired, count)
        return msgspec.structs.replace(
            each,
            acquisition=Money(acquired, currency),
            retention=Money(spending.side(rows, "retention").money, currency),
            enquiries=count,
            enquiry_cost=None if cost is None else Money(round(cost), currency),
        )

    def dependency(
        self,
        owner: str | None = None,
        without: str | None = None,
        department: str | None = None,
        selection: str | None = None,
    ) -> DependencyAnswer:
        """Shares of 12 months of the whole open base, of one person's clients or of a department's.

        `selection`: a saved one, counted as one group (S03.99). Raises Problem (BAD_INPUT) for names that are none.
        """
        return DependencyDesk(self._desk).answer(owner, without, department, selection)

    def departments(self) -> tuple[str, ...]:
        """Departments that have portfolios here, sorted."""
        return tuple(sorted({each for each in DependencyDesk(self._desk).departments if each}))

    def pack(self, client_id: str) -> int:
        """Tasks from the alarm of a share (S03.101)."""
        return DependencyDesk(self._desk).pack(client_id)

    def anchors(self) -> AnchorsAnswer:
        """Anchors by mean monthly margin, and the nearest to become one (S00.03, S00.13)."""
        figures, base = self._desk.figures(), self._desk.base
        found = self.judged()
        rows = np.flatnonzero(found.is_anchor)
        rows = rows[np.lexsort((rows, -found.monthly[rows]))]
        return AnchorsAnswer(
            anchors=tuple(self._anchor(found, int(row)) for row in rows),
            nearest=tuple(self._anchor(found, row) for row in nearest(found)),
            monthly=Money(coverage(found, None).monthly, base.currency),
            as_of=figures.as_of,
        )

    def judged(self) -> Anchors:
        """Anchors of the evening, one row a client of the base."""
        return self._desk.figures().anchors

    def _of_owner(self, owner: str | None) -> Bool | None:
        if owner is None:
            return None
        base = self._desk.base
        if owner not in base.owners:
            raise Problem(N_("Nobody by that name has clients here: see the names with clients."))
        return np.array([base.owner(row) == owner for row in range(len(base.ids))], np.bool_)

    def _anchor(self, found: Anchors, row: int) -> AnchorRow:
        base = self._desk.base
        cv = float(found.cv[row])
        return AnchorRow(
            id=base.ids[row].hex(),
            name=base.cards[row].name,
            owner=base.owner(row),
            monthly=Money(round(float(found.monthly[row])), base.currency),
            anchor=signs_of(found, row),
            active=int(found.active[row]),
            periods=int(found.periods[row]),
            cv=None if np.isnan(cv) else cv,
        )


def signs_of(found: Anchors, row: int) -> AnchorSigns:
    """The anchor axis of one client."""
    score = float(found.score[row])
    return AnchorSigns(
        is_anchor=bool(found.is_anchor[row]),
        provisional=bool(found.provisional[row]),
        score=None if np.isnan(score) else round(score, 1),
        signs=found.signs(row),
    )


def _periods(figures: Figures, kind: PeriodKind, first: dt.date | None, last: dt.date | None) -> tuple[Period, ...]:
    """Periods asked for; none where nothing was sold."""
    as_of = day_of(figures.as_of)
    days = figures.days
    if not len(days.day):
        return ()
    earliest = int(days.day.min())
    until = as_of if last is None else min(as_of, day_of(last))
    if first is None:
        return periods_until(kind, until, COUNTS[kind], earliest)
    begin = day_of(first)
    if begin > until:
        raise Problem(N_("The first day lies after the last one: give --from before --to."))
    begin = max(begin, earliest)
    found = []
    while begin <= until:
        period = period_with(kind, begin)
        found.append(Period(period.first, min(period.last, until), period.last <= until))
        begin = period.last + 1
    return tuple(found)


def _averages(found: Metrics) -> MeanFlow | None:
    mean = found.averages
    return None if mean is None else MeanFlow(mean.acquired, mean.lost, mean.returned, mean.confirmed)


def _period(each: PeriodMetrics, currency: str) -> PeriodFigures:
    def cash(value: float) -> Money:
        return Money(round(value), currency)

    flow, kept, money_of, life = each.flow, each.retention, each.balance, each.lifetime
    source = life.source
    return PeriodFigures(
        first=date_of(each.period.first),
        last=date_of(each.period.last),
        whole=each.period.whole,
        start=flow.start,
        acquired=flow.acquired,
        returned=flow.returned,
        lost=flow.lost,
        lost_confirmed=flow.confirmed,
        end=flow.end,
        crr=Crr(kept.value, kept.source, kept.at_start, kept.at_end, kept.kept, kept.new, kept.won_back, kept.woken),
        ltv=Ltv(
            cash(life.expected),
            cash(life.past),
            cash(life.future),
            life.clients,
            None
            if source is None
            else SourceLtv(
                cash(source.product),
                cash(source.cheque),
                source.per_month,
                source.margin_share,
                source.months,
                life.group,
            ),
        ),
        base_value=cash(life.base_value),
        first_sales=money_of.first_sales,
        first_money=cash(money_of.first_money),
        repeat_sales=money_of.repeat_sales,
        repeat_money=cash(money_of.repeat_money),
        repeat_share=money_of.repeat_share,
        steady_share=money_of.steady_share,
    )
