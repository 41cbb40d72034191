"""The attention clock: days since the client last had us and we had him, and how long is too long (S03.32).

Only a two-way contact resets it: an answered call, a meeting, a visit, a reply. Norm (analytics §3): the median
interval of the segment, not longer than the client's own, never under `attention_floor_days`.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from core.entities.ledger import Float64, Int32
from core.rules import DEFAULT, Rules


class Attention(msgspec.Struct, frozen=True):
    """One client: whole days without attention (None: never any on record) and his norm."""

    days: int | None
    norm: int

    @property
    def beyond(self) -> bool:
        """Whether he waits longer than his segment bears."""
        return self.days is not None and self.days > self.norm


def norms(gaps: Float64, events: Int32, segment: Int32, rules: Rules = DEFAULT) -> Int32:
    """Norm of every client, days. `gaps`: usual interval; one with fewer than two purchases has none of his own."""
    own = np.where(events >= 2, gaps, np.inf)
    medians = np.full(len(own), rules.gap_company_default_days)
    for each in np.unique(segment):
        inside = segment == each
        known = own[inside & np.isfinite(own)]
        if len(known):
            medians[inside] = np.median(known)
    norm = np.maximum(rules.attention_floor_days, np.minimum(medians, own))
    whole: Int32 = np.ceil(norm).astype(np.int32)
    return whole


def attention(last_day: int | None, today: int, norm: int) -> Attention:
    """The clock of one client."""
    return Attention(None if last_day is None else max(0, today - last_day), math.ceil(norm))
