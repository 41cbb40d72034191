"""Registers of the team: portfolios that changed hands, the head's looks at key accounts."""

from __future__ import annotations

from core.entities.team import HandOver, Looked
from storage.records.registers import of_firm, of_person

HAND_OVER = of_firm("hand_over", 1, HandOver)
LOOKED = of_person("looked", 1, Looked)
