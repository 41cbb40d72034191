"""The firm's rules: read by everybody, changed by those who answer for them, every change kept and logged (S02.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.entities.firm_rules import RuleBook, RuleChange
from core.problem import N_, ExitCode, Problem
from core.rules import Rules, registry
from storage.access.rights import RULE_MAKERS
from storage.audit.kinds import Kind
from storage.records.bodies import RULES
from storage.vault.writing import Stale

if TYPE_CHECKING:
    from storage.vault.door import Entered

RULES_ID = b"firm/rules".ljust(16, b"\0")


class Rulebook:
    """One record of the firm space."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered
        self._seen = -1
        self._book = RuleBook()
        self._made: tuple[RuleBook, Rules] | None = None

    def book(self) -> RuleBook:
        """Every change, oldest first. Reads the record again only when it has changed."""
        version = self._entered.firm.version(RULES_ID)
        if version != self._seen:
            found = self._entered.firm.read(RULES_ID, RULES) if version else None
            self._book, self._seen = (RuleBook(), 0) if found is None else found
        return self._book

    def rules(self) -> Rules:
        """The rules in force, made once a book: every figure asks for them."""
        book, made = self.book(), self._made
        if made is None or made[0] is not book:
            made = self._made = (book, book.rules())
        return made[1]

    def change(self, name: str, value: float | None, why: str = "") -> RuleBook:
        """Set a rule, or put its default back with None; the new book.

        Raises Problem: BAD_INPUT for an unknown rule or a value out of its range, REFUSED for a role that does not
        make rules, and when somebody changed the rules meanwhile.
        """
        if self._entered.me.statement.role not in RULE_MAKERS:
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)
        book = self.book()
        known = next((rule for rule in registry() if rule.name == name), None)
        book.rules().changed(**{name: known.default if value is None and known is not None else value or 0.0})
        who, at = self._entered.identity.person_id, self._entered.premises.clock()
        changed = RuleBook((*book.changes, RuleChange(name, value, who, at, why)))
        details = {"rule": name, "value": value}
        try:
            self._entered.firm.rewrite(RULES_ID, RULES, changed, self._seen, Kind.RULE_CHANGED, b"", details)
        except Stale:
            raise Problem(
                N_("Somebody has changed the rules meanwhile: look at them again."), ExitCode.REFUSED
            ) from None
        return self.book()
