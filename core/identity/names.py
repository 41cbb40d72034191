"""Names and identifiers brought to the form they are compared in: tokens, core tokens, keys of phones and addresses."""

from __future__ import annotations

import functools
import re
from typing import Final

from core.identity.fold import fold
from core.identity.legal_forms import form_bounds, legal_form, strip_legal_form, words

__all__ = [
    "core_tokens",
    "fold",
    "folded",
    "forget",
    "initials",
    "legal_form",
    "mail_domain",
    "mail_key",
    "name_tokens",
    "phone_key",
    "strip_legal_form",
]  # fmt: skip

_GENERIC_WORDS: Final = """
    компания фирма завод фабрика комбинат группа групп гк холдинг корпорация концерн предприятие объединение
    торговый торговая торговое торгово дом тд тк пк ук ск чоп чоо нпо нпп нпф нпк пкф кб производственная
    производственный производственное производственно промышленная промышленно промышленный коммерческая
    коммерческий коммерческо научно научный научная строительная строительный строительно транспортная транспортный
    управляющая инвестиционная финансовая страховая туристическая агентство агрофирма бюро центр магазин салон
    клиника аптека ресторан кафе гостиница типография склад база студия школа институт мастерская сервис торг
    филиал представительство отделение и ко партнёры сыновья компани трейд трейдинг лтд
    company group holding holdings trade trading international services service solutions and the of brothers
    sons partners firm factory plant enterprise enterprises industries center centre store shop
"""
_GENERIC: Final = frozenset(fold(word) for word in _GENERIC_WORDS.split())
"""Words that say what a firm is, not which one (spec/search §3.2: they inflate any likeness of whole names)."""

_PHONE_DIGITS: Final = 10
_SHORTEST_PHONE: Final = 5
_NOT_DIGIT: Final = re.compile(r"\D")
_EXTENSION: Final = re.compile(r"(?:доб|вн|ext|x|#)[^\d]*\d{1,6}\s*$", re.IGNORECASE)


@functools.lru_cache(maxsize=1 << 17)
def folded(word: str) -> str:
    """`fold` of a single word with a memory of the last hundred thousand distinct ones."""
    return fold(word)


def forget() -> None:
    """Drops the memory of `folded`: it holds words of names, and a locked session holds none."""
    folded.cache_clear()


def name_tokens(name: str) -> list[str]:
    """Folded words of a name in its order, legal forms left out: ООО «Завод Ромашка» → [zavod, romaska]."""
    found = words(name)
    low, high = form_bounds(found) if found else (0, 0)
    keys: list[str] = []
    for word in found[low:high]:
        # what is written with dots and is no form (И.П.) are initials
        keys.extend(folded(letter) for letter in word.text) if word.dotted else keys.append(folded(word.text))
    return [key for key in keys if key]


def core_tokens(name: str) -> list[str]:
    """`name_tokens` without the words many firms share (завод, торговый дом); all of them when nothing else is left."""
    tokens = name_tokens(name)
    return [token for token in tokens if token not in _GENERIC] or tokens


def initials(name: str) -> str:
    """First letters of the core tokens in their order."""
    return "".join(token[0] for token in core_tokens(name))


def phone_key(phone: str) -> str:
    """The last ten digits, so that +7, 8 and no prefix are one number; an extension is left out.

    Empty for less than five digits.
    """
    if len(phone) == _PHONE_DIGITS + 2 and phone[1:].isdigit() and phone.isascii():  # +79261234567, the usual form
        return phone[2:]
    digits = _NOT_DIGIT.sub("", _EXTENSION.sub("", phone))
    return digits[-_PHONE_DIGITS:] if len(digits) >= _SHORTEST_PHONE else ""


def mail_key(address: str) -> str:
    """An e-mail as it is compared: small letters, no spaces, no mailto. Empty when there is no @ inside."""
    text = address.casefold()
    if text[:1] in "< m" or text[-1:] in "> .,;" or " " in text:
        text = text.strip().strip("<>").removeprefix("mailto:").replace(" ", "").rstrip(".,;")
    local, at, domain = text.rpartition("@")
    return f"{local}@{domain}" if at and local and domain else ""


def mail_domain(address: str) -> str:
    """The domain of an e-mail or of a site's address: https://www.romashka.ru/shop → romashka.ru."""
    text = address.strip().casefold()
    text = text.rpartition("@")[2] if "@" in text else text.rpartition("://")[2]
    host = re.split(r"[/?#:\s]", text, maxsplit=1)[0].removeprefix("www.").rstrip(".")
    return host if "." in host else ""
