"""Facets of the fake desk that are a few lines each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.desk.port import Progress
from tui.desk.port_audit import (
    BudgetRow,
    LogFilter,
    LoginRow,
    LogLine,
    LogState,
    VerdictAnswer,
    WatchList,
    WatchRow,
)
from tui.desk.port_copies import CopyAge
from tui.desk.port_find import Elsewhere, Found, Hit

if TYPE_CHECKING:
    from tests.tui.fake_desk import FakeDesk


class FakeCopies:
    """A copy that was found good the day before yesterday."""

    def age(self) -> CopyAge:
        return CopyAge(2, late=False)


class FakeNarrowing:
    """Narrows by name and city alone."""

    def __init__(self, desk: FakeDesk, hits: Sequence[Hit]) -> None:
        self._desk, self._hits = desk, hits

    def keep(self, criteria: Mapping[str, str]) -> tuple[Hit, ...]:
        self._desk._seen()
        name, city = criteria.get("name", "").casefold(), criteria.get("city", "").casefold()
        return tuple(hit for hit in self._hits if name in hit.name.casefold() and hit.city.casefold().startswith(city))


class FakeFinding:
    """Beginnings of names and numbers, answered in the drawing thread when `ready_now`."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.ready_now = False
        self.asked: list[str] = []
        self.requested: list[str] = []

    def ready(self, progress: Progress | None = None) -> None:
        self._desk._seen()

    def prepare(self, progress: Progress) -> None:
        self._desk._seen()

    def quick(self, text: str, limit: int) -> Found | None:
        return self._find(text, limit) if self.ready_now else None

    def find(self, text: str, limit: int) -> Found:
        self._desk._seen()
        return self._find(text, limit)

    def _find(self, text: str, limit: int) -> Found:
        self.asked.append(text)
        hits = []
        for number in range(min(self._desk.clients, 5000)):
            row = self._desk.row(number)
            place = row.name.casefold().find(text.casefold())
            exact = row.external_id == text
            if place >= 0 or row.external_id.startswith(text):
                marks = ((place, place + len(text)),) if place >= 0 else ()
                matched, score = ("exact", 1.0) if exact else ("prefix", 0.9)
                level, city = row.level, row.city
                hits.append(Hit(row.id, row.name, row.external_id, row.owner, level, matched, score, city, marks))
                if len(hits) == limit:
                    break
        return Found(tuple(hits), clear=len(hits) == 1)

    def elsewhere(self, text: str, found: Found, *, names: bool) -> Elsewhere:
        self._desk._seen()
        return Elsewhere(text == "7707083893" or (names and text == "чужой"), ("Уварова Ю. А.",))

    def request(self, text: str) -> tuple[str, ...]:
        self._desk._seen()
        self.requested.append(text)
        return ("Уварова Ю. А.",)

    def criteria(self) -> tuple[str, ...]:
        return ("name", "city", "inn")

    def narrowing(self, text: str, limit: int) -> FakeNarrowing:
        self._desk._seen()
        return FakeNarrowing(self._desk, self._find(text, limit).hits)


class FakeRemoval:
    """Remembers who was removed."""

    def __init__(self) -> None:
        self.gone: list[str] = []

    def remove(self, clients: Sequence[str]) -> int:
        self.gone += clients
        return len(clients)


class FakeLog:
    """Entries of the log, newest first."""

    def __init__(self, lines: Sequence[LogLine]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def rows(self, start: int, stop: int) -> Sequence[LogLine]:
        return self._lines[start:stop]

    def position(self, client_id: str) -> int | None:
        return next((at for at, line in enumerate(self._lines) if str(line.seq) == client_id), None)


class FakeAudit:
    """A log of some entries, one finding, one wrong login."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.asked: list[LogFilter] = []

    def _text(self, number: int, otherwise: str) -> str:
        return self._desk.names.get(number, otherwise)

    def state(self) -> LogState:
        self._desk._seen()
        return LogState(1234, 17, 1200, _AT, ("witness/0a1b2c3d",), self.alarms())

    def alarms(self) -> tuple[str, ...]:
        return ("Журнал 8 дней не подписан свидетелем: выясните, что мешает.",)

    def open_log(self, narrowed: LogFilter) -> FakeLog:
        self._desk._seen()
        self.asked.append(narrowed)
        kinds = ("dossier_read", "reveal", "write", "session_start")
        lines = [
            LogLine(
                seq=1233 - number,
                at=_AT,
                who=self._text(number, ("ivanova", "petrov")[number % 2]),
                kind=kinds[number % 4],
                client=f"{number:032x}",
                details={"name": self._text(number, f"ООО «Ромашка-{number}»"), "tab": "history"},
                sealed=number % 5 == 4,
            )
            for number in range(300)
        ]
        fitting = [
            line
            for line in lines
            if narrowed.who in (None, line.who)
            and narrowed.kind in (None, line.kind)
            and narrowed.client in (None, line.client)
        ]
        return FakeLog(fitting)

    def kinds(self) -> tuple[str, ...]:
        return ("dossier_read", "reveal", "session_start", "write")

    def people(self) -> tuple[str, ...]:
        return ("ivanova", "petrov")

    def budgets(self) -> tuple[BudgetRow, ...]:
        self._desk._seen()
        return (
            BudgetRow("ivanova", self._text(0, "Иванова А. П."), "manager", "dossiers", 1, 40, 12),
            BudgetRow("petrov", self._text(1, "Петров Б."), "manager", "reveals", 24, 60, 60),
        )

    def watch(self, days: int) -> WatchList:
        self._desk._seen()
        name, reason = self._text(0, "Иванова А. П."), self._text(1, "20 досье за день, обычно 5")
        found = WatchRow("ivanova", name, "norm", _AT.date(), 20, 5.0, reason)
        wrong = LoginRow(_AT, 3, ("petrov",), False, self._text(2, "petrov: 3 неверных пароля за несколько минут"))
        return WatchList(days, (found,), (wrong,))

    def verify(self) -> VerdictAnswer:
        self._desk._seen()
        return VerdictAnswer(True, 1234, None, "", 0.2)


_AT = dt.datetime(2026, 11, 24, 14, 5, tzinfo=dt.UTC)
