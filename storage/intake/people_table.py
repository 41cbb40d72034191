"""People of a foreign list as clients who are persons: contacts, cards, tourists (S03.56, spec/exchange §1.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from core.entities.table import ImportMapping, TableHead
from storage.intake.clients_table import ClientsTable, note_dates
from storage.intake.fields import OWN, PERSON_FIELDS
from storage.intake.reading import RawTable, TextColumn, recode
from storage.intake.typed import Faults, Fields, Reason, RowVerdict, fields_of

_NAMES: Final = ("last_name", "first_name", "middle_name")
_LATIN_NAMES: Final = ("latin_last_name", "latin_first_name")
_KEPT: Final = ("external_id", "phone", "email", "address", "city", "site", "tags", "loyalty_card")
_PERSON: Final = frozenset((*PERSON_FIELDS, *_NAMES, "name")) - {"person_phone", "person_email", "position"}
"""What is told of the client as a person; phones, mail and position stand on the client himself."""
_BESIDE: Final = _PERSON - {*_NAMES, "name", "person"}
"""Without any of these the card says all there is."""
HELD: Final = frozenset((*_KEPT, *_PERSON, "company", "position", "note", "kind", "person_phone", "person_email"))
"""Fields that end up on the client or on the person beside him."""
_SEPARATOR: Final = " ::: "
"""Between several values of one cell in an export of Google."""


def people_table(raw: RawTable, head: TableHead, mapping: ImportMapping) -> ClientsTable:
    """People as rows of clients of the kind "person". A row without any name is an error."""
    fields = fields_of(raw, head, mapping)
    columns: dict[str, TextColumn] = {field: fields.parts[field] for field in _KEPT if field in fields.parts}
    columns |= {field: part for field, part in fields.parts.items() if field.startswith(OWN)}
    for field in ("phone", "email"):
        if field in columns:
            columns[field] = recode(columns[field], _several)
    if "tags" in columns:
        columns["tags"] = recode(columns["tags"], _labels)
    columns["name"] = _names(fields)
    columns["kind"] = TextColumn(np.zeros(fields.rows, np.int32), ("person",))
    note = _notes(fields)
    if (note.codes >= 0).any():
        columns["note"] = note
    faults = Faults.none(fields.rows)
    faults.note(0, fields.raw.wide.astype(np.uint8) * np.uint8(Reason.TOO_MANY_CELLS))
    person = {name: part for name, part in fields.parts.items() if name in _PERSON}
    if not head.fixed_kind:
        # A format of its own has its own dates, some of them half told: what cannot be read is left out.
        note_dates(faults, fields, person)
    nameless = columns["name"].codes < 0
    number = fields.number("name") or fields.number("last_name")
    faults.note(number, nameless.astype(np.uint8) * np.uint8(Reason.MISSING))
    verdict = np.where(faults.reason != 0, RowVerdict.ERROR, RowVerdict.OK).astype(np.uint8)
    if not person.keys() & _BESIDE:
        person = {}
    return ClientsTable(fields.raw.rows, columns, 0, verdict, faults.column, faults.reason, 0, person)


def _several(text: str) -> str:
    return "; ".join(part.strip().removeprefix("'") for part in text.replace(_SEPARATOR, "; ").split("; ") if part)


def _labels(text: str) -> str:
    """Labels without those Google gives to everybody: "* myContacts"."""
    return ", ".join(part for each in text.split(_SEPARATOR.strip()) if (part := each.strip()) and part[:1] != "*")


def _names(fields: Fields) -> TextColumn:
    """Surname, name, patronymic where they stand apart; else the whole name, the firm, or the mail address."""
    return _composed(fields, (*_NAMES, "name", "person", "company", "email", "loyalty_card", *_LATIN_NAMES), _name)


def _name(values: Mapping[str, str]) -> str:
    apart = [values[field] for field in _NAMES if values.get(field)]
    whole = values.get("name", "") or values.get("person", "")
    # A surname alone says less than the whole name beside it.
    best = " ".join(apart) if len(apart) > 1 or not whole else whole
    latin = " ".join(values[field] for field in _LATIN_NAMES if values.get(field))
    mail = _several(values.get("email", "")).partition("; ")[0]
    return best or latin or values.get("company", "") or mail or values.get("loyalty_card", "")


def _notes(fields: Fields) -> TextColumn:
    """Firm and position ahead of the person's own note."""
    return _composed(fields, ("company", "position", "note"), _note)


def _note(values: Mapping[str, str]) -> str:
    work = ", ".join(filter(None, (values.get("company"), values.get("position"))))
    return ". ".join(filter(None, (work, values.get("note"))))


def _composed(fields: Fields, names: tuple[str, ...], compose: Callable[[Mapping[str, str]], str]) -> TextColumn:
    """A column made of several, each distinct combination once."""
    parts = {name: fields.parts[name] for name in names if name in fields.parts}
    if not parts:
        return TextColumn(np.full(fields.rows, -1, np.int32), ())
    stacked = np.stack([part.codes for part in parts.values()])
    distinct, codes = np.unique(stacked, axis=1, return_inverse=True)
    texts = [
        compose(
            {name: part.strings[code] for (name, part), code in zip(parts.items(), column, strict=True) if code >= 0}
        )
        for column in distinct.T.tolist()
    ]
    return recode(TextColumn(codes.astype(np.int32).reshape(-1), tuple(texts)), str)
