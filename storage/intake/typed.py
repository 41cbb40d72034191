"""Columns of texts become columns of values: every distinct text is converted once, then numpy spreads it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.entities.table import ImportMapping, TableHead
from core.problem import N_, Problem
from storage.intake import dates, limits, numbers
from storage.intake.layout import is_totals_label
from storage.intake.reading import RawTable, TextColumn, recode

UNKNOWN_AMOUNT: Final = -(2**63)
UNKNOWN_DAY: Final = -(2**31)

Int64s = NDArray[np.int64]
Reasons = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class RowVerdict(enum.IntEnum):
    """What typing alone can say about a row."""

    OK = 0
    NOT_A_CLIENT = 1
    ERROR = 2


class Reason(enum.IntEnum):
    """Why a row is in error; the numbers are part of the plan's hash."""

    NONE = 0
    MISSING = 1
    NOT_A_DATE = 2
    IMPOSSIBLE_DATE = 3
    NOT_A_NUMBER = 4
    OUT_OF_RANGE = 5
    TOO_MANY_CELLS = 6
    UNKNOWN_CURRENCY = 7
    TOO_MANY_REPEATS = 8
    AMBIGUOUS = 9
    NOT_A_CHOICE = 10


REASON_SENTENCES: Final[dict[Reason, str]] = {
    Reason.NONE: "",
    Reason.MISSING: N_("the cell is empty"),
    Reason.NOT_A_DATE: N_("this is not a date"),
    Reason.IMPOSSIBLE_DATE: N_("there is no such day"),
    Reason.NOT_A_NUMBER: N_("this is not a number"),
    Reason.OUT_OF_RANGE: N_("the number is too large"),
    Reason.TOO_MANY_CELLS: N_("the row has more cells than the header"),
    Reason.UNKNOWN_CURRENCY: N_("the currency is unknown"),
    Reason.TOO_MANY_REPEATS: N_("the same line is repeated too many times"),
    Reason.AMBIGUOUS: N_("several clients fit"),
    Reason.NOT_A_CHOICE: N_("the field does not take this value"),
}
_FAILURES: Final = {"not_a_date": Reason.NOT_A_DATE, "impossible_date": Reason.IMPOSSIBLE_DATE}


@dataclass(slots=True)
class Faults:
    """The first fault of every row: 1-based column number (0 = a constant or the row itself) and reason."""

    column: NDArray[np.int16]
    reason: Reasons

    @classmethod
    def none(cls, rows: int) -> Faults:
        """No fault in any of `rows` rows."""
        return cls(np.zeros(rows, np.int16), np.zeros(rows, np.uint8))

    def note(self, column: int, reasons: Reasons) -> None:
        """Keep `reasons` (0 = none) for the rows that had no fault so far."""
        first = (self.reason == 0) & (reasons != 0)
        self.column[first] = column
        self.reason[first] = reasons[first]


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """The mapped columns of a table by field, constants included."""

    raw: RawTable
    head: TableHead
    mapping: ImportMapping
    parts: dict[str, TextColumn]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.raw.rows)

    def get(self, field: str) -> TextColumn:
        """The texts of a field; all empty when nothing feeds it."""
        return self.parts.get(field) or TextColumn(np.full(self.rows, -1, np.int32), ())

    def number(self, field: str) -> int:
        """1-based number of the column that feeds the field, 0 for a constant or nothing."""
        columns = self.mapping.columns_of(field)
        return columns[0] + 1 if columns else 0


def fields_of(raw: RawTable, head: TableHead, mapping: ImportMapping) -> Fields:
    """Join the columns of many-valued fields with "; " and add constants."""
    parts: dict[str, TextColumn] = {}
    for field in dict.fromkeys(target.field for target in mapping.targets):
        first, *others = mapping.columns_of(field)
        part = raw.columns[first]
        for other in others:
            part = _joined(part, raw.columns[other])
        parts[field] = part
    for field, value in mapping.constants:
        parts[field] = TextColumn(np.zeros(len(raw.rows), np.int32), (value,))
    return Fields(raw, head, mapping, parts)


def _joined(left: TextColumn, right: TextColumn) -> TextColumn:
    pairs = left.codes.astype(np.int64) * (len(right.strings) + 1) + right.codes
    distinct, codes = np.unique(pairs, return_inverse=True)
    texts = []
    for pair in distinct.tolist():
        # Codes start at -1, so the remainder is taken one higher.
        a, b = divmod(pair + 1, len(right.strings) + 1)
        words = [left.strings[a] if a >= 0 else "", right.strings[b - 1] if b > 0 else ""]
        texts.append("; ".join(filter(None, words)))
    return recode(TextColumn(codes.astype(np.int32), tuple(texts)), str)


def kept(fields: Fields, mask: Mask) -> Fields:
    """The same fields for the rows of `mask` alone."""
    raw = fields.raw
    columns = {index: TextColumn(part.codes[mask], part.strings) for index, part in raw.columns.items()}
    thinner = RawTable(raw.rows[mask], raw.wide[mask], columns, raw.encoding, raw.child_peak_kib, raw.seconds)
    return fields_of(thinner, fields.head, fields.mapping)


