"""Firm figures: what a session that opens every portfolio publishes for those that open one (spec/store §5).

A dated, versioned input and no cached result: with the same figures a manager with 30 clients and the head with 5,000
see the same letter, state and place in the queue for the same client. Nothing in here names a client.
"""

from __future__ import annotations

from typing import Literal

import msgspec

FIGURES_VERSION = 2


Model = Literal["corrected", "fitted", "priors"]
"""What a probability comes from: the firm's rhythm model with the correction learnt from its past, without it, or the
shipped priors."""


class RhythmParameters(msgspec.Struct, frozen=True):
    """Five numbers of MBG-k (analytics §3 Rhythm); `alpha` in days."""

    r: float
    alpha: float
    a: float
    b: float
    k: float


class Correction(msgspec.Struct, frozen=True):
    """Logistic layer over the rhythm model, learnt from the firm's own past (analytics §0.3).

    One number a feature of `core.rhythm.correction.FEATURES`: weight, and the mean and spread it is measured in.
    """

    intercept: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    rows: int
    """Clients' evenings it was learnt from."""


class Cuts(msgspec.Struct, frozen=True):
    """Amounts that divide the clients at one evening; minor units of the base currency over the last 12 months.

    A client belongs to the class when his amount is at or above its cut; a cut of 0 means that nobody has
    a positive amount. Equal amounts always get the same letter.
    """

    day: int
    abc_a: int = 0
    abc_b: int = 0
    """Cuts by margin (by revenue where `FirmFigures.from_margin` is False)."""
    turnover_a: int = 0
    turnover_b: int = 0
    size_large: int = 0
    size_medium: int = 0
    positive_turnover: int = 0
    """Sum of the positive nets: the whole of every share."""
    positive_value: int = 0
    """The same by margin."""
    top_clients: int = 0
    top_cut: int = 0
    top_share: float = 0.0
    """Number, smallest turnover and share of turnover of the best 20 % of clients with a positive net."""


def with_correction(fields: dict[str, object]) -> dict[str, object]:
    """Figures of version 1 as version 2 holds them: no correction was learnt then."""
    return {**fields, "v": 2, "correction": None}


class FirmFigures(msgspec.Struct, frozen=True):
    """Every figure of the firm that scoring one client needs. Days count from 1970-01-01."""

    v: int
    day: int
    log_size: int
    whole_firm: bool
    """False: made by a session from its own portfolio only, "по портфелю", with shipped priors."""
    clients: int
    buyers: int
    parameters: RhythmParameters
    fitted: bool
    m0: float
    """Company median of own mean gaps, days."""
    from_margin: bool
    margin_share: float
    """Margin / turnover where costs are known; stands in for an unknown cost. 1.0 when nothing is known."""
    cuts: Cuts
    previous: Cuts
    """Cuts at the end of the last full month, for moves since then."""
    stake_median: int
    """Median value at stake of clients with a positive one, minor units a year."""
    queue_probability: float
    sleeping_probability: float
    lost_probability: float
    alarms_tuned: bool
    """The three thresholds above come from the firm's own false alarms; else they are the rules' defaults."""
    completed_gaps: int
    positive_net: int
    """Sum of positive nets over whole lives."""
    months: tuple[tuple[str, int], ...] = ()
    """Net of the firm by ISO month, oldest first, the current part-month last."""
    month_index: tuple[float, ...] = ()
    """Twelve factors January to December, mean 1, 0 where the firm is closed; empty with less than 24 full months."""
    m0_segments: dict[str, float] = {}
    correction: Correction | None = None
    """None: too little past to learn from, or figures of one portfolio; the rhythm model stands as it is."""

    second_orders: tuple[float, ...] = ()
    """Share of first purchases followed by a second within 30, 60 … 360 days (`core.rhythm.second_order`)."""

    departments: dict[str, int] = {}
    """Sum of the positive nets of 12 months by department, minor units: the whole of the shares there (S03.82)."""

    @property
    def model(self) -> Model:
        """The model these figures give their probabilities by."""
        return "priors" if not self.fitted else "fitted" if self.correction is None else "corrected"
