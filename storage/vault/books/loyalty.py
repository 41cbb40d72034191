"""Registers of loyalty: programmes with the firm, members and cards with their clients."""

from __future__ import annotations

from core.entities.loyalty import LoyaltyCard, Member, Programme
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm

PROGRAMME = of_firm("programme", 1, Programme)
MEMBER = of_client("member", 1, Member, Compartment.MONEY)
LOYALTY_CARD = of_client("loyalty_card", 1, LoyaltyCard, Compartment.MONEY)
