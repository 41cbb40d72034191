"""Registers of worth for the fake desk: what was asked and written stands in lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.entities.money import Money
from core.problem import N_, ExitCode, Problem
from core.worth.periods import PeriodKind
from tests.tui.fake_gaps import FakeOrderGaps
from tests.tui.fake_group import FakeGroupTasks
from tests.tui.fake_loyalty import FakeLoyalty
from tests.tui.fake_quality import FakeQuality
from tests.tui.fake_wizard import FakeWizard
from tui.desk.answers_reports import (
    ClaimRow,
    CohortRow,
    Evidence,
    EvidenceRow,
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
    TrendLine,
    WhatIfCrr,
)
from tui.desk.port import ListFilter
from tui.desk.port_plans import DueRow, PlanRow, PlansAnswer
from tui.desk.port_selections import SelectionRow
from tui.desk.port_spending import EnquiryList, EnquiryRow, Field, SideSums, SpendList, SpendRow
from tui.desk.port_supply import RateList, RateRow, SupplyAnswer, TierRow, WaveRow

TODAY = dt.date(2026, 11, 23)
NAME = "ООО «Ромашка-1»"
Values = Mapping[str, str]


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


_SIDES = (SideSums(rub(300_000), 40.0, 2, 5), SideSums(rub(100_000), 10.0, 1, 3))
_LOSS = Loss(30, rub(1_440_000), rub(144_000), rub(48_000), rub(4_800), rub(17_520_000), rub(1_752_000), rub(48_000),
             0.1, 100)  # fmt: skip


class FakeReports:
    """One report with the checked figures of the requirements."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def report(self, kind: PeriodKind, first: dt.date | None = None) -> ReportAnswer:
        columns = (
            StageColumn("attraction", 150, None, rub(300_000), 40.0, rub(0)),
            StageColumn("first_sale", 50, 1 / 3, rub(0), 0.0, rub(500_000)),
            StageColumn("repeat", 100, 0.4, rub(100_000), 10.0, rub(900_000)),
        )
        stages = StagesAnswer(
            dt.date(2026, 11, 1), TODAY, columns, 0.75, 0.8, True, *_SIDES,
            RatioRow(rub(6_000), rub(1_000), 6.0, rub(6_000), rub(2_000)), 150, rub(2_000),
            (ToolRow("internet", 150, 120, 50, rub(300_000), 40.0, 2, rub(2_000), rub(6_000)),),
            (PartRow("call", 150, 120, 30, 120, 0.9, rub(60_000)),),
            (PartRow("Иванова Анна", 150, 120, 30, 120, 0.9, rub(60_000)),),
            _LOSS, 50, 20, 7, 200, 120, 80,
        )  # fmt: skip
        cohorts = (CohortRow(dt.date(2026, 10, 1), True, 50, 20, 10, 2, 1),)
        rings = (
            RingRow("enquiry", 150, None, None),
            RingRow("captured", 120, None, None),
            RingRow("potential", 70, None, None),
            RingRow("buyer", 50, rub(5_000), 1.0),
            RingRow("regular", 20, rub(90_000), 12.0),
            RingRow("advocate", 0, None, None),
        )
        claims = (ClaimRow("six_times", 6.0, 8), ClaimRow("unattended", 0.6, 200), ClaimRow("innovators", None, 0))
        return ReportAnswer(stages, cohorts, kind, rings, claims)

    def what_if(self, points: float) -> WhatIfCrr:
        return WhatIfCrr(0.85, points, 74.0, 74.0 * (1 + 10 * points), 10 * points)

    def trend(self, by: TrendBy) -> TrendAnswer:
        self.asked.append(("trend", by))
        ends = (dt.date(2026, 6, 30), dt.date(2026, 9, 30))
        return TrendAnswer(by, "quarter", ends, (TrendLine("large", 12, (rub(48_000), None)),))

    def evidence(
        self, figure: FigureName, kind: PeriodKind = "month", first: dt.date | None = None, owner: str | None = None
    ) -> Evidence:
        self.asked.append(("evidence", figure))
        row = EvidenceRow(f"{0:032x}", NAME, "РН-7", dt.date(2026, 11, 3), rub(5_000))
        return Evidence(figure, "", (row,), 1)

    def share_evidence(self, clients: tuple[str, ...], title: str) -> Evidence:
        self.asked.append(("share", *clients))
        return Evidence("share", title, (EvidenceRow(clients[0], title, "РН-9", TODAY, rub(60_000)),), 1)

    def client_evidence(self, figure: FigureName, client_id: str = "", group: str = "") -> Evidence:
        self.asked.append((figure, client_id, group))
        return Evidence(figure, NAME, (EvidenceRow(f"{0:032x}", NAME, "РН-9", TODAY, rub(60_000)),), 1)


class FakeSpending:
    def __init__(self) -> None:
        self.written: list[dict[str, str]] = []

    def form(self) -> tuple[Field, ...]:
        kinds = (("acquisition", "привлечение"), ("retention", "удержание"))
        return (Field("kind", N_("Purpose"), "acquisition", kinds), Field("money", N_("Money")))

    def listed(self, first: dt.date | None = None, last: dt.date | None = None) -> SpendList:
        row = SpendRow("a" * 32, TODAY, "acquisition", "internet", rub(300_000), 1.5, "", "", "Иванова")
        return SpendList(dt.date(2026, 1, 1), TODAY, (row,), *_SIDES)

    def add(self, values: Values) -> SpendRow:
        if values["money"] == "пять":
            raise Problem(N_("A sum is a number of {currency}, not below zero: “{text}” is none."),
                          ExitCode.BAD_INPUT, currency="RUB", text="пять")  # fmt: skip
        self.written.append(dict(values))
        return self.listed().rows[0]

    def remove(self, handle: str) -> None:
        self.written.append({"removed": handle})

    def add_tool(self, name: str) -> None:
        self.written.append({"tool": name})


