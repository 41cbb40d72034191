"""A table of a foreign file before it means anything: what the import screens show and ask about."""

from __future__ import annotations

from typing import Literal

import msgspec

ImportKind = Literal[
    "sales", "clients", "people", "payments", "balances", "products", "deals", "enquiries", "spend", "cards", "letters"
]
Why = Literal["chosen", "synonym", "similar", "content", "format"]
Fact = str | int | bool | list[str | int] | dict[str, int]
"""What a format says of itself: control totals, counts, marks."""


class TableSheet(msgspec.Struct, frozen=True):
    """One table of a file. `rows` -1: not counted. `kind` is empty where columns must be given a meaning first."""

    name: str
    rows: int
    visible: bool = True
    kind: str = ""


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
    form: str = "delimited"
    """The format by its content (storage.intake.frames.FORMS)."""
    sheet: int = 0
    sheets: tuple[TableSheet, ...] = ()
    facts: dict[str, Fact] = {}

    @property
    def sheet_name(self) -> str:
        """Name of the sheet the rows are of; empty where the file has only one table without a name."""
        return self.sheets[self.sheet].name if self.form in ("workbook", "document") and self.sheets else ""

    @property
    def fixed_kind(self) -> str:
        """The kind of import a format is by itself, empty for a free table."""
        return self.sheets[self.sheet].kind if self.sheets else ""


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
