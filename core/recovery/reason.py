"""Why a client stands in the queue, as numbers; `core.wording` makes the one sentence of them (U10)."""

from __future__ import annotations

import msgspec

from core.entities.vocabulary import Action, State, Urgency


class ReasonFacts(msgspec.Struct, frozen=True):
    """Every number of the sentence comes out of the same formula (analytics §1.5, §3).

    "Usually every 14 days, silent 45; with this rhythm a pause this long happens 2 times in 100; 83 % that
    there will be no purchase in the next 60 days; 1.2 M a year at stake; call today."
    """

    state: State
    purchases: int
    """Event days counted in the rhythm; 1 means no rhythm is known."""
    usual_interval_days: float | None
    """m, the client's own shrunk gap, in days; None with one purchase."""
    days_silent: int
    p_late: float | None
    """S(g): the chance of a pause at least this long for a client who still buys, 0..1."""
    late_in_100: int | None
    """`p_late` as "n times in 100", rounded, 0..100 (0: less than once in 200)."""
    p_lost: float | None
    """Probability of no purchase within the next `horizon_days`, 0..1."""
    horizon_days: int
    value_at_stake: int
    """V in minor units of the base currency, a year."""
    urgency: Urgency
    action: Action
    expected_day: int | None = None
    """Last purchase + m, days since 1970-01-01; with `seasonal_hold` last year's purchase moved on by a year."""
    provisional: bool = False
    """Two purchases: the state is shown as provisional (AUC .66)."""
    from_margin: bool = False
    """V counts net margin; False: revenue, because no cost is known."""


class ShrinkingFacts(msgspec.Struct, frozen=True):
    """The numbers of the sentence "buys less"; money in minor units of the base currency."""

    usual_interval_days: float
    days_silent: int
    recent: int
    """Net (margin where costs are known) of the last half-year."""
    before: int
    """The same half-year a year ago."""
    missing: int
    """What goes missing in a year at this pace: twice the difference."""
    from_margin: bool