class FakeEnquiries:
    def __init__(self) -> None:
        self.done: list[tuple[str, ...]] = []

    def form(self, handle: str = "") -> tuple[Field, ...]:
        return (Field("name", N_("Name")), Field("contact", N_("Phone or e-mail")))

    def listed(self, limit: int | None = None) -> EnquiryList:
        rows = tuple(
            EnquiryRow(
                f"{n:032x}",
                TODAY,
                "call",
                "internet",
                answer,
                "Иванова",
                "",
                contact,
                "",
                bool(contact),
                bool(contact),
                "",
            )
            for n, (answer, contact) in enumerate((("answered", "+7 900 •••"), ("missed", "")))
        )
        return EnquiryList(rows, 1, 1, 2)

    def save(self, values: Values, handle: str = "") -> EnquiryRow:
        self.done.append(("save", values["contact"], handle))
        return self.listed().rows[0 if values["contact"] else 1]

    def close(self, handle: str, reason: str = "") -> None:
        self.done.append(("close", handle, reason))

    def make_client(self, handle: str) -> str:
        self.done.append(("client", handle))
        return f"{0:032x}"


class FakePlans:
    def __init__(self) -> None:
        self.written: list[tuple[str, str, str, str]] = []

    def set(self, month: str, amount: str, owner: str = "", client_id: str = "") -> None:
        self.written.append((month, amount, owner, client_id))

    def listed(self, month: str = "", owner: str | None = None) -> PlansAnswer:
        row = PlanRow("firm", "", "", rub(1_000_000), rub(600_000), rub(400_000), 0.6, rub(250_000))
        due = DueRow(f"{0:032x}", NAME, "Иванова", rub(90_000), dt.date(2026, 11, 27), False)
        return PlansAnswer(dt.date(2026, 11, 1), (row,), (due,), True, TODAY)

    def of_client(self, client_id: str) -> PlanRow | None:
        return PlanRow("client", client_id, NAME, rub(100_000), rub(60_000), rub(40_000), 0.6, rub(30_000))


class FakeSupply:
    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []

    def tiers(self, product: str = "") -> tuple[TierRow, ...]:
        return (TierRow("b" * 32, "болт", "", "Завод", 1000, 5.0, rub(100)),)

    def products(self) -> tuple[str, ...]:
        return ("болт",)

    def form(self, product: str = "") -> tuple[Field, ...]:
        return (Field("product", N_("Product"), product), Field("volume", N_("From units a month")))

    def set(self, values: Values) -> None:
        self.asked.append(dict(values))

    def remove(self, handle: str) -> None:
        self.asked.append({"removed": handle})

    def ask(self, product: str, leaving: Sequence[str]) -> tuple[Field, ...]:
        return (Field("product", N_("Product"), product), Field("units", N_("Units a month"), "6100"))

    def simulate(self, values: Values) -> SupplyAnswer:
        waves = (WaveRow(1100, rub(95), rub(0)),)
        before = WaveRow(6100, rub(80), rub(91_500))
        return SupplyAnswer("болт", 6100, 5000, rub(95), 0.0, before, waves, rub(75_000), rub(16_500), rub(110))


class FakeRates:
    def __init__(self) -> None:
        self.written: list[dict[str, str]] = []

    def listed(self) -> RateList:
        return RateList("RUB", (RateRow("c" * 32, TODAY, "USD", 90.5),), 3)

    def form(self) -> tuple[Field, ...]:
        return (Field("currency", N_("Currency"), "USD"), Field("rate", N_("Rate")))

    def set(self, values: Values) -> None:
        self.written.append(dict(values))

    def remove(self, handle: str) -> None:
        self.written.append({"removed": handle})


class FakeSelections:
    def __init__(self, resolved: Callable[[], list[str]]) -> None:
        self.saved: list[tuple[str, ListFilter | None, tuple[str, ...], bool]] = []
        self._resolved = resolved

    def listed(self) -> tuple[SelectionRow, ...]:
        return (SelectionRow("d" * 32, "сети", True, True, 2), SelectionRow("e" * 32, "спящие", False, False, 9))

    def save(self, name: str, wanted: ListFilter | None, clients: Sequence[str] = (), shared: bool = False) -> str:
        self.saved.append((name, wanted, tuple(clients), shared))
        return "f" * 32

    def remove(self, handle: str) -> None:
        self.saved.append((f"removed {handle}", None, (), False))

    def filter_of(self, handle: str) -> ListFilter | None:
        return ListFilter(states=("sleeping",)) if handle == "e" * 32 else None

    def resolve(self, handle: str) -> list[str]:
        return self._resolved()


class FakeBooks:
    """The part of the fake desk that keeps registers of worth."""

    def __init__(self, resolved: Callable[[], list[str]]) -> None:
        self.reports = FakeReports()
        self.group_tasks = FakeGroupTasks()
        self.loyalty = FakeLoyalty()
        self.order_gaps = FakeOrderGaps()
        self.wizard: Any = FakeWizard()
        self.quality: Any = FakeQuality()
        self.spending = FakeSpending()
        self.enquiries = FakeEnquiries()
        self.plans = FakePlans()
        self.supply = FakeSupply()
        self.rates = FakeRates()
        self.selections = FakeSelections(resolved)
