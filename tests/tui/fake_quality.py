"""Care of the central file, made up: three cards amiss, a week, no keeper yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from core.entities.money import Money
from core.quality.checks import Amiss
from core.relations.knowledge import Subject
from tui.desk.port_quality import KeeperView, QualityBook, QualityRow, UnknownRow, UseRow

_KINDS: tuple[Amiss, ...] = ("unverified", "inn", "single_contact")


class FakeQuality:
    """`verified`: what was stamped."""

    def __init__(self, names: Mapping[int, str] | None = None) -> None:
        self._names = names or {}
        self.verified: list[str] = []
        self.asked: list[str] = []
        self.keeper: KeeperView | None = None

    def book(self) -> QualityBook:
        rows = tuple(
            QualityRow(f"{at:032x}", self._names.get(at, f"ООО «Лён-{at}»"), "Иванова", kind, 200 if not at else 0)
            for at, kind in enumerate(_KINDS)
            if f"{at:032x}" not in self.verified or kind != "unverified"
        )
        return QualityBook(rows, 600, (UseRow("ivanova", 5, 12, 7, 3),), self.keeper)

    def unknown(self) -> tuple[UnknownRow, ...]:
        known: tuple[tuple[int, tuple[Subject, ...]], ...] = ((22, ("wallet", "owner", "rivals")), (89, ("birthdays",)))
        return tuple(
            UnknownRow(f"{at:032x}", self._names.get(at, f"ООО «Лён-{at}»"), "Иванова", percent,
                       Money((9 - at) * 10_000_000, "RUB"), subjects, f"{at:032x}" in self.asked)
            for at, (percent, subjects) in enumerate(known)
        )  # fmt: skip

    def ask_unknown(self, clients: Sequence[str]) -> int:
        new = [each for each in clients if each not in self.asked]
        self.asked += new
        return len(new)

    def verify(self, clients: Sequence[str]) -> int:
        self.verified += clients
        return len(clients)

    def people(self) -> tuple[tuple[str, str], ...]:
        return (("klara", "Клара К."),)

    def set_keeper(self, login: str, allowance: int, since: dt.date, kpi: str) -> KeeperView:
        self.keeper = KeeperView(login, "Клара К.", since, Money(allowance, "RUB"), kpi)
        return self.keeper
