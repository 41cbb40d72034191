"""How soon a second purchase follows the first: what is said of a client with one purchase (analytics §3 States).

One purchase gives no rhythm and no probability of his own. What the firm knows is how its other first purchases went
on: the share that was followed by a second within so many days. Clients who came lately count for as long as they have
been watched (the product-limit estimate of Kaplan and Meier, 1958), so that a young firm is not told that nobody comes
back.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from core.rhythm.client_days import ClientDays
from core.rules import DEFAULT, Rules

STEP: Final = 30
"""Days between two points of the curve."""
POINTS: Final = 12
_DIGITS: Final = 6

Curve = tuple[float, ...]
"""Share of first purchases followed by a second within 30, 60 … 360 days; empty with too few clients."""


def curve(days: ClientDays, rules: Rules = DEFAULT) -> Curve:
    """The curve at the evening of `days`, empty with fewer buyers than a firm's mean interval needs."""
    count = days.purchases()
    buyers = np.flatnonzero(count > 0)
    if len(buyers) < rules.gap_company_min_clients:
        return ()
    first = days.day[days.start[buyers]].astype(np.int64)
    again = count[buyers] >= 2
    until = np.where(again, days.day[np.minimum(days.start[buyers] + 1, len(days.day) - 1)], days.as_of)
    length = np.clip(until - first, 0, STEP * POINTS + 1)
    bought = np.bincount(length[again], minlength=STEP * POINTS + 2)[: STEP * POINTS + 1]
    ended = np.bincount(length, minlength=STEP * POINTS + 2)
    watched = len(buyers) - np.concatenate([[0], np.cumsum(ended)[: STEP * POINTS]])
    alone = np.cumprod(1 - bought / np.maximum(watched, 1))
    return tuple(round(float(1 - alone[STEP * point]), _DIGITS) for point in range(1, POINTS + 1))


def followed(told: Curve, within: int) -> float | None:
    """Share of first purchases followed by a second within `within` days, at most 360; None without a curve."""
    if not told:
        return None
    marks = np.arange(POINTS + 1) * STEP
    return float(np.interp(within, marks, (0.0, *told)))


def ahead(told: Curve, silent: int) -> float | None:
    """Of those who had not bought again after `silent` days, the share that did so later within the 360 days.

    None without a curve and where the curve ends.
    """
    so_far = followed(told, silent)
    if so_far is None or silent >= STEP * POINTS or so_far >= 1:
        return None
    return (told[-1] - so_far) / (1 - so_far)
