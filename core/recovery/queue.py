"""The recovery queue: who enters, in which order, and why (analytics §3 Queue, U10)."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Bool, Float64, Int32, Int64
from core.entities.vocabulary import Action, State, Urgency
from core.recovery.gate import admits
from core.recovery.reason import ReasonFacts
from core.recovery.stake import value_at_stake
from core.rhythm.client_days import ClientDays
from core.rhythm.correction import correct
from core.rhythm.score import Scores, score
from core.rhythm.states import Rhythms, code
from core.rules import DEFAULT, Rules

ACTIONS: dict[State, Action] = {
    "late": "ask_and_deliver",
    "sleeping": "visit",
    "lost": "part_well",
    "provisional": "call",
    "first": "call",
    "seasonal_hold": "wait",
    "on_rhythm": "wait",
    "none": "wait",
}


@dataclasses.dataclass(frozen=True, slots=True)
class RecoveryQueue:
    """Entries in order of priority; every array has one row an entry. Money in minor units of the base currency."""

    client: Int64
    p_lost: Float64
    """NaN for clients with a single purchase: no rhythm, no probability."""
    p_late: Float64
    horizon: Int32
    stake: Int64
    priority: Float64
    """P_lost × V; 0 without a probability."""
    favoured: Bool
    """Key account or anchor: enters when late and stays through a seasonal hold."""
    rhythms: Rhythms
    figures: FirmFigures

    def __len__(self) -> int:
        return len(self.client)

    def state(self, row: int) -> State:
        return self.rhythms.state_of(int(self.client[row]))

    def action(self, row: int) -> Action:
        return ACTIONS[self.state(row)]

    def urgency(self, row: int) -> Urgency:
        """key/anchor late or worse: today; sleeping, or V above the company median, while silent: this week."""
        state = self.state(row)
        if state in ("on_rhythm", "first", "none"):
            return "campaign"
        if self.favoured[row] and state != "provisional":
            return "today"
        if state == "sleeping" or int(self.stake[row]) > self.figures.stake_median:
            return "week"
        return "campaign"

    def reason(self, row: int) -> ReasonFacts:
        """The numbers of the sentence "why now"."""
        client = int(self.client[row])
        seen = self.rhythms.seen
        rhythm = int(seen.events[client]) >= 2
        late = float(self.p_late[row]) if rhythm else None
        return ReasonFacts(
            state=self.state(row),
            purchases=int(seen.events[client]),
            usual_interval_days=float(seen.gap[client]) if rhythm else None,
            days_silent=int(seen.silent[client]),
            p_late=late,
            late_in_100=None if late is None else round(100 * late),
            p_lost=float(self.p_lost[row]) if rhythm else None,
            horizon_days=int(self.horizon[row]),
            value_at_stake=int(self.stake[row]),
            urgency=self.urgency(row),
            action=self.action(row),
            expected_day=self.rhythms.expected_day(client),
            provisional=self.state(row) == "provisional",
            from_margin=self.figures.from_margin,
        )


def recovery_queue(
    days: ClientDays,
    rhythms: Rhythms,
    figures: FirmFigures,
    horizon_days: int | None = None,
    everyone: bool = False,
    key: Bool | None = None,
    anchor: Bool | None = None,
    rules: Rules = DEFAULT,
) -> RecoveryQueue:
    """Who is in the queue at the evening of `days`, best first: P_lost × V, ties by key, anchor, days overdue.

    Entry always goes by the rhythm at the client's own horizon, the place by the corrected probability;
    `horizon_days` (`queue --horizon`) changes the probability shown and ranked by. `everyone` (`queue --all`) scores
    all who ever bought. `key` and `anchor` mark clients, where known.
    """
    none = np.zeros(days.clients, np.bool_)
    key = none if key is None else key
    anchor = none if anchor is None else anchor
    seen = rhythms.seen
    shown: Scores = rhythms.scores
    if horizon_days is not None:
        shown = correct(days, seen, score(seen, figures.parameters, horizon_days, rules), figures.correction, rules)
    stake = value_at_stake(days, seen, figures.from_margin, figures.margin_share, rules)
    favoured = key | anchor
    if everyone:
        chosen = seen.events > 0
    else:
        held = rhythms.state == code("seasonal_hold")
        enough = seen.events >= rules.queue_min_purchases
        late = favoured & enough & (seen.silent >= seen.gap)
        chosen = admits(seen, rhythms.scores.p_rhythm, figures.queue_probability, rules) | late
        chosen &= (stake > 0) & (~held | favoured)
    rows = np.flatnonzero(chosen)
    p_lost = np.where(seen.events[rows] < 2, np.nan, shown.p_lost[rows])
    priority: Float64 = np.nan_to_num(p_lost) * stake[rows].astype(np.float64)
    overdue = seen.silent[rows] - seen.gap[rows]
    order = np.lexsort((rows, -overdue, ~anchor[rows], ~key[rows], -priority))
    rows = rows[order]
    return RecoveryQueue(
        rows,
        p_lost[order],
        shown.p_late[rows],
        shown.horizon[rows],
        stake[rows],
        priority[order],
        favoured[rows],
        rhythms,
        figures,
    )


def lapse_probability(rhythms: Rhythms, client: int) -> float | None:
    """P_lost at the own horizon as the JSON contract shows it: null with one purchase or none (store §8)."""
    if rhythms.seen.events[client] < 2:
        return None
    return float(rhythms.scores.p_lost[client])
