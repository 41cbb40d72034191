"""Buttons for other texts: phones, mail addresses, ё, look-alike letters, quotes, legal forms (S03.62)."""

from __future__ import annotations

import re
from typing import Final

from core.cleaning.changes import CellChange, Cells, each_text

_PHONES: Final = ("phone", "person_phone", "our_phone")
_MAILS: Final = ("email", "person_email", "sender", "reply_to")
_RUSSIAN: Final = (
    "name", "person", "last_name", "first_name", "middle_name", "city", "address", "company", "client_ref", "position",
)  # fmt: skip
_FIRMS: Final = ("name", "company", "client_ref")
_LATIN_TO_CYRILLIC: Final = dict(
    zip("ABCEHKMOPTXYaceopxyuk", "АВСЕНКМОРТХУасеорхуик", strict=True),
)
_CYRILLIC_TO_LATIN: Final = dict(zip("АВСЕНКМОРТХУасеорху", "ABCEHKMOPTXYaceopxy", strict=True))
_WORD: Final = re.compile(r"[^\W\d_]+")
_OPENING: Final = re.compile("[\"“”„‟«»‘']{1,2}(?=\\w)")
_CLOSING: Final = re.compile("(?<=[\\w.!?)])[\"“”„‟«»’']{1,2}(?!\\w)")
_LONG_FORMS: Final = (
    ("общество с ограниченной ответственностью", "ООО"),
    ("публичное акционерное общество", "ПАО"),
    ("непубличное акционерное общество", "НАО"),
    ("открытое акционерное общество", "ОАО"),
    ("закрытое акционерное общество", "ЗАО"),
    ("акционерное общество", "АО"),
    ("индивидуальный предприниматель", "ИП"),
    ("государственное унитарное предприятие", "ГУП"),
    ("муниципальное унитарное предприятие", "МУП"),
    ("торговый дом", "ТД"),
    ("производственный кооператив", "ПК"),
    ("автономная некоммерческая организация", "АНО"),
)
_FORM: Final = re.compile(r"\b(?:" + "|".join(long for long, _ in _LONG_FORMS) + r")\b", re.IGNORECASE)
_SHORT: Final = dict(_LONG_FORMS)
_PHONE_BREAK: Final = re.compile(r"\s*(?:[;,\n]|/(?=\s*\+?\d{5,}))\s*")
REGION: Final = "RU"
"""Where a phone without its country is."""


def phones(cells: Cells) -> list[CellChange]:
    """Phones in the one international form; several of a cell stay several, what is no phone stays as it is."""
    return each_text(cells, _PHONES, phone_text)


def phone_text(text: str) -> str:
    """`8 (912) 345-67-89 доб. 12` → `+7 912 345-67-89 ext. 12`; unchanged where a part of it is no phone."""
    parts = [part for part in _PHONE_BREAK.split(text) if part]
    told = [one_phone(part) for part in parts]
    return "; ".join(told) if told and all(told) else text


def one_phone(text: str) -> str:
    """A phone in the international form, empty when it is none that exists."""
    import phonenumbers  # its tables are large and most commands never look at a phone

    digits = sum(char.isdigit() for char in text)
    region = REGION if digits in (10, 11) or "доб" in text or "ext" in text else None
    try:
        number = phonenumbers.parse(text.replace("доб", "ext"), region or REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def mails(cells: Cells) -> list[CellChange]:
    """Mail addresses in small letters, without `mailto:` and angle brackets."""
    return each_text(cells, _MAILS, mail_text)


def mail_text(text: str) -> str:
    """Addresses in small letters."""
    return "; ".join(part.strip().removeprefix("mailto:").strip("<>").lower() for part in re.split("[;,]", text))


def without_yo(cells: Cells) -> list[CellChange]:
    """Ё as е: one spelling, so that searches by eye find both."""
    return each_text(cells, _RUSSIAN, lambda text: text.replace("ё", "е").replace("Ё", "Е"))


def look_alikes(cells: Cells) -> list[CellChange]:
    """Latin letters in Russian words and Russian ones in Latin words: letters of the word's own alphabet."""
    return each_text(cells, _RUSSIAN, own_letters)


def own_letters(text: str) -> str:
    """Every word in one alphabet: that of its other letters; a word of look-alikes alone, that of the text."""
    russian = any(_cyrillic(char) for char in text)

    def one(found: re.Match[str]) -> str:
        word = found.group()
        cyrillic = sum(_cyrillic(char) for char in word)
        latin = sum(char.isascii() for char in word)
        if not latin or (not cyrillic and (not russian or not all(char in _LATIN_TO_CYRILLIC for char in word))):
            return word
        only_latin = [char for char in word if char.isascii() and char not in _LATIN_TO_CYRILLIC]
        only_russian = [char for char in word if _cyrillic(char) and char not in _CYRILLIC_TO_LATIN]
        if only_latin and only_russian:
            return word
        table = _CYRILLIC_TO_LATIN if only_latin else _LATIN_TO_CYRILLIC
        return "".join(table.get(char, char) for char in word)

    return _WORD.sub(one, text)


def _cyrillic(char: str) -> bool:
    return "Ѐ" <= char <= "ӿ"


def firm_names(cells: Cells) -> list[CellChange]:
    """Guillemets around the name and the short legal form: `Общество … "Ромашка"` → `ООО «Ромашка»`."""
    return each_text(cells, _FIRMS, firm_text)


def firm_text(text: str) -> str:
    """A firm as it is written on a card: short legal form, guillemets, single spaces."""
    short = _FORM.sub(lambda found: _SHORT[found.group().lower()], text)
    quoted = _CLOSING.sub("»", _OPENING.sub("«", short))
    return " ".join(quoted.split()) if quoted.count("«") == quoted.count("»") else " ".join(short.split())
