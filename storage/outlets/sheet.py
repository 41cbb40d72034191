"""A table on its way out: what every list, register and report hands to the one exporter (U06).

Cells are text, whole or broken numbers, or None for what is unknown; a column says what its cells mean, because that
decides how a planted row imitates them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Cell = str | int | float | dt.date | None
Meaning = Literal["id", "number", "name", "phone", "email", "amount", "text"]
"""`id`: 16 bytes in hex · `number`: the firm's own number of a client · `amount`: money in whole units."""


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the stable name for machines, `title` the heading in the reader's language."""

    key: str
    title: str
    meaning: Meaning = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of clients, one client a row."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    about: Sequence[tuple[str, str]] = ()
    """What the list is, in names and values: filters, person, moment; a sheet of its own where a format has sheets."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the first and in the last line of an export, so that every half of it names its origin."""

    number: int
    export_id: bytes
    line: str
    """The sentence for people: number, mark, person, moment, rows."""
    copy: int = 1
    """Which file of this export it is."""
