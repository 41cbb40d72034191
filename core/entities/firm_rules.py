"""The firm's own values of the rules, change by change ("Эволюция клиента", S02.12)."""

from __future__ import annotations

import msgspec

from core.rules import DEFAULT, Rules, registry


class RuleChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change. `value` None puts the default back; `who` is a person's id, `at_us` UTC microseconds."""

    name: str
    value: float | None
    who: bytes
    at_us: int
    why: str = ""


class RuleBook(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every change, oldest first; its length is the version of the rules."""

    changes: tuple[RuleChange, ...] = ()

    def values(self) -> dict[str, float]:
        """Values that differ from the defaults. Rules this version does not know are left out."""
        known = {rule.name for rule in registry()}
        found: dict[str, float] = {}
        for change in self.changes:
            if change.name not in known:
                continue
            if change.value is None:
                found.pop(change.name, None)
            else:
                found[change.name] = change.value
        return found

    def rules(self) -> Rules:
        """The rules in force; a value outside the range of this version falls back to the default."""
        ranges = {rule.name: rule for rule in registry()}
        fit = {name: value for name, value in self.values().items() if ranges[name].low <= value <= ranges[name].high}
        return DEFAULT.changed(**fit)

    def last(self, name: str) -> RuleChange | None:
        """The latest change of one rule."""
        return next((each for each in reversed(self.changes) if each.name == name), None)
