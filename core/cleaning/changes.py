"""What a button of cleaning would do: cells with their old and new text; nothing is changed by looking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

Cells = Mapping[str, Sequence[str]]
"""Field → its cell in every row of the draft; all of one length."""


class CellChange(NamedTuple):
    """One cell that would change. `guessed`: a reading that the person should look at."""

    row: int
    field: str
    old: str
    new: str
    guessed: bool = False


Cleaner = Callable[[Cells], list[CellChange]]


def rows_of(cells: Cells) -> int:
    """How many rows the draft has."""
    return max(map(len, cells.values()), default=0)


def cell(cells: Cells, field: str, row: int) -> str:
    """The text of a cell, empty where the draft has no such field."""
    column = cells.get(field)
    return column[row] if column is not None else ""


def each_text(
    cells: Cells, fields: Sequence[str], change: Callable[[str], str], guessed: bool = False
) -> list[CellChange]:
    """Changes that a function of one text makes in some fields; every distinct text is asked about once."""
    found: list[CellChange] = []
    for field in fields:
        known: dict[str, str] = {}
        for row, old in enumerate(cells.get(field, ())):
            if not old:
                continue
            new = known.get(old)
            if new is None:
                new = known[old] = change(old)
            if new != old:
                found.append(CellChange(row, field, old, new, guessed))
    return found


def applied(cells: Cells, changes: Sequence[CellChange]) -> dict[str, list[str]]:
    """The draft with these changes; a field that was not there is added."""
    count = rows_of(cells)
    made = {field: list(column) for field, column in cells.items()}
    for change in changes:
        made.setdefault(change.field, [""] * count)[change.row] = change.new
    return made


def filled_rows(cells: Cells, field: str) -> Iterator[tuple[int, str]]:
    """Rows that have something in the field."""
    for row, text in enumerate(cells.get(field, ())):
        if text:
            yield row, text
