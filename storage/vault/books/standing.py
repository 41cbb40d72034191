"""Registers of standing: evidence of levels and status, key clients, the firm's costs, rates and document."""

from __future__ import annotations

from core.entities.standing import (
    BaseReview,
    Clause,
    FixedCosts,
    KeyAppointment,
    KeySign,
    LevelNote,
    Obligations,
    Partnership,
    PortraitNote,
    StatusNote,
    TargetNote,
)
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm, of_portfolio

LEVEL_NOTE = of_client("level_note", 1, LevelNote, Compartment.MONEY)
PARTNERSHIP = of_client("partnership", 1, Partnership, Compartment.MONEY)
STATUS_NOTE = of_client("status_note", 1, StatusNote, Compartment.MONEY)
TARGET_NOTE = of_client("target_note", 1, TargetNote, Compartment.MONEY)
PORTRAIT_NOTE = of_client("portrait_note", 1, PortraitNote, Compartment.MONEY)
KEY_SIGN = of_client("key_sign", 1, KeySign, Compartment.MONEY)
KEY_APPOINTMENT = of_client("key_appointment", 1, KeyAppointment, Compartment.MONEY)
OBLIGATIONS = of_client("obligations", 1, Obligations, Compartment.MONEY)
BASE_REVIEW = of_portfolio("base_review", 1, BaseReview)
FIXED_COSTS = of_firm("fixed_costs", 1, FixedCosts)
CLAUSE = of_firm("clause", 1, Clause)
