"""Saved selections at the desk: under a name, shared or one's own, asked anew when used (U12, S03.99)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from core.entities.selections import Selection
from core.problem import N_, Problem
from storage.vault.books.worth import OWN_SELECTION, SELECTION
from storage.vault.registers import Register, Stored
from tui.desk import keeping, typed
from tui.desk.lists import open_list
from tui.desk.port import ListFilter
from tui.desk.port_selections import SelectionRow

if TYPE_CHECKING:
    from tui.desk.desk import Desk

NAME_MAX = 60


class SelectionsDesk:
    """Saved filters and lists of clients."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listed(self) -> tuple[SelectionRow, ...]:
        """The shared and the own ones by name."""
        rows = [self._row(each, shared) for shared, each in self._all()]
        return tuple(sorted(rows, key=lambda row: (row.name.casefold(), not row.shared, row.id)))

    def save(self, name: str, wanted: ListFilter | None, clients: Sequence[str] = (), shared: bool = False) -> str:
        """Keep a filter, or the clients given as they are; the same name again replaces it. Gives its handle.

        Raises Problem for an empty name and for a selection of nothing.
        """
        name = typed.line(name, NAME_MAX)
        if not name:
            raise Problem(N_("A selection needs a name: type one."))
        ids = tuple(self._desk.base.ids[self._desk.place_of(each)] for each in dict.fromkeys(clients))
        narrowed = {} if wanted is None or ids else _as_values(wanted)
        if not ids and not narrowed:
            raise Problem(N_("This selection narrows nothing: set a filter or mark clients first."))
        if shared:
            keeping.demand(self._desk, keeping.CLERKS)
        register: Register[Selection] = SELECTION if shared else OWN_SELECTION
        same = [each for each in keeping.live(self._desk, register) if each.fields.name.casefold() == name.casefold()]
        if same:
            keeping.change(self._desk, register, same[0], name=name, filter=narrowed, ids=ids)
            return same[0].fields.id.hex()
        me = self._desk.session.entered.identity.person_id
        told = Selection(name=name, filter=narrowed, ids=ids)
        return keeping.add(self._desk, register, told, None if shared else me).id.hex()

    def remove(self, handle: str) -> None:
        """Take a selection off the list. Raises Problem."""
        shared, stored = self._named(handle)
        if shared:
            keeping.demand(self._desk, keeping.CLERKS)
        keeping.change(self._desk, SELECTION if shared else OWN_SELECTION, stored, removed=True)

    def name(self, handle: str) -> str:
        """Its name. Raises Problem (BAD_INPUT) for a handle that is none."""
        return self._named(handle)[1].fields.name

    def named(self, text: str) -> str:
        """Handle of a selection given by its name or handle. Raises Problem (BAD_INPUT)."""
        for _, each in self._all():
            if text == each.fields.id.hex() or text.strip().casefold() == each.fields.name.casefold():
                return each.fields.id.hex()
        known = ", ".join(row.name for row in self.listed())
        raise Problem(
            N_("There is no selection {name}: the saved ones are {known}."), name=text.strip()[:40], known=known or "—"
        )

    def filter_of(self, handle: str) -> ListFilter | None:
        """The filter of a selection; None for a list of clients. Raises Problem for one of a newer program."""
        fields = self._named(handle)[1].fields
        return None if fields.ids else _as_filter(fields.filter)

    def resolve(self, handle: str) -> list[str]:
        """Clients of a selection now, those of the open portfolios alone. Raises Problem."""
        fields = self._named(handle)[1].fields
        base = self._desk.base
        if fields.ids:
            rows = dict.fromkeys(base.place[each] for each in fields.ids if each in base.place)
            return [base.ids[row].hex() for row in rows]
        self._desk.figures()
        found = open_list(base, _as_filter(fields.filter), "name", self._desk.own)
        return [row.id for row in found.rows(0, len(found))]

    def _all(self) -> list[tuple[bool, Stored[Selection]]]:
        shared = [(True, each) for each in keeping.live(self._desk, SELECTION)]
        return shared + [(False, each) for each in keeping.live(self._desk, OWN_SELECTION)]

    def _named(self, handle: str) -> tuple[bool, Stored[Selection]]:
        for shared, each in self._all():
            if each.fields.id.hex() == handle:
                return shared, each
        raise Problem(N_("There is no such record among yours: look at the list again."))

    def _row(self, stored: Stored[Selection], shared: bool) -> SelectionRow:
        fields = stored.fields
        handle = fields.id.hex()
        try:
            clients = len(self.resolve(handle))
        except Problem:
            clients = 0  # a filter of a newer program: named in the list, refused when it is used
        return SelectionRow(handle, fields.name, shared, bool(fields.ids), clients)


def _as_values(wanted: ListFilter) -> dict[str, tuple[str, ...]]:
    """Parts of a filter that narrow."""
    found: dict[str, tuple[str, ...]] = {}
    for name in ListFilter.__struct_fields__:
        value: Any = getattr(wanted, name)
        if value != getattr(ListFilter(), name):
            found[name] = tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
    return found


def _as_filter(values: Mapping[str, tuple[str, ...]]) -> ListFilter:
    newer = Problem(N_("This selection was saved by a newer program: update this one."))
    if not values.keys() <= set(ListFilter.__struct_fields__):
        raise newer
    plain = {
        name: value if isinstance(getattr(ListFilter(), name), tuple) else value[0] for name, value in values.items()
    }
    try:
        return msgspec.convert(plain, ListFilter, strict=False)
    except msgspec.ValidationError:
        raise newer from None
