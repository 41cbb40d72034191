"""What is spent on finding clients and on keeping them, and by which tools (S01.19, S03.41, S03.42)."""

from __future__ import annotations

from typing import Final, Literal

from core.entities.entry import Entry

SpendKind = Literal["acquisition", "retention"]
EventKind = Literal["", "exhibition", "seminar", "presentation"]

SPEND_KINDS: Final[tuple[SpendKind, ...]] = ("acquisition", "retention")
EVENT_KINDS: Final[tuple[EventKind, ...]] = ("", "exhibition", "seminar", "presentation")
DEFAULT_TOOLS: Final = (
    "newspapers",
    "magazines",
    "billboards",
    "tv",
    "internet",
    "exhibition",
    "seminar",
    "presentation",
    "referral",
    "call",
    "other",
)
"""Tools every firm begins with (S01.19); a firm's own ones are records of `Tool` and go by their names."""


class Spend(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Money and hours given out on one day, or for the month that holds it."""

    kind: SpendKind
    tool: str
    """One of `DEFAULT_TOOLS`, or the name of a tool of the firm's own."""
    day: int
    """Days since 1970-01-01."""
    money: int = 0
    """Minor units of the base currency, not negative."""
    minutes: int = 0
    """Working time."""
    event: EventKind = ""
    """Makes it count among the events held (S03.41)."""
    note: str = ""
    key: bytes = b""
    """Of an imported one: what makes it one record however often its file is read, and what the file said of it."""


class Tool(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A tool of acquisition the firm has added to the list."""

    name: str
