"""Contacts of a client as screens and commands see them: masks, one audited clear value at a time, what is left."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from core.entities.client_contact import ContactLine

__all__ = ["BudgetLine", "BudgetState", "ContactLine", "ContactsPort", "Revealed"]


class Revealed(msgspec.Struct, frozen=True):
    """One value in clear and for how long it may stay on the screen."""

    key: str
    value: str
    seconds: int


class BudgetLine(msgspec.Struct, frozen=True):
    """One limit: how many of it are taken within its window of hours."""

    budget: Literal["dossiers", "reveals", "probes"]
    hours: int
    limit: int
    used: int

    @property
    def left(self) -> int:
        """How many more are allowed now."""
        return max(0, self.limit - self.used)


class BudgetState(msgspec.Struct, frozen=True):
    """Every limit of this person. `advisory`: counted, never refused (a store of one person)."""

    advisory: bool
    lines: tuple[BudgetLine, ...]


class ContactsPort(Protocol):
    """Phones and e-mails of a card."""

    def needs_reason(self, client_id: str) -> bool:
        """Whether the client belongs to somebody else's portfolio, so that a reason must be given."""
        ...

    def reveal(self, client_id: str, key: str, reason: str = "", call: bool = False) -> Revealed:
        """One value in clear: logged and counted first (spec/store §7). Raises Problem over budget."""
        ...

    def copy(self, client_id: str, key: str, reason: str = "") -> str:
        """The value for the clipboard, with an entry of its own."""
        ...

    def budgets(self) -> BudgetState:
        """What this person has taken of every limit."""
        ...
