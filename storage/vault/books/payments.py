"""Registers of money that came and is owed."""

from __future__ import annotations

from core.entities.payments import Balance, Payment
from storage.keys.scopes import Compartment
from storage.records.registers import of_client

PAYMENT = of_client("payment", 1, Payment, Compartment.MONEY)
BALANCE = of_client("balance", 1, Balance, Compartment.MONEY)
