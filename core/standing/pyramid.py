"""Pyramid levels that sales alone decide, and moves between two evenings (analytics §3 Pyramid, S02.05-S02.09)."""

from __future__ import annotations

import datetime as dt

import msgspec
import numpy as np

from core.entities.firm_figures import Cuts
from core.entities.ledger import Int64
from core.entities.vocabulary import LEVELS, Level
from core.rhythm.history import History
from core.rhythm.states import Codes
from core.rules import DEFAULT, Rules

LARGE, MEDIUM, SMALL, POTENTIAL = (LEVELS.index(level) for level in ("large", "medium", "small", "potential"))
_EPOCH = dt.date(1970, 1, 1).toordinal()


class LevelFacts(msgspec.Struct, frozen=True):
    """Why a client stands on his level, as numbers; `core.wording` makes the sentence."""

    level: Level
    real_by: str
    """current (event within the own rhythm or 365 d) | repeated (≥ 2 events ever) | once_old | never."""
    purchases: int
    days_silent: int | None
    usual_interval_days: float | None
    turnover_12m: int
    share_percent: float
    """Share of the sum of positive nets over 12 months, percent."""
    cut_large: int
    cut_medium: int


class Storey(msgspec.Struct, frozen=True):
    """One level: clients, their turnover of 12 months in minor units, moves since the evening before."""

    level: Level
    clients: int
    turnover: int
    arrived: int
    left: int


def month_end_before(day: int) -> int:
    """Last day of the last full month before the month of `day` (days since 1970-01-01)."""
    return dt.date.fromordinal(day + _EPOCH).replace(day=1).toordinal() - 1 - _EPOCH


def iso_month(day: int) -> str:
    """ISO month of a day, such as "2011-11"."""
    return dt.date.fromordinal(day + _EPOCH).strftime("%Y-%m")


def levels(
    seen: History,
    turnover_12m: Int64,
    cuts: Cuts,
    card_level: Codes | None = None,
    rules: Rules = DEFAULT,
) -> Codes:
    """Level codes into `vocabulary.LEVELS`.

    Real = an event within the own rhythm or 365 days, or two events ever; large, medium, small by the firm's cuts.
    Others stand where their card says (`card_level`), else potential. *Key* needs evidence that sales do not hold
    (S02.05) and therefore never comes from here.
    """
    out = np.full(len(seen.events), POTENTIAL, np.uint8) if card_level is None else card_level.astype(np.uint8)
    current = (seen.events > 0) & (seen.silent <= np.maximum(seen.gap, rules.real_days))
    real = current | (seen.events >= rules.real_purchases)
    size = np.full(len(out), SMALL, np.uint8)
    positive = turnover_12m > 0
    size[positive & (turnover_12m >= cuts.size_medium)] = MEDIUM
    size[positive & (turnover_12m >= cuts.size_large)] = LARGE
    out[real] = size[real]
    return out


def facts(
    client: int, level: Codes, seen: History, turnover_12m: Int64, cuts: Cuts, rules: Rules = DEFAULT
) -> LevelFacts:
    """Evidence of one client's level."""
    events, silent, gap = int(seen.events[client]), int(seen.silent[client]), float(seen.gap[client])
    if not events:
        real_by = "never"
    elif silent <= max(gap, rules.real_days):
        real_by = "current"
    else:
        real_by = "repeated" if events >= rules.real_purchases else "once_old"
    net = int(turnover_12m[client])
    share = 100 * net / cuts.positive_turnover if cuts.positive_turnover > 0 and net > 0 else 0.0
    return LevelFacts(
        LEVELS[int(level[client])],
        real_by,
        events,
        silent if events else None,
        gap if events > 1 else None,
        net,
        share,
        cuts.size_large,
        cuts.size_medium,
    )


def storeys(now: Codes, before: Codes, turnover_12m: Int64) -> tuple[Storey, ...]:
    """The pyramid, top first, with moves between two evenings over the same clients."""
    moved = now != before
    return tuple(
        Storey(
            level,
            int(np.count_nonzero(now == code)),
            int(turnover_12m[now == code].sum()),
            int(np.count_nonzero(moved & (now == code))),
            int(np.count_nonzero(moved & (before == code))),
        )
        for code, level in enumerate(LEVELS)
    )


def movers(now: Codes, before: Codes) -> Int64:
    """Clients (indices) whose level changed, highest level touched first, then by index."""
    rows = np.flatnonzero(now != before)
    order = np.lexsort((rows, np.minimum(now[rows], before[rows])))
    out: Int64 = rows[order].astype(np.int64)
    return out
