"""Reports of MET: both sides of a period, cohorts, funnel and skirt, trends, claims (S00.12, S01.03–04, S03.06–08)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from core.entities.enquiries import Enquiry
from core.entities.ledger import Bool
from core.entities.money import Money
from core.entities.vocabulary import STEPS
from core.worth import enquiries, spending, stages
from core.worth.balance import Balance, balance
from core.worth.cohorts import cohorts, first_days
from core.worth.followup import Attention, FollowUp, attention, follow_up
from core.worth.lifetime import company_lifetime, lifetimes, what_if_crr
from core.worth.periods import Period, PeriodKind, date_of, day_of, period_with, periods_until
from core.worth.skirt import skirt
from core.worth.stages import Stage
from storage.vault.books.work import ACTIVITY, NEED, TASK
from tui.desk import worth_evidence, worth_trends
from tui.desk.answers_reports import (
    ClaimRow,
    CohortRow,
    Evidence,
    FigureName,
    Loss,
    PartRow,
    RatioRow,
    ReportAnswer,
    RingRow,
    StageColumn,
    StagesAnswer,
    ToolRow,
    TrendAnswer,
    TrendBy,
    WhatIfCrr,
)
from tui.desk.port_spending import SideSums

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.figures import Figures

MICROSECONDS_OF_A_DAY = 86_400_000_000
COHORTS: dict[PeriodKind, int] = {"week": 13, "month": 12, "quarter": 8, "year": 6}


class WorthReports:
    """What MET shows beside its periods."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def report(self, kind: PeriodKind, first: dt.date | None = None) -> ReportAnswer:
        """All views of the period of `first`, by default the one of the evening."""
        period = self.period(kind, first)
        return ReportAnswer(self.stages(period), self.cohorts(kind), kind, self.rings(), self.claims(period))

    def period(self, kind: PeriodKind, first: dt.date | None = None) -> Period:
        """The period that holds a day, cut at the evening."""
        as_of = day_of(self._desk.today_date())
        found = period_with(kind, min(as_of, as_of if first is None else day_of(first)))
        return Period(found.first, min(found.last, as_of), found.last <= as_of)

    # Both sides of a period
    def stages(self, period: Period) -> StagesAnswer:
        """Stages, spending, tools, enquiries and what is lost with them in one period."""
        desk, figures = self._desk, self._desk.figures()
        spends = spending.within(desk.spending.all(), period)
        asked = enquiries.within(desk.enquiries.all(), period)
        acquisition, retention = spending.side(spends, "acquisition"), spending.side(spends, "retention")
        money_of = balance(figures.days, period, None)
        followed = self.follow_up(period)
        first = first_days(figures.days)
        fresh = np.flatnonzero((first >= period.first) & (first <= period.last))
        bought = figures.days.purchases()
        minutes = self._minutes(period)
        found = stages.stages(
            stages.Counted(
                len(asked),
                money_of.first_sales,
                int((bought[fresh] > 1).sum()),
                money_of.repeat_sales,
                money_of.first_money,
                money_of.repeat_money,
                *minutes,
            ),
            acquisition,
            retention,
            figures.rules,
        )
        cost = enquiries.enquiry_cost(acquisition.money, len(asked))
        base = desk.base
        newcomers = {base.ids[row]: int(first[row]) for row in fresh.tolist()}
        seen = self.attention()
        return StagesAnswer(
            date_of(period.first),
            date_of(period.last),
            tuple(map(self._column, found.columns)),
            found.money_share,
            found.time_share,
            found.skewed,
            self._side(acquisition),
            self._side(retention),
            self._ratio(period, acquisition.money, retention.money, money_of, set(fresh.tolist())),
            len(asked),
            self._maybe(cost),
            tuple(map(self._tool, spending.by_tool(spends, asked, newcomers))),
            self._parts(asked, lambda each: each.channel, cost),
            self._parts(asked, self._who, cost),
            self._loss(asked, period),
            followed.first_sales,
            followed.planned,
            len(followed.without_step),
            seen.base,
            len(seen.silent),
            seen.logged,
            figures.rules.untouched_days,
        )

    def follow_up(self, period: Period) -> FollowUp:
        """First sales of a period and what came after them."""
        figures = self._desk.figures()
        return follow_up(figures.days, period, self._planned(), self._touched(), figures.rules)

    def attention(self) -> Attention:
        """Clients nobody has been in touch with."""
        figures = self._desk.figures()
        return attention(figures.days, self._touched(), figures.rules)

    def cohorts(self, kind: PeriodKind) -> tuple[CohortRow, ...]:
        """Clients acquired by period, newest last; none without sales."""
        figures = self._desk.figures()
        if not len(figures.days.day):
            return ()
        as_of = day_of(figures.as_of)
        periods = periods_until(kind, as_of, COHORTS[kind], int(figures.days.day.min()))
        found = cohorts(figures.days, figures.axes.step, figures.anchors.is_anchor, periods, figures.rules)
        return tuple(
            CohortRow(
                date_of(each.period.first),
                each.period.whole,
                each.new,
                each.repeat,
                each.regular,
                each.anchor,
                each.fast,
            )
            for each in found
        )

    def rings(self) -> tuple[RingRow, ...]:
        """Funnel and skirt: enquiries of 12 months, potentials, then everybody by his step (S03.06)."""
        desk, figures = self._desk, self._desk.figures()
        as_of = day_of(figures.as_of)
        year = Period(as_of - figures.rules.year_days + 1, as_of)
        asked = enquiries.figures(enquiries.within(desk.enquiries.all(), year))
        potentials = int((figures.axes.step == STEPS.index("none")).sum())
        found = skirt(figures.days, figures.axes.step, asked.enquiries, asked.captured, potentials, figures.rules)
        return tuple(RingRow(each.tier, each.count, self._maybe(each.turnover), each.purchases) for each in found)

    # What the source claims, and ours
    def claims(self, period: Period) -> tuple[ClaimRow, ...]:
        """Figures the source quotes beside ours with their n (analytics §3 Claims)."""
        figures = self._desk.figures()
        step = figures.axes.step
        base = int((step > 0).sum())
        regular = int((step >= STEPS.index("regular")).sum())
        spends = spending.within(self._desk.spending.all(), period)
        sums = balance(figures.days, period, None)
        ratio = spending.ratio(
            spending.side(spends, "acquisition").money,
            sums.first_sales,
            spending.side(spends, "retention").money,
            sums.repeat_sales,
        )
        followed, seen = self.follow_up(period), self.attention()
        year = self.what_if(0.05)
        asked = self._desk.work.uplift()
        buyers = int(np.count_nonzero(figures.rhythms.seen.events))
        innovators = int(np.count_nonzero(self._desk.keys.signed("innovator")))
        rows = (
            ClaimRow("regulars", regular / base if base else None, base),
            ClaimRow("six_times", ratio.value, len(spends)),
            ClaimRow(
                "follow_up",
                None if followed.planned_share is None else 1 - followed.planned_share,
                followed.first_sales,
            ),
            ClaimRow("asked", asked.asked, asked.asked_clients, asked.not_asked, asked.claimed),
            ClaimRow("unattended", seen.silent_share if seen.logged else None, seen.base),
            ClaimRow("innovators", innovators / buyers if buyers else None, buyers),
            ClaimRow("crr_profit", year.uplift, base),
        )
        return rows

    def what_if(self, points: float) -> WhatIfCrr:
        """CRR of the last 12 months, and what `points` more would do to the expected lifetime (S03.17)."""
        figures = self._desk.figures()
        crr = worth_trends.year_crr(figures)
        if crr is None:
            return WhatIfCrr(None, points, None, None, None)
        found = what_if_crr(crr, points, 12, figures.rules.ltv_residual_months)
        return WhatIfCrr(crr, points, found.before, found.after, found.uplift)

    def trend(self, by: TrendBy) -> TrendAnswer:
        """Lifetime value by segment, manager or product at the end of the last quarters (S03.08)."""
        return worth_trends.trend(self._desk, by)

    def evidence(
        self, figure: FigureName, kind: PeriodKind = "month", first: dt.date | None = None, owner: str | None = None
    ) -> Evidence:
        """Clients, documents or records behind a figure of the period of `first`."""
        return worth_evidence.evidence(self._desk, figure, self.period(kind, first), owner)

    def share_evidence(self, clients: tuple[str, ...], title: str) -> Evidence:
        """Documents behind the share of a client, or the members of a group (DEP)."""
        return worth_evidence.share_evidence(self._desk, clients, title)

    def client_evidence(self, figure: FigureName, client_id: str = "", group: str = "") -> Evidence:
        """What stands behind a figure of REC, WHITE or TODAY."""
        from tui.desk.client_evidence import client_evidence

        return client_evidence(self._desk, figure, client_id, group)

    # Within
    def _column(self, each: Stage) -> StageColumn:
        spent, revenue = self._cash(each.spent), self._cash(each.revenue)
        return StageColumn(each.name, each.count, each.conversion, spent, each.hours, revenue)

    def _ratio(self, period: Period, acquisition: int, retention: int, sums: Balance, fresh: set[int]) -> RatioRow:
        """Costs of a first and a repeat sale, and of a new and a kept client, of one period (S04.01)."""
        found = spending.ratio(acquisition, sums.first_sales, retention, sums.repeat_sales)
        kept = len(set(_clients_of(self._desk.figures(), period)) - fresh)
        return RatioRow(
            self._maybe(found.first),
            self._maybe(found.repeat),
            found.value,
            self._maybe(acquisition / len(fresh) if fresh else None),
            self._maybe(retention / kept if kept else None),
        )

    def _cash(self, value: float) -> Money:
        return Money(round(value), self._desk.base.currency)

    def _maybe(self, value: float | None) -> Money | None:
        return None if value is None else self._cash(value)

    def _side(self, side: spending.Side) -> SideSums:
        return SideSums(self._cash(side.money), side.hours, side.events, side.records)

    def _tool(self, each: spending.ToolFigures) -> ToolRow:
        return ToolRow(
            each.tool,
            each.enquiries,
            each.captured,
            each.first_sales,
            self._cash(each.money),
            each.minutes / spending.MINUTES_OF_AN_HOUR,
            each.events,
            self._maybe(each.enquiry_cost),
            self._maybe(each.client_cost),
        )

    def _who(self, each: Enquiry) -> str:
        return each.who.hex()

    def _parts(self, asked: list[Enquiry], key: enquiries.Key, cost: float | None) -> tuple[PartRow, ...]:
        names = {each.id.hex(): each.name for each in self._desk.session.staffing.staff()}
        return tuple(
            PartRow(
                names.get(name, name),
                each.enquiries,
                each.answered,
                each.missed,
                each.captured,
                each.capture_rate,
                self._maybe(None if cost is None else cost * each.missed),
            )
            for name, each in enquiries.grouped(asked, key).items()
        )

    def _loss(self, asked: list[Enquiry], period: Period) -> Loss:
        figures = self._desk.figures()
        values = lifetimes(figures.days, figures.rhythms, figures.firm, figures.rules)
        every = np.ones(figures.days.clients, np.bool_)
        new_client = company_lifetime(values, every).expected
        first, base = first_days(figures.days), self._desk.base
        bought = {base.ids[row]: int(first[row]) for row in np.flatnonzero(first >= 0).tolist()}
        as_of = day_of(figures.as_of)
        share, judged = enquiries.conversion(self._desk.enquiries.all(), bought, as_of, figures.rules)
        count = enquiries.figures(asked).uncaptured
        found = enquiries.uncaptured_loss(count, new_client, share, period.days)
        year = figures.rules.year_days
        return Loss(
            count,
            self._cash(found.upper),
            self._maybe(found.expected),
            self._cash(found.upper_a_day),
            self._maybe(found.expected_a_day),
            self._cash(found.upper_a_day * year),
            self._maybe(None if found.expected_a_day is None else found.expected_a_day * year),
            self._cash(max(new_client, 0.0)),
            share,
            judged,
        )

    def _minutes(self, period: Period) -> tuple[int, int, int]:
        """Logged minutes of contacts with clients before the first, after it, and after the second purchase."""
        days, base = self._desk.figures().days, self._desk.base
        found = [0, 0, 0]
        for client_id, each in self._desk.work.shown(ACTIVITY):
            activity = each.fields
            if activity.minutes and period.first <= activity.day <= period.last:
                row = base.place[bytes.fromhex(client_id)]
                before = int(np.searchsorted(days.events(row), activity.day))
                found[min(before, 2)] += activity.minutes
        return found[0], found[1], found[2]

    def _touched(self) -> dict[int, int]:
        """Row → day of the latest contact of any kind up to the evening."""
        base, as_of = self._desk.base, day_of(self._desk.today_date())
        found: dict[int, int] = {}
        for client_id, each in self._desk.work.shown(ACTIVITY):
            if each.fields.day <= as_of:
                row = base.place[bytes.fromhex(client_id)]
                found[row] = max(found.get(row, -1), each.fields.day)
        return found

    def _planned(self) -> dict[int, int]:
        """Row → latest day a task or need was written or due, of those written up to the evening."""
        base, as_of = self._desk.base, day_of(self._desk.today_date())
        found: dict[int, int] = {}
        work = self._desk.work
        written = [(client, each.fields.at_us, each.fields.due) for client, each in work.shown(TASK)]
        written += [(client, each.fields.at_us, each.fields.due) for client, each in work.shown(NEED)]
        for client_id, at_us, due in written:
            day = at_us // MICROSECONDS_OF_A_DAY
            if day <= as_of:
                row = base.place[bytes.fromhex(client_id)]
                found[row] = max(found.get(row, -1), day, due)
        return found


def _clients_of(figures: Figures, period: Period) -> list[int]:
    """Rows of clients who bought in a period."""
    of: Bool = (figures.days.day >= period.first) & (figures.days.day <= period.last)
    rows: list[int] = np.unique(figures.days.client[of]).tolist()
    return rows
