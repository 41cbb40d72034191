"""base_status from the states of the rhythm (analytics §3 base_status, store §8, S01.01)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.entities.firm_figures import FirmFigures
from core.entities.vocabulary import BaseStatus
from core.rhythm.client_days import ClientDays
from core.rhythm.history import moments
from core.rhythm.score import score
from core.rhythm.states import Codes, Rhythms, code, model_lost
from core.rules import DEFAULT, Rules

STATUSES: tuple[BaseStatus, ...] = (
    "potential",
    "client",
    "dormant",
    "presumed_lost",
    "lost",
    "returned",
    "unfit",
)
"""Meaning of the codes of `statuses`."""
POTENTIAL, CLIENT, DORMANT, PRESUMED_LOST, LOST, RETURNED, UNFIT = range(len(STATUSES))


def returned(days: ClientDays, rhythms: Rhythms, figures: FirmFigures, rules: Rules = DEFAULT) -> npt.NDArray[np.bool_]:
    """Clients who bought after having been lost, for two own intervals since that purchase (store §8)."""
    out = np.zeros(days.clients, np.bool_)
    gap = np.zeros(len(days.day), np.int32)
    gap[1:] = np.diff(days.day)
    rank = np.arange(len(days.day)) - days.start[days.client]
    recent = days.as_of - days.day <= rules.returned_gaps * rhythms.seen.gap[days.client]
    rows = np.flatnonzero((rank >= rules.rhythm_min_purchases) & recent & (gap > rules.lost_min_days))
    if len(rows):
        client = days.client[rows]
        before = moments(days, client.astype(np.int64), rows, days.day[rows] - 1, figures.m0, rules)
        p_lost = score(before, figures.parameters, None, rules).p_rhythm
        gone = model_lost(before.silent, before.gap, p_lost, figures.lost_probability, rules)
        out[client[gone]] = True
    return out


def statuses(days: ClientDays, rhythms: Rhythms, figures: FirmFigures, rules: Rules = DEFAULT) -> Codes:
    """Codes into `STATUSES`.

    No net sale, a wholly cancelled first purchase too, is potential; late and seasonal hold change nothing.
    *Lost* (confirmed by a person) and *unfit* come from the card and are laid over these by the caller.
    """
    out = np.full(days.clients, CLIENT, np.uint8)
    out[returned(days, rhythms, figures, rules)] = RETURNED
    out[rhythms.state == code("sleeping")] = DORMANT
    out[rhythms.state == code("lost")] = PRESUMED_LOST
    out[rhythms.seen.events == 0] = POTENTIAL
    return out
