"""Plans of turnover by month (U30)."""

from __future__ import annotations

from core.entities.entry import Entry


class Plan(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be sold in one month. A client's plan lies with his money, others with the firm."""

    month: int
    """First day of the month, days since 1970-01-01."""
    amount: int
    """Minor units of the base currency, not negative."""
    person: bytes = b""
    """Whose clients; empty: the firm's plan, or that of the client it lies with."""
