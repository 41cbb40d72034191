"""Facets of the fake desk that are a few lines each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.desk.port import Progress
from tui.desk.port_copies import CopyAge
from tui.desk.port_find import Found, Hit

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
        return Found(tuple(hits), clear=len(hits) == 1, elsewhere=not hits and text == "чужой")

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
