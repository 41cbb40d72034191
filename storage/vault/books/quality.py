"""Registers of care for the central file."""

from __future__ import annotations

from core.entities.quality import Keeper, Verified
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm

VERIFIED = of_client("verified", 1, Verified, Compartment.MONEY)
KEEPER = of_firm("keeper", 1, Keeper)
