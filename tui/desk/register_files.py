"""Tables of spending, enquiries and rates read from files: by the child process without keys, all rows or none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.problem import N_, Problem
from storage.intake import reading
from storage.intake.source import Source
from tui.desk.port_spending import Rows, Taken

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MOST_ROWS = 100_000
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "date": ("date", "day", "дата", "день"),
    "currency": ("currency", "code", "валюта", "код"),
    "rate": ("rate", "курс"),
}
_NEEDED: Final = {"rates": ("rate",)}
"""One of these columns must be there, or the file is something else."""


class RegisterFiles:
    """Files of registers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take(self, path: Path, kind: str, dry_run: bool = False) -> Taken:
        """Read a table and hand its rows to the desk of its kind. Raises Problem as reading a table does."""
        if kind == "rates":
            return self._desk.rates.take(_rows(path, kind), dry_run)
        from tui.desk.importing import ImportOptions

        # A batch as any other import, so that a file read twice counts once; but whole or not at all.
        options = ImportOptions(kind=kind, dry_run=True)
        imports = self._desk.imports
        told = imports.file(path, options, None, None)
        errors = tuple((int(str(each["row"])), str(each["reason"])) for each in told.errors)
        if not errors and not dry_run:
            told = imports.file(path, replace(options, dry_run=False), None, None)
        return Taken(told.new + told.update, errors)


def _rows(path: Path, kind: str) -> Rows:
    field_of = {alias: field for field, aliases in _COLUMNS.items() for alias in aliases}
    with Source(path) as source:
        head = reading.peek(source, asked=tuple(field_of))
        columns: dict[int, str] = {}
        for number, name in enumerate(head.columns):
            field = field_of.get(" ".join(name.split()).casefold())
            if field is not None and field not in columns.values():
                columns[number] = field
        if not set(columns.values()) & set(_NEEDED[kind]):
            raise Problem(
                N_("No column of {file} says what is needed here: name one of them {known}."),
                file=source.name,
                known=", ".join(_NEEDED[kind]),
            )
        table = reading.read(source, head, tuple(columns))
    if len(table.rows) > MOST_ROWS:
        raise Problem(N_("This file has more than {limit} rows: split it."), limit=MOST_ROWS)
    texts = {}
    for number, field in columns.items():
        column = table.columns[number]
        texts[field] = [column.strings[code] if code >= 0 else "" for code in column.codes.tolist()]
    return [(row, {field: values[at] for field, values in texts.items()}) for at, row in enumerate(table.rows.tolist())]
