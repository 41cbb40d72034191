"""Ladder of loyalty, steps 1-3 from sales (analytics §3 Ladder, S03.04)."""

from __future__ import annotations

import numpy as np

from core.entities.vocabulary import STEPS
from core.rhythm.states import Codes, Rhythms, code
from core.rules import DEFAULT, Rules

BUYER, CLIENT, REGULAR = (STEPS.index(step) for step in ("buyer", "client", "regular"))


def steps(rhythms: Rhythms, rules: Rules = DEFAULT) -> Codes:
    """Codes into `vocabulary.STEPS`: 1 event buyer, 2 client, ≥ 3 on rhythm or late regular.

    A client held for his season keeps his step; one asleep or lost stands as client. Adherent and advocate need a
    confirmed wallet and a referral, which are not sales.
    """
    events = rhythms.seen.events
    steady = np.isin(rhythms.state, [code("on_rhythm"), code("late"), code("seasonal_hold")])
    out = np.zeros(len(events), np.uint8)
    out[events >= 1] = BUYER
    out[events >= 2] = CLIENT
    out[(events >= rules.regular_purchases) & steady] = REGULAR
    return out
