"""vCard 3.0 and 4.0 (RFC 2426, RFC 6350): people and firms for an address book.

Lines end in CRLF and are folded at 75 bytes between letters; whatever is data is escaped, so no value begins a line.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from core.dossier.blocks import clean_text

Version = Literal["3.0", "4.0"]
_LINE = 75


class AddressCard(msgspec.Struct, frozen=True):
    """One person or firm. `key` is what stays the same from file to file: a second import renews the card.

    `name` is the whole name as it is shown; a person has `family`, `given`, `patronymic` beside it. `birthday` of an
    unknown year has the year 0004.
    """

    key: str
    name: str
    family: str = ""
    given: str = ""
    patronymic: str = ""
    firm: str = ""
    post: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""
    city: str = ""
    site: str = ""
    note: str = ""
    birthday: dt.date | None = None
    is_firm: bool = False


NO_YEAR = 4
"""Year of a birthday whose year is not known: a leap year, so that 29 February can stand in it."""


def vcard_bytes(cards: Iterable[AddressCard], version: Version = "4.0") -> bytes:
    """Every card, one after another, in UTF-8."""
    return b"".join(_folded(line) for card in cards for line in _lines(card, version))


def _lines(card: AddressCard, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"UID:urn:uuid:{_uuid(card.key)}"
    if version == "4.0":
        yield f"KIND:{'org' if card.is_firm else 'individual'}"
    yield f"FN:{_escaped(card.name)}"
    names = (card.family, card.given, card.patronymic) if card.family or card.given else (card.name, "", "")
    yield "N:" + ";".join(_escaped(each) for each in names) + ";;"
    if card.firm or card.is_firm:
        yield f"ORG:{_escaped(card.firm or card.name)}"
    if card.is_firm and version == "3.0":
        yield "X-ABSHOWAS:COMPANY"
    if card.post:
        yield f"TITLE:{_escaped(card.post)}"
    for phone in card.phones:
        yield f"TEL;TYPE=WORK,VOICE:{_escaped(phone)}" if version == "3.0" else f"TEL;TYPE=work:{_escaped(phone)}"
    for email in card.emails:
        yield f"EMAIL;TYPE=INTERNET:{_escaped(email)}" if version == "3.0" else f"EMAIL:{_escaped(email)}"
    if card.address or card.city:
        yield f"ADR;TYPE=WORK:;;{_escaped(card.address)};{_escaped(card.city)};;;"
    if card.site:
        yield f"URL:{_uri(card.site)}"
    if card.birthday is not None:
        yield f"BDAY{_birthday(card.birthday, version)}"
    if card.note:
        yield f"NOTE:{_escaped(card.note)}"
    yield "END:VCARD"


def _birthday(day: dt.date, version: Version) -> str:
    if day.year != NO_YEAR:
        return f":{day.year:04d}{day.month:02d}{day.day:02d}" if version == "4.0" else f":{day.isoformat()}"
    if version == "4.0":
        return f":--{day.month:02d}{day.day:02d}"
    # What address books that know 3.0 alone write and read for "the year is not known".
    return f";X-APPLE-OMIT-YEAR=1604:1604-{day.month:02d}-{day.day:02d}"


def _uuid(key: str) -> str:
    hexed = hashlib.sha256(b"kartoteka/vcard/1" + key.encode()).hexdigest()
    return f"{hexed[:8]}-{hexed[8:12]}-{hexed[12:16]}-{hexed[16:20]}-{hexed[20:32]}"


def _escaped(text: str) -> str:
    flat = clean_text(text).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return flat.replace("\n", "\\n")


def _uri(text: str) -> str:
    return "".join(clean_text(text).split())


def _folded(line: str) -> bytes:
    """The line in pieces of 75 bytes at most, no letter torn."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        packed = letter.encode()
        if len(piece) + len(packed) > (_LINE if not pieces else _LINE - 1):
            pieces.append(piece)
            piece = b""
        piece += packed
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
