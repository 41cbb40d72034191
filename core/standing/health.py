"""Health of a key client, 0–100, from parts a person can see (U26)."""

from __future__ import annotations

from typing import Literal

import msgspec

Part = Literal["rhythm", "money", "people", "attention", "complaints", "promises"]
PARTS: tuple[Part, ...] = ("rhythm", "money", "people", "attention", "complaints", "promises")


class HealthPart(msgspec.Struct, frozen=True):
    """One part: its points of 100, None while nobody knows; the sentence is its evidence."""

    part: Part
    points: float | None
    evidence: str


class Health(msgspec.Struct, frozen=True):
    """The mean of the known parts; None without any."""

    points: float | None
    parts: tuple[HealthPart, ...]


def health(parts: tuple[HealthPart, ...]) -> Health:
    """Every known part weighs the same: a weight nobody can see would hide what is wrong."""
    known = [each.points for each in parts if each.points is not None]
    return Health(sum(known) / len(known) if known else None, parts)


def of_rhythm(p_lost: float | None) -> float | None:
    """100 while he surely buys, 0 when he surely does not."""
    return None if p_lost is None else 100 * (1 - p_lost)


def of_trend(last_half: int, same_half_before: int) -> float | None:
    """Money of six months against the same six a year ago: 100 where not less, 0 where nothing; None without a past."""
    if same_half_before <= 0:
        return None
    return 100 * max(0.0, min(1.0, last_half / same_half_before))


def of_attention(silent_days: int | None, norm: float) -> float | None:
    """100 within the norm, 0 at three norms without a two-way contact; None: no contact was ever logged."""
    if silent_days is None:
        return None
    return 100 * max(0.0, min(1.0, (3 * norm - silent_days) / (2 * norm)))


def of_count(bad: int | None, all_: int | None) -> float | None:
    """Share of the good among all; None where nothing is recorded."""
    if bad is None or not all_:
        return None
    return 100 * (1 - bad / all_)
