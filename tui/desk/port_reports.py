"""What MET and DEP need of the reports and of the evidence behind a figure."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from core.worth.periods import PeriodKind
from tui.desk.answers_reports import Evidence, FigureName, ReportAnswer, TrendAnswer, TrendBy, WhatIfCrr


class ReportsPort(Protocol):
    """Reports as screens see them."""

    def report(self, kind: PeriodKind, first: dt.date | None = None) -> ReportAnswer:
        """All views of the period of `first`, by default the one of the evening."""
        ...

    def what_if(self, points: float) -> WhatIfCrr:
        """CRR of the last 12 months and what `points` more would do."""
        ...

    def trend(self, by: TrendBy) -> TrendAnswer:
        """Lifetime value by segment, manager or product."""
        ...

    def evidence(
        self, figure: FigureName, kind: PeriodKind = "month", first: dt.date | None = None, owner: str | None = None
    ) -> Evidence:
        """Clients, documents or records behind a figure."""
        ...

    def share_evidence(self, clients: tuple[str, ...], title: str) -> Evidence:
        """Documents behind the share of a client, or the members of a group."""
        ...

    def client_evidence(self, figure: FigureName, client_id: str = "", group: str = "") -> Evidence:
        """What stands behind a figure of REC, WHITE or TODAY: purchases, groups, clients alike, cases."""
        ...
