"""Erasing a person's data as the desk does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000


class ErasedAnswer(msgspec.Struct, frozen=True):
    """How many values are gone, and until when backups may hold them (None: there is no backup)."""

    erased: int
    copies_until: dt.date | None


class ErasureDesk:
    """Personal data of a client."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listed(self, client_id: str) -> list[tuple[str, str]]:
        """Key and mask of every phone and e-mail of a client."""
        return [(each.key, each.mask) for each in self._desk.session.disclosure.masks(self._client(client_id))]

    def erase(self, client_id: str, keys: Sequence[str]) -> ErasedAnswer:
        """Erase values by their keys, for good. Raises Problem."""
        done = self._desk.session.erasure.erase(self._client(client_id), keys)
        self._desk.refresh()
        until = done.copies_until_us
        day = None if until is None else dt.datetime.fromtimestamp(until / MICROSECONDS, self._desk.zone).date()
        return ErasedAnswer(done.values, day)

    def _client(self, client_id: str) -> bytes:
        return self._desk.base.ids[self._desk.place_of(client_id)]
