"""Money that came or is owed, by client: payments of bank statements and balances of the books (glossary: Payment)."""

from __future__ import annotations

from core.entities.entry import Entry


class Payment(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One payment of a client (S03.14). Negative: we paid it back."""

    day: int
    """Days since 1970-01-01."""
    amount: int
    """Minor units of `currency`."""
    currency: str
    number: str = ""
    purpose: str = ""
    account: str = ""
    """The client's account."""
    own_account: str = ""
    key: bytes = b""
    """What makes it one payment however often its statement is imported (spec/exchange §3 Idempotence)."""


class Balance(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What the books say of a client's account over a period (S01.09). The latest one of a `key` counts."""

    first_day: int
    last_day: int
    currency: str
    account: str = ""
    contract: str = ""
    opening: int = 0
    """Minor units, what the client owed us at the beginning less what we owed him."""
    debit: int = 0
    """Turnover: what we delivered."""
    credit: int = 0
    """Turnover: what was paid."""
    closing: int = 0
    """What the client owes us at the end less what we owe him."""
    key: bytes = b""
    """Period, account, counterparty and contract: a report of the same period replaces, never adds."""
