"""What people have stated, laid over what sales say: levels, steps, base status (S01.06, S02.05–S02.09, S03.04).

Everything is one array a client and depends on his own records alone, so head and manager get the same (U35).
"""

from __future__ import annotations

import dataclasses

import numpy as np

from core.entities.ledger import Bool, Float64, Int32
from core.entities.vocabulary import LEVELS, STEPS
from core.rhythm.client_days import ClientDays
from core.rhythm.states import Codes, Rhythms
from core.rules import DEFAULT, Rules
from core.standing.abc import LETTERS as ABC_LETTERS
from core.standing.anchor import Anchors
from core.standing.axes import Axes
from core.standing.status import LOST, RETURNED, UNFIT
from core.standing.xyz import LETTERS as XYZ_LETTERS

KEY, SMALL, POTENTIAL = (LEVELS.index(level) for level in ("key", "small", "potential"))
REGULAR, ADHERENT, ADVOCATE = (STEPS.index(step) for step in ("regular", "adherent", "advocate"))
NOTHING_SAID = 255
_A = ABC_LETTERS.index("A")
_STEADY = (XYZ_LETTERS.index("X"), XYZ_LETTERS.index("Y"))
_KEY = 2**32


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """Records in force on one evening, one row a client."""

    card_level: Codes
    """Level noted below the real ones, else potential."""
    wallet_share: Float64
    """Our share of his purchases, confirmed lately; NaN: unknown or too old."""
    referrals: Int32
    partnership: Bool
    """A person has said, not too long ago, that the partnership is a value in itself."""
    complaint: Bool
    """A complaint of his is open."""
    said: Codes
    """Code of the base status a person gave last (`status.STATUSES`), or `NOTHING_SAID`."""
    said_day: Int32
    appointed: Bool
    """Led by somebody as a key client: the head's decision, apart from the level (S03.88)."""


def no_evidence(clients: int) -> Evidence:
    """Nobody has stated anything."""
    return Evidence(
        np.full(clients, POTENTIAL, np.uint8),
        np.full(clients, np.nan),
        np.zeros(clients, np.int32),
        np.zeros(clients, np.bool_),
        np.zeros(clients, np.bool_),
        np.full(clients, NOTHING_SAID, np.uint8),
        np.zeros(clients, np.int32),
        np.zeros(clients, np.bool_),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class KeySigns:
    """Rebrik's three signs of the level key, one row a client (S02.05)."""

    loyal: Bool
    significant: Bool
    partnership: Bool

    @property
    def all(self) -> Bool:
        """Those on the level key."""
        found: Bool = self.loyal & self.significant & self.partnership
        return found


def loyalty_steps(sales: Codes, said: Evidence, rules: Rules = DEFAULT) -> Codes:
    """Codes into `vocabulary.STEPS`: a regular with a confirmed share ≥ 90 % is an adherent, who recommends us an
    advocate. An unknown share leaves him a regular (S03.04)."""
    out = sales.copy()
    only_us = (sales == REGULAR) & (np.nan_to_num(said.wallet_share) >= rules.adherent_share)
    out[only_us] = ADHERENT
    out[only_us & (said.referrals > 0)] = ADVOCATE
    return out


def key_signs(sales: Axes, step: Codes, judged: Anchors, said: Evidence, rules: Rules = DEFAULT) -> KeySigns:
    """Loyal: adherent or higher, or steady for 12 months without an open complaint. Regular and much: A with X or Y."""
    share = judged.active / np.maximum(judged.periods, 1)
    steady = (step >= REGULAR) & (judged.tenure_months >= rules.key_steady_months) & ~said.complaint
    steady &= (judged.periods > 0) & (share >= rules.anchor_active_share)
    significant = (sales.abc == _A) & np.isin(sales.xyz, _STEADY)
    return KeySigns((step >= ADHERENT) | steady, significant, said.partnership)


def levels(sales: Codes, signs: KeySigns, said: Evidence) -> Codes:
    """Codes into `vocabulary.LEVELS`: real clients by sales or key by the three signs, the others as noted."""
    out = sales.copy()
    real = sales <= SMALL
    out[~real] = said.card_level[~real]
    out[real & signs.all] = KEY
    return out


def statuses(sales: Codes, days: ClientDays, rhythms: Rhythms, said: Evidence, rules: Rules = DEFAULT) -> Codes:
    """Codes into `status.STATUSES`. Unfit stays until somebody lifts it; a purchase after *lost* returns the client,
    for two own intervals, as does a person's word (store §8)."""
    out = sales.copy()
    out[said.said == UNFIT] = UNFIT
    span = rules.returned_gaps * rhythms.seen.gap
    lost = np.flatnonzero(said.said == LOST)
    after = _first_after(days, lost, said.said_day)
    gone = after < 0
    out[lost[gone]] = LOST
    back = lost[~gone]
    out[back[days.as_of - after[~gone] <= span[back]]] = RETURNED
    told = (said.said == RETURNED) & (days.as_of - said.said_day <= span)
    out[told] = RETURNED
    return out


def _first_after(days: ClientDays, rows: np.ndarray, since: Int32) -> Int32:
    """Day of the first event after a day, by client; -1: none."""
    if not len(rows) or not len(days.day):
        return np.full(len(rows), -1, np.int32)
    key = days.client.astype(np.int64) * _KEY + days.day
    at = np.searchsorted(key, rows * _KEY + since[rows], side="right")
    there = at < days.start[rows + 1]
    return np.where(there, days.day[np.minimum(at, len(days.day) - 1)], -1).astype(np.int32)


def laid_over(
    sales: Axes, days: ClientDays, rhythms: Rhythms, judged: Anchors, said: Evidence, rules: Rules = DEFAULT
) -> tuple[Axes, KeySigns]:
    """The axes with what people have stated, and the three signs of every client."""
    step = loyalty_steps(sales.step, said, rules)
    signs = key_signs(sales, step, judged, said, rules)
    told = dataclasses.replace(
        sales,
        level=levels(sales.level, signs, said),
        step=step,
        base_status=statuses(sales.base_status, days, rhythms, said, rules),
    )
    return told, signs


def out_of_queues(axes: Axes) -> Bool:
    """Clients a person has sorted out: unfit, or parted with for good (S02.13)."""
    found: Bool = (axes.base_status == UNFIT) | (axes.base_status == LOST)
    return found
