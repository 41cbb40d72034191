"""Contacts as the desk shows them: masked, revealed one by one, copied for the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from core.entities.client_contact import ContactLine
from core.identity.features_text import phone_value
from storage.audit.kinds import Budget
from tui.desk.port_contacts import BudgetLine, BudgetState, Revealed

if TYPE_CHECKING:
    from tui.desk.desk import Desk

SECONDS = 60
OF = "/"
"""Between the id of a merged record and the key of its value."""
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

    def lines(self, number: int) -> tuple[ContactLine, ...]:
        """Masks of a row; of a merged client all that differ, under the key of the record that says them."""
        session = self._desk.session
        found: list[ContactLine] = []
        known: set[str] = set()
        survivor, *merged = self._desk.base.members_of(number)
        if not merged:
            return session.disclosure.masks(survivor)
        for member in (survivor, *merged):
            said = session.clients.contacts(member)
            for line, value in zip(session.disclosure.masks(member), (*said.phones, *said.emails), strict=True):
                same = phone_value(value) or value if line.channel == "phone" else value.casefold()
                if same not in known:
                    known.add(same)
                    key = line.key if member == survivor else f"{member.hex()}{OF}{line.key}"
                    found.append(ContactLine(key, line.channel, line.mask))
        return tuple(sorted(found, key=lambda line: line.channel != "phone"))

    def reveal(self, client_id: str, key: str, reason: str = "", call: bool = False) -> Revealed:
        """One value in clear, for 20 seconds or the length of a call."""
        client, own = self._said_by(client_id, key)
        value = self._desk.session.disclosure.reveal(client, own, reason, call)
        rules = self._desk.session.entered.rules
        return Revealed(key, value, rules.call_minutes * SECONDS if call else rules.reveal_seconds)

    def copy(self, client_id: str, key: str, reason: str = "") -> str:
        """The value for the clipboard."""
        client, own = self._said_by(client_id, key)
        return self._desk.session.disclosure.copy(client, own, reason)

    def budgets(self) -> BudgetState:
        """What is left of every limit."""
        session = self._desk.session
        lines = (
            BudgetLine(_WORDS[each.budget], each.hours, each.limit, each.used) for each in session.disclosure.budgets()
        )
        return BudgetState(session.entered.gate.budgets.advisory, tuple(lines))

    def _said_by(self, client_id: str, key: str) -> tuple[bytes, str]:
        """The record a value belongs to, and its key there."""
        member, _, own = key.rpartition(OF)
        members = self._desk.base.members_of(self._desk.place_of(client_id))
        return next((each for each in members if each.hex() == member), members[0]), own

    def _client(self, client_id: str) -> bytes:
        return self._desk.base.ids[self._desk.place_of(client_id)]
