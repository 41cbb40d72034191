"""ABC letters and the cuts of classes by cumulative share (analytics §3 ABC, Pyramid)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.entities.firm_figures import Cuts
from core.entities.ledger import Int64
from core.entities.vocabulary import AbcLetter
from core.recovery.stake import money, year_value
from core.rhythm.client_days import ClientDays
from core.rhythm.states import Codes
from core.rules import DEFAULT, Rules

LETTERS: tuple[AbcLetter | None, ...] = (None, "A", "B", "C")
"""Meaning of the codes of `letters`."""


def cut_amounts(values: Int64, shares: tuple[float, ...]) -> tuple[int, ...]:
    """Smallest amount whose cumulative share *before* it is under each of `shares` (a single 85 % client is A).

    Shares are of the sum of positive values; without any the cuts are 0.
    """
    ordered = np.sort(values[values > 0])[::-1]
    if not len(ordered):
        return (0,) * len(shares)
    before = np.r_[0, np.cumsum(ordered)[:-1]] / int(ordered.sum())
    return tuple(int(ordered[max(int(np.searchsorted(before, share, side="left")), 1) - 1]) for share in shares)


def cuts(days: ClientDays, from_margin: bool, margin_share: float, rules: Rules = DEFAULT) -> Cuts:
    """Every cut of the evening of `days`."""
    turnover = year_value(days, days.move_net, days.as_of, rules)
    value = turnover
    if from_margin:
        value = year_value(days, money(days, from_margin, margin_share), days.as_of, rules)
    abc_a, abc_b = cut_amounts(value, (rules.abc_a_share, rules.abc_b_share))
    turn_a, turn_b, large, medium = cut_amounts(
        turnover, (rules.abc_a_share, rules.abc_b_share, rules.size_large_share, rules.size_medium_share)
    )
    positive = np.sort(turnover[turnover > 0])[::-1]
    whole = int(positive.sum())
    top = int(np.ceil(rules.top_share_clients * len(positive)))
    return Cuts(
        days.as_of,
        abc_a,
        abc_b,
        turn_a,
        turn_b,
        large,
        medium,
        whole,
        int(value[value > 0].sum()),
        top,
        int(positive[top - 1]) if top else 0,
        int(positive[:top].sum()) / whole if whole else 0.0,
    )


def letters(values: Int64, bought: npt.NDArray[np.integer], cut_a: int, cut_b: int) -> Codes:
    """Codes into `LETTERS`. Never bought: none; net ≤ 0 over 12 months: C (the flag is the value itself)."""
    code = np.full(len(values), 3, np.uint8)
    code[(values > 0) & (values >= cut_b)] = 2
    code[(values > 0) & (values >= cut_a)] = 1
    code[bought == 0] = 0
    return code
