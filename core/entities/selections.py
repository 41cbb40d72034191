"""Saved selections: a filter of the client list or a frozen list of clients, under a name (U12, S03.99)."""

from __future__ import annotations

import msgspec

from core.entities.entry import Entry


class Selection(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Either `filter` or `ids`: a filter is asked anew each time, a list stays what it was.

    A shared one lives with the firm and holds ids alone, never a name.
    """

    name: str
    filter: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Name of a field of the list's filter → values; the text typed stands under "text"."""
    ids: tuple[bytes, ...] = ()
