"""Contacts as the desk shows them: masked, revealed one by one, copied for the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from storage.audit.kinds import Budget
from tui.desk.port_contacts import BudgetLine, BudgetState, Revealed

if TYPE_CHECKING:
    from tui.desk.desk import Desk

SECONDS = 60
_WORDS: dict[Budget, Literal["dossiers", "reveals", "probes"]] = {
    Budget.DOSSIERS: "dossiers",
    Budget.REVEALS: "reveals",
    Budget.PROBES: "probes",
}


class ContactsDesk:
    """Phones and e-mails of the clients of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def needs_reason(self, client_id: str) -> bool:
        """Whether a reason must be given before anything of this client is revealed."""
        return not self._desk.session.disclosure.is_own(self._client(client_id))

    def reveal(self, client_id: str, key: str, reason: str = "", call: bool = False) -> Revealed:
        """One value in clear, for 20 seconds or the length of a call."""
        value = self._desk.session.disclosure.reveal(self._client(client_id), key, reason, call)
        rules = self._desk.session.entered.rules
        return Revealed(key, value, rules.call_minutes * SECONDS if call else rules.reveal_seconds)

    def copy(self, client_id: str, key: str, reason: str = "") -> str:
        """The value for the clipboard."""
        return self._desk.session.disclosure.copy(self._client(client_id), key, reason)

    def budgets(self) -> BudgetState:
        """What is left of every limit."""
        session = self._desk.session
        lines = (
            BudgetLine(_WORDS[each.budget], each.hours, each.limit, each.used) for each in session.disclosure.budgets()
        )
        return BudgetState(session.entered.gate.budgets.advisory, tuple(lines))

    def _client(self, client_id: str) -> bytes:
        return self._desk.base.ids[self._desk.place_of(client_id)]
