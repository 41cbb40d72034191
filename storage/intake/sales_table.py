"""Sales lines of a foreign table as typed columns (spec/store §4, spec/cli sale fields)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.entities.table import ImportMapping, TableHead
from core.problem import N_, Problem
from storage.intake import inn, limits, numbers
from storage.intake.fields import NAME_HEADERS
from storage.intake.reading import RawTable, TextColumn, recode
from storage.intake.text import squeeze
from storage.intake.typed import (
    UNKNOWN_AMOUNT,
    UNKNOWN_DAY,
    Faults,
    Fields,
    Int64s,
    Mask,
    Numbers,
    Reason,
    Reasons,
    RowVerdict,
    days,
    fields_of,
    first_problem,
    kept,
    product_of,
    spread,
    totals_rows,
)

RETURN: Final = 1
CANCELLATION: Final = 2
RefKind = Literal["external_id", "inn", "name"]

_CANCELLED: Final = re.compile(r"[CС]\d|отмен|сторно|аннул|cancel|storno|reversal", re.IGNORECASE)
_NO_REF: Final = frozenset({"-", "–", "—"})
_DIGITS_POINT_ZERO: Final = re.compile(r"\d+\.0")


@dataclass(frozen=True, slots=True, eq=False)
class SalesTable:
    """One entry a row of the file, in file order, totals rows left out.

    Texts are dictionary-encoded (code -1: empty). `document` is never empty in a good row: without a number it is
    the ISO day. `line` 0: the file has no line numbers. `occurrence` counts the earlier good rows of the same
    client, document and line (product where there is no line). `day`, `due`, `paid`: days since 1970-01-01,
    UNKNOWN_DAY = none. `quantity`: millionths, `amount` and `cost`: minor units of `currency`, UNKNOWN_AMOUNT =
    none (`amount` of a row in error is 0). `flags`: RETURN when quantity or amount is negative, CANCELLATION when
    it is and the document is "C" with digits or says отмена, сторно, аннулирование, cancel.
    `verdict`, `error_column` (1-based; 0 = a constant or the row), `error_reason`: RowVerdict, Reason.
    `file_total` is the amount of the file's last grand-total row.
    """

    rows: NDArray[np.uint32]
    client_ref: TextColumn
    ref_kind: RefKind
    document: TextColumn
    line: NDArray[np.uint32]
    occurrence: NDArray[np.uint16]
    product: TextColumn
    product_name: TextColumn
    day: NDArray[np.int32]
    quantity: NDArray[np.int64]
    amount: NDArray[np.int64]
    cost: NDArray[np.int64]
    currency: TextColumn
    due: NDArray[np.int32]
    paid: NDArray[np.int32]
    seller: TextColumn
    flags: NDArray[np.uint16]
    verdict: NDArray[np.uint8]
    error_column: NDArray[np.int16]
    error_reason: NDArray[np.uint8]
    totals_rows: int
    file_total: int | None


class _Typing:
    """The fields of one table with the faults found so far."""

    def __init__(self, fields: Fields, base_currency: str) -> None:
        self.fields = fields
        self.base_currency = base_currency
        self.faults = Faults.none(fields.rows)
        self.faults.note(0, fields.raw.wide.astype(np.uint8) * np.uint8(Reason.TOO_MANY_CELLS))
        self.checked: list[tuple[str, Reasons]] = []

    def take(self, field: str, answer: tuple[Int64s, Reasons]) -> Int64s:
        """The values of a field; its faults are noted."""
        values, reasons = answer
        self.faults.note(self.fields.number(field), reasons)
        self.checked.append((field, reasons))
        return values

    def days(self, field: str, missing: Reason = Reason.NONE) -> NDArray[np.int32]:
        """A column of dates."""
        return self.take(field, days(self.fields.get(field), missing)).astype(np.int32)

    def money(self) -> tuple[TextColumn, Int64s, Int64s, Int64s]:
        """Currency, quantity, amount and cost of every row."""
        fields = self.fields
        quantities = Numbers.of(fields.get("quantity"), money=False)
        prices = Numbers.of(fields.get("amount" if "amount" in fields.parts else "price"), money=True)
        costs = Numbers.of(fields.get("cost"), money=True)
        currency = self._currency(prices)
        quantity = self.take("quantity", quantities.at(6, limits.QUANTITY_MILLIONTHS, UNKNOWN_AMOUNT))
        digits = np.array([numbers.minor_digits(code) for code in currency.strings], np.int64)[currency.codes]
        amount = np.zeros(fields.rows, np.int64)
        cost = np.full(fields.rows, UNKNOWN_AMOUNT, np.int64)
        amount_reasons, cost_reasons = np.zeros((2, fields.rows), np.uint8)
        for places in sorted(set(digits.tolist())):
            if "amount" in fields.parts:
                answer = prices.at(places, limits.AMOUNT_MINOR, 0, Reason.MISSING)
            else:
                answer = product_of(quantities, prices, places)
            own = digits == places
            amount[own], amount_reasons[own] = answer[0][own], answer[1][own]
            answer = costs.at(places, limits.AMOUNT_MINOR, UNKNOWN_AMOUNT)
            cost[own], cost_reasons[own] = answer[0][own], answer[1][own]
        if "amount" not in fields.parts:
            empty = (fields.get("quantity").codes < 0) & (amount_reasons == Reason.MISSING)
            self.faults.note(fields.number("quantity"), empty.astype(np.uint8) * np.uint8(Reason.MISSING))
        amount = self.take("amount" if "amount" in fields.parts else "price", (amount, amount_reasons))
        return currency, quantity, amount, self.take("cost", (cost, cost_reasons))

    def _currency(self, prices: Numbers) -> TextColumn:
        """ISO code of every row: the currency column, else the sign beside the amount, else the base currency."""
        written = self.fields.get("currency")
        codes = [numbers.currency_code(text) for text in written.strings]
        known = np.array([*map(bool, codes), True])[written.codes]
        self.take(
            "currency", (written.codes.astype(np.int64), (~known).astype(np.uint8) * np.uint8(Reason.UNKNOWN_CURRENCY))
        )
        beside = prices.currencies()
        names = [*codes, *beside.strings, self.base_currency]
        chosen = np.where(beside.codes >= 0, beside.codes + len(codes), len(names) - 1)
        chosen = np.where((written.codes >= 0) & known, written.codes, chosen)
        return recode(TextColumn(chosen.astype(np.int32), tuple(names)), str)


def sales_table(raw: RawTable, head: TableHead, mapping: ImportMapping, base_currency: str) -> SalesTable:
    """Type the columns of `raw`. Rows without a client are `not_a_client`, faulty ones `error`; neither is fatal.

    `base_currency`: ISO code for rows that name none. Raises Problem for a constant that is no value of its field
    and for a file that holds nothing but totals.
    """
    fields, file_total, totals = _without_totals(fields_of(raw, head, mapping))
    typing = _Typing(fields, base_currency)
    client_ref, ref_kind = _client_refs(fields)
    day = typing.days("date", Reason.MISSING)
    currency, quantity, amount, cost = typing.money()
    due, paid = typing.days("due_on"), typing.days("paid_on")
    line = typing.take("line", spread(fields.get("line"), _line_number, 0))
    first_problem(typing.checked, dict(mapping.constants))
    document = _documents(fields.get("document"), day)
    product = fields.get("product" if "product" in fields.parts else "product_name")
    verdict = _verdicts(typing.faults, client_ref)
    occurrence = _occurrences(verdict == RowVerdict.OK, client_ref.codes, document.codes, line, product.codes)
    repeated = occurrence > limits.OCCURRENCES
    if repeated.any():
        typing.faults.note(0, repeated.astype(np.uint8) * np.uint8(Reason.TOO_MANY_REPEATS))
        verdict = _verdicts(typing.faults, client_ref)
    return SalesTable(
        rows=fields.raw.rows,
        client_ref=client_ref,
        ref_kind=ref_kind,
        document=document,
        line=line.astype(np.uint32),
        occurrence=np.minimum(occurrence, limits.OCCURRENCES).astype(np.uint16),
        product=product,
        product_name=fields.get("product_name"),
        day=day,
        quantity=quantity,
        amount=amount,
        cost=cost,
        currency=currency,
        due=due,
        paid=paid,
        seller=fields.get("seller"),
        flags=_flags(document, quantity, amount),
        verdict=verdict,
        error_column=typing.faults.column,
        error_reason=typing.faults.reason,
        totals_rows=totals,
        file_total=file_total,
    )


def _without_totals(fields: Fields) -> tuple[Fields, int | None, int]:
    """Leave out labelled rows that have no date; the amount of the last grand total, how many rows went."""
    labelled, grand = totals_rows(fields.raw)
    if not labelled.any():
        return fields, None, 0
    if "date" not in dict(fields.mapping.constants):
        day, _ = days(fields.get("date"))
        labelled &= day == UNKNOWN_DAY
    totals = np.flatnonzero(labelled & grand)
    total = None
    if len(totals) and "amount" in fields.parts:
        written = Numbers.of(fields.get("amount"), money=True)
        amounts, reasons = written.at(2, limits.TOTAL_MINOR, 0, Reason.MISSING)
        last = totals[-1]
        total = None if reasons[last] else int(amounts[last])
    if labelled.all():
        raise Problem(N_("The table holds totals only and no sales rows."))
    return kept(fields, ~labelled), total, int(labelled.sum())


def _client_refs(fields: Fields) -> tuple[TextColumn, RefKind]:
    """References as they are looked up: ИНН with its lost zero, "17850.0" as 17850, a lone dash as nothing."""
    column = fields.get("client_ref")
    number = fields.number("client_ref")
    header = squeeze(fields.head.columns[number - 1]) if number else ""
    kind: RefKind = "name" if header in NAME_HEADERS else "external_id"
    if header.startswith(("инн", "inn")):
        return recode(column, inn.restore), "inn"
    if column.strings and all(_DIGITS_POINT_ZERO.fullmatch(text) for text in column.strings):
        column = recode(column, lambda text: text[:-2])
    texts = column.strings
    if _names_clients(fields):
        return recode(column, lambda text: "" if text in _NO_REF else text), "name"
    if kind == "name" and texts and sum(any(map(str.isalpha, text)) for text in texts) < 0.5 * len(texts):
        kind = "external_id"
    return recode(column, lambda text: "" if text in _NO_REF else text), kind


def _names_clients(fields: Fields) -> bool:
    """True for a format that names the client of a sale in words."""
    return fields.head.fixed_kind == "sales"


def _line_number(text: str) -> int | Reason:
    number = numbers.parse(text, numbers.Style("decimal", "decimal"))
    if number is None:
        return Reason.NOT_A_NUMBER
    whole = number.mantissa // 10**number.places
    if whole * 10**number.places != number.mantissa:
        return Reason.NOT_A_NUMBER
    return whole if 0 <= whole < 2**32 else Reason.OUT_OF_RANGE


def _verdicts(faults: Faults, client_ref: TextColumn) -> NDArray[np.uint8]:
    """A row whose cells are shifted is an error; else one without a client is none of ours; else its own faults."""
    verdict = np.where(faults.reason != 0, RowVerdict.ERROR, RowVerdict.OK).astype(np.uint8)
    nobody = (client_ref.codes < 0) & (faults.reason != Reason.TOO_MANY_CELLS)
    verdict[nobody] = RowVerdict.NOT_A_CLIENT
    return verdict


def _documents(column: TextColumn, day: NDArray[np.int32]) -> TextColumn:
    """Rows without a document number belong to the document of their day, named by the ISO date."""
    bare = (column.codes < 0) & (day != UNKNOWN_DAY)
    if not bare.any():
        return column
    distinct, places = np.unique(day[bare], return_inverse=True)
    epoch = datetime.date(1970, 1, 1).toordinal()
    names = tuple(datetime.date.fromordinal(epoch + number).isoformat() for number in distinct.tolist())
    codes = column.codes.copy()
    codes[bare] = places + len(column.strings)
    return recode(TextColumn(codes, column.strings + names), str)


def _occurrences(
    good: Mask, client: NDArray[np.int32], document: NDArray[np.int32], line: Int64s, product: NDArray[np.int32]
) -> Int64s:
    """For every good row, how many good rows of the same client, document and line (or product) came before it."""
    occurrence = np.zeros(len(good), np.int64)
    index = np.flatnonzero(good)
    if not len(index):
        return occurrence
    numbered = line[index] > 0
    # Line numbers and products share one axis, so a row of either kind never meets one of the other.
    item = np.where(numbered, line[index] + 2**33, product[index].astype(np.int64))
    _, item = np.unique(item, return_inverse=True)
    bill = client[index].astype(np.int64) * (int(document[index].max()) + 1) + document[index]
    key = bill * (int(item.max()) + 1) + item
    if (int(bill.max()) + 1) * (int(item.max()) + 1) >= 2**63:
        key = np.unique(bill, return_inverse=True)[1] * (int(item.max()) + 1) + item
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    counts = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    occurrence[index[order]] = counts
    return occurrence


def _flags(document: TextColumn, quantity: Int64s, amount: Int64s) -> NDArray[np.uint16]:
    cancelled = np.array([*(_CANCELLED.match(text) is not None for text in document.strings), False])
    negative = (amount < 0) | ((quantity < 0) & (quantity != UNKNOWN_AMOUNT))
    flags = np.where(negative, np.uint16(RETURN), np.uint16(0))
    flags[negative & cancelled[document.codes]] |= np.uint16(CANCELLATION)
    return flags
