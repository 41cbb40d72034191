"""Dates as the reader writes them.

Russian months need cases: genitive in a date, nominative in a heading, prepositional after «в».
"""

from __future__ import annotations

import datetime as dt

from core.wording import language
from core.wording.numbers import NBSP

_NOMINATIVE_RU = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_GENITIVE_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_PREPOSITIONAL_RU = (
    "январе", "феврале", "марте", "апреле", "мае", "июне",
    "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip
_SHORT_RU = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def short_date(day: dt.date) -> str:
    """Ten characters for a column: `02.11.2026`; ISO in English, where 02.11 could be February."""
    if language() == "ru":
        return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def long_date(day: dt.date) -> str:
    """A date in a sentence: `2 ноября 2026 г.`, `2 November 2026`."""
    if language() == "ru":
        return f"{day.day}{NBSP}{_GENITIVE_RU[day.month - 1]} {day.year}{NBSP}г."
    return f"{day.day}{NBSP}{_EN[day.month - 1]} {day.year}"


def day_month(day: dt.date) -> str:
    """A date without its year: `2 ноября`, `2 November`."""
    return f"{day.day}{NBSP}{(_GENITIVE_RU if language() == 'ru' else _EN)[day.month - 1]}"


def month_name(month: int) -> str:
    """The nominative, for headings: `Ноябрь`, `November`. `month` counts from 1."""
    return _NOMINATIVE_RU[month - 1].capitalize() if language() == "ru" else _EN[month - 1]


def month_short(month: int) -> str:
    """Three letters for an axis: `ноя`, `Nov`."""
    return _SHORT_RU[month - 1] if language() == "ru" else _EN[month - 1][:3]


def month_year(year: int, month: int) -> str:
    """A month as a heading: `Ноябрь 2026`."""
    return f"{month_name(month)} {year}"


def in_month(month: int) -> str:
    """The month as an answer to "when": `в ноябре`, `in November`."""
    if language() == "ru":
        return f"в{NBSP}{_PREPOSITIONAL_RU[month - 1]}"
    return f"in {_EN[month - 1]}"


def moment(at: dt.datetime) -> str:
    """Date and time to the minute, in the zone the value carries: `02.11.2026 14:05`."""
    return f"{short_date(at.date())} {at.hour:02d}:{at.minute:02d}"
