"""Registers of growth plans, risks, barriers, visits, reviews; texts of the dossier."""

from __future__ import annotations

from core.entities.growth import Barrier, DossierText, GrowthPlan, HeadVisit, Review, RiskEvent
from storage.keys.scopes import Compartment
from storage.records.registers import of_client

PLAN = of_client("growth_plan", 1, GrowthPlan, Compartment.MONEY)
RISK = of_client("risk_event", 1, RiskEvent, Compartment.MONEY)
BARRIER = of_client("barrier", 1, Barrier, Compartment.MONEY)
VISIT = of_client("head_visit", 1, HeadVisit, Compartment.MONEY)
REVIEW = of_client("review", 1, Review, Compartment.MONEY)
DOSSIER_TEXT = of_client("dossier_text", 1, DossierText, Compartment.DOSSIER)
