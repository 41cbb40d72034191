"""Registers of recovery: cases and recommendations."""

from __future__ import annotations

from core.entities.recovery import RecoveryCase, Referral
from storage.keys.scopes import Compartment
from storage.records.registers import of_client

RECOVERY_CASE = of_client("recovery_case", 1, RecoveryCase, Compartment.MONEY)
REFERRAL = of_client("referral", 1, Referral, Compartment.MONEY)
