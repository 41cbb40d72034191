"""Removing clients as the desk does it: hidden from every list at once, back with one undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from core.problem import N_, Problem
from storage.vault.removal import SecondPerson

if TYPE_CHECKING:
    from tui.desk.desk import Desk


class RemovedClient(msgspec.Struct, frozen=True):
    """A hidden client, as `client removed` lists him."""

    id: str
    name: str
    external_id: str


class RemovalDesk:
    """Clients that are hidden and shown again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def remove(self, clients: Sequence[str], second: tuple[str, bytearray] | None = None) -> int:
        """Hide clients, all of them or none; gives how many. Merged clients go together. Raises Problem."""
        session = self._desk.session
        chosen = [self._desk.base.ids[self._desk.place_of(each)] for each in clients]
        merged = session.merges.now()
        whole = tuple(dict.fromkeys(member for each in chosen for member in merged.members(each)))
        session.removal.remove(whole, SecondPerson(*second) if second else None)
        self._desk.editing.removed(whole)
        self._desk.refresh()
        return len(dict.fromkeys(chosen))

    def restore(self, clients: Sequence[str]) -> int:
        """Show hidden clients again; gives how many. Raises Problem (BAD_INPUT) for one that is not hidden."""
        removed = self._desk.base.removed
        chosen = []
        for each in clients:
            try:
                client_id = bytes.fromhex(each)
            except ValueError:
                client_id = b""
            if client_id not in removed:
                raise Problem(N_("There is no removed client with this id: see client removed."))
            chosen.append(client_id)
        session = self._desk.session
        merged = session.merges.now()
        whole = tuple(dict.fromkeys(member for each in chosen for member in merged.members(each)))
        session.removal.restore(whole)
        self._desk.refresh()
        return len(dict.fromkeys(chosen))

    def listed(self) -> list[RemovedClient]:
        """Hidden clients of the open portfolios, by name."""
        found = [
            RemovedClient(each.hex(), line.name, line.external_id) for each, line in self._desk.base.removed.items()
        ]
        return sorted(found, key=lambda each: (each.name, each.id))
