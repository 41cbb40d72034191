"""How a value of each kind is normalised before it is compared: one function a kind, "" where nothing is said."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Final

from core.identity.features import Field, Kind
from core.identity.legal_forms import form_bounds, words
from core.identity.names import folded, mail_domain, mail_key, phone_key

Normaliser = Callable[[str], str]

_FREE_MAIL = """
    mail.ru bk.ru list.ru inbox.ru internet.ru xmail.ru yandex.ru ya.ru yandex.com yandex.by yandex.kz
    narod.ru rambler.ru lenta.ru ro.ru autorambler.ru myrambler.ru gmail.com googlemail.com outlook.com
    hotmail.com live.com live.ru msn.com yahoo.com yahoo.co.uk icloud.com me.com mac.com aol.com proton.me
    protonmail.com ukr.net i.ua meta.ua tut.by mail.by mail.kz gmx.de gmx.net gmx.com web.de t-online.de
    freenet.de orange.fr wanadoo.fr free.fr laposte.net libero.it virgilio.it qq.com 163.com 126.com sina.com
    pochta.ru hotbox.ru nm.ru e1.ru ngs.ru
"""
FREE_MAIL: Final = frozenset(_FREE_MAIL.split())
"""Mail services anybody may use: their domain says nothing of a firm."""

_WORD: Final = re.compile(r"[^\W_]+")
_DIGITS: Final = re.compile(r"\d+")
_MADE_UP: Final = re.compile(r"^(\d)\1*$")


def text_key(text: str) -> str:
    """Folded words in the order they stand, one blank between them."""
    return " ".join(filter(None, map(folded, _WORD.findall(text.casefold()))))


def _form_text(text: str) -> str:
    return "".join(word.text for word in words(text))


_FORMS: Final = {
    _form_text(spelling): family
    for family, spellings in {
        "llc": ("llc", "ооо", "общество с ограниченной ответственностью", "limited liability company"),
        "jsc": ("jsc", "ао", "акционерное общество", "joint stock company"),
        "zao": ("зао", "закрытое акционерное общество", "cjsc"),
        "oao": ("оао", "открытое акционерное общество", "ojsc"),
        "pjsc": ("пао", "публичное акционерное общество", "pjsc"),
        "ip": ("ип", "индивидуальный предприниматель", "ип кфх", "чп"),
        "ltd": ("ltd", "limited", "co ltd"),
        "gmbh": ("gmbh", "gesellschaft mit beschränkter haftung", "mbh"),
        "ag": ("ag", "aktiengesellschaft"),
        "inc": ("inc", "incorporated", "corp", "corporation"),
        "plc": ("plc", "public limited company"),
    }.items()
    for spelling in spellings
}


def firm_key(text: str) -> str:
    """Folded words of a firm's name without its legal form; the form itself when there is nothing else."""
    return _read(text)[0]


def form_key(text: str) -> str:
    """The legal form of a firm's name, one for all its spellings: ООО, LLC and the form in full are one."""
    return _read(text)[1]


@functools.lru_cache(maxsize=1 << 13)
def _read(text: str) -> tuple[str, str]:
    """Key and form of a name, taken apart once for both fields. Tables are read in slices that this holds."""
    found = words(text)
    low, high = form_bounds(found) if found else (0, 0)
    kept: list[str] = []
    for word in found[low:high]:
        kept.extend(map(folded, word.text)) if word.dotted else kept.append(folded(word.text))
    form = "".join(word.text for word in (*found[:low], *found[high:]))
    return " ".join(filter(None, kept)) or text_key(text), _FORMS.get(form, form)


def code_key(text: str) -> str:
    """Letters and digits only, folded to lower case: «12 34-АБ» and «1234аб» are one."""
    return "".join(_WORD.findall(text.casefold()))


def digits_key(text: str) -> str:
    """Digits only; a number of one repeated digit is a filler and says nothing."""
    found = "".join(_DIGITS.findall(text))
    return "" if _MADE_UP.match(found) else found


def phone_value(text: str) -> str:
    """The last ten digits, "" for a filler."""
    key = phone_key(text)
    return "" if _MADE_UP.match(key) else key


def mail_value(text: str) -> str:
    """An address as `local@domain`; a site as `@domain`."""
    if "@" in text:
        return mail_key(text)
    host = mail_domain(text)
    return f"@{host}" if host else ""


def people_key(text: str) -> str:
    """A list of people, each as his folded words with the longest last, separated by `;`."""
    people = (text_key(person) for person in re.split(r"[,;]| and ", text))
    return ";".join(person for person in people if person)


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def date_key(text: str) -> str:
    """YYYYMMDD of 1956-04-09, 09.04.1956, 19560409; anything else as its digits."""
    groups = _DIGITS.findall(text)
    if len(groups) == 3:
        first, month, last = groups
        if len(first) == 4:
            return f"{first}{month:0>2}{last:0>2}"
        if len(last) == 4:
            return f"{last}{month:0>2}{first:0>2}"
    return "".join(groups)


_KINDS: Final[dict[Kind, Normaliser]] = {
    Kind.FIRM_NAME: firm_key,
    Kind.FORM: form_key,
    Kind.FULL_NAME: text_key,
    Kind.NAME_PART: text_key,
    Kind.TEXT: text_key,
    Kind.PEOPLE: people_key,
    Kind.CODE: code_key,
    Kind.DOCUMENT: code_key,
    Kind.DATE: date_key,
    Kind.YEAR: digits_key,
    Kind.NUMBER: code_key,
    Kind.CATEGORY: text_key,
    Kind.INN: digits_key,
    Kind.KPP: code_key,
    Kind.OGRN: digits_key,
    Kind.PHONE: phone_value,
    Kind.MAIL: mail_value,
}


def normaliser(field: Field) -> Normaliser:
    """The normaliser of a field's kind."""
    return _KINDS[field.kind]


def domain(mail: str) -> str:
    """The domain of a normalised address, "" for a mail service anybody may use."""
    found = mail.rpartition("@")[2]
    return "" if found in FREE_MAIL else found


_WEIGHTS: Final = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def inn_valid(inn: str) -> bool:
    """Whether the check digits of an ИНН of 10 or 12 digits are right (ФНС order ММВ-7-6/435@)."""
    if not inn.isascii() or not inn.isdigit() or len(inn) not in (10, 12):
        return False
    digits = [int(digit) for digit in inn]
    return all(
        sum(weight * digit for weight, digit in zip(_WEIGHTS[-place:], digits, strict=False)) % 11 % 10 == digits[place]
        for place in ((9,) if len(inn) == 10 else (10, 11))
    )


def ogrn_valid(ogrn: str) -> bool:
    """Whether the last digit of an ОГРН (13 digits) or ОГРНИП (15 digits) is right."""
    if not ogrn.isascii() or not ogrn.isdigit() or len(ogrn) not in (13, 15):
        return False
    return int(ogrn[:-1]) % (11 if len(ogrn) == 13 else 13) % 10 == int(ogrn[-1])
