"""Reporting periods: weeks, months, quarters and years of the calendar (S00.11, S01.07)."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

import msgspec

PeriodKind = Literal["week", "month", "quarter", "year"]
KINDS: Final[tuple[PeriodKind, ...]] = ("week", "month", "quarter", "year")
_EPOCH = dt.date(1970, 1, 1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Period(msgspec.Struct, frozen=True):
    """Days `first` ≤ day ≤ `last`, counted from 1970-01-01. `whole`: the evening it was made for lies beyond it."""

    first: int
    last: int
    whole: bool = True

    @property
    def days(self) -> int:
        return self.last - self.first + 1

    @property
    def months(self) -> float:
        """Length in mean months of the calendar, exact for whole months, quarters and years."""
        begin, end = date_of(self.first), date_of(self.last + 1)
        if begin.day == 1 and end.day == 1:
            return float((end.year - begin.year) * 12 + end.month - begin.month)
        return self.days / (365.25 / 12)


def date_of(day: int) -> dt.date:
    """The date of a day number."""
    return _EPOCH + dt.timedelta(days=day)


def day_of(date: dt.date) -> int:
    """The day number of a date."""
    return (date - _EPOCH).days


def period_with(kind: PeriodKind, day: int) -> Period:
    """The calendar period that holds `day`. Weeks begin on Monday."""
    date = date_of(day)
    if kind == "week":
        first = day - date.weekday()
        return Period(first, first + 6)
    months = _MONTHS[kind]
    begin = date.replace(month=(date.month - 1) // months * months + 1, day=1)
    turn = begin.month - 1 + months
    return Period(day_of(begin), day_of(dt.date(begin.year + turn // 12, turn % 12 + 1, 1)) - 1)


def periods_until(kind: PeriodKind, as_of: int, count: int, first: int | None = None) -> tuple[Period, ...]:
    """The last `count` periods up to the evening of `as_of`, oldest first; the current one is cut at `as_of`.

    Periods that end before day `first` are left out, the earliest one shown begins at its calendar start.
    """
    out: list[Period] = []
    day = as_of
    while len(out) < count and (first is None or day >= first):
        period = period_with(kind, day)
        whole = period.last <= as_of
        out.append(Period(period.first, min(period.last, as_of), whole))
        day = period.first - 1
    return tuple(reversed(out))
