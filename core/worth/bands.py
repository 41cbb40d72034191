"""Bands of dependency over time: entered at once, left after some periods below (S03.100)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.entities.ledger import Bool, Float64
from core.rhythm.client_days import ClientDays, window_sum
from core.rules import DEFAULT, Rules
from core.worth.dependency import BANDS, Band, band_of
from core.worth.periods import period_with

HISTORY_MONTHS = 12
"""Ends of months looked back at."""


def held_band(history: Sequence[Band], leave: int) -> Band:
    """Band in force after `history`, oldest first: a higher one holds at once, a lower one after `leave` periods.

    After leaving, the highest band of those periods holds. ValueError for an empty history.
    """
    if not history:
        raise ValueError("a band needs a period to be judged by")
    order = [BANDS.index(each) for each in history]
    now, below = order[0], 0
    for at, rank in enumerate(order[1:], 1):
        below = below + 1 if rank < now else 0
        if rank > now:
            now = rank
        elif below >= leave:
            now = max(order[at - leave + 1 : at + 1])
            below = 0
            while below < leave and order[at - below] < now:
                below += 1
    return BANDS[now]


def evenings(as_of: int, months: int = HISTORY_MONTHS) -> tuple[int, ...]:
    """Ends of the last full months and the evening itself, oldest first."""
    found = [as_of]
    day = period_with("month", as_of).first - 1
    while len(found) <= months:
        found.append(day)
        day = period_with("month", day).first - 1
    return tuple(reversed(found))


def share_history(
    days: ClientDays, key_of: Mapping[int, int], keys: int, among: Bool | None = None, rules: Rules = DEFAULT
) -> Float64:
    """Share of every key (a client or group) at every evening of `evenings(days.as_of)`: rows evenings, columns keys.

    `key_of`: row of a client → key. Shares are of the sum of positive nets of 12 months of the clients `among`.
    """
    place = np.full(days.clients, -1, np.int64)
    if key_of:
        place[list(key_of)] = list(key_of.values())
    ends = evenings(days.as_of)
    out = np.zeros((len(ends), keys), np.float64)
    for number, end in enumerate(ends):
        sold = np.maximum(window_sum(days, end - rules.year_days, end), 0)
        if among is not None:
            sold = sold * among
        whole = float(sold.sum())
        if whole > 0 and keys:
            picked = place >= 0
            out[number] = np.bincount(place[picked], weights=sold[picked], minlength=keys) / whole
    return out


def held_bands(shares: Float64, rules: Rules = DEFAULT) -> list[Band]:
    """Band in force of every key of `share_history`."""
    found: list[Band] = []
    for column in shares.T:
        if not len(column) or float(column.max()) <= rules.dependency_note:
            found.append("none")
            continue
        found.append(held_band([band_of(float(share), rules) for share in column], rules.dependency_leave_periods))
    return found
