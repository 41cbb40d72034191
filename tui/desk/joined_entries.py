"""Several subjects as one list: what CARD Риски shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.problem import N_, Problem
from tui.desk.entries_desk import EntriesDesk
from tui.desk.port_entries import EntryRow, StepForm


class JoinedEntries:
    """Asks whichever desk has the kind or the record."""

    def __init__(self, desks: Sequence[EntriesDesk]) -> None:
        self._desks = desks

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Kinds of all."""
        return tuple(each for desk in self._desks for each in desk.kinds())

    def rows(self, client_id: str = "", *, everything: bool = False) -> list[EntryRow]:
        """Rows of all, red ones first, open ones next."""
        found = [row for desk in self._desks for row in desk.rows(client_id, everything=everything)]
        return sorted(found, key=lambda row: (not row.red, not row.open))

    def form(self, client_id: str, kind: str) -> StepForm:
        """What a new record asks."""
        return self._with(kind).form(client_id, kind)

    def add(self, client_id: str, kind: str, fields: Mapping[str, str]) -> str:
        """Note a new record down."""
        return self._with(kind).add(client_id, kind, fields)

    def step_form(self, client_id: str, entry_id: str) -> StepForm:
        """What the next step asks."""
        return self._of(client_id, entry_id).step_form(client_id, entry_id)

    def step(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Take the next step."""
        self._of(client_id, entry_id).step(client_id, entry_id, fields)

    def edit_form(self, client_id: str, entry_id: str) -> StepForm:
        """What can be changed."""
        return self._of(client_id, entry_id).edit_form(client_id, entry_id)

    def edit(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Change it."""
        self._of(client_id, entry_id).edit(client_id, entry_id, fields)

    def drop(self, client_id: str, entry_id: str) -> None:
        """Take it off the list."""
        self._of(client_id, entry_id).drop(client_id, entry_id)

    def _with(self, kind: str) -> EntriesDesk:
        for desk in self._desks:
            if any(kind.strip().casefold() in (value, told.casefold()) for value, told in desk.kinds()):
                return desk
        known = ", ".join(value for value, _told in self.kinds())
        raise Problem(N_("There is no {word}: use one of {known}."), word=kind, known=known)

    def _of(self, client_id: str, entry_id: str) -> EntriesDesk:
        for desk in self._desks[:-1]:
            if any(each.id == entry_id for each in desk.rows(client_id, everything=True)):
                return desk
        return self._desks[-1]
