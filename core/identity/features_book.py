"""Books of normalised values, one a field: each distinct value is normalised once and has a code.

A book only grows, so the base of a session keeps its codes and an import or one typed record is added to the same
book.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from core.identity.features import MANY, Codes, Field, Ints, Rows, Schema, Table, Values
from core.identity.features_text import Normaliser, normaliser


class Book:
    """The values of one field. `values[0]` is "nothing said"; `parts` splits values that are several."""

    __slots__ = ("_by_raw", "_by_value", "_normalise", "counts", "field", "parts", "values")

    def __init__(self, field: Field, normalise: Normaliser) -> None:
        self.field = field
        self.values: list[str] = [""]
        self.counts: list[int] = [0]
        self.parts: dict[int, tuple[int, ...]] = {}
        self._by_raw: dict[str | Values, int] = {"": 0, (): 0}
        self._by_value: dict[str, int] = {"": 0}
        self._normalise = normalise

    def code(self, raw: str | Values) -> int:
        """The code of what a record says; the value is normalised when it was not seen before."""
        known = self._by_raw.get(raw)
        if known is None:
            known = self._by_raw[raw] = self._new(raw)
        return known

    def find(self, value: str) -> int:
        """The code of a normalised value, 0 when the book does not have it."""
        return self._by_value.get(value, 0)

    def _new(self, raw: str | Values) -> int:
        if isinstance(raw, str):
            return self._value(self._normalise(raw))
        normalised = sorted({value for each in raw for value in (self._normalise(each),) if value})
        if len(normalised) < 2:
            return self._value(normalised[0] if normalised else "")
        parts = tuple(self._value(value) for value in normalised)
        code = self._value(MANY.join(normalised))
        self.parts[code] = parts
        return code

    def _value(self, value: str) -> int:
        known = self._by_value.get(value)
        if known is None:
            known = self._by_value[value] = len(self.values)
            self.values.append(value)
            self.counts.append(0)
        return known

    def length(self) -> tuple[int, int]:
        """How much the book holds, for `cut`."""
        return len(self._by_raw), len(self.values)

    def cut(self, length: tuple[int, int]) -> None:
        """Forget what was added since the book had this length."""
        while len(self._by_raw) > length[0]:
            self._by_raw.popitem()
        while len(self.values) > length[1]:
            self.parts.pop(len(self.values) - 1, None)
            self._by_value.popitem()
            self.values.pop()
            self.counts.pop()

    def count(self, codes: Codes) -> None:
        """Add the records of the base to the frequencies that tell a rare value from a common one."""
        seen = np.bincount(codes, minlength=len(self.values))
        for code in np.flatnonzero(seen).tolist():
            number = int(seen[code])
            self.counts[code] += number
            for part in self.parts.get(code, ()):
                self.counts[part] += number


_EMPTY: Final = ("", ())
_SLICE: Final = 4096
"""Rows read at a time, so that fields of one column share what was taken apart."""


class Library:
    """The books of one schema and the number of records they count."""

    def __init__(self, schema: Schema, normalisers: Callable[[Field], Normaliser] = normaliser) -> None:
        self.schema = schema
        self.books = {field.name: Book(field, normalisers(field)) for field in schema.fields}
        self.records = 0

    @contextlib.contextmanager
    def passing(self) -> Iterator[Library]:
        """A time after which the books forget what was added: for a record that is only being typed."""
        before = {name: book.length() for name, book in self.books.items()}
        try:
            yield self
        finally:
            for name, book in self.books.items():
                book.cut(before[name])

    def table(self, rows: Rows, *, counted: bool = False) -> Table:
        """Rows as codes. `counted` rows are the base: their values make the frequencies."""
        columns = {field.name: _column(rows, field) for field in self.schema.fields}
        codes = {name: np.empty(len(rows), np.int32) for name in columns}
        for start in range(0, len(rows), _SLICE):
            for name, column in columns.items():
                slice_ = column[start : start + _SLICE]
                codes[name][start : start + len(slice_)] = list(map(self.books[name].code, slice_))
        if counted:
            for name, book in self.books.items():
                book.count(codes[name])
        self.records += len(rows) * counted
        return Table(rows, codes)


def _column(rows: Rows, field: Field) -> Sequence[str | Values]:
    """The values of a field: of its one column, or of several columns together."""
    columns = [rows.columns[key] for key in field.keys if key in rows.columns]
    if not columns:
        return [""] * len(rows)
    if len(columns) == 1:
        return columns[0]
    return [
        tuple(value for each in said if each not in _EMPTY for value in ((each,) if isinstance(each, str) else each))
        for said in zip(*columns, strict=True)
    ]


def pair_codes(left: Codes, right: Codes) -> tuple[Codes, Codes, Ints]:
    """Distinct pairs of codes, and which of them each pair of records has."""
    width = np.int64(max(int(right.max(initial=0)), 0) + 1)
    both = left.astype(np.int64) * width + right
    distinct, where = np.unique(both, return_inverse=True)
    first, second = np.divmod(distinct, width)
    return first.astype(np.int32), second.astype(np.int32), where
