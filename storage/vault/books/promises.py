"""Registers of what was promised to clients, what went wrong, what they asked (S03.74–S03.80)."""

from __future__ import annotations

from core.entities.promises import AgreedChange, Commitment, GiftGiven, Incident, ProjectStage, Question
from storage.keys.scopes import Compartment
from storage.records.registers import of_client

COMMITMENT = of_client("commitment", 1, Commitment, Compartment.MONEY)
INCIDENT = of_client("incident", 1, Incident, Compartment.MONEY)
QUESTION = of_client("question", 1, Question, Compartment.MONEY)
STAGE = of_client("project_stage", 1, ProjectStage, Compartment.MONEY)
CHANGE = of_client("agreed_change", 1, AgreedChange, Compartment.MONEY)
GIFT = of_client("gift_given", 1, GiftGiven, Compartment.MONEY)
