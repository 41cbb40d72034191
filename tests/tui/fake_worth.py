"""Figures of worth for the fake desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from core.entities.money import Money
from core.worth.dependency import Band
from core.worth.periods import PeriodKind
from tui.desk.answers_worth import (
    AnchorsAnswer,
    Crr,
    DependencyAnswer,
    LevelRow,
    Ltv,
    MeanFlow,
    MetricsAnswer,
    PeriodFigures,
    ShareRow,
    SourceLtv,
    WhatIf,
)

TODAY = dt.date(2026, 11, 23)
_SHARES: tuple[tuple[int, Band], ...] = ((60, "critical"), (25, "note"), (15, "none"))


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


def _share(number: int, name: str, part: int, band: Band) -> ShareRow:
    of = part / 100
    return ShareRow(f"{number:032x}", name, "Иванова", 1, rub(part * 1000), of, of, band, band, rub(max(0, part * 40)))


class FakeWorth:
    """Three periods and three shares, the first of them critical."""

    def __init__(self, name_of: Callable[[int], str]) -> None:
        self._name_of = name_of
        self.asked: list[tuple[str, str | None, str | None]] = []
        self.packed: list[str] = []

    def metrics(self, kind: PeriodKind, owner: str | None = None) -> MetricsAnswer:
        self.asked.append((kind, owner, None))
        crr = Crr(0.85, 0.9, 200, 210, 170, 30, 10, 0)
        source = SourceLtv(rub(48_000), rub(5_000), 2.0, 0.2, 24.0, 40)
        ltv = Ltv(rub(52_000), rub(30_000), rub(22_000), 210, source)
        periods = tuple(
            PeriodFigures(
                dt.date(2026, month, 1),
                dt.date(2026, month, 28),
                month < 11,
                200,
                30,
                10,
                30,
                210,
                crr,
                ltv,
                rub(4_000_000),
                30,
                rub(100_000),
                300,
                rub(900_000),
                0.9,
                0.8,
            )
            for month in (9, 10, 11)
        )
        return MetricsAnswer(kind, periods, MeanFlow(4.5, 3.5, 2.0, 0.5), ("no_acquisition",), 90, owner, TODAY, 7)

    def departments(self) -> tuple[str, ...]:
        return ("Отдел сетей",)

    def pack(self, client_id: str) -> int:
        self.packed.append(client_id)
        return 4

    def dependency(
        self,
        owner: str | None = None,
        without: str | None = None,
        department: str | None = None,
        selection: str | None = None,
    ) -> DependencyAnswer:
        self.asked.append(("dependency", owner or department or selection, without))
        shares = tuple(_share(n, self._name_of(n), part, band) for n, (part, band) in enumerate(_SHARES))
        gone = None
        if without is not None:
            gone = WhatIf(without, rub(40_000), rub(8_000), rub(60_000), rub(12_000), 0.75, "critical")
        bands = {"none": 1, "note": 1, "warning": 0, "high": 0, "critical": 1}
        levels = (LevelRow("manager", "Иванова", shares[0].id, shares[0].name, 0.6, "note", "critical", 3, False),)
        return DependencyAnswer(
            shares,
            bands,
            3,
            rub(100_000),
            False,
            0.46,
            True,
            gone,
            owner,
            TODAY,
            7,
            department,
            selection or "",
            levels,
        )

    def anchors(self) -> AnchorsAnswer:
        return AnchorsAnswer((), (), rub(0), TODAY)
