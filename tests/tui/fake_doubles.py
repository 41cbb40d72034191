"""Doubles and groups of the fake desk: three groups, a plan of a few fields, everything said remembered in lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.desk.port_doubles import (
    BulkDone,
    Double,
    DoubleGroup,
    Doubles,
    FirmGroup,
    GroupKind,
    MergeDone,
    MergedWith,
    Plan,
    PlanField,
    Progress,
    StandingMerge,
    Suggestion,
    Verdict,
)

if TYPE_CHECKING:
    from tests.tui.fake_desk import FakeDesk

WHY = (
    "Город: отличается −1,5",
    "ИНН: совпадает +19,0",
    "Название: очень похоже +4,0",
    "До сравнения −9,5",
    "Итого +12,0: 99,9 %, точно один клиент",
)
AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)


class FakeDoubles:
    """Clients 0+1 are surely one, 2+3+4 are to be looked at, 5+6 lie in two portfolios."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.scans = 0
        self.merged: list[tuple[tuple[str, ...], dict[str, str], bool]] = []
        self.judged: list[tuple[tuple[str, ...], str]] = []
        self.taken_back: list[str] = []
        self._gone: set[str] = set()

    def double(self, number: int) -> Double:
        from tests.tui.fake_desk import client_id

        row = self._desk.row(number)
        return Double(client_id(number), row.name, row.external_id, row.city, row.owner)

    def scan(self, progress: Progress | None) -> Doubles | None:
        self.scans += 1
        if progress is not None and not progress(1, 4):
            return None
        return self.found()

    def found(self) -> Doubles | None:
        if not self.scans:
            return None
        groups = []
        for numbers, sure, portfolios in (((0, 1), True, 1), ((2, 3, 4), False, 1), ((5, 6), False, 2)):
            members = tuple(d for d in map(self.double, numbers) if d.id not in self._gone)
            if len(members) > 1:
                groups.append(DoubleGroup(members, 12.0, 0.9998, WHY, "ИНН: совпадает", sure, portfolios=portfolios))
        return Doubles(tuple(groups), 1_234, self._desk.clients, 0.5)

    def pair(self, left: str, right: str) -> tuple[str, ...]:
        return WHY if left != right else ()

    def plan(self, ids: Sequence[str], take: Mapping[str, str]) -> Plan:
        from tests.tui.fake_desk import number_of

        members = tuple(self.double(number_of(each)) for each in ids)
        names = tuple(each.name for each in members)
        source = list(ids).index(take["name"]) if "name" in take else 0
        reason = "выбрано вручную" if "name" in take else "полнее"
        fields = (
            PlanField("name", names, names[source], source, reason, True),
            PlanField("inn", ("7707083893",) * len(ids), "7707083893", 0, "одинаково", False),
            PlanField("phone", ("+7 9** ***-**-67", ""), "+7 9** ***-**-67", -1, "остаются все", False),
        )
        far = 2 if number_of(ids[0]) in (5, 6) else 1
        return Plan(members, fields, 1, far)

    def merge(self, ids: Sequence[str], take: Mapping[str, str], move: bool) -> MergeDone:
        self.merged.append((tuple(ids), dict(take), move))
        self._gone |= set(ids[1:])
        self._desk._pulse += 1
        return MergeDone("ab" * 16, ids[0], tuple(ids[1:]))

    def judge(self, ids: Sequence[str], verdict: Verdict) -> str:
        self.judged.append((tuple(ids), verdict))
        if verdict == "different":
            self._gone |= set(ids[1:])
        return "cd" * 16

    def undo(self, merge: str) -> MergeDone:
        self.taken_back.append(merge)
        self._gone.clear()
        return MergeDone(merge, "", ())

    def undo_last(self) -> MergeDone | None:
        return self.undo("ab" * 16) if self.merged or self.judged else None

    def bulk(self, progress: Progress | None) -> BulkDone:
        found = self.found()
        assert found is not None
        done = tuple(self.merge(group.ids, {}, False) for group in found.sure)
        return BulkDone("ef" * 16, done, False)

    def standing(self) -> list[StandingMerge]:
        return [
            StandingMerge("ab" * 16, "same", AT, "Петров", tuple(self.double(at) for at in (0, 1)), "")
            for _merge in self.merged
        ]

    def merged_with(self, client_id: str) -> tuple[MergedWith, ...]:
        return ()


class FakeFirmGroups:
    """One suggestion until it is answered."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.confirmed: list[tuple[str, ...]] = []
        self.refused: list[tuple[str, ...]] = []

    def _members(self) -> tuple[Double, ...]:
        return tuple(self._desk.doubles.double(at) for at in (7, 8))

    def all(self) -> list[FirmGroup]:
        return [FirmGroup("01" * 16, "owner", self._members(), 3) for _ids in self.confirmed]

    def of(self, client_id: str) -> FirmGroup | None:
        return None

    def suggest(self, progress: Progress | None) -> list[Suggestion]:
        if self.confirmed or self.refused:
            return []
        return [Suggestion(self._members(), 6.0, ("один телефон: +7 495 ***-**-33",), ())]

    def confirm(self, ids: Sequence[str], kind: GroupKind) -> str:
        self.confirmed.append(tuple(ids))
        return "01" * 16

    def strangers(self, ids: Sequence[str]) -> str:
        self.refused.append(tuple(ids))
        return "02" * 16

    def dissolve(self, group: str) -> FirmGroup:
        found = self.all()[0]
        self.confirmed.clear()
        return found
