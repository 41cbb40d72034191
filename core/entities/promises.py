"""What we owe a client in words: promises, difficulties, answers, stages, changes, gifts (S03.74–S03.80)."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.entities.entry import Entry

CommitmentState = Literal["promised", "fulfilled", "early", "breached", "dropped"]


class DueChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """The day of a promise was moved: the client was told, and why (S03.79)."""

    before: int
    after: int
    reason: str
    told_us: int


class Commitment(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A promise with a date: never later without notice, earlier only if the client agrees (S03.79)."""

    text: str
    due: int
    """Day it is promised for, days since 1970-01-01."""
    owner: bytes = b""
    """Id of the colleague who keeps it; empty: the author."""
    state: CommitmentState = "promised"
    changes: tuple[DueChange, ...] = ()
    """Oldest first."""
    closed: int = 0
    """Day it was kept or given up; 0: open."""
    agreed: bool = False
    """The client agreed to get it early."""
    reason: str = ""
    """Why it came late, or what came of it."""
    told_us: int = 0
    """When the client was told that it comes late, microseconds since 1970-01-01 UTC; 0: not told."""
    link: bytes = b""
    """Handle of what it belongs to: an order, a case."""


class Incident(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A difficulty, its plan and its result, each with the moment the client was told (S03.75, S03.77)."""

    text: str
    found_us: int
    owner: bytes = b""
    told_us: int = 0
    plan: str = ""
    plan_us: int = 0
    plan_told_us: int = 0
    result: str = ""
    result_us: int = 0
    result_told_us: int = 0


class Question(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What a client asked, and what he was answered (S03.77)."""

    text: str
    asked_us: int
    owner: bytes = b""
    answer: str = ""
    answered_us: int = 0


class ProjectStage(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Where a project stands: what is done now, what comes next, whether the client knows (S03.74)."""

    order: str
    """Number of the order it belongs to."""
    text: str
    after: str = ""
    """What comes next."""
    day: int
    told_us: int = 0


class AgreedChange(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Something that will be other than agreed; what nobody asked for is a surprise too (S03.80)."""

    order: str = ""
    text: str
    unasked: bool = False
    """We add something the client did not ask for."""
    agreed_us: int = 0
    """When the client agreed; 0: he has not yet."""
    refused: bool = False
    """The client does not want it: it must not be done."""


class GiftGiven(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A compliment or small gift: the one good surprise, kept apart from the changes (S03.80)."""

    day: int
    what: str
    whom: str = ""
