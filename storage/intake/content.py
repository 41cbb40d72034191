"""What columns without names hold, by their cells alone: a pasted list of people (spec/exchange §1.6, S03.56)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from storage.intake import dates, inn

_SEX: Final = frozenset(["м", "ж", "m", "f", "муж", "жен", "муж.", "жен.", "мужской", "женский", "male", "female"])
_WORD: Final = re.compile(r"[А-ЯЁA-Z][А-ЯЁа-яёA-Za-z'’-]+")
_MIDDLE: Final = re.compile(r"[А-ЯЁа-яё-]+(?:вич|вна|чна|ична|ьич|лыч|мич|кич|оглы|кызы)", re.IGNORECASE)
_LAST: Final = re.compile(
    r"[А-ЯЁа-яё-]+(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|ой|ая|их|ых|ко|ук|юк|чук|ян|дзе|швили|ий|ец|ер)"
    r"|[A-Z][a-z]+(?:ov|ova|ev|eva|in|ina|sky|skiy|skaya)",
    re.IGNORECASE,
)
_FULL: Final = re.compile(r"[А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё]+(?: [А-ЯЁ][а-яё]+(?:вич|вна|чна|ична|ьич))?")
_MOST: Final = 0.7
_HALF: Final = 0.5
_ENOUGH: Final = 3
_FIRST_NAMES: Final = frozenset(
    """
    александр алексей анатолий андрей антон аркадий артём артем борис вадим валентин валерий василий виктор
    виталий владимир владислав вячеслав геннадий георгий глеб григорий даниил данил денис дмитрий евгений
    егор иван игорь илья кирилл константин лев леонид максим марат матвей михаил никита николай олег павел
    пётр петр роман рустам руслан семён семен сергей станислав степан тимур фёдор федор эдуард юрий яков
    ярослав александра алина алиса алла анастасия анна антонина валентина валерия варвара вера вероника
    виктория галина дарья диана ева евгения екатерина елена елизавета жанна зинаида зоя инна ирина карина
    кира кристина ксения лариса лидия любовь людмила маргарита марина мария милана надежда наталия наталья
    нина оксана ольга полина раиса светлана снежана софия софья тамара татьяна ульяна фаина эльвира эмма
    юлия яна
    """.split()  # noqa: SIM905  (names are read as a list of words)
)

Test = Callable[[str], bool]


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _is_date(text: str) -> bool:
    return not text.isdigit() and isinstance(dates.parse(text), int)


def _is_phone(text: str) -> bool:
    count = len(_digits(text))
    plain = set(text) <= set("+0123456789 ()-.,;/добext")
    return plain and 10 <= count <= 12 and (text.startswith(("+", "8", "7")) or (count == 10 and "(" in text))


_DETECTORS: Final[tuple[tuple[str, float, Test], ...]] = (
    ("sex", _MOST, lambda text: text.casefold() in _SEX),
    ("email", _MOST, lambda text: bool(re.fullmatch(r"\S+@\S+\.\S+", text))),
    ("birthday", _MOST, _is_date),
    ("inn", _MOST, inn.fits),
    ("passport", _MOST, lambda text: bool(re.fullmatch(r"\d{2}\s?№?\s?\d{7}", text))),
    ("national_id", _MOST, lambda text: bool(re.fullmatch(r"\d{2}\s?\d{2}\s?№?\s?\d{6}", text))),
    ("phone", _MOST, _is_phone),
    ("name", _MOST, lambda text: bool(_FULL.fullmatch(text))),
    ("middle_name", _MOST, lambda text: bool(_MIDDLE.fullmatch(text))),
    ("first_name", _HALF, lambda text: text.casefold() in _FIRST_NAMES),
    ("last_name", _HALF, lambda text: bool(_WORD.fullmatch(text)) and bool(_LAST.fullmatch(text))),
)
"""In this order: what is surest first. Each is given to the column with the largest share of cells that pass."""


def people_columns(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Fields of people by column of a table without a header; empty when it does not look like a list of people."""
    width = max(map(len, rows), default=0)
    cells = {
        column: [text for row in rows if column < len(row) and (text := row[column].strip())] for column in range(width)
    }
    found: dict[int, str] = {}
    for field, least, test in _DETECTORS:
        shares = {
            column: sum(map(test, texts)) / len(texts)
            for column, texts in cells.items()
            if texts and column not in found
        }
        best = max(shares, key=lambda column: shares[column], default=None)
        if best is not None and shares[best] >= least:
            found[best] = field
    named = {"name", "last_name", "first_name"} & set(found.values())
    return found if len(found) >= _ENOUGH and named else {}
