"""Registers of contracts, deals and orders typed by hand; the firm's stages; days off."""

from __future__ import annotations

from core.entities.deals import Contract, DayOff, Deal, DealStages, Order, PaymentTerms
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm, of_person

CONTRACT = of_client("contract", 1, Contract, Compartment.MONEY)
DEAL = of_client("deal", 1, Deal, Compartment.MONEY)
TERMS = of_client("payment_terms", 1, PaymentTerms, Compartment.MONEY)
ORDER = of_client("order", 1, Order, Compartment.MONEY)
DEAL_STAGES = of_firm("deal_stages", 1, DealStages)
DAY_OFF = of_person("day_off", 1, DayOff)
