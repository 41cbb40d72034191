"""Working days: neither weekend nor holiday nor a day off of one's own (U14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable

_SATURDAY = 5
_LONGEST = 366


def is_working(day: dt.date, holidays: Container[dt.date], off: Iterable[tuple[dt.date, dt.date]] = ()) -> bool:
    """Whether somebody works on a day. `off`: first and last day of every absence."""
    absent = any(first <= day <= last for first, last in off)
    return day.weekday() < _SATURDAY and day not in holidays and not absent


def next_working(day: dt.date, holidays: Container[dt.date], off: Iterable[tuple[dt.date, dt.date]] = ()) -> dt.date:
    """The day itself or the first working one after it; the day itself where a whole year is off."""
    absences = tuple(off)
    for ahead in range(_LONGEST):
        coming = day + dt.timedelta(days=ahead)
        if is_working(coming, holidays, absences):
            return coming
    return day
