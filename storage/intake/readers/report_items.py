"""Items of a 1C report: rows with a name, their level, and which of them are leaves (spec/exchange §1.2)."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

INDICATORS: Final = {
    "БУ": "main", "Сумма": "main", "руб": "main", "НУ": "tax", "ПР": "tax", "ВР": "tax", "УУ": "tax", "Контроль": "tax",
    "Кол": "quantity", "Количество": "quantity", "Вал": "foreign", "Вал. сумма": "foreign",
}  # fmt: skip
"""What a row of an item counts: the books, taxes, pieces, a foreign currency."""
ACCOUNT: Final = re.compile(r"\d{2}(?:\.[\dА-ЯA-Z]{1,3})*(?:,\s.*)?")
DOCUMENT: Final = re.compile(
    r"(?:реализаци|корректировк|возврат|поступлени|оплат|списани|оказани|плат[её]ж|отч[её]т|акт|сч[её]т|накладн|заказ"
    r"|приходн|расходн|взаимозач|ввод остатков|операци|передач)[^\d№]*(?:№\s*)?(?P<number>\S*\d\S*)?.*?"
    r"\bот\s+(?P<date>\d{1,2}\.\d{1,2}\.\d{2,4})",
    re.IGNORECASE,
)
CONTRACT: Final = re.compile(r"(?:основной\s+)?(?:договор|дог\.|контракт|соглашени|без договора|сч[её]т-договор)",
                             re.IGNORECASE)  # fmt: skip
_MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_SPAN: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\D{1,6}(\d{1,2})\.(\d{1,2})\.(\d{4})")
_QUARTER: Final = re.compile(r"\b([1-4])(?:-?[йо]\w*)?\s+квартал\w*\s+(\d{4})", re.IGNORECASE)
_MONTHS_OF: Final = re.compile(r"\b(\d{1,2})\s+месяц\w*\s+(\d{4})", re.IGNORECASE)
_HALF: Final = re.compile(r"\b([12])(?:-?[ео]\w*)?\s+полугоди\w*\s+(\d{4})", re.IGNORECASE)
_MONTH: Final = re.compile(r"\b(янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\s+(\d{4})", re.IGNORECASE)
_YEAR: Final = re.compile(r"\bза\s+(\d{4})\b")


@dataclass(slots=True)
class Item:
    """One named row: where it stands, its levels, its values by column; `chain` leads from the top to it."""

    at: int
    name: str
    outline: int
    indent: int
    column: int
    values: dict[int, Decimal | None]
    quantities: dict[int, Decimal | None]
    main: bool = True
    chain: list[Item] = field(default_factory=list)

    def sum(self, columns: Iterable[int]) -> Decimal:
        """Sum of the values in these columns."""
        return sum((value for column in columns if (value := self.values.get(column)) is not None), Decimal(0))

    def quantity(self, columns: Iterable[int]) -> Decimal:
        """Pieces, where they stand in a row of their own."""
        return sum((value for column in columns if (value := self.quantities.get(column)) is not None), Decimal(0))


def leaves_of(items: Sequence[Item], levels: Sequence[int]) -> list[Item]:
    """Items whose next item is no deeper than they are; every chain is set on the way."""
    found = []
    path: list[tuple[int, Item]] = []
    for place, (item, level) in enumerate(zip(items, levels, strict=True)):
        while path and path[-1][0] >= level:
            path.pop()
        path.append((level, item))
        item.chain = [each for _, each in path]
        if place + 1 == len(items) or levels[place + 1] <= level:
            found.append(item)
    return found


def guessed_levels(items: Sequence[Item]) -> list[int]:
    """Levels by the look of the names: accounts by their points, then counterparties, contracts, documents."""
    levels = []
    base = 0
    for item in items:
        if ACCOUNT.fullmatch(item.name):
            depth = item.name.partition(",")[0].count(".")
            base = depth + 1
            levels.append(depth)
        elif CONTRACT.match(item.name):
            levels.append(base + 1)
        elif DOCUMENT.match(item.name):
            levels.append(base + 2)
        else:
            levels.append(base)
    return levels


def period_of(texts: Sequence[str]) -> tuple[str, str]:
    """First and last day of the report's period in ISO, empty where its title tells none."""
    for text in texts:
        span = _SPAN.search(text)
        if span:
            try:
                first = datetime.date(int(span[3]), int(span[2]), int(span[1]))
                last = datetime.date(int(span[6]), int(span[5]), int(span[4]))
            except ValueError:
                continue
            return first.isoformat(), last.isoformat()
    for text in texts:
        months = _months(text)
        if months is not None:
            year, first_month, last_month = months
            if not (1900 <= year <= 2100 and 1 <= first_month <= last_month <= 12):
                continue
            end = calendar.monthrange(year, last_month)[1]
            return f"{year}-{first_month:02}-01", f"{year}-{last_month:02}-{end:02}"
    return "", ""


def _months(text: str) -> tuple[int, int, int] | None:
    """Year, first and last month that a title names."""
    if found := _QUARTER.search(text):
        return int(found[2]), 3 * int(found[1]) - 2, 3 * int(found[1])
    if found := _HALF.search(text):
        return int(found[2]), 6 * int(found[1]) - 5, 6 * int(found[1])
    if found := _MONTHS_OF.search(text):
        return int(found[2]), 1, int(found[1])
    named = [(int(each[2]), _month(each[1])) for each in _MONTH.finditer(text)]
    if named:
        return named[0][0], named[0][1], named[-1][1] if named[-1][0] == named[0][0] else 12
    if found := _YEAR.search(text):
        return int(found[1]), 1, 12
    return None


def _month(word: str) -> int:
    small = word.lower()
    return next(number for number, stem in enumerate(_MONTHS, 1) if small.startswith(stem) and
                (stem != "ма" or small[:3] in ("май", "мая")))  # fmt: skip
