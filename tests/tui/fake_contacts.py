"""Contacts of the fake desk: a phone and two e-mails for everybody; every reveal and copy is written down."""

from __future__ import annotations

from collections.abc import Mapping

from core.entities.client_contact import ContactLine
from core.problem import N_, ExitCode, Problem
from tui.desk.port_contacts import BudgetLine, BudgetState, Revealed

CLEAR = {"phone:0": "+7 912 345-67-89", "email:0": "sklad@romashka.example", "email:1": "buh@romashka.example"}
MASKS = (
    ContactLine("phone:0", "phone", "+7 9** ***-**-89"),
    ContactLine("email:0", "email", "s***@r***.example"),
    ContactLine("email:1", "email", "b***@r***.example"),
)


class FakeContacts:
    """`limit` reveals are allowed; `foreign` clients ask for a reason."""

    def __init__(self, *, alone: bool = False, masks: Mapping[int, str] | None = None) -> None:
        self.alone = alone
        self.limit = 60
        self.seconds = 20
        self.foreign = False
        self.revealed: list[tuple[str, str, str, bool]] = []
        self.copied: list[tuple[str, str]] = []
        self._masks = masks or {}

    def lines(self, client_id: str) -> tuple[ContactLine, ...]:
        hostile = self._masks.get(int(client_id, 16))
        return MASKS if hostile is None else (ContactLine("phone:0", "phone", hostile), *MASKS[1:])

    def needs_reason(self, client_id: str) -> bool:
        return self.foreign

    def reveal(self, client_id: str, key: str, reason: str = "", call: bool = False) -> Revealed:
        if len(self.revealed) >= self.limit:
            raise Problem(N_("The reading budget is used up ({limit} in {hours} h): ask your head for more, or wait."),
                          ExitCode.REFUSED, limit=self.limit, hours=24)  # fmt: skip
        self.revealed.append((client_id, key, reason, call))
        hostile = self._masks.get(int(client_id, 16))
        return Revealed(key, hostile or CLEAR[key], 900 if call else self.seconds)

    def copy(self, client_id: str, key: str, reason: str = "") -> str:
        self.copied.append((client_id, key))
        return CLEAR[key]

    def budgets(self) -> BudgetState:
        lines = (
            BudgetLine("dossiers", 1, 40, 2),
            BudgetLine("dossiers", 24, 120, 30),
            BudgetLine("reveals", 24, self.limit, len(self.revealed)),
            BudgetLine("probes", 24, 30, 0),
        )
        return BudgetState(self.alone, lines)
