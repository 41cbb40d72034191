"""Erasing a person's data as the desk does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from core.problem import N_, Problem
from storage.vault.books.people import PERSON

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
PERSON_KEY = "person:"
"""What the key of a contact person begins with; his handle follows."""


class ErasedAnswer(msgspec.Struct, frozen=True):
    """How many values are gone, and until when backups may hold them (None: there is no backup)."""

    erased: int
    copies_until: dt.date | None
    mentions: int = 0
    """Records that stay and still name the erased person in their text."""


class ErasureDesk:
    """Personal data of a client."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def people(self, client_id: str) -> list[tuple[str, str]]:
        """Key and name of every contact person of a client, those taken off the lists included."""
        clients = self._desk.work.clients_of(client_id)
        found = self._desk.session.registers.of(PERSON, clients)
        names = {each.fields.id: each.fields.name for each in found}
        return [(f"{PERSON_KEY}{handle.hex()}", name) for handle, name in names.items()]

    def listed(self, client_id: str) -> list[tuple[str, str]]:
        """Key and mask of every phone and e-mail of a client."""
        return [(each.key, each.mask) for each in self._desk.session.disclosure.masks(self._client(client_id))]

    def erase(self, client_id: str, keys: Sequence[str]) -> ErasedAnswer:
        """Erase values and people by their keys, for good; people at every client they are known at. Raises Problem."""
        handles = [each.removeprefix(PERSON_KEY) for each in dict.fromkeys(keys) if each.startswith(PERSON_KEY)]
        values = [each for each in keys if not each.startswith(PERSON_KEY)]
        known = {key.removeprefix(PERSON_KEY) for key, _name in self.people(client_id)} if handles else set()
        if not set(handles) <= known:
            raise Problem(N_("The client has no such person: person list shows them with their keys."))
        erasure, erased, mentions, until = self._desk.session.erasure, 0, 0, None
        if values or not handles:
            done = erasure.erase(self._client(client_id), values)
            erased, until = done.values, done.copies_until_us
        for handle in map(bytes.fromhex, handles):
            met = {each.space_id for each in self._desk.session.registers.all(PERSON) if each.fields.id == handle}
            done = erasure.erase_person(sorted(met), handle)
            erased, mentions, until = erased + 1, mentions + done.mentions, done.copies_until_us
        self._desk.refresh()
        day = None if until is None else dt.datetime.fromtimestamp(until / MICROSECONDS, self._desk.zone).date()
        return ErasedAnswer(erased, day, mentions)

    def _client(self, client_id: str) -> bytes:
        return self._desk.base.ids[self._desk.place_of(client_id)]
