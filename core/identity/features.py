"""Records of any kind as columns of normalised values: what every comparison and every block starts from.

A schema names the fields and says what kind each is; firms, people, restaurants and papers all go through the same
code. Values are normalised once a distinct value and kept as codes into a book, so that a pair of codes stands for
a pair of values and nothing is compared twice (spec/search §0.4).
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Values = tuple[str, ...]

MANY: Final = "\x1f"
"""Between the values of one field that has several (phones, mails)."""


class Kind(enum.Enum):
    """What a field means, and so how it is normalised, blocked and compared."""

    FIRM_NAME = "firm name"
    FORM = "legal form"
    FULL_NAME = "full name"
    NAME_PART = "part of a name"
    TEXT = "text"
    PEOPLE = "list of people"
    CODE = "code"
    DOCUMENT = "document number"
    DATE = "date"
    YEAR = "year"
    NUMBER = "number"
    CATEGORY = "category"
    INN = "ИНН"
    KPP = "КПП"
    OGRN = "ОГРН"
    PHONE = "phone"
    MAIL = "mail"


IDENTIFIERS: Final = frozenset({Kind.INN, Kind.OGRN, Kind.PHONE, Kind.MAIL, Kind.DOCUMENT})
"""Kinds whose agreement may join two records without a person's word."""

NAMES: Final = frozenset({Kind.FIRM_NAME, Kind.FULL_NAME, Kind.NAME_PART})


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field of a schema. `sources` are the keys of a record it is read from (its own name by default)."""

    name: str
    kind: Kind
    sources: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return self.sources or (self.name,)


@dataclasses.dataclass(frozen=True)
class Schema:
    """Which fields records of one sort have. Raises ValueError for two fields of one name."""

    name: str
    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"schema {self.name}: a field is named twice")

    def field(self, name: str) -> Field:
        """The field of this name. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def of_kind(self, kind: Kind) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.kind is kind)


FIRMS: Final = Schema(
    "firms",
    (
        Field("name", Kind.FIRM_NAME),
        Field("form", Kind.FORM, ("name",)),
        Field("inn", Kind.INN),
        Field("kpp", Kind.KPP),
        Field("ogrn", Kind.OGRN),
        Field("phone", Kind.PHONE),
        Field("mail", Kind.MAIL, ("email", "site")),
        Field("city", Kind.CATEGORY),
        Field("address", Kind.TEXT),
        Field("loyalty_card", Kind.DOCUMENT),
    ),
)
"""Clients as `core.entities.client` holds them: `phone`, `email` and `site` may have several values."""

PEOPLE: Final = Schema(
    "people",
    (
        Field("name", Kind.FULL_NAME),
        Field("birth_date", Kind.DATE),
        Field("document", Kind.DOCUMENT),
        Field("inn", Kind.INN),
        Field("phone", Kind.PHONE),
        Field("mail", Kind.MAIL, ("email",)),
        Field("loyalty_card", Kind.DOCUMENT),
        Field("city", Kind.CATEGORY),
        Field("address", Kind.TEXT),
        Field("firm", Kind.FIRM_NAME),
    ),
)
"""Persons with their full name in one field."""


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """One record with typed fields; `key` is the caller's id and is handed back, never read."""

    key: Hashable
    values: Mapping[str, Values]

    @classmethod
    def of(cls, key: Hashable, **values: str | Sequence[str]) -> Record:
        """A record from plain strings or lists of strings; empty ones are left out."""
        tidy = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in values.items()}
        kept = {name: tuple(each for each in value if each) for name, value in tidy.items()}
        return cls(key, {name: value for name, value in kept.items() if value})


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """Many records column by column; a column that is absent is empty everywhere."""

    keys: Sequence[Hashable]
    columns: Mapping[str, Sequence[str | Values]]

    def __post_init__(self) -> None:
        for name, column in self.columns.items():
            if len(column) != len(self.keys):
                raise ValueError(f"column {name} has {len(column)} values for {len(self.keys)} records")

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Rows:
        listed = list(records)
        names = sorted({name for record in listed for name in record.values})
        columns: dict[str, Sequence[str | Values]] = {
            name: [record.values.get(name, ()) for record in listed] for name in names
        }
        return cls([record.key for record in listed], columns)

    def shown(self, position: int, field: Field) -> str:
        """What the record says in this field, as it was written; several values joined by a comma."""
        said = self.said(position, field)
        return said if isinstance(said, str) else ", ".join(each for each in said if each)

    def said(self, position: int, field: Field) -> str | Values:
        """What the record says in this field: of one column as it stands there, of several together."""
        columns = [self.columns[key] for key in field.keys if key in self.columns]
        if len(columns) == 1:
            return columns[0][position]
        said: list[str] = []
        for column in columns:
            value = column[position]
            said += [value] if isinstance(value, str) else value
        return tuple(each for each in said if each)


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """Rows as codes: `codes[field][i]` is a code of the field's book, 0 where nothing is said."""

    rows: Rows
    codes: Mapping[str, Codes]

    def __len__(self) -> int:
        return len(self.rows)