def spread(
    column: TextColumn, change: Callable[[str], int | Reason], empty: int, missing: Reason = Reason.NONE
) -> tuple[Int64s, Reasons]:
    """Values of a column by `change` of its distinct texts; `empty` stands for empty and faulty cells."""
    count = len(column.strings)
    values = np.full(count + 1, empty, np.int64)
    reasons = np.zeros(count + 1, np.uint8)
    reasons[-1] = missing
    for index, text in enumerate(column.strings):
        answer = change(text)
        if isinstance(answer, Reason):
            reasons[index] = answer
        else:
            values[index] = answer
    return values[column.codes], reasons[column.codes]


def days(column: TextColumn, missing: Reason = Reason.NONE) -> tuple[Int64s, Reasons]:
    """Days since 1970-01-01 of a column of dates, UNKNOWN_DAY where there is none."""
    convert = dates.Days(dates.column_order(column.strings))

    def change(text: str) -> int | Reason:
        day = convert.day(text)
        return _FAILURES[day] if isinstance(day, str) else day

    return spread(column, change, UNKNOWN_DAY, missing)


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A column of exact numbers: mantissas / 10**places, with the currency written beside each distinct text."""

    column: TextColumn
    parsed: tuple[numbers.Number | None, ...]
    places: int

    @classmethod
    def of(cls, column: TextColumn, money: bool) -> Numbers:
        """Parse the distinct texts in the style the whole column proves."""
        style = numbers.column_style(column.strings, money)
        parsed = tuple(numbers.parse(text, style) for text in column.strings)
        return cls(column, parsed, max((number.places for number in parsed if number), default=0))

    def at(self, places: int, most: int, empty: int, missing: Reason = Reason.NONE) -> tuple[Int64s, Reasons]:
        """Values times 10**places; anything beyond ±`most` is a fault."""
        ready = iter(self.parsed)

        def change(_: str) -> int | Reason:
            number = next(ready)
            if number is None:
                return Reason.NOT_A_NUMBER
            value = numbers.scaled(number, places)
            return value if abs(value) <= most else Reason.OUT_OF_RANGE

        return spread(self.column, change, empty, missing)

    def currencies(self) -> TextColumn:
        """The currency written beside each number, empty where there is none."""
        if not any(number and number.currency for number in self.parsed):
            return TextColumn(np.full(len(self.column.codes), -1, np.int32), ())
        names = [number.currency if number else "" for number in self.parsed]
        return recode(TextColumn(self.column.codes, tuple(names)), str)


def product_of(left: Numbers, right: Numbers, digits: int) -> tuple[Int64s, Reasons]:
    """left × right in units of 10**-digits, each line rounded half away from zero, in integers throughout."""
    wide = 10**18
    a, a_reasons = left.at(left.places, wide, 0, Reason.MISSING)
    b, b_reasons = right.at(right.places, wide, 0, Reason.MISSING)
    reasons = np.where(a_reasons != 0, a_reasons, b_reasons)
    surplus = left.places + right.places - digits
    unit, factor = 10 ** max(0, surplus), 10 ** max(0, -surplus)
    bound = _largest(a) * _largest(b) * 2 * factor + unit
    if bound < 2**63:
        product = a * b * factor
        values = np.sign(product) * ((np.abs(product) * 2 + unit) // (2 * unit))
    else:
        values = np.array(
            [_clipped(numbers.rounded(x * y * factor, unit)) for x, y in zip(a.tolist(), b.tolist(), strict=True)],
            np.int64,
        )
    too_large = (np.abs(values) > limits.AMOUNT_MINOR) & (reasons == 0)
    reasons = np.where(too_large, np.uint8(Reason.OUT_OF_RANGE), reasons)
    values[reasons != 0] = 0
    return values, reasons


def _largest(values: Int64s) -> int:
    return max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0


def _clipped(value: int) -> int:
    return max(-limits.AMOUNT_MINOR - 1, min(limits.AMOUNT_MINOR + 1, value))


def exact_sum(values: Int64s) -> int:
    """Sum of 64-bit integers that cannot overflow."""
    high = int((values >> 32).sum())
    return (high << 32) + int((values & 0xFFFFFFFF).sum())


def totals_rows(raw: RawTable) -> tuple[Mask, Mask]:
    """Rows with a totals label in some cell, and of these the ones labelled as the grand total."""
    some = np.zeros(len(raw.rows), np.bool_)
    grand = some.copy()
    for part in raw.columns.values():
        labels = [code for code, text in enumerate(part.strings) if _may_be_total(text) and is_totals_label(text)]
        if labels:
            some |= np.isin(part.codes, labels)
            bare = [code for code in labels if " по " not in part.strings[code].casefold()]
            grand |= np.isin(part.codes, bare)
    return some, grand


def _may_be_total(text: str) -> bool:
    return text[:1] in "иИвВоОtTgG"


def first_problem(reasons: Sequence[tuple[str, Reasons]], constants: dict[str, str]) -> None:
    """Raise Problem when a constant of --set is itself no value of its field: it would spoil every row."""
    for field, values in reasons:
        if field in constants and len(values) and values[0]:
            raise Problem(N_("The value given for {field} by --set cannot be used: correct it."), field=field)
