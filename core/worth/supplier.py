"""The supplier's discount: what leaves with a large client because the others fall into a worse tier (S03.98)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec


class Tier(msgspec.Struct, frozen=True):
    """From `limit` units a period the supplier takes `percent` off the base price of all units."""

    limit: int
    percent: float


class Wave(msgspec.Struct, frozen=True):
    """One round: units that stay, cost of a unit at that volume, margin of the period. Prices in minor units."""

    units: int
    cost: float
    margin: float


class Knock(msgspec.Struct, frozen=True):
    """The simulation. Prices and margins in minor units."""

    before: Wave
    waves: tuple[Wave, ...]
    """After the client left, then after every further loss at the new price; the last one is stable."""
    own_margin: float
    """Margin lost with the client's own units."""
    knock_on: float
    """Margin lost on the others' units because their cost rises."""
    price_needed: float
    """Price that keeps the margin of a unit: p + c1 - c0."""

    @property
    def after(self) -> Wave:
        """The first wave: the client has left, the others still buy at the old price."""
        return self.waves[0]


def unit_cost(units: int, base: int, tiers: Sequence[Tier]) -> Fraction:
    """Cost of one unit at a volume: the highest tier reached holds for all units."""
    reached = [Fraction(str(tier.percent)) for tier in tiers if units >= tier.limit]
    return Fraction(base) * (1 - max(reached, default=Fraction(0)) / 100)


def knock_on(units: int, leaving: int, base: int, price: int, tiers: Sequence[Tier], others_lose: float = 0.0) -> Knock:
    """Simulate a client of `leaving` out of `units` going away.

    `base` and `price` are minor units a piece. `others_lose` is the share of the remaining units lost each time a tier
    falls and the price rises; repeated until no further tier falls. Checked example: 5,000 of 6,100 units, tiers 5, 10,
    20 % from 1,000, 3,000, 6,000, base 100, price 95: cost 80 → 95, margin 91,500 → 0, price needed 110.
    """
    c0 = unit_cost(units, base, tiers)
    before = Wave(units, float(c0), float(units * (price - c0)))
    rest = units - leaving
    cost = unit_cost(rest, base, tiers)
    waves = [Wave(rest, float(cost), float(rest * (price - cost)))]
    needed = price + cost - c0
    charged = needed
    while others_lose > 0 and rest > 0 and cost > c0:
        rest -= int(rest * Fraction(str(others_lose)))
        following = unit_cost(rest, base, tiers)
        waves.append(Wave(rest, float(following), float(rest * (charged - following))))
        if following == cost:
            break
        charged += following - cost
        cost = following
    first = unit_cost(units - leaving, base, tiers)
    return Knock(
        before=before,
        waves=tuple(waves),
        own_margin=float(leaving * (price - c0)),
        knock_on=float((units - leaving) * (first - c0)),
        price_needed=float(needed),
    )
