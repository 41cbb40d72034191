"""What the head keeps about his people: portfolios that changed hands, and when he looked at the key accounts."""

from __future__ import annotations

from core.entities.entry import Entry


class HandOver(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A portfolio went from one colleague to another (S01.17)."""

    portfolio: bytes
    day: int
    """Days since 1970-01-01, in the firm's time zone."""
    giver: bytes
    """Id of the colleague who had it."""
    taker: bytes
    left: bool = False
    """The giver left the firm."""


class Looked(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """The head has looked through what changed at the key accounts (S03.115); `at_us` says when."""

    day: int
    """Days since 1970-01-01, in the firm's time zone."""
