"""Registers of worth: spending, enquiries, plans, supplier tiers, rates, saved selections."""

from __future__ import annotations

from core.entities.enquiries import Enquiry
from core.entities.plans import Plan
from core.entities.selections import Selection
from core.entities.spending import Spend, Tool
from core.entities.supply import CurrencyRate, SupplierTier
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm, of_person, of_portfolio

SPEND = of_firm("spend", 1, Spend)
TOOL = of_firm("tool", 1, Tool)
ENQUIRY = of_portfolio("enquiry", 1, Enquiry)
PLAN = of_firm("plan", 1, Plan)
CLIENT_PLAN = of_client("client_plan", 1, Plan, Compartment.MONEY)
SUPPLIER_TIER = of_firm("supplier_tier", 1, SupplierTier)
CURRENCY_RATE = of_firm("currency_rate", 1, CurrencyRate)
SELECTION = of_firm("selection", 1, Selection)
OWN_SELECTION = of_person("own_selection", 1, Selection)
