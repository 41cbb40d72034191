"""Rows of a list of people as contact persons: names, sex, birthday, documents of identity (S03.56)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec

from core.cleaning.names import MALE, name_parts, sex_word
from core.entities.people import (
    FOREIGN_PASSPORT,
    PASSPORT,
    TITLE_MAX,
    ContactPoint,
    IdentityDocument,
    Person,
    PersonProfile,
    Sex,
    checked,
    checked_birthday,
    cleaned,
)
from core.problem import N_, Problem

S = TypeVar("S", bound=msgspec.Struct)
SEVERAL: Final = "; "
_DOTTED: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:\D.*)?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?")
_YEARLESS: Final = re.compile(r"--(\d{2})-?(\d{2})")
"""A birthday without its year, as vCard writes it."""
_CENTURY: Final = 100
_MONTHS: Final = 12
_DIGITS: Final = re.compile(r"\d+")


class ReadPerson(msgspec.Struct, frozen=True):
    """What a row says of somebody. `profile` names no person yet."""

    person: Person
    profile: PersonProfile
    title: str = ""

    @property
    def private(self) -> bool:
        """Whether the row says anything of the private profile."""
        return self.profile != PersonProfile(person=b"")


def read_person(values: Mapping[str, str], today: dt.date) -> ReadPerson:
    """A row by the fields of the import. Raises Problem (BAD_INPUT) with one sentence for a row that cannot be."""
    told = {name: cleaned(text) for name, text in values.items() if cleaned(text)}
    names = ("last_name", "first_name", "middle_name")
    parts: dict[str, str] = {name: told[name] for name in names if name in told}
    whole = told.get("name", "") or told.get("person", "")
    if whole and "last_name" not in parts:
        found, _guessed = name_parts(whole)
        parts = {**(found or {"last_name": whole}), **parts}
    birthday = told.get("birthday", "")
    yearless = _YEARLESS.fullmatch(birthday)
    born = _day(birthday, today) if _says(birthday) and yearless is None else None
    month, day = (int(yearless[1]), int(yearless[2])) if yearless else (born.month, born.day) if born else (0, 0)
    points = [ContactPoint("phone", each) for each in _several(told, "phone", "person_phone")]
    points += [ContactPoint("email", each) for each in _several(told, "email", "person_email")]
    person = Person(
        surname=parts.get("last_name", ""),
        given=parts.get("first_name", ""),
        patronymic=parts.get("middle_name", ""),
        latin=" ".join(told[name] for name in ("latin_last_name", "latin_first_name") if name in told),
        sex=_sex(told.get("sex", "")),
        points=tuple(points),
        birth_month=month,
        birth_day=day,
    )
    papers = (_foreign(told, today), _national(told))
    profile = PersonProfile(
        person=b"",
        birthday=born.isoformat() if born else "",
        documents=tuple(each for each in papers if each.number or each.series),
        citizenship=told.get("citizenship", "")[:TITLE_MAX],
        ticket=told.get("ticket", "")[:TITLE_MAX],
    )
    return ReadPerson(checked(person), profile, told.get("position", "")[:TITLE_MAX])


def _says(text: str) -> bool:
    """Whether a date is told at all: empty ones of address books are written 0/0/00."""
    return any(char in "123456789" for char in text) or any(map(str.isalpha, text))


def _several(told: Mapping[str, str], *names: str) -> list[str]:
    return [part for name in names for part in told.get(name, "").split(SEVERAL) if part]


def _sex(text: str) -> Sex:
    word = sex_word(text)
    if not word:
        return ""
    return "m" if word == MALE else "f"


def _foreign(told: Mapping[str, str], today: dt.date) -> IdentityDocument:
    series, number = _split(told, "passport", 2)
    until = told.get("passport_expires", "")
    return IdentityDocument(
        FOREIGN_PASSPORT, number, until=_date(until, today).isoformat() if _says(until) else "", series=series
    )


def _national(told: Mapping[str, str]) -> IdentityDocument:
    series, number = _split(told, "national_id", 4)
    return IdentityDocument(PASSPORT, number, series=series)


def _split(told: Mapping[str, str], name: str, digits: int) -> tuple[str, str]:
    """Series and number from their own columns, else from the one that holds both: `45 09 123456`, `75 №1234567`."""
    series, number = told.get(f"{name}_series", ""), told.get(f"{name}_number", "")
    whole = told.get(name, "")
    if whole and not number:
        groups = _DIGITS.findall(whole)
        joined = "".join(groups)
        if len(groups) > 1 and len(joined) > digits and joined == "".join(each for each in whole if each.isalnum()):
            return series or joined[:digits], joined[digits:]
        number = whole
    return series[:TITLE_MAX], number[:TITLE_MAX]


def _day(text: str, today: dt.date) -> dt.date:
    return checked_birthday(_date(text, today, born=True).isoformat(), today)


def _date(text: str, today: dt.date, *, born: bool = False) -> dt.date:
    """A date as tables write it; two digits of a year are of this century unless that lies ahead for a birth."""
    iso, dotted = _ISO.fullmatch(text) or _COMPACT.fullmatch(text), _DOTTED.fullmatch(text)
    try:
        if iso is not None:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if dotted is not None:
            year = int(dotted[3])
            if year < _CENTURY:
                year += today.year // _CENTURY * _CENTURY
                year -= _CENTURY if born and year > today.year else 0
            day, month = int(dotted[1]), int(dotted[2])
            if month > _MONTHS and "/" in text:
                day, month = month, day  # no month has such a number: the American order
            return dt.date(year, month, day)
    except ValueError:
        pass
    raise Problem(N_("This is no date: type it as 2026-11-28 or 28.11.2026."))


def is_date(text: str) -> bool:
    """Whether a table's cell is a date, or the zeros that some programs write for none."""
    told = cleaned(text)
    try:
        if _says(told) and _YEARLESS.fullmatch(told) is None:
            _date(told, dt.date.max)
    except Problem:
        return False
    return True


