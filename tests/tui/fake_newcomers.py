"""Typed clients over the fake desk: doubles by name, portfolios, conflicts on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.identity.requisites import read_requisites
from core.problem import N_, Problem
from tui.desk.port import EditConflict
from tui.desk.port_newcomers import (
    ClientKind,
    Difference,
    Double,
    Elsewhere,
    FormField,
    Home,
    TakenClient,
    Values,
)

if TYPE_CHECKING:
    from tests.tui.fake_desk import FakeDesk

FIELDS: dict[ClientKind, tuple[str, ...]] = {
    "company": ("name", "inn", "kpp", "phone", "email", "city", "address", "site", "external_id", "note"),
    "person": ("name", "birthday", "document", "inn", "phone", "email", "city", "address", "loyalty_card", "note"),
}


class FakeNewcomers:
    """What the form asks. `probed` and `portfolios` are set by tests."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.created: list[tuple[ClientKind, dict[str, str], str]] = []
        self.overwritten: list[tuple[Difference, ...]] = []
        self.probed = Elsewhere()
        self.portfolios: tuple[Home, ...] = (Home("aa", "Иванова"),)
        self.base_now: dict[str, str] = {}
        """Values a colleague has written since they were taken."""

    def fields(self, kind: ClientKind) -> tuple[FormField, ...]:
        return tuple(FormField(name, 60) for name in FIELDS[kind])

    def guess(self, text: str) -> tuple[ClientKind, dict[str, str]]:
        return "company", {"inn" if text.isdigit() else "name": text}

    def requisites(self, text: str) -> tuple[ClientKind, dict[str, str], tuple[str, ...]]:
        found = read_requisites(text)
        values = {name: value for name, value in found.values.items() if name in FIELDS["company"]}
        return "company", values, found.lost

    def take(self, client_id: str) -> TakenClient:
        self._desk._seen()
        seen = self._desk.overview(client_id)
        values = {"name": seen.row.name, "inn": seen.inn, "kpp": seen.kpp, "city": seen.row.city, "note": seen.note}
        return TakenClient(client_id, "company", values, ("+7 9** ***-**-67",))

    def warn(self, kind: ClientKind, values: Values) -> tuple[Double, ...]:
        self._desk._seen()
        name = values.get("name", "").casefold()
        if len(name) < 3:
            return ()
        rows = (self._desk.row(number) for number in range(min(self._desk.clients, 200)))
        return tuple(
            Double(row.id, row.name, row.city, False, "Название: близко", ("Название: близко +4,0", "Всего +4,0"))
            for row in rows
            if name in row.name.casefold()
        )[:3]

    def elsewhere(self, kind: ClientKind, values: Values) -> Elsewhere:
        self._desk._seen()
        return self.probed

    def homes(self) -> tuple[Home, ...]:
        self._desk._seen()
        return self.portfolios

    def create(self, kind: ClientKind, values: Values, home: str) -> str:
        self._desk._seen()
        if not values.get("name"):
            raise Problem(N_("A client needs a name: type one."))
        self.created.append((kind, {name: text for name, text in values.items() if text}, home))
        return f"{0:032x}"

    def compare(self, client_id: str, values: Values, taken: Values) -> tuple[Difference, ...]:
        self._desk._seen()
        base = dict(taken) | self.base_now
        return tuple(
            Difference(name, base[name], text, changed=base[name] != taken[name])
            for name, text in values.items()
            if name in base and text not in (base[name], taken[name])
        )

    def overwrite(self, client_id: str, chosen: tuple[Difference, ...]) -> None:
        self._desk._seen()
        for each in chosen:
            if each.base != self.base_now.get(each.field, each.base):
                raise EditConflict(self.base_now[each.field])
        self.overwritten.append(chosen)
