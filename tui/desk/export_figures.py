"""Tables of figures that can be taken out: no client stands in their rows, so nothing is planted in them (U06)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from core.problem import N_
from core.wording import gettext as _
from core.wording import labels
from core.wording.recovery import action_name, reason_name
from core.wording.reports import claim_text, tier_name
from core.wording.rules import value_text
from core.wording.spending import ANSWERS, CHANNELS, stage_name, tool_name
from core.wording.spending import word as spending_word
from core.wording.team import word as team_word
from core.wording.team import year_title
from core.wording.worth import band_name, period_name
from core.worth.periods import KINDS, PeriodKind
from core.worth.team import GROUPS
from tui.desk.export_lists import segment_view
from tui.desk.export_table import Field, Found, Table, View, day, one_of, own_field, sums, whole, word

if TYPE_CHECKING:
    from tui.desk.answers_reports import ReportAnswer
    from tui.desk.desk import Desk

_MANAGER = Field("name", N_("Manager"))


@dataclasses.dataclass(frozen=True)
class _Line:
    """A row made of two answers."""

    kind: str
    name: str
    of: Any


def _periods(desk: Desk, view: View) -> Found:
    kind: PeriodKind = one_of(view, "period", ("month", *KINDS))
    name = Field("period", N_("Period"), "text", lambda row: period_name(kind, row.first))
    return (name, *_PERIOD), desk.worth.metrics(kind, word(view, "owner")).periods


def _report(desk: Desk, view: View) -> ReportAnswer:
    return desk.reports.report(one_of(view, "period", ("month", *KINDS)), day(view, "first"))


def _cohorts(desk: Desk, view: View) -> Found:
    answer = _report(desk, view)
    name = Field("first", N_("Period"), "text", lambda row: period_name(answer.kind, row.first))
    return (name, *_COHORT), answer.cohorts


def _parts(desk: Desk, view: View) -> Sequence[_Line]:
    stages = _report(desk, view).stages
    return [
        *(_Line(_("Channel"), spending_word(CHANNELS, each.name), each) for each in stages.channels),
        *(_Line(_("Colleague"), each.name, each) for each in stages.people),
    ]


def _trend(desk: Desk, view: View) -> Found:
    answer = desk.reports.trend(one_of(view, "by", ("segment", "manager", "product")))
    ends = [own_field(end.isoformat(), partial(_value, at)) for at, end in enumerate(answer.ends)]
    name = Field("name", N_("Figure"), "text", lambda row: _group(answer.by, row.name))
    return (name, Field("clients", N_("Clients")), *ends), answer.lines


def _plan(desk: Desk, view: View) -> Sequence[Any]:
    return desk.plans.listed(view.get("month", "")).rows


def _outcomes(desk: Desk, _view: View) -> Sequence[_Line]:
    answer = desk.recovery.outcomes()
    return [
        *(_Line(_("Reason"), reason_name(each.key) if each.key else "", each) for each in answer.by_reason),
        *(_Line(_("Manager"), each.key, each) for each in answer.by_manager),
        *(_Line(_("Action"), action_name(each.key), each) for each in answer.by_action),
    ]


def _team(desk: Desk, _view: View) -> Found:
    groups = [
        Field(group, team_word("group of clients", group), "text", partial(_minutes, at))
        for at, group in enumerate(GROUPS)
    ]
    return (_MANAGER, Field("minutes", N_("Minutes")), *groups, *_TEAM), desk.team.answer().managers


def _year(desk: Desk, _view: View) -> Sequence[_Line]:
    now, before = desk.team.answer().year
    names = [each for each in now.__struct_fields__ if each != "until"]
    return [_Line(name, year_title(name), (getattr(now, name), getattr(before, name))) for name in names]


def _group(by: str, name: str) -> str:
    return labels.label("level", name) if by == "segment" else name


def _level(kind: str) -> str:
    """Whose figures they are."""
    words = {
        "firm": _("The firm"), "department": _("department"), "manager": _("manager"), "client": _("Client"),
    }  # fmt: skip
    return words.get(kind, kind)


def _value(at: int, row: Any) -> object:
    return row.values[at]


def _minutes(at: int, row: Any) -> object:
    return row.groups[at].minutes


def _of(key: str) -> Any:
    return lambda row: getattr(row.of, key)


_PERIOD = (
    Field("start", N_("Start")), Field("acquired", N_("Acquired")), Field("returned", N_("Came back")),
    Field("presumed", N_("Lost?"), "text", lambda row: row.lost - row.lost_confirmed),
    Field("confirmed", N_("Lost"), "text", lambda row: row.lost_confirmed), Field("end", N_("End")),
    Field("crr", "CRR", "text", lambda row: row.crr.value),
    Field("crr_source", N_("CRR by the source"), "text", lambda row: row.crr.source),
    Field("ltv", "LTV", "text", lambda row: row.ltv.expected), Field("base_value", N_("Base value")),
    Field("first_money", N_("First sales")), Field("repeat_money", N_("Repeat sales")),
    Field("repeat_share", N_("Repeat")), Field("steady_share", N_("Bought the period before too")),
)  # fmt: skip
_COHORT = (
    Field("new", N_("New")), Field("repeat", N_("Repeat")), Field("regular", N_("Regulars")),
    Field("anchor", N_("Anchors")), Field("fast", N_("Fast growth")),
)  # fmt: skip
_TALLY = (
    Field("kind", N_("By what")), Field("name", N_("Name")), Field("cases", N_("Cases"), "text", _of("cases")),
    Field("returned", N_("Came back"), "text", _of("returned")), Field("parted", N_("Parted"), "text", _of("parted")),
    Field("at_work", N_("At work"), "text", _of("at_work")),
)  # fmt: skip
_TEAM = (
    Field("clients", N_("Clients")), Field("keys", N_("Keys led")),
    Field("work", N_("Work"), "text", lambda row: team_word("work type", row.work)), Field("orders", N_("Orders")),
    Field("waiting", N_("Wait")), Field("longest", N_("longest")), Field("plan", N_("Plan")), Field("fact", N_("Fact")),
    Field("satisfaction", N_("Content")),
)  # fmt: skip

FIGURES: Final[dict[str, Table]] = {
    "segments": sums(
        (
            Field("title", N_("Figure")), Field("count", N_("Clients")), Field("turnover", N_("12 months")),
            Field("share", N_("Share")), Field("arrived", N_("came")), Field("left", N_("went")),
            Field("more", N_("More")), Field("rule", N_("Rule")),
        ),
        lambda desk, view: desk.standing.segment(segment_view(view)).figures,
        "tab", "by", "since", "selection",
    ),
    "levels": sums(
        (
            Field("level", N_("Kind"), "text", lambda row: _level(row.level)), Field("name", N_("Whose clients")),
            Field("share", N_("Share")), Field("band", N_("Band"), "text", lambda row: band_name(row.band)),
            Field("held", N_("Band held"), "text", lambda row: band_name(row.held)),
            Field("clients", N_("Clients")), Field("mono", N_("one client only")),
        ),
        lambda desk, _view: desk.worth.dependency().levels,
    ),
    "periods": Table(_periods, ("period", "owner"), clients=False),
    "stages": sums(
        (
            Field("name", N_("Stage"), "text", lambda row: stage_name(row.name)), Field("count", N_("Number")),
            Field("conversion", N_("Conversion")), Field("spent", N_("Money")), Field("hours", N_("Hours")),
            Field("revenue", N_("Revenue")),
        ),
        lambda desk, view: _report(desk, view).stages.columns,
        "period", "first",
    ),
    "tools": sums(
        (
            Field("tool", N_("Tool"), "text", lambda row: tool_name(row.tool)), Field("enquiries", N_("Enquiries")),
            Field("captured", N_("with a contact")), Field("first_sales", N_("First sales")),
            Field("money", N_("Money")), Field("hours", N_("Hours")), Field("events", N_("Events")),
            Field("enquiry_cost", N_("Cost of an enquiry")), Field("client_cost", N_("Cost of a client")),
        ),
        lambda desk, view: _report(desk, view).stages.tools,
        "period", "first",
    ),
    "enquiry_parts": sums(
        (
            Field("kind", N_("By what")), Field("name", N_("Name")),
            Field("enquiries", N_("Enquiries"), "text", _of("enquiries")),
            Field("answered", N_("Answered"), "text", _of("answered")),
            Field("missed", N_("Missed"), "text", _of("missed")),
            Field("captured", N_("with a contact"), "text", _of("captured")),
            Field("missed_cost", N_("Cost of missed ones"), "text", _of("missed_cost")),
        ),
        _parts,
        "period", "first",
    ),
    "cohorts": Table(_cohorts, ("period", "first"), clients=False),
    "skirt": sums(
        (
            Field("tier", N_("Step"), "text", lambda row: tier_name(row.tier)), Field("count", N_("Number")),
            Field("turnover", N_("12 months")), Field("purchases", N_("Purchases")),
        ),
        lambda desk, view: _report(desk, view).rings,
        "period", "first",
    ),
    "trend": Table(_trend, ("by",), clients=False),
    "plan": sums(
        (
            Field("kind", N_("Kind"), "text", lambda row: _level(row.kind)),
            Field("name", N_("Name")),
            Field("plan", N_("Plan")),
            Field("fact", N_("Fact")),
            Field("missing", N_("Missing")), Field("expected", N_("Expected")), Field("share", N_("Share")),
        ),
        _plan,
        "month",
    ),
    "claims": sums(
        (
            Field("name", N_("Claim"), "text", lambda row: claim_text(row.name)), Field("ours", N_("Ours")),
            Field("n", N_("of how many")), Field("claimed", N_("Claimed")),
        ),
        lambda desk, view: _report(desk, view).claims,
        "period", "first",
    ),
    "outcomes": sums(_TALLY, _outcomes),
    "goods": sums(
        (
            Field("code", N_("Code")), Field("name", N_("Product")), Field("group", N_("Group")),
            Field("price", N_("Price")), Field("unit", N_("Unit")), Field("since", N_("Since")),
        ),
        lambda desk, view: desk.products.search(view.get("text", ""), whole(view, "limit") or 200),
        "text", "limit",
    ),
    "enquiries": sums(
        (
            Field("day", N_("Date")),
            Field("channel", N_("Channel"), "text", lambda row: spending_word(CHANNELS, row.channel)),
            Field("tool", N_("Tool"), "text", lambda row: tool_name(row.tool)),
            Field("answer", N_("Answer"), "text", lambda row: spending_word(ANSWERS, row.answer)),
            Field("who", N_("Taken by")), Field("captured", N_("with a contact")), Field("closed", N_("Closed")),
        ),
        lambda desk, _view: desk.enquiries.listed().rows,
    ),
    "team": Table(_team, (), clients=False),
    "year": sums(
        (
            Field("name", N_("Figure")), Field("now", N_("12 months"), "text", lambda row: row.of[0]),
            Field("before", N_("A year ago"), "text", lambda row: row.of[1]),
        ),
        _year,
    ),
    "handed": sums(
        (
            Field("portfolio", N_("Portfolio")), Field("giver", N_("From")), Field("taker", N_("To")),
            Field("day", N_("Date")), Field("clients", N_("Clients")), Field("untouched", N_("not spoken to")),
            Field("before", N_("Before")), Field("after", N_("After")),
        ),
        lambda desk, _view: desk.team.answer().handed,
    ),
    "rules": sums(
        (
            Field("name", "ID"), Field("section", N_("Section")), Field("title", N_("Rule")),
            Field("value", N_("Value"), "text", lambda row: value_text(row.value, row.unit)),
            Field("default", N_("Default"), "text", lambda row: value_text(row.default, row.unit)),
            Field("changed_by", N_("Changed by")), Field("changed_at", N_("Changed on")), Field("why", N_("Why")),
        ),
        lambda desk, _view: desk.rules.lines(),
    ),
    "clauses": sums(
        (Field("section", N_("Section")), Field("title", N_("Clause")), Field("text", N_("Words"))),
        lambda desk, _view: desk.evolution.clauses(),
    ),
    "costs": sums(
        (Field("month", N_("Month")), Field("amount", N_("Fixed costs")), Field("changed_by", N_("Entered by"))),
        lambda desk, _view: desk.evolution.costs(),
    ),
}  # fmt: skip
