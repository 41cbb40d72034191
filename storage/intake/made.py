"""Rows of deals, letters, enquiries and spending as the base understands them: what each would be kept as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.entities.entry import Entry
from storage.intake.typed import Reason
from storage.vault.register_rows import Stored


class OfClient(NamedTuple):
    """A record of a row and the client it is about; empty: whom the row itself names, or nobody."""

    client: bytes
    fields: Entry
    words: str = ""
    """What goes into the dossier beside it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the rows of a file become, by the index of the row."""

    records: Mapping[int, Sequence[OfClient]] = field(default_factory=dict)
    refused: Mapping[int, tuple[str, Reason]] = field(default_factory=dict)
    """Field and reason of rows that cannot be kept."""
    nobody: frozenset[int] = frozenset()
    """Rows that are about no client."""
    stored: Mapping[bytes, Stored[Any]] = field(default_factory=dict)
    """Records of earlier files by what makes each one record."""
    edited: Mapping[bytes, frozenset[str]] = field(default_factory=dict)
    """By the same: fields that a person has typed since."""
    home: bytes = b""
    """The portfolio whose batch holds records of no client."""
    space: bytes = b""
    """Where these go; empty: into that portfolio."""
    before: Sequence[Entry] = ()
    """Parts of the price list that this one replaces; none where nothing would change."""


KEY_BYTES = 16
"""Of a record's `key`: what makes it one record; the rest says what its file held."""
