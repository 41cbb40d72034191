"""The team for the fake desk: one manager with too little time on anchors, one who leads keys and small orders."""

from __future__ import annotations

import datetime as dt

from core.entities.money import Money
from core.worth.team import GROUPS
from tui.desk.answers_reports import Evidence, EvidenceRow
from tui.desk.port_team import Digest, DigestRow, GroupRow, HandedRow, ManagerRow, TeamAnswer, VisitRow, YearRow

TODAY = dt.date(2026, 11, 23)
CLIENT = f"{0:032x}"


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


def manager(login: str, name: str, minutes: tuple[int, ...], *, both: bool) -> ManagerRow:
    groups = tuple(GroupRow(group, spent, 4, spent / 4) for group, spent in zip(GROUPS, minutes, strict=True))
    return ManagerRow(
        login=login,
        name=name,
        role="manager",
        groups=groups,
        minutes=sum(minutes),
        anchors_short=minutes[0] < max(minutes),
        clients=20,
        keys=3 if both else 0,
        work="quick" if both else "mixed",
        orders=80,
        small_orders=55 if both else 10,
        does_not_combine=both,
        waiting=2,
        longest=47,
        plan=rub(900_000),
        fact=rub(630_000),
        share=0.7,
        satisfaction=4.5,
        marks=2,
    )


def year(until: dt.date, turnover: int) -> YearRow:
    return YearRow(until, rub(turnover), 410, 66, 21, 25, 2_310, 5.6, 28.0, 120, 31)


class FakeTeam:
    """Two managers, an overdue visit, a leaver's portfolio, two pieces of news."""

    def __init__(self) -> None:
        self.looks = 0
        self.asked: list[str] = []

    def answer(self) -> TeamAnswer:
        return TeamAnswer(
            managers=(
                manager("ivanova", "Иванова Анна", (60, 240, 30, 0, 10), both=True),
                manager("petrov", "Петров Пётр", (300, 0, 30, 5, 0), both=False),
            ),
            visits=(
                VisitRow(CLIENT, "ООО «Ромашка-1»", "Иванова Анна", dt.date(2026, 6, 1), dt.date(2026, 8, 30), True),
            ),
            handed=(
                HandedRow("aa", "Портфель: Сидоров", "Сидоров", "Петров Пётр", dt.date(2026, 9, 1), True, 14, 6, 80, 83,
                          rub(900_000), rub(610_000)),
            ),
            year=(year(TODAY, 41_000_000), year(dt.date(2025, 11, 23), 36_000_000)),
            days=90,
            key_limit=3,
            looked_days=0 if self.looks else 12,
            as_of=TODAY,
            log_size=7,
        )  # fmt: skip

    def digest(self) -> Digest:
        rows = (
            DigestRow(CLIENT, "ООО «Ромашка-1»", "promise", "Overdue: образцы", dt.date(2026, 11, 20), True),
            DigestRow(CLIENT, "ООО «Ромашка-1»", "news", "новый склад", dt.date(2026, 11, 21), False),
        )
        return Digest(dt.date(2026, 11, 11), 12, () if self.looks else rows, TODAY)

    def looked(self) -> None:
        self.looks += 1

    def evidence(self, login: str) -> Evidence:
        self.asked.append(login)
        row = EvidenceRow(CLIENT, "ООО «Ромашка-1»", "Якоря: 60 минут", TODAY, rub(90_000))
        return Evidence("team_time", "Иванова Анна", (row,), 1)

    def handed_evidence(self, handle: str) -> Evidence:
        self.asked.append(handle)
        row = EvidenceRow(CLIENT, "ООО «Ромашка-1»", "никто не говорил", None, rub(90_000))
        return Evidence("team_kept", "Портфель: Сидоров", (row,), 1)
