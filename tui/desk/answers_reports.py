"""Plain answers of the reports on MET: stages, tools, cohorts, funnel and skirt, trends, claims, evidence."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from core.entities.money import Money
from core.worth.periods import PeriodKind
from core.worth.skirt import Tier
from core.worth.stages import StageName
from tui.desk.port_spending import SideSums

TrendBy = Literal["segment", "manager", "product"]
ClaimName = Literal[
    "regulars", "six_times", "follow_up", "asked", "unattended", "innovators", "crr_profit", "source_crr"
]
FigureName = Literal[
    "acquired",
    "returned",
    "lost",
    "kept",
    "gone",
    "ltv",
    "base_value",
    "first_money",
    "repeat_money",
    "steady",
    "without_step",
    "unattended",
    "enquiries",
    "uncaptured",
    "spending",
    "due",
    "steps",
    "regulars",
    "innovators",
    "asked",
    "share",
    "team_time",
    "team_kept",
    "stake",
    "less",
    "outcomes",
    "potential",
    "group",
    "top20",
]
FIGURES: tuple[FigureName, ...] = (
    "acquired",
    "returned",
    "lost",
    "kept",
    "gone",
    "ltv",
    "base_value",
    "first_money",
    "repeat_money",
    "steady",
    "without_step",
    "unattended",
    "enquiries",
    "uncaptured",
    "spending",
    "due",
    "steps",
    "regulars",
    "innovators",
    "asked",
)
"""What MET can show the evidence of."""


OF_CLIENT: tuple[FigureName, ...] = ("stake", "less", "outcomes", "potential", "group", "top20")
"""Figures of REC, WHITE and TODAY."""


class StageColumn(msgspec.Struct, frozen=True):
    """One of the three columns. `conversion`: share of the one before, None where nobody stood there."""

    name: StageName
    count: int
    conversion: float | None
    spent: Money
    hours: float
    revenue: Money


class ToolRow(msgspec.Struct, frozen=True):
    """What one tool took and brought."""

    tool: str
    enquiries: int
    captured: int
    first_sales: int
    money: Money
    hours: float
    events: int
    enquiry_cost: Money | None
    client_cost: Money | None


class PartRow(msgspec.Struct, frozen=True):
    """Enquiries of one channel or colleague. `missed_cost`: what the missed ones have cost."""

    name: str
    enquiries: int
    answered: int
    missed: int
    captured: int
    capture_rate: float | None
    missed_cost: Money | None


class Loss(msgspec.Struct, frozen=True):
    """What is lost with enquiries nobody took down; `expected` None while no conversion is known."""

    count: int
    upper: Money
    expected: Money | None
    upper_day: Money
    expected_day: Money | None
    upper_year: Money
    expected_year: Money | None
    new_client: Money
    conversion: float | None
    judged: int


class RatioRow(msgspec.Struct, frozen=True):
    """Cost of a first and of a repeat sale, and of a new and a kept client; `value` against the source's 6."""

    first: Money | None
    repeat: Money | None
    value: float | None
    new_client: Money | None
    kept_client: Money | None


class StagesAnswer(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """One period from both sides."""

    first: dt.date
    last: dt.date
    columns: tuple[StageColumn, ...]
    money_share: float | None
    time_share: float | None
    skewed: bool
    acquisition: SideSums
    retention: SideSums
    ratio: RatioRow
    enquiries: int
    enquiry_cost: Money | None
    tools: tuple[ToolRow, ...]
    channels: tuple[PartRow, ...]
    people: tuple[PartRow, ...]
    loss: Loss
    first_sales: int
    planned: int
    without_step: int
    base: int
    unattended: int
    logged: int
    untouched_days: int = 90
    """Days without a contact after which a client is unattended."""


class CohortRow(msgspec.Struct, frozen=True, rename={"first": "from"}):
    """Clients acquired in one period and how far they are today."""

    first: dt.date
    whole: bool
    new: int
    repeat: int
    regular: int
    anchor: int
    fast: int


class RingRow(msgspec.Struct, frozen=True):
    """One ring of funnel and skirt."""

    tier: Tier
    count: int
    turnover: Money | None
    purchases: float | None


class TrendLine(msgspec.Struct, frozen=True):
    """Lifetime value of one segment, manager or product at the end of each period; None without clients."""

    name: str
    clients: int
    values: tuple[Money | None, ...]


class TrendAnswer(msgspec.Struct, frozen=True):
    """Trend of the lifetime value, oldest period first."""

    by: TrendBy
    kind: PeriodKind
    ends: tuple[dt.date, ...]
    lines: tuple[TrendLine, ...]


class ClaimRow(msgspec.Struct, frozen=True):
    """A figure the source quotes, and ours with the number it rests on; None: nothing to judge by yet."""

    name: ClaimName
    ours: float | None
    n: int
    others: float | None = None
    """The same of those it does not apply to, where there are any: what is common to both is no effect."""
    claimed: float | None = None


class WhatIfCrr(msgspec.Struct, frozen=True):
    """Another CRR: expected lifetime in months before and after, growth of what a client brings."""

    crr: float | None
    points: float
    before: float | None
    after: float | None
    uplift: float | None


class ReportAnswer(msgspec.Struct, frozen=True):
    """Everything the views of MET draw beside the table of periods."""

    stages: StagesAnswer
    cohorts: tuple[CohortRow, ...]
    kind: PeriodKind
    rings: tuple[RingRow, ...]
    claims: tuple[ClaimRow, ...]


class EvidenceRow(msgspec.Struct, frozen=True):
    """One client, document or record a figure was made from. `id` is empty where no card can be opened."""

    id: str
    name: str
    what: str
    day: dt.date | None
    amount: Money | None


class Evidence(msgspec.Struct, frozen=True):
    """What a figure was made from. `total` counts all rows, also those left out for length."""

    figure: FigureName
    title: str
    rows: tuple[EvidenceRow, ...]
    total: int
