"""Fields a firm invents for its clients and their people, and what stands in them (U12)."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from core.entities.entry import Entry

OwnKind = Literal["text", "number", "date", "choice", "yes_no"]
OWN_KINDS: tuple[OwnKind, ...] = get_args(OwnKind)
OwnSubject = Literal["client", "person"]
OWN_SUBJECTS: tuple[OwnSubject, ...] = get_args(OwnSubject)
LONGEST = 200
"""Characters of a text value."""


class OwnField(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A field the firm has declared. Its handle is what values stand under, so it may be called otherwise later."""

    name: str
    kind: OwnKind = "text"
    of: OwnSubject = "client"
    choices: tuple[str, ...] = ()
    """Of a choice: the values it may have."""
    listed: bool = False
    """A column of the client list."""


class OwnValues(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Values of one client or person: of several records the latest that names a field counts for it.

    Numbers with a point, dates as ISO, yes and no as these words, everything else as it was typed; empty: nothing.
    """

    values: dict[str, str] = msgspec.field(default_factory=dict)
    """Handle of a field in hex → value."""
    person: bytes = b""
    """Handle of the person it is about; empty: the client himself."""
