"""vCard 2.1, 3.0 and 4.0: people (spec/exchange §1.6). One bad photo never costs a card."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storage.intake import limits
from storage.intake.encoding import known, sniff
from storage.intake.frames import Fact
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.records import Records, Table, read_all

FIELDS: Final = (
    "name", "last_name", "first_name", "middle_name", "company", "position", "phone", "email", "birthday", "sex",
    "address", "site", "note", "tags", "external_id",
)  # fmt: skip
_BULKY: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_LONG_LINE: Final = limits.CELL_CHARS
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_SPLIT: Final = re.compile(r"(?<!\\)(?:\\\\)*;")


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card, unfolded: name without its group, parameters in capitals, the raw value."""

    name: str
    params: tuple[str, ...]
    value: str

    def parts(self) -> list[str]:
        """The components of a structured value."""
        found, start = [], 0
        for cut in _SPLIT.finditer(self.value):
            found.append(_plain(self.value[start : cut.end() - 1]))
            start = cut.end()
        return [*found, _plain(self.value[start:])]

    def text(self) -> str:
        """The value as a person reads it."""
        return _plain(self.value)


def open_file(fd: int) -> Records:
    """Read the file on `fd`. Raises ReadFault for a card that never ends."""
    data = read_all(fd)
    encoding = sniff(data)
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    table = Table("cards", "people", FIELDS)
    phones, mails = [], []
    groups = 0
    for card in _cards(text):
        if _kind(card) == "group":
            groups += 1  # a list of other cards: nobody of its own
            continue
        record, tel, email = _record(card)
        table.add(record)
        phones.append(tel)
        mails.append(email)
    facts: dict[str, Fact] = {"cards": table.rows, "phones": sum(phones), "emails": sum(mails)}
    if groups:
        facts["groups"] = groups
    if phones:
        facts["first_card"] = {"tel": phones[0], "email": mails[0]}
    return Records("vcard", encoding, len(data), [table], facts)


def _cards(text: str) -> Iterator[list[Property]]:
    """The properties of every card; an agent's card nested in another is passed over."""
    card: list[Property] = []
    depth = number = 0
    for line in _unfolded(text):
        found = _property(line)
        if found is None:
            continue
        if found.name == "BEGIN" and found.value.strip().upper() == "VCARD":
            depth += 1
            if depth == 1:
                card = []
                number += 1
        elif found.name == "AGENT" and found.value.strip().upper() == "BEGIN:VCARD":
            depth += 1
        elif found.name == "END" and found.value.strip().upper() == "VCARD":
            depth = max(0, depth - 1)
            if not depth:
                yield card
        elif depth == 1 and found.name not in _BULKY:
            card.append(found)
    if depth:
        raise ReadFault("cut", number)


def _unfolded(text: str) -> Iterator[str]:
    """Logical lines: folded by a leading blank, or by "=" at the end of a quoted-printable one."""
    line = ""
    for physical in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        quoted = line.endswith("=") and "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
        if quoted:
            line = line[:-1] + physical
        elif physical[:1] in (" ", "\t") and line:
            if len(line) < _LONG_LINE:
                line += physical[1:]
        else:
            yield line
            line = physical
    yield line


def _property(line: str) -> Property | None:
    head, colon, value = _halves(line)
    if not colon:
        return None
    name, *params = head.split(";")
    name = name.rpartition(".")[2].strip().upper()
    words = tuple(param.strip().upper() for param in params)
    if any("QUOTED-PRINTABLE" in word for word in words):
        charset = next((word.partition("=")[2] for word in words if word.startswith("CHARSET=")), "UTF-8")
        raw = quopri.decodestring(value.encode("latin-1", "replace") if value.isascii() else value.encode())
        value = raw.decode(known(charset) or "utf-8", "replace")
    return Property(name, words, value)


def _halves(line: str) -> tuple[str, str, str]:
    """Before and behind the first colon that stands outside quotation marks."""
    quoted = False
    for at, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == ":" and not quoted:
            return line[:at], ":", line[at + 1 :]
    return line.partition(":")


def _plain(value: str) -> str:
    text = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return " ".join(text.split())


def _kind(card: list[Property]) -> str:
    """`org` for a firm, `group` for a list of cards, "" or another word for a person (RFC 6350 §6.1.4; Apple's own)."""
    told = {each.name: each.text().casefold() for each in card}
    return (
        "org" if told.get("X-ABSHOWAS") == "company" else told.get("KIND") or told.get("X-ADDRESSBOOKSERVER-KIND", "")
    )


def _record(card: list[Property]) -> tuple[dict[str, str], int, int]:
    """A card as the fields of a person, with how many phones and mails it has."""
    every: dict[str, list[Property]] = {}
    for each in card:
        every.setdefault(each.name, []).append(each)

    def first(name: str) -> str:
        return next((each.text() for each in every.get(name, ()) if each.text()), "")

    last, given, middle = ([*every["N"][0].parts(), "", "", ""] if "N" in every else ["", "", ""])[:3]
    company = next((part for each in every.get("ORG", ()) for part in each.parts() if part), "")
    phones = [_phone(each.text()) for each in every.get("TEL", ()) if each.text()]
    mails = [each.text().removeprefix("mailto:") for each in every.get("EMAIL", ()) if each.text()]
    address = next((", ".join(filter(None, each.parts())) for each in every.get("ADR", ())), "")
    full = first("FN") or " ".join(filter(None, (last, given, middle)))
    if _kind(card) == "org":
        full, company, last, given, middle = company or full, "", "", "", ""
    record = {
        "name": full or company or first("NICKNAME") or next(iter(mails or phones), ""),
        "last_name": last,
        "first_name": given,
        "middle_name": middle,
        "company": company,
        "position": first("TITLE") or first("ROLE"),
        "phone": "; ".join(dict.fromkeys(phones)),
        "email": "; ".join(dict.fromkeys(mails)),
        "birthday": _birthday(first("BDAY")),
        "sex": first("GENDER")[:1],
        "address": address,
        "site": first("URL"),
        "note": first("NOTE")[: limits.CELL_CHARS],
        "tags": first("CATEGORIES"),
        "external_id": first("UID")[:200],
    }
    return record, len(phones), len(mails)


def _phone(text: str) -> str:
    return text.removeprefix("tel:").replace(";ext=", " ext. ")


def _birthday(text: str) -> str:
    """ISO, or --MM-DD where the year is not told."""
    digits = text.partition("T")[0].replace("-", "")
    if len(digits) == 8 and digits.isdigit():
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if text.startswith("--") and len(digits) == 4 and digits.isdigit():
        return f"--{digits[:2]}-{digits[2:]}"
    return text
