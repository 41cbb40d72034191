"""Registers of recovery: the cases."""

from __future__ import annotations

from core.entities.recovery import RecoveryCase
from storage.keys.scopes import Compartment
from storage.records.registers import of_client

RECOVERY_CASE = of_client("recovery_case", 1, RecoveryCase, Compartment.MONEY)
