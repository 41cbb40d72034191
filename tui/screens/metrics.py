"""MET: the base by period: who came and went, retention, lifetime value, balance (S00.10–S00.11, S03.07, S03.16)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from core.worth.periods import KINDS, PeriodKind
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane
from tui.commands.worth import (
    AddSpend,
    AddTool,
    Calculate,
    LessCrr,
    MoreCrr,
    NextOwner,
    NextPeriod,
    NextTrend,
    NextView,
    PreviousView,
    RemoveSpend,
    SetPlan,
    ShowEvidence,
    ShowRates,
)
from tui.desk.answers_reports import FIGURES, FigureName, ReportAnswer, TrendAnswer, TrendBy, WhatIfCrr
from tui.desk.answers_worth import MetricsAnswer, PeriodFigures
from tui.desk.port_plans import PlansAnswer
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.evidence import EvidenceScreen
from tui.screens.metrics_flow import detail_lines, part_text
from tui.screens.metrics_forms import MetricsForms
from tui.screens.metrics_views import claim_lines, cohort_lines, ring_lines, stage_lines, tool_lines, trend_lines
from tui.screens.plan_lines import plan_lines
from tui.text import N_, count, date, fill, gettext, short_money
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_KIND_NAMES: dict[PeriodKind, str] = {
    "week": N_("by week"),
    "month": N_("by month"),
    "quarter": N_("by quarter"),
    "year": N_("by year"),
}


def _more(number: int, ink: str) -> tuple[str, str]:
    return (f"+{count(number)}", ink) if number else ("0", "dim")


def _less(number: int) -> tuple[str, str]:
    return (f"-{count(number)}", "bad") if number else ("0", "dim")


def _presumed(row: PeriodFigures) -> tuple[str, str]:
    return _less(row.lost - row.lost_confirmed)


def _confirmed(row: PeriodFigures) -> tuple[str, str]:
    return _less(row.lost_confirmed)


def _columns(kind: PeriodKind) -> tuple[Column[PeriodFigures], ...]:
    from core.wording.worth import period_name

    def named(row: PeriodFigures) -> tuple[str, str]:
        return (period_name(kind, row.first) + ("" if row.whole else " *"), "" if row.whole else "dim")

    return (
        Column("period", lambda: gettext("Period"), 12, named, flex=1),
        Column("start", lambda: gettext("Start"), 8, lambda row: (count(row.start), "dim"), right=True, from_width=96),
        Column("acquired", lambda: gettext("Acquired"), 8, lambda row: _more(row.acquired, "good"), right=True),
        Column("returned", lambda: gettext("Came back"), 9, lambda row: _more(row.returned, ""), right=True),
        Column("lost", lambda: gettext("Lost?"), 6, _presumed, right=True),
        Column("confirmed", lambda: gettext("Lost"), 6, _confirmed, right=True),
        Column("end", lambda: gettext("End"), 7, lambda row: (count(row.end), "strong"), right=True),
        Column("crr", lambda: "CRR", 6, lambda row: (part_text(row.crr.value), ""), right=True),
        Column("ltv", lambda: "LTV", 10, lambda row: (short_money(row.ltv.expected), ""), right=True),
        Column(
            "repeat",
            lambda: gettext("Repeat"),
            9,
            lambda row: (part_text(row.repeat_share), ""),
            right=True,
            from_width=101,
        ),
        Column(
            "base",
            lambda: gettext("Base value"),
            13,
            lambda row: (short_money(row.base_value), ""),
            right=True,
            from_width=116,
        ),
    )


VIEWS: dict[str, str] = {
    "flow": N_("periods"),
    "stages": N_("stages and spending"),
    "tools": N_("tools and enquiries"),
    "cohorts": N_("cohorts"),
    "skirt": N_("funnel and skirt"),
    "trend": N_("trend of the lifetime value"),
    "plan": N_("plan and fact"),
    "claims": N_("what the source says"),
}
_BEHIND: dict[str, tuple[FigureName, ...]] = {
    "flow": FIGURES[:10],
    "stages": ("first_money", "repeat_money", "spending", "without_step", "unattended"),
    "tools": ("spending", "enquiries", "uncaptured"),
    "cohorts": ("acquired", "first_money", "repeat_money"),
    "skirt": ("steps", "enquiries"),
    "trend": ("ltv", "base_value"),
    "plan": ("due", "first_money", "repeat_money"),
    "claims": ("regulars", "spending", "without_step", "asked", "unattended", "innovators", "kept", "gone"),
}
"""Figures of a view whose evidence can be opened."""
_TRENDS: tuple[TrendBy, ...] = ("segment", "manager", "product")
_POINT = 0.01
_MOST_POINTS = 20


class MetricsScreen(MetricsForms):
    """Periods above, newest first, below the one under the cursor; or another view of that period alone."""

    CODE = "MET"
    CSS_PATH = "worth.tcss"
    HEADING = N_("Figures")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        ShowEvidence,
        NextView,
        NextPeriod,
        AddSpend,
        ShowMenu,
        NextOwner,
        FindClient,
        PreviousView,
        NextTrend,
        Calculate,
        MoreCrr,
        LessCrr,
        SetPlan,
        ShowRates,
        RemoveSpend,
        AddTool,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "Acquired: first purchases. Lost?: those whom the rhythm presumes lost in the period; Lost: those of whom a"
            " person has said so, counted once. Returned: those who bought after that. Start + acquired + returned -"
            " lost = end."
        ),
        N_(
            "CRR: of those active at the start, the share active at the end. That is another figure than the lost: not"
            " active at the end and presumed lost are different things. LTV: margin earned so far and expected."
        ),
        N_("The source's own formulas stand in grey below ours; ours sort and warn, the source's never do."),
    )
    SOURCES = "S00.05, S00.10–S00.12, S01.03–S01.07, S01.19, S03.06–S03.08, S03.16–S03.17, S03.41–S03.42, S04.01–S04.08"

    def __init__(self) -> None:
        super().__init__()
        self.kind: PeriodKind = "month"
        self.owner: str | None = None
        self.view = "flow"
        self._owners: tuple[str, ...] = ()
        self._answer: MetricsAnswer | None = None
        self._report: ReportAnswer | None = None
        self._trend: TrendAnswer | None = None
        self._plans: PlansAnswer | None = None
        self._what_if: WhatIfCrr | None = None
        self._by: TrendBy = "segment"
        self._points = 5

    def body(self) -> Iterable[Widget]:
        yield WindowTable(_columns(self.kind), lambda row: row.first.isoformat(), empty=self._empty, id="periods")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[PeriodFigures]:
        return self.query_one("#periods", WindowTable)

    def _empty(self) -> str:
        return "" if self._answer is None else gettext("There are no sales yet: nothing to count.")

    def load(self) -> None:
        kind, owner = self.kind, self.owner

        def asked() -> tuple[MetricsAnswer, tuple[str, ...]]:
            return self.desk.worth.metrics(kind, owner), self.desk.owners()

        self.ask("metrics", asked, self._loaded)

    def _load_view(self) -> None:
        """Ask for what the view shows; the flow has it all."""
        row, kind, by, points = self.table.current, self.kind, self._by, self._points
        first = None if row is None else row.first
        if self.view == "trend":
            self.ask("view", lambda: self.desk.reports.trend(by), self._trended)
        elif self.view == "plan":
            month = self._month()
            self.ask("view", lambda: self.desk.plans.listed(month), self._plan_loaded)
        elif self.view == "claims":

            def asked() -> tuple[ReportAnswer, WhatIfCrr]:
                return self.desk.reports.report(kind, first), self.desk.reports.what_if(points * _POINT)

            self.ask("view", asked, self._claimed)
        elif self.view != "flow":
            self.ask("view", lambda: self.desk.reports.report(kind, first), self._reported)

    def _month(self) -> str:
        """The month under the cursor; empty for that of the evening."""
        row = self.table.current
        return "" if row is None or self.kind not in ("week", "month") else row.first.isoformat()[:7]

    def _reported(self, answer: ReportAnswer) -> None:
        self._report = answer
        self.paint_detail()

    def _claimed(self, found: tuple[ReportAnswer, WhatIfCrr]) -> None:
        self._report, self._what_if = found
        self.paint_detail()

    def _trended(self, answer: TrendAnswer) -> None:
        self._trend = answer
        self.paint_detail()

    def _plan_loaded(self, answer: PlansAnswer) -> None:
        self._plans = answer
        self.paint_detail()

    def _loaded(self, found: tuple[MetricsAnswer, tuple[str, ...]]) -> None:
        answer, self._owners = found
        self._answer = answer
        rows = answer.periods[::-1]
        keep = self.table.current_id
        self.table.columns = _columns(answer.period)
        source = Rows(rows, [row.first.isoformat() for row in rows])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint_title()
        self._paint_status()
        self.paint_detail()
        self._load_view()

    def _paint_status(self) -> None:
        from core.wording.worth import period_name

        answer = self._answer
        if answer is None:
            return
        whose = gettext("the whole open base") if answer.owner is None else answer.owner
        kind = gettext(_KIND_NAMES[answer.period])
        shown = fill(gettext("As of {day} · {kind} · {whose}"), day=date(answer.as_of), kind=kind, whose=whose)
        row = self.table.current
        if self.view != "flow":
            period = "" if row is None else period_name(answer.period, row.first)
            shown = " · ".join((gettext(VIEWS[self.view]), period, whose))
        if answer.without_rate:
            shown += " · " + fill(gettext("lines without a rate: {n}"), n=answer.without_rate)
        self.status.set_left(((shown, "dim"),))

    def on_window_table_moved(self) -> None:
        self.paint_detail()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_detail)

    def paint_detail(self) -> None:
        pane = self.query_one("#detail", Pager)
        width = max(20, pane.content_size.width)
        if self.view == "flow":
            row = self.table.current
            if self._answer is not None and row is not None:
                pane.show(detail_lines(self._answer, row, width))
        else:
            pane.show(self._view_lines(width))

    def _view_lines(self, width: int) -> list[Line]:
        report = self._report
        if self.view == "trend":
            return [] if self._trend is None else trend_lines(self._trend, width)
        if self.view == "plan":
            return [] if self._plans is None else plan_lines(self._plans, width)
        if report is None:
            return []
        if self.view == "stages":
            return stage_lines(report, width)
        if self.view == "tools":
            return tool_lines(report, width)
        if self.view == "cohorts":
            return cohort_lines(report, width)
        if self.view == "skirt":
            return ring_lines(report.rings, width)
        return claim_lines(report.claims, self._what_if, width)

    # Verbs

    def exported(self) -> dict[str, str]:
        row, kind = self.table.current, self.kind
        if self.view == "flow":
            return {"list": "periods", "period": kind, "owner": self.owner or ""}
        if self.view == "trend":
            return {"list": "trend", "by": self._by}
        if self.view == "plan":
            return {"list": "plan", "month": self._month()}
        return {"list": self.view, "period": kind, "first": "" if row is None else row.first.isoformat()}

    def can(self, verb: str) -> bool:
        if verb in ("add_spend", "remove_spend", "add_tool", "set_plan"):
            return not self.station.options.read_only
        if verb in ("more_crr", "less_crr"):
            return self.view == "claims"
        if verb == "next_trend":
            return self.view == "trend"
        if verb == "show_evidence":
            return self._answer is not None
        return super().can(verb)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.show_evidence()

    def next_view(self) -> None:
        self._turn(1)

    def previous_view(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        names = list(VIEWS)
        self.view = names[(names.index(self.view) + by) % len(names)]
        flow = self.view == "flow"
        self.table.display = flow
        self.query_one("#detail").set_class(not flow, "-whole")
        (self.table if flow else self.query_one("#detail")).focus()
        self._load_view()
        self._paint_status()
        self.call_after_refresh(self.paint_detail)
        self.renew_footer()

    def show_evidence(self) -> None:
        """Which figure of the view, then what stands behind it."""
        from core.wording.reports import figure_title

        row, kind, owner = self.table.current, self.kind, self.owner
        first = None if row is None else row.first

        def chosen(name: str | None) -> None:
            figure = next((each for each in FIGURES if each == name), None)
            if figure is not None:
                reports = self.desk.reports
                view = {"list": "evidence", "figure": figure, "period": kind, "owner": owner or ""}
                view["first"] = "" if first is None else first.isoformat()
                self.app.push_screen(EvidenceScreen(lambda: reports.evidence(figure, kind, first, owner), view))

        choices = [(figure, figure_title(figure)) for figure in _BEHIND[self.view]]
        self.app.push_screen(ChoiceDialog(gettext("Behind which figure?"), choices), chosen)

    def next_trend(self) -> None:
        self._by = _TRENDS[(_TRENDS.index(self._by) + 1) % len(_TRENDS)]
        self._load_view()

    def more_crr(self) -> None:
        self._slide(1)

    def less_crr(self) -> None:
        self._slide(-1)

    def _slide(self, by: int) -> None:
        self._points = max(-_MOST_POINTS, min(_MOST_POINTS, self._points + by))
        self._load_view()

    def next_period(self) -> None:
        self.kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]
        self.load()

    def next_owner(self) -> None:
        order = (None, *self._owners)
        at = order.index(self.owner) if self.owner in order else 0
        self.owner = order[(at + 1) % len(order)]
        self.load()

    def next_pane(self) -> None:
        (self.query_one("#detail") if self.focused is self.table else self.table).focus()
