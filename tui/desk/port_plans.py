"""What MET and CARD need of plans; also the JSON contract of `plan list` (U30)."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import msgspec

from core.entities.money import Money


class PlanRow(msgspec.Struct, frozen=True):
    """One month of the firm, a manager or a client. `plan` None: none was set."""

    kind: str
    """firm | manager | client"""
    id: str
    """Of the client; empty for others."""
    name: str
    plan: Money | None
    fact: Money
    missing: Money
    share: float | None
    expected: Money
    """What those who are due by their rhythm usually bring until the month ends."""


class DueRow(msgspec.Struct, frozen=True):
    """A client who can bring some of what is missing."""

    id: str
    name: str
    owner: str
    amount: Money
    expected: dt.date
    late: bool


class PlansAnswer(msgspec.Struct, frozen=True):
    """One month. `whole_firm`: every portfolio is open, so the firm's fact is all of it."""

    month: dt.date
    rows: tuple[PlanRow, ...]
    due: tuple[DueRow, ...]
    whole_firm: bool
    as_of: dt.date


class PlansPort(Protocol):
    """Plan and fact as screens see it."""

    def set(self, month: str, amount: str, owner: str = "", client_id: str = "") -> None:
        """Plan a month. Raises Problem for what is no month or sum, and without the right."""
        ...

    def listed(self, month: str = "", owner: str | None = None) -> PlansAnswer:
        """Plan and fact of a month."""
        ...

    def of_client(self, client_id: str) -> PlanRow | None:
        """This month of one client; None where nothing is planned for him."""
        ...
