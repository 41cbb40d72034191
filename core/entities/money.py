"""Money: an integer of minor units with its ISO 4217 code (design §3)."""

from __future__ import annotations

import msgspec


class Money(msgspec.Struct, frozen=True):
    """`amount` counts minor units (kopecks, cents) of `currency`."""

    amount: int
    currency: str
