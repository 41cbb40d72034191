"""Care of the central file: stamps "verified", the keeper and what he is paid (S03.34, S03.36)."""

from __future__ import annotations

from core.entities.entry import Entry


class Verified(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody made sure that the addresses and contacts of a client are right."""

    day: int
    """Days since 1970-01-01."""


class Keeper(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Who keeps the central file as an extra, paid duty; the latest record counts."""

    person: bytes
    since: int
    """Day of the start, days since 1970-01-01."""
    allowance: int = 0
    """Minor units of `currency` a month."""
    currency: str = ""
    kpi: str = ""
    """What he is judged by, in words."""
