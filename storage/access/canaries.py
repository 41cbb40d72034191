"""Planted rows: firms that do not exist, different in every export, which name it when they turn up (U06, §6).

Everything derives from HMAC(K_canary, export id, number of the row), so nothing about them is stored and no metric,
campaign or search for doubles ever meets one. Whoever holds the key of the firm space can tell them from clients.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.rules import DEFAULT, Rules
from storage.outlets.sheet import Cell, Column, Sheet

_LABEL = b"kartoteka/canary/1"
_FORMS = ("ООО", "ООО", "АО", "ЗАО")
_FIRST = (
    "Вест", "Норд", "Ост", "Юг", "Волга", "Кама", "Обь", "Дон", "Урал", "Алтай", "Балт", "Каспий", "Ладога", "Онего",
    "Вятка", "Ангара", "Амур", "Лена", "Печора", "Сура", "Цна", "Клязьма", "Ока", "Москва", "Нева", "Свирь", "Тверца",
    "Ильмень", "Селигер", "Байкал", "Саян", "Таймыр",
)  # fmt: skip
_SECOND = (
    "торг", "снаб", "пром", "строй", "маш", "техно", "опт", "трейд", "сервис", "комплект", "ресурс", "продукт", "агро",
    "лес", "металл", "хим", "текстиль", "мебель", "дизайн", "электро", "свет", "тепло", "газ", "вод", "транс", "авто",
    "бум", "пласт", "стекло", "керам", "кровля", "фасад",
)  # fmt: skip
_THIRD = (
    "Альфа", "Вектор", "Гарант", "Диалог", "Единство", "Заря", "Импульс", "Квант", "Лидер", "Магистраль", "Новация",
    "Орион", "Партнёр", "Регион", "Спектр", "Титан", "Успех", "Формат", "Центр", "Эталон", "Юпитер", "Ясень", "Восход",
    "Горизонт", "Доверие", "Корона", "Мастер", "Престиж", "Ракурс", "Стандарт", "Темп", "Факел",
)  # fmt: skip
_FOURTH = (
    "плюс", "групп", "М", "Н", "Т", "инвест", "сити", "про", "лайн", "лайт", "макс", "мини", "люкс", "эко", "сила",
    "век", "путь", "мир", "дом", "клуб", "порт", "рост", "союз", "старт", "стиль", "темп", "тон", "тракт", "фонд",
    "холл", "шаг", "экспо",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_WORDS = 3
_SPREAD = 0.3
"""Amounts of a planted row differ from those of the row it imitates by up to this part."""


@dataclass(frozen=True, slots=True)
class Canary:
    """One firm that does not exist. `name` without its legal form is met by chance once in a million firms."""

    name: str
    draw: bytes
    """32 bytes of its own, for everything else a row needs."""

    @property
    def words(self) -> tuple[str, ...]:
        """The name as it is recognised: small letters, no form, no quotes, whatever stands between the words."""
        return words_of(self.name)[1:]


def how_many(rows: int, rules: Rules = DEFAULT) -> int:
    """c = max(3, rows / 25): of 1,000 rows a tenth leaks untraced once in seventy times (spec/security §6)."""
    return max(rules.canaries_least, rows // rules.canaries_one_in)


def key_of(subject_key: bytes) -> bytes:
    """K_canary: derived from the one key of the firm space that outlives every rotation, as old exports do."""
    return hmac.digest(subject_key, _LABEL, "sha256")


def derive(key: bytes, export_id: bytes, number: int) -> Canary:
    """The planted firm number 0, 1, … of an export."""
    draw = hmac.digest(key, _LABEL + export_id + number.to_bytes(4, "big"), "sha256")
    first, second = _FIRST[draw[0] % 32], _SECOND[draw[1] % 32]
    third, fourth = _THIRD[draw[2] % 32], _FOURTH[draw[3] % 32]
    return Canary(f"{_FORMS[draw[4] % 4]} «{first}{second} {third}-{fourth}»", draw)


def plant(sheet: Sheet, key: bytes, export_id: bytes, count: int) -> Sheet:
    """The sheet with `count` planted rows at places that follow from the export alone."""
    rows = [list(row) for row in sheet.rows]
    patterns = list(sheet.rows)
    for number in range(count):
        canary = derive(key, export_id, number)
        place = int.from_bytes(canary.draw[5:9], "big") % (len(rows) + 1)
        like = patterns[int.from_bytes(canary.draw[9:13], "big") % len(patterns)] if patterns else ()
        rows.insert(place, _imitate(canary, sheet.columns, like))
    return replace(sheet, rows=rows)


def _imitate(canary: Canary, columns: Sequence[Column], like: Sequence[Cell]) -> list[Cell]:
    made: list[Cell] = []
    for at, column in enumerate(columns):
        value = like[at] if at < len(like) else None
        if column.meaning == "name":
            value = canary.name
        elif column.meaning == "id":
            value = canary.draw[13:29].hex()
        elif column.meaning == "number" and isinstance(value, str):
            value = _other_digits(value, canary.draw[16:])
        elif column.meaning in ("phone", "email"):
            value = ""  # a number or mailbox we do not own would be a stranger's
        elif column.meaning == "amount" and isinstance(value, int | float) and not isinstance(value, bool):
            factor = 1 + _SPREAD * (canary.draw[31] / 127.5 - 1)
            value = int(value * factor) if isinstance(value, int) else round(value * factor, 2)
        made.append(value)
    return made


def _other_digits(pattern: str, draw: bytes) -> str:
    """A number of the same shape: К-000123 → К-007461."""
    stream = iter(str(int.from_bytes(draw, "big")))
    return _DIGIT.sub(lambda _found: next(stream, "0"), pattern)


def words_of(text: str) -> tuple[str, ...]:
    """Words of a text in small letters; ё is е, as people type."""
    return tuple(word.lower().replace("ё", "е") for word in _WORD.findall(text))


class Traces:
    """What a found text is looked up in: runs of as many words as a planted name has."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: set[tuple[str, ...]] = set()
        for text in texts:
            words = words_of(text)
            self._runs.update(words[at : at + _WORDS] for at in range(len(words) - _WORDS + 1))

    def holds(self, canary: Canary) -> bool:
        """Whether the planted firm is named there."""
        return canary.words in self._runs


__all__ = ["Canary", "Traces", "derive", "how_many", "key_of", "plant", "words_of"]
