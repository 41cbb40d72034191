"""Loyalty programmes: terms, members, cards in series (S03.24, S03.15)."""

from __future__ import annotations

from typing import Literal

from core.entities.entry import Entry

ProgrammeKind = Literal["cards", "terms", "personal"]
Audience = Literal["anybody", "indifferent", "shops", "key", "mono"]
PROGRAMME_KINDS: tuple[ProgrammeKind, ...] = ("cards", "terms", "personal")
AUDIENCES: tuple[Audience, ...] = ("anybody", "indifferent", "shops", "key", "mono")


class Programme(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What is offered for staying with us. It lives with the firm and names no client."""

    name: str
    kind: ProgrammeKind = "terms"
    audience: Audience = "anybody"
    """For whom it is meant (S03.24)."""
    conditions: str = ""
    since: int
    """First day, days since 1970-01-01."""
    until: int = 0
    """Last day; 0: without end."""
    cost: int = 0
    """What it has cost so far, minor units of the base currency."""
    series: str = ""
    """First number of its cards; the digits at its end are counted on. Empty: numbers are typed."""
    taken: int = 0
    """Numbers of the series given out so far."""


class Member(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A client takes part in a programme; kept with his money."""

    programme: bytes
    since: int
    until: int = 0
    """Day he left it; 0: he takes part."""


class LoyaltyCard(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One card given to a client."""

    programme: bytes
    number: str
    day: int
    """Day it was issued."""
    holder: str = ""
    """Who bears it, where the client is a firm."""
    blocked: int = 0
    """Day it was blocked; 0: it is in force."""
    reason: str = ""
    replaced_by: str = ""
    """Number of the card that took its place."""
