"""Dates as people and programs write them, as days since 1970-01-01 (spec/exchange §5).

dd.mm.yyyy, dd.mm.yy, ISO with or without a time, yyyymmdd, "2 ноября 2026 г.", Excel serial days; slashes are
day first unless the column proves month first.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Final, Literal

from storage.intake import limits

Order = Literal["dmy", "mdy"]
Failure = Literal["not_a_date", "impossible_date"]

_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()
_SERIAL_EPOCH: Final = datetime.date(1899, 12, 30).toordinal() - _EPOCH
_ZONE: Final = r"(?:\s?(?:[AaPp]\.?[Mm]\.?|Z|[+-][0-9]{2}:?[0-9]{2}))?"
_TIME: Final = r"(?:[T ,]\s?[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]{1,9})?)?" + _ZONE + ")?"
_ISO: Final = re.compile(rf"([0-9]{{4}})([-./])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_PARTS: Final = re.compile(rf"([0-9]{{1,2}})([-./])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9][0-9])(?:\s?г\.?)?{_TIME}")
_COMPACT: Final = re.compile(r"([0-9]{4})([0-9][0-9])([0-9][0-9])")
_SERIAL: Final = re.compile(r"([0-9]{5})(?:[.,][0-9]{1,15})?")
_WORDS: Final = re.compile(
    rf"([0-9]{{1,2}})(?:-?го)?[ .-]([а-яёa-z]{{3,9}})\.?,?[ .-]([0-9]{{4}}|[0-9][0-9])(?:\s?(?:г\.?|года))?{_TIME}"
)
_MONTH_WORD: Final = re.compile(r"([а-яёa-z]{3,9})\.?,? ([0-9]{4})(?:\s?(?:г\.?|года?))?")
_MONTH_NUMBER: Final = re.compile(r"(0?[1-9]|1[0-2])[./]([0-9]{4})|([0-9]{4})-(0[1-9]|1[0-2])")
_ENGLISH: Final = re.compile(rf"([a-z]{{3,9}})\.? ([0-9]{{1,2}}),? ([0-9]{{4}}){_TIME}")
_STEMS: Final = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
    "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTHS: Final = (
    "январь января февраль февраля март марта апрель апреля май мая июнь июня июль июля август августа сентябрь"
    " сентября октябрь октября ноябрь ноября декабрь декабря january february march april may june july august"
    " september october november december"
)
_NAMES: Final = tuple(_MONTHS.split())


def column_order(texts: Iterable[str]) -> Order:
    """Month first only when slashes prove it: some second part above 12 and no first part above 12."""
    month_second = day_second = False
    for text in texts:
        found = _PARTS.fullmatch(text.strip())
        if found is None or found[2] != "/":
            continue
        month_second |= int(found[1]) > 12
        day_second |= int(found[3]) > 12
    return "mdy" if day_second and not month_second else "dmy"


class Days:
    """Converts the texts of one column; the part before a time is converted once."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._known: dict[str, int | Failure] = {}

    def day(self, text: str) -> int | Failure:
        """Days since 1970-01-01, or why there are none."""
        head, gap, tail = text.partition(" ")
        if gap and len(head) == 10 and len(tail) in (5, 8) and head in self._known and _is_time(tail):
            return self._known[head]
        answer = parse(text, self._order)
        if gap and len(head) == 10 and not isinstance(answer, str):
            self._known[head] = answer
        return answer


def _is_time(text: str) -> bool:
    hours, colon, rest = text.partition(":")
    minutes, _, seconds = rest.partition(":")
    exact = seconds.isdecimal() if len(text) == 8 else not seconds
    return bool(colon) and hours.isdecimal() and minutes.isdecimal() and exact


def parse(text: str, order: Order = "dmy") -> int | Failure:
    """Days since 1970-01-01 of one text, or why there are none: no date at all, or a day that never was."""
    text = " ".join(text.split())
    if len(text) > limits.NUMBER_CHARS:
        return "not_a_date"
    found = _ISO.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[3]), int(found[4]))
    found = _PARTS.fullmatch(text)
    if found:
        first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
        if found[2] == "/" and order == "mdy":
            first, second = second, first
        return _day(year, second, first)
    found = _COMPACT.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _SERIAL.fullmatch(text)
    if found:
        serial = int(found[1])
        return serial + _SERIAL_EPOCH if limits.SERIAL_FIRST <= serial <= limits.SERIAL_LAST else "not_a_date"
    return _in_words(text.lower())


def month(text: str) -> int | Failure:
    """First day of a month named alone: "ноябрь 2026", "11.2026", "2026-11"."""
    text = " ".join(text.split()).lower()
    found = _MONTH_NUMBER.fullmatch(text)
    if found:
        return _day(int(found[2] or found[3]), int(found[1] or found[4]), 1)
    found = _MONTH_WORD.fullmatch(text)
    number = _month(found[1]) if found else 0
    return _day(int(found[2]), number, 1) if found and number else "not_a_date"


def _in_words(text: str) -> int | Failure:
    found = _WORDS.fullmatch(text)
    if found:
        month = _month(found[2])
        return _day(_full_year(found[3]), month, int(found[1])) if month else "not_a_date"
    found = _ENGLISH.fullmatch(text)
    if found:
        month = _month(found[1])
        return _day(int(found[3]), month, int(found[2])) if month else "not_a_date"
    return "not_a_date"


def _month(word: str) -> int:
    """1–12, or 0 for a word that is no month or its usual abbreviation."""
    known = word in _NAMES or word in _STEMS or (len(word) == 4 and any(name.startswith(word) for name in _NAMES))
    return _STEMS.get(word[:3], 0) if known else 0


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < limits.PIVOT_YEAR else 1900)


def _day(year: int, month: int, day: int) -> int | Failure:
    if not limits.FIRST_YEAR <= year <= limits.LAST_YEAR:
        return "impossible_date"
    try:
        return datetime.date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return "impossible_date"