def filled(ours: Person, read: Person) -> Person:
    """Our person with what only the row knows: a value somebody has typed stays."""
    known = {(each.channel, each.value.casefold()) for each in ours.points}
    more = tuple(each for each in read.points if (each.channel, each.value.casefold()) not in known)
    told = _completed(ours, read, ("surname", "given", "patronymic", "latin", "sex"))
    if not told.birth_month:
        told = msgspec.structs.replace(told, birth_month=read.birth_month, birth_day=read.birth_day)
    return msgspec.structs.replace(told, points=(*ours.points, *more))


def filled_profile(ours: PersonProfile, read: PersonProfile) -> PersonProfile:
    """Our profile with what only the row knows; a document of a kind that is there already is completed."""
    papers = list(ours.documents)
    for each in read.documents:
        at = next((n for n, paper in enumerate(papers) if paper.kind == each.kind), None)
        if at is None:
            papers.append(each)
        elif papers[at].number in ("", each.number):
            papers[at] = _completed(papers[at], each, ("number", "series", "country", "until"))
    told = _completed(ours, read, ("birthday", "citizenship", "ticket"))
    return msgspec.structs.replace(told, documents=tuple(papers))


def _completed(ours: S, theirs: S, names: tuple[str, ...]) -> S:
    return msgspec.structs.replace(ours, **{n: getattr(theirs, n) for n in names if not getattr(ours, n)})


def same_person(ours: Person, read: Person) -> bool:
    """Whether a row is about somebody known: the same names, and no birthday that says otherwise."""
    if (ours.birth_month and read.birth_month) and (
        (ours.birth_month, ours.birth_day) != (read.birth_month, read.birth_day)
    ):
        return False
    first, second = _key(ours), _key(read)
    if first and second:
        middles = _folded(ours.patronymic), _folded(read.patronymic)
        return first == second and (not all(middles) or middles[0] == middles[1])
    return bool(ours.latin) and _folded(ours.latin) == _folded(read.latin)


def _key(person: Person) -> tuple[str, str] | None:
    return (_folded(person.surname), _folded(person.given)) if person.surname or person.given else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
