"""What the dossier of a key account adds: plan of growth, risks, barriers, visits, reviews, texts (S03.93–S03.103)."""

from __future__ import annotations

from typing import Literal

from core.entities.entry import Entry

RiskKind = Literal["sold", "new_owner", "new_head", "rival", "other"]
RISK_KINDS: tuple[RiskKind, ...] = ("sold", "new_owner", "new_head", "rival", "other")
BarrierKind = Literal["competitor", "barrier"]


class GrowthPlan(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Do not fear to grow: 5 million a month can become 15–20 (S03.93). Sums are a month, minor units."""

    now: int
    low: int
    high: int
    until: int
    """Day the goal is to be reached."""
    steps: str = ""
    """How: a line a step."""


class RiskEvent(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Something that may cost us the client and calls for a review (S03.103)."""

    kind: RiskKind
    day: int
    text: str = ""
    due: int = 0
    """Day of the review it raised."""
    decision: str = ""
    """What the review decided."""
    reviewed: int = 0


class Barrier(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A competitor at the client, or what keeps us from selling more."""

    kind: BarrierKind = "competitor"
    text: str
    answer: str = ""
    """What we do about it."""
    overcome: int = 0
    """Day it was gone; 0: it stands."""


class HeadVisit(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A visit of our head at the client."""

    day: int
    text: str = ""
    """Whom he meets and why."""
    who: bytes = b""
    result: str = ""


class Review(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A review meeting about a key account (U27)."""

    day: int
    text: str = ""
    decision: str = ""


class DossierText(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What is written in a section of the dossier."""

    section: str
    text: str
