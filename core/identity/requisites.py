"""A firm's block of requisites pasted as text: what of it is known, and what was not understood (U32).

Blocks come as `ИНН: 7707083893`, `ИНН/КПП 7707083893/770701001`, tables of two columns and running text alike, so
values are looked for by their labels and shapes, line by line; a line that gave nothing is handed back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

LONGEST: Final = 20_000
"""Characters of a block that are looked at."""


class Requisites(NamedTuple):
    """`values`: field → text; `lost`: lines that were not understood, as they stand."""

    values: Mapping[str, str]
    lost: tuple[str, ...]


_GAP: Final = r"[\s:№.,=\-–—\t|]*"
_NUMBERS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("inn_kpp", re.compile(rf"инн\s*/\s*кпп{_GAP}(\d{{10}})\s*[/\\]\s*(\d{{9}})", re.I)),
    ("inn", re.compile(rf"\bинн\b{_GAP}(\d{{12}}|\d{{10}})\b", re.I)),
    ("kpp", re.compile(rf"\bкпп\b{_GAP}(\d{{9}})\b", re.I)),
    ("ogrn", re.compile(rf"\bогрн(?:ип)?\b{_GAP}(\d{{15}}|\d{{13}})\b", re.I)),
    ("bik", re.compile(rf"\bбик\b{_GAP}(04\d{{7}}|\d{{9}})\b", re.I)),
    ("correspondent", re.compile(
        rf"(?:\bк\s*/\s*с(?:ч(?:[её]т)?)?|корр?(?:еспондентский|\.)?\s*/?(?:сч[её]т|сч)\w*){_GAP}(30\d{{18}})\b",
        re.I)),
    ("account", re.compile(
        rf"(?:\bр\s*/\s*с(?:ч(?:[её]т)?)?|расч[её]тный\s+сч[её]т|\bсч[её]т){_GAP}(\d{{20}})\b", re.I)),
)  # fmt: skip
_LABELLED: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("address", re.compile(
        r"(?:юридический|фактический|почтовый|юр\.?|факт\.?)?\s*адрес(?:\s+\(.*?\)|\s+места нахождения|\s+регистрации)?"
        r"\s*[:\-–—\t]+\s*(.+)", re.I)),
    ("name", re.compile(
        r"(?:(?:полное|сокращ[её]нное|краткое)\s+)?(?:фирменное\s+)?(?:наименование|название|организация|предприятие)"
        r"(?:\s+(?:организации|предприятия|юр\w*\.?\s*лица))?\s*[:\-–—\t]+\s*(.+)", re.I)),
    ("director", re.compile(
        r"(?:генеральный\s+директор|ген\.?\s*директор|директор|руководитель|индивидуальный предприниматель)"
        r"\s*[:\-–—\t]+\s*(.+)", re.I)),
    ("director", re.compile(r"(?:генеральный\s+директор|ген\.?\s*директор|директор)\s+([А-ЯЁ][А-ЯЁа-яё. -]+)")),
    ("bank", re.compile(r"(?:наименование\s+банка|банк(?:\s+получателя)?)\s*[:\-–—\t]+\s*(.+)", re.I)),
    ("site", re.compile(r"(?:сайт|web|www)\s*[:\-–—\t]+\s*(\S+)", re.I)),
)  # fmt: skip
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re.compile(
    r"(?:\+7|\b[78])[\s(-]*\d{3,5}[\s)-]*(?:\d[\s-]?){5,7}(?:\s*(?:доб|ext)\.?\s*\d+)?"
    r"|\(\d{3,5}\)\s*[\d-]{6,9}"
)
_PHONE_LABEL: Final = re.compile(r"\b(?:тел(?:ефон)?\w*|моб\w*|phone|факс)\b", re.I)
_SITE: Final = re.compile(r"\b(?:https?://)?(?:www\.)?[\w-]+\.(?:ru|com|org|net|su|рф|biz|info)\b[^\s,;]*", re.I)
_FIRM: Final = re.compile(
    r"(?:\b(?:ООО|АО|ПАО|ОАО|ЗАО|НАО|АНО|ГУП|МУП|ФГУП)\b\s*[«\"“„'].+?[»\"”“']+)"
    r"|(?:(?:Общество с ограниченной ответственностью|(?:\w+ )?акционерное общество)\s+[«\"“„'].+?[»\"”“']+)"
    r"|(?:\bИП\s+[А-ЯЁ][а-яё-]+(?:\s+[А-ЯЁ](?:[а-яё]+|\.)){1,2})",
    re.IGNORECASE,
)
_INDEX: Final = re.compile(r"\b\d{6}\b.*(?:г\.|ул\.|город|обл|пр-т|проспект|улица|шоссе|д\.)", re.I)
_CITY: Final = re.compile(r"\b(?:г\.\s*|город\s+)([А-ЯЁ][А-ЯЁа-яё]+(?:[ -][А-ЯЁ][а-яё]+){0,2})")
_HEADING: Final = re.compile(
    r"(?:карточка|реквизиты|банковские реквизиты|контакты|сведения)"
    r"(?:\s+(?:предприятия|организации|компании|об\s+\w+))*\s*:?",
    re.I,
)


def read_requisites(text: str) -> Requisites:
    """What a pasted block says of a firm. The first value of a field counts; short names go before long ones."""
    values: dict[str, str] = {}
    lost: list[str] = []
    lines = [" ".join(line.split()) for line in re.split(r"[\r\n]+", text[:LONGEST])]
    for line in filter(None, lines):
        if not _take(line, values) and not _HEADING.fullmatch(line):
            lost.append(line)
    if "city" not in values and (city := _CITY.search(values.get("address", ""))):
        values["city"] = city.group(1)
    return Requisites(values, tuple(lost))


def _take(line: str, values: dict[str, str]) -> bool:
    """Put what a line says into the values; False when it says nothing."""
    rest = line
    found = False
    for field, pattern in _NUMBERS:
        hit = pattern.search(rest)
        if hit is None:
            continue
        found = True
        if field == "inn_kpp":
            values.setdefault("inn", hit.group(1))
            values.setdefault("kpp", hit.group(2))
        else:
            values.setdefault(field, hit.group(1))
        rest = rest[: hit.start()] + " " + rest[hit.end() :]
    for mail in _MAIL.findall(rest):
        found = True
        _add(values, "email", mail)
    rest = _MAIL.sub(" ", rest)
    return _labelled(rest, values) or _phones(rest, values) or _by_shape(rest, values) or found


def _labelled(rest: str, values: dict[str, str]) -> bool:
    for field, pattern in _LABELLED:
        hit = pattern.search(rest)
        if hit is None:
            continue
        told = hit.group(1).strip(" ,;.")
        if field == "name" and "банк" in rest[: hit.start(1)].casefold():
            field = "bank"
        short = field == "name" and "сокращ" in rest.casefold()
        if short or field not in values:
            values[field] = told
        return True
    return False


def _phones(rest: str, values: dict[str, str]) -> bool:
    hits = [hit.group().strip(" ,;") for hit in _PHONE.finditer(rest)]
    if not hits or not (_PHONE_LABEL.search(rest) or len("".join(hits)) > len(rest) / 2):
        return False
    for phone in hits:
        _add(values, "phone", phone)
    return True


def _by_shape(rest: str, values: dict[str, str]) -> bool:
    firm = _FIRM.search(rest)
    if firm is not None and len(firm.group()) >= len(rest.strip()) / 2:
        values.setdefault("name", firm.group().strip())
        return True
    if _INDEX.search(rest):
        values.setdefault("address", rest.strip(" ,;"))
        return True
    site = _SITE.search(rest)
    if site is not None:
        values.setdefault("site", site.group())
        return True
    return False


def _add(values: dict[str, str], field: str, text: str) -> None:
    """A field of several values: one more, unless it is there."""
    known = values.get(field, "").split("; ") if values.get(field) else []
    if text not in known:
        values[field] = "; ".join([*known, text])
