"""Contracts, deals and debts, as screens and commands see them (S03.114, S03.23, U29)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

import msgspec

from core.entities.deals import ContractState
from core.entities.money import Money
from core.worth.receivables import Debt
from tui.desk.edit_field import EditField


class ContractRow(msgspec.Struct, frozen=True):
    id: str
    client_id: str
    client: str
    number: str
    subject: str
    amount: Money
    signed: dt.date | None
    until: dt.date | None
    state: ContractState


class DealRow(msgspec.Struct, frozen=True):
    id: str
    client_id: str
    client: str
    subject: str
    stage: str
    amount: Money
    expected: dt.date | None
    owner: str
    reason: str


class Funnel(msgspec.Struct, frozen=True):
    """One stage of the funnel."""

    stage: str
    deals: int
    amount: Money


class Receivable(msgspec.Struct, frozen=True):
    """What one client owes."""

    client_id: str
    client: str
    owner: str
    total: Money
    overdue: Money
    oldest_days: int
    payment_days: float | None
    limit: Money | None
    over_limit: bool
    stop: bool
    promised: dt.date | None
    debts: tuple[Debt, ...] = ()


class DealsPort(Protocol):
    """Contracts, deals, what is owed."""

    def contracts(self, client_id: str = "") -> list[ContractRow]: ...

    def contract_form(self, client_id: str, contract_id: str = "") -> tuple[EditField, ...]: ...

    def save_contract(self, client_id: str, contract_id: str, fields: Mapping[str, str]) -> str: ...

    def deals(self, client_id: str = "") -> list[DealRow]: ...

    def save_deal(self, client_id: str, deal_id: str, fields: Mapping[str, str]) -> str: ...

    def funnel(self) -> list[Funnel]: ...

    def receivable(self, client_id: str) -> Receivable: ...
