"""Funnel and skirt: from enquiry down to advocate, how many stand there and how much each brings (S03.06)."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from core.entities.vocabulary import STEPS
from core.rhythm.client_days import ClientDays, window_sum
from core.rhythm.states import Codes
from core.rules import DEFAULT, Rules

Tier = Literal["enquiry", "captured", "potential", "buyer", "client", "regular", "adherent", "advocate"]


class Ring(msgspec.Struct, frozen=True):
    """One ring of the figure. Above the buyers it is a funnel of people, below a skirt of money."""

    tier: Tier
    count: int
    turnover: float | None
    """Mean turnover of one client over 12 months, minor units; None above the first purchase."""
    purchases: float | None
    """Mean purchases of one client over 12 months."""


def skirt(
    days: ClientDays, steps: Codes, enquiries: int, captured: int, potentials: int, rules: Rules = DEFAULT
) -> tuple[Ring, ...]:
    """Rings from above; those of the skirt stand for clients now on exactly that step."""
    year = days.as_of - rules.year_days
    turnover = window_sum(days, year, days.as_of)
    recent = days.client[days.day > year]
    bought = np.bincount(recent, minlength=days.clients)
    rings = [
        Ring("enquiry", enquiries, None, None),
        Ring("captured", captured, None, None),
        Ring("potential", potentials, None, None),
    ]
    tiers: tuple[Tier, ...] = ("buyer", "client", "regular", "adherent", "advocate")
    for tier in tiers:
        of = steps == STEPS.index(tier)
        count = int(of.sum())
        rings.append(
            Ring(
                tier,
                count,
                float(turnover[of].mean()) if count else None,
                float(bought[of].mean()) if count else None,
            )
        )
    return tuple(rings)
