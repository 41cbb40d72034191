"""Rows of the other kinds as typed columns: payments, prices, deals, enquiries, spend, cards, balances, letters."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.entities.table import ImportMapping, TableHead
from core.problem import N_, Problem
from storage.intake import dates, inn, limits, numbers
from storage.intake.kinds import REQUIRED, TYPES
from storage.intake.reading import RawTable, TextColumn, recode
from storage.intake.typed import (
    UNKNOWN_AMOUNT,
    UNKNOWN_DAY,
    Faults,
    Fields,
    Int64s,
    Numbers,
    Reason,
    RowVerdict,
    days,
    fields_of,
    kept,
    totals_rows,
)

_NOT_TOTALLED: Final = frozenset({"products", "cards", "letters", "deals"})
_MUST: Final = {
    "payments": ("date", "amount"), "deals": (), "enquiries": ("date",), "spend": ("date",), "cards": ("loyalty_card",),
    "products": ("product_name",), "balances": ("name",), "letters": ("sender",),
}  # fmt: skip
"""Fields without which a row of the kind says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordsTable:
    """One entry a row of the file, in file order, totals rows left out.

    `texts`: every field as cleaned text; `days`: days since 1970-01-01, UNKNOWN_DAY = none; `money`: minor units of
    `currency`, `numbers`: millionths, UNKNOWN_AMOUNT = none. A payment that came in is positive. `verdict`,
    `error_column`, `error_reason` as in SalesTable. `file_total` is the amount of the last grand-total row.
    """

    kind: str
    rows: NDArray[np.uint32]
    texts: dict[str, TextColumn]
    days: dict[str, NDArray[np.int32]]
    money: dict[str, Int64s]
    numbers: dict[str, Int64s]
    currency: TextColumn
    verdict: NDArray[np.uint8]
    error_column: NDArray[np.int16]
    error_reason: NDArray[np.uint8]
    totals_rows: int
    file_total: int | None

    def value(self, field: str, row: int) -> str:
        """The text of a field in the row with this index, empty if there is none."""
        column = self.texts.get(field)
        code = -1 if column is None else int(column.codes[row])
        return column.strings[code] if column is not None and code >= 0 else ""

    def day(self, field: str, row: int) -> int:
        """The day of a field, UNKNOWN_DAY if there is none."""
        column = self.days.get(field)
        return UNKNOWN_DAY if column is None else int(column[row])

    def amount(self, field: str, row: int) -> int:
        """The money of a field, 0 if there is none."""
        column = self.money.get(field)
        value = UNKNOWN_AMOUNT if column is None else int(column[row])
        return 0 if value == UNKNOWN_AMOUNT else value


def records_table(raw: RawTable, head: TableHead, mapping: ImportMapping, base_currency: str) -> RecordsTable:
    """Type the columns of `raw`. Faulty rows are `error`. Raises Problem when only totals are there."""
    kind = mapping.kind
    fields = fields_of(raw, head, mapping)
    total, dropped = None, 0
    if kind not in _NOT_TOTALLED and not head.fixed_kind:
        fields, total, dropped = _without_totals(fields)
    if kind == "products":
        fields, dropped = _under_headings(fields)
    faults = Faults.none(fields.rows)
    faults.note(0, fields.raw.wide.astype(np.uint8) * np.uint8(Reason.TOO_MANY_CELLS))
    texts = dict(fields.parts)
    for field, change in (("inn", inn.restore), ("phone", _unquoted), ("loyalty_card", _digits)):
        if field in texts:
            texts[field] = recode(texts[field], change)
    dated: dict[str, NDArray[np.int32]] = {}
    money: dict[str, Int64s] = {}
    counted: dict[str, Int64s] = {}
    currency = _currency(fields, faults, base_currency)
    for field, part in fields.parts.items():
        must = Reason.MISSING if field in _MUST.get(kind, ()) else Reason.NONE
        sort = TYPES.get(field, "text")
        if sort == "day":
            values, reasons = days(_first_days(part) if kind == "spend" else part, must)
            dated[field] = values.astype(np.int32)
        elif sort == "money":
            money[field], reasons = Numbers.of(part, money=True).at(2, limits.AMOUNT_MINOR, UNKNOWN_AMOUNT, must)
        elif sort == "number":
            counted[field], reasons = Numbers.of(part, money=False).at(6, limits.QUANTITY_MILLIONTHS, UNKNOWN_AMOUNT)
        else:
            reasons = (part.codes < 0).astype(np.uint8) * np.uint8(must)
        if field not in ("price", "cost"):
            faults.note(fields.number(field), reasons)
    if kind == "payments":
        _sign(money, texts, faults, fields)
        _party_cells(texts, money["amount"])
    if kind in REQUIRED:
        _note_empty(kind, texts, faults, fields)
    verdict = np.where(faults.reason != 0, RowVerdict.ERROR, RowVerdict.OK).astype(np.uint8)
    return RecordsTable(
        kind, fields.raw.rows, texts, dated, money, counted, currency, verdict, faults.column, faults.reason, dropped,
        total,
    )  # fmt: skip


