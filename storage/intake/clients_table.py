"""Clients of a foreign table as columns of clean texts (spec/cli client and person fields)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.entities.table import ImportMapping, TableHead
from core.problem import N_, Problem
from core.relations.person_rows import is_date
from storage.intake import inn
from storage.intake.fields import PERSON_FIELDS
from storage.intake.reading import RawTable, TextColumn, recode
from storage.intake.typed import Faults, Fields, Reason, RowVerdict, fields_of, kept, totals_rows

_PERSON_WORDS: Final = frozenset({"контакт", "contact", "contact person", "контактное лицо"})
_PRIVATE_WORDS: Final = frozenset(
    {"физлицо", "физ. лицо", "физическое лицо", "физ лицо", "частное лицо", "person", "individual", "ип-физлицо"}
)


@dataclass(frozen=True, slots=True, eq=False)
class ClientsTable:
    """One entry a row of the file, in file order, totals rows left out.

    `columns`: field → texts (code -1: empty). ИНН have their lost zeros back (`restored_zeros` counts the rows);
    `kind` holds "company" or "person"; several columns of one field are joined with "; ". A row that a CRM calls a
    contact of a company (`company` filled) is no client. `verdict`, `error_column`, `error_reason` as in SalesTable.
    """

    rows: NDArray[np.uint32]
    columns: dict[str, TextColumn]
    restored_zeros: int
    verdict: NDArray[np.uint8]
    error_column: NDArray[np.int16]
    error_reason: NDArray[np.uint8]
    totals_rows: int
    person: dict[str, TextColumn] = field(default_factory=dict)
    """What the rows say of a contact person, or of the client as a person: beside the card (S03.56)."""

    def person_values(self, row: int) -> dict[str, str]:
        """Fields of a person in the row with this index, those that say something."""
        found = {name: (column, int(column.codes[row])) for name, column in self.person.items()}
        return {name: column.strings[code] for name, (column, code) in found.items() if code >= 0}

    def value(self, field: str, row: int) -> str:
        """The text of a field in the row with this index, empty if there is none."""
        column = self.columns.get(field)
        code = -1 if column is None else int(column.codes[row])
        return column.strings[code] if column is not None and code >= 0 else ""


def clients_table(raw: RawTable, head: TableHead, mapping: ImportMapping) -> ClientsTable:
    """Clean the columns of `raw`. A row without a name is an error. Raises Problem when only totals are there."""
    fields = fields_of(raw, head, mapping)
    totals, _ = totals_rows(raw)
    totals &= _only_one_text(fields.parts, totals)
    if totals.all():
        raise Problem(N_("The table holds totals only and no clients."))
    if totals.any():
        fields = kept(fields, ~totals)
    restored = 0
    columns = dict(fields.parts)
    if "company" in columns and "name" in columns:
        # An export of people and firms in one table names a firm in the column of firms alone.
        bare = (columns["name"].codes < 0) & (columns["company"].codes >= 0)
        if bare.any():
            columns["name"] = _filled_from(columns["name"], columns["company"], bare)
    for name, change in _CHANGES.items():
        if name in columns:
            before = columns[name]
            columns[name] = recode(before, change)
            if name == "inn":
                longer = [len(change(text)) > len(text.partition(".")[0]) for text in before.strings]
                restored = int(np.array([*longer, False])[before.codes].sum())
    faults = Faults.none(fields.rows)
    faults.note(0, fields.raw.wide.astype(np.uint8) * np.uint8(Reason.TOO_MANY_CELLS))
    nameless = columns["name"].codes < 0
    faults.note(fields.number("name"), nameless.astype(np.uint8) * np.uint8(Reason.MISSING))
    verdict = np.where(faults.reason != 0, RowVerdict.ERROR, RowVerdict.OK).astype(np.uint8)
    if "kind" in fields.parts:
        contacts = _says(fields.parts["kind"], _PERSON_WORDS)
        if "company" in columns:
            verdict[contacts & (columns["company"].codes >= 0) & (verdict == RowVerdict.OK)] = RowVerdict.NOT_A_CLIENT
    columns.pop("company", None)
    person: dict[str, TextColumn] = {name: columns.pop(name) for name in PERSON_FIELDS if name in columns}
    note_dates(faults, fields, person)
    verdict[faults.reason != 0] = RowVerdict.ERROR
    return ClientsTable(
        rows=fields.raw.rows,
        columns=columns,
        restored_zeros=restored,
        verdict=verdict,
        error_column=faults.column,
        error_reason=faults.reason,
        totals_rows=int(totals.sum()),
        person=person,
    )


def _filled_from(column: TextColumn, other: TextColumn, rows: NDArray[np.bool_]) -> TextColumn:
    codes = np.where(rows, other.codes + len(column.strings), column.codes)
    return recode(TextColumn(codes.astype(np.int32), (*column.strings, *other.strings)), str)


def note_dates(faults: Faults, fields: Fields, person: Mapping[str, TextColumn]) -> None:
    """Dates of a person that are none put their rows in error."""
    for name in ("birthday", "passport_expires"):
        column = person.get(name)
        if column is not None:
            wrong = np.array([*(not is_date(text) for text in column.strings), False])[column.codes]
            faults.note(fields.number(name), wrong.astype(np.uint8) * np.uint8(Reason.NOT_A_DATE))


def _only_one_text(parts: dict[str, TextColumn], rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A totals row has its label and sums, but no second text of a client: a firm may be called "Итог"."""
    filled = np.zeros(len(rows), np.int64)
    for part in parts.values():
        filled += part.codes >= 0
    return filled <= 1


def _says(column: TextColumn, words: frozenset[str]) -> NDArray[np.bool_]:
    table = np.array([*(text.casefold() in words for text in column.strings), False])
    return np.asarray(table[column.codes], np.bool_)


def _kind(text: str) -> str:
    return "person" if text.casefold() in _PERSON_WORDS | _PRIVATE_WORDS else "company"


def _digits(text: str) -> str:
    whole, point, tail = text.removeprefix("'").partition(".")
    return whole if point and whole.isdigit() and not tail.strip("0") else text.removeprefix("'")


_CHANGES: Final[dict[str, Callable[[str], str]]] = {
    "inn": inn.restore,
    "kpp": _digits,
    "ogrn": _digits,
    "external_id": _digits,
    "phone": lambda text: text.removeprefix("'").strip(),
    "kind": _kind,
}
