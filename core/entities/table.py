"""A table of a foreign file before it means anything: what the import screens show and ask about."""

from __future__ import annotations

from typing import Literal

import msgspec

ImportKind = Literal["sales", "clients"]
Why = Literal["chosen", "synonym", "similar", "content"]


class TableHead(msgspec.Struct, frozen=True):
    """How a file is read, and its first rows. Row numbers count from 1, blank rows included.

    `header_row` 0: the file has no header and the columns are named by their numbers. `samples` are the rows after
    the header with their row numbers. `fingerprint` is the same for every file with the same header.
    """

    encoding: str
    encoding_is_guess: bool
    delimiter: str
    packed: bool
    header_row: int
    columns: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    preamble: tuple[tuple[str, ...], ...]
    fingerprint: str


class ColumnTarget(msgspec.Struct, frozen=True):
    """Column `column` (0-based) feeds `field`, for a reason worth `score` (0–100)."""

    column: int
    field: str
    score: int
    why: Why


class ImportMapping(msgspec.Struct, frozen=True):
    """What each column means. `constants` fill fields that no column feeds."""

    kind: ImportKind
    targets: tuple[ColumnTarget, ...]
    constants: tuple[tuple[str, str], ...] = ()

    def columns_of(self, field: str) -> tuple[int, ...]:
        """0-based columns that feed `field`, left to right."""
        return tuple(target.column for target in self.targets if target.field == field)