def _without_totals(fields: Fields) -> tuple[Fields, int | None, int]:
    """Rows without the totals below them, the grand total of the amounts, and how many rows that were."""
    labelled, grand = totals_rows(fields.raw)
    if not labelled.any():
        return fields, None, 0
    if labelled.all():
        raise Problem(N_("The table holds totals only and no rows."))
    total = None
    places = np.flatnonzero(labelled & grand)
    if len(places) and "amount" in fields.parts:
        amounts, reasons = Numbers.of(fields.get("amount"), money=True).at(2, limits.TOTAL_MINOR, 0, Reason.MISSING)
        last = places[-1]
        total = None if reasons[last] else int(amounts[last])
    return kept(fields, ~labelled), total, int(labelled.sum())


def _under_headings(fields: Fields) -> tuple[Fields, int]:
    """A price list without its headings: a row with a name and nothing else names the group of the rows below it.

    Gives the rows that are items, with the group where no column says it, and how many headings there were.
    """
    told = [
        fields.parts[name] for name in ("product", "product_name", "unit", "price", "stock") if name in fields.parts
    ]
    if "price" not in fields.parts or len(told) < 2:
        return fields, 0
    filled = np.sum([part.codes >= 0 for part in told], axis=0)
    headings = (filled == 1) & (fields.parts["price"].codes < 0)
    if "unit" in fields.parts:
        headings &= fields.parts["unit"].codes < 0
    if not headings.any() or headings.sum() > 0.5 * len(headings):
        return fields, 0
    thinner = kept(fields, ~headings)
    if "group" not in fields.parts:
        groups: list[str] = []
        group, codes = -1, np.full(len(headings), -1, np.int32)
        for row, is_heading in enumerate(headings.tolist()):
            if is_heading:
                group = len(groups)
                groups.append(next(part.strings[part.codes[row]] for part in told if part.codes[row] >= 0))
            codes[row] = group
        thinner.parts["group"] = recode(TextColumn(codes[~headings], tuple(groups)), str)
    return thinner, int(headings.sum())


_OWN_PARTS: Final = re.compile(r"(?P<account>\b\d{20}\b)|(?P<inn>\b(?:\d{12}|\d{10})\b)|(?P<kpp>\b\d{9}\b)")


def _party_cells(texts: dict[str, TextColumn], amount: Int64s) -> None:
    """Account, ИНН and name of the other side out of the cells of both, as banks write them: one under another."""
    sides = [texts.get(name) for name in ("debit_party", "credit_party")]
    if "name" in texts or None in sides:
        return
    debit, credit = (each for each in sides if each is not None)
    codes = np.where(amount > 0, debit.codes, np.where(credit.codes >= 0, credit.codes + len(debit.strings), -1))
    both = TextColumn(codes.astype(np.int32), (*debit.strings, *credit.strings))
    for field in ("account", "inn", "kpp"):
        if field not in texts:
            texts[field] = recode(both, lambda text, field=field: _own_part(text, field))  # type: ignore[misc]
    texts["name"] = recode(both, lambda text: " ".join(_OWN_PARTS.sub(" ", text).split()).strip("/ ,;"))
    own = TextColumn(
        np.where(amount > 0, np.where(credit.codes >= 0, credit.codes + len(debit.strings), -1), debit.codes).astype(
            np.int32
        ),
        both.strings,
    )
    if "own_account" not in texts:
        texts["own_account"] = recode(own, lambda text: _own_part(text, "account"))


