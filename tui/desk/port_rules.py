"""What the screen SET needs from the desk, and its plain answers."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import msgspec


class RuleLine(msgspec.Struct, frozen=True):
    """One rule. Values are in `unit`; texts are in the reader's language."""

    name: str
    section: str
    title: str
    value: float
    default: float
    low: float
    high: float
    unit: str
    source: str
    value_text: str
    default_text: str
    changed_by: str
    changed_at: dt.datetime | None
    why: str


class Moved(msgspec.Struct, frozen=True):
    """How many clients a change would move, axis by axis; `clients` are all that are open."""

    clients: int
    state: int
    level: int
    step: int
    abc: int
    xyz: int
    anchor: int
    queue_before: int
    queue_after: int

    def counts(self) -> dict[str, int]:
        """Clients by axis."""
        return {axis: getattr(self, axis) for axis in ("state", "level", "step", "abc", "xyz", "anchor")}


class RulesPort(Protocol):
    """Rules as screens see them."""

    def lines(self) -> list[RuleLine]:
        """Every rule a firm may set, by section."""
        ...

    def version(self) -> int:
        """Number of changes ever made."""
        ...

    def preview(self, name: str, value: float | None) -> Moved:
        """What a value would move, before it is saved; None: the default."""
        ...

    def change(self, name: str, value: float | None, why: str) -> RuleLine:
        """Set a rule, or put the default back with None. Raises Problem."""
        ...
