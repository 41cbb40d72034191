"""Rates of currencies at the desk: typed or read from a file; sales without one stay out of sums (spec/store §4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.entities.rates import RateTable
from core.entities.supply import CurrencyRate
from core.problem import N_, ExitCode, Problem
from core.wording import say
from core.wording.dates import short_date
from core.worth.periods import date_of, day_of
from storage.intake import numbers
from storage.vault.books.worth import CURRENCY_RATE
from tui.desk import keeping, typed
from tui.desk.port_spending import Field, Rows, Taken, Values
from tui.desk.port_supply import RateList, RateRow

if TYPE_CHECKING:
    from tui.desk.desk import Desk

ONE = 100_000_000
"""1e-8 units of a whole one."""
MOST = 10**6 * ONE
_PLACES = 8


class RatesDesk:
    """What foreign currencies are worth."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: tuple[int, RateTable] | None = None

    def table(self) -> RateTable:
        """Rates to reckon with; read again only when something was written into the firm's space."""
        mark = self._desk.session.firm.mark()
        if self._known is None or self._known[0] != mark:
            self._known = mark, RateTable(each.fields for each in keeping.live(self._desk, CURRENCY_RATE))
        return self._known[1]

    def listed(self) -> RateList:
        """Rates newest first."""
        rows = [each.fields for each in keeping.live(self._desk, CURRENCY_RATE)]
        ordered = sorted(rows, key=lambda each: (-each.day, each.currency, -each.at_us))
        shown = tuple(RateRow(each.id.hex(), date_of(each.day), each.currency, each.rate / ONE) for each in ordered)
        return RateList(self._desk.base.currency, shown, self._desk.figures().without_rate)

    def form(self) -> tuple[Field, ...]:
        """Fields of a new rate."""
        today = short_date(self._desk.today_date())
        return (
            Field("currency", N_("Currency"), "USD", max_length=3),
            Field("date", N_("From the day"), today, max_length=20),
            Field("rate", N_("Rate"), max_length=20),
        )

    def set(self, values: Values) -> None:
        """Write a rate; one of the same day and currency is replaced. Raises Problem."""
        self._write([self._read(values)])

    def take(self, rows: Rows, dry_run: bool = False) -> Taken:
        """Rows of a file, all of them or none."""
        found: list[CurrencyRate] = []
        errors: list[tuple[int, str]] = []
        for number, values in rows:
            try:
                found.append(self._read(values))
            except Problem as problem:
                errors.append((number, say(problem)))
        if found and not errors and not dry_run:
            self._write(found)
        return Taken(len(found), tuple(errors))

    def remove(self, handle: str) -> None:
        """Take a rate off the list. Raises Problem."""
        keeping.demand(self._desk, keeping.CLERKS)
        keeping.change(self._desk, CURRENCY_RATE, keeping.named(self._desk, CURRENCY_RATE, handle), removed=True)

    def _write(self, rates: list[CurrencyRate]) -> None:
        keeping.demand(self._desk, keeping.CLERKS)
        keeping.add_all(self._desk, CURRENCY_RATE, rates)

    def _read(self, values: Values) -> CurrencyRate:
        base = self._desk.base.currency
        currency = values.get("currency", "").strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise Problem(N_("A currency has three letters, such as RUB: {currency} is none."), currency=currency[:10])
        if currency == base:
            raise Problem(N_("{currency} is the firm's own currency: it needs no rate."), currency=currency)
        number = numbers.parse(values.get("rate", "").strip() or "x", numbers.Style("decimal", "decimal"))
        rate = 0 if number is None or number.currency not in ("", base) else numbers.scaled(number, _PLACES)
        if not 0 < rate <= MOST:
            raise Problem(
                N_("A rate is what one {currency} costs in {base}, a number above zero."),
                ExitCode.BAD_INPUT,
                currency=currency,
                base=base,
            )
        day = typed.day(values.get("date", ""), day_of(self._desk.today_date()))
        return CurrencyRate(day=day, currency=currency, rate=rate)