def _own_part(text: str, field: str) -> str:
    return next((found[field] for found in _OWN_PARTS.finditer(text) if found[field]), "")


def _first_days(part: TextColumn) -> TextColumn:
    """Months as their first days."""
    found = [dates.month(text) for text in part.strings]
    if all(isinstance(day, str) for day in found):
        return part
    named = [text if isinstance(day, str) else _iso_day(day) for text, day in zip(part.strings, found, strict=True)]
    return recode(TextColumn(part.codes, tuple(named)), str)


def _iso_day(day: int) -> str:
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()


def _currency(fields: Fields, faults: Faults, base_currency: str) -> TextColumn:
    """ISO code of every row, the base currency where none is written."""
    written = fields.get("currency")
    codes = [numbers.currency_code(text) for text in written.strings]
    if fields.head.fixed_kind:
        # A bank writes ISO codes, and of currencies too that are no longer money.
        codes = [code or _iso(text) for code, text in zip(codes, written.strings, strict=True)]
    known = np.array([*map(bool, codes), True])[written.codes]
    if fields.mapping.kind != "products":
        faults.note(fields.number("currency"), (~known).astype(np.uint8) * np.uint8(Reason.UNKNOWN_CURRENCY))
    names = (*codes, base_currency)
    chosen = np.where((written.codes >= 0) & known, written.codes, len(names) - 1)
    return recode(TextColumn(chosen.astype(np.int32), names), str)


def _iso(text: str) -> str:
    return text if len(text) == 3 and text.isascii() and text.isalpha() and text.isupper() else ""


def _sign(money: dict[str, Int64s], texts: Mapping[str, TextColumn], faults: Faults, fields: Fields) -> None:
    """One signed amount of every payment: credits less debits, or the amount with the sign of its direction."""
    if "amount" not in money:
        came, went = (money.pop(name, None) for name in ("credit", "debit"))
        nothing = np.full(fields.rows, UNKNOWN_AMOUNT, np.int64)
        came, went = (nothing if column is None else column for column in (came, went))
        told = (came != UNKNOWN_AMOUNT) | (went != UNKNOWN_AMOUNT)
        money["amount"] = np.where(came == UNKNOWN_AMOUNT, 0, came) - np.where(went == UNKNOWN_AMOUNT, 0, abs(went))
        money["amount"][~told] = UNKNOWN_AMOUNT
        faults.note(fields.number("credit") or fields.number("debit"), (~told).astype(np.uint8) * np.uint8(1))
        return
    direction = texts.get("direction")
    if direction is not None and fields.head.form in ("delimited", "workbook", "document"):
        out = np.array([*(text.casefold().startswith(_OUT) for text in direction.strings), False])[direction.codes]
        amount = money["amount"]
        money["amount"] = np.where(out & (amount > 0), -amount, amount)


_OUT: Final = ("out", "расх", "спис", "исх", "деб", "дт", "debit", "dbit", "d")


def _note_empty(kind: str, texts: Mapping[str, TextColumn], faults: Faults, fields: Fields) -> None:
    """A row none of whose fields of a required group is filled is in error."""
    for group in REQUIRED[kind]:
        parts = [texts[field] for field in group if field in texts]
        if parts:
            empty = np.all([part.codes < 0 for part in parts], axis=0)
            number = next(fields.number(field) for field in group if field in texts)
            faults.note(number, empty.astype(np.uint8) * np.uint8(Reason.MISSING))


def _unquoted(text: str) -> str:
    return text.removeprefix("'").strip()


def _digits(text: str) -> str:
    whole, point, tail = text.removeprefix("'").partition(".")
    return whole if point and whole.isdigit() and not tail.strip("0") else text.removeprefix("'")
