"""A questionnaire filled in: common data of the person, additional data, both columns, the paper (S03.65, S03.68)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from core.dossier.blocks import Block, Card, Fact, Heading, PageBreak
from core.dossier.translation import Lexicon, translated
from core.dossier.transliteration import in_letters
from core.entities.people import FOREIGN_PASSPORT, PASSPORT, Person, PersonProfile
from core.entities.questionnaires import VARIANT_MARK, FormAnswer, FormField, FormTemplate, Questionnaire
from core.wording import gettext as _

COMMON: Final = (
    "surname", "given", "patronymic", "latin_surname", "latin_given", "sex", "birthday", "citizenship",
    "foreign_series", "foreign_number", "foreign_until", "passport_series", "passport_number", "ticket", "position",
    "employer", "employer_address",
)  # fmt: skip
"""Data a form may take from the card: of the person first, of the client last."""
_SEX: Final = {"m": "мужской", "f": "женский", "": ""}
_LATIN: Final = {"surname": "latin_surname", "given": "latin_given"}
_KEY: Final = re.compile(r"[^a-z0-9]+")


class Line(msgspec.Struct, frozen=True):
    """One field of a questionnaire: its two columns, and words the dictionary lacks."""

    field: FormField
    source: str
    result: str
    edited: bool = False
    unknown: tuple[str, ...] = ()


def common_data(person: Person, profile: PersonProfile, title: str, client: str, address: str) -> dict[str, str]:
    """Every datum of COMMON as people write it: dates as 29.02.1980."""
    surname, _space, given = person.latin.partition(" ")
    foreign, internal = profile.document(FOREIGN_PASSPORT), profile.document(PASSPORT)
    told = (
        person.surname, person.given, person.patronymic, surname, given, _SEX[person.sex], _dotted(profile.birthday),
        profile.citizenship, foreign.series, foreign.number, _dotted(foreign.until), internal.series, internal.number,
        profile.ticket, title, client, address,
    )  # fmt: skip
    return dict(zip(COMMON, told, strict=True))


def _dotted(iso: str) -> str:
    try:
        return dt.date.fromisoformat(iso).strftime("%d.%m.%Y")
    except ValueError:
        return iso


def lines_of(
    form: FormTemplate, answers: Questionnaire | None, common: Mapping[str, str], lexicon: Lexicon
) -> tuple[Line, ...]:
    """Common data first, as the card has them now; then the additional ones as they were answered."""
    ordered = sorted(form.fields, key=lambda field: not field.common)
    return tuple(_line(form, each, answers, common, lexicon) for each in ordered)


def _line(
    form: FormTemplate, field: FormField, answers: Questionnaire | None, common: Mapping[str, str], lexicon: Lexicon
) -> Line:
    answer = (answers and answers.answer(field.id)) or FormAnswer(field.id)
    source = common.get(field.common, "") if field.common else answer.source
    if answer.edited and answer.source == source:
        return Line(field, source, answer.result, edited=True)
    as_passport = common.get(_LATIN.get(field.common, ""), "") if form.language != "ru" else ""
    if as_passport:
        return Line(field, source, as_passport)
    told = translated(source, field.way, form.language, form.scheme, lexicon)
    return Line(field, source, told.text, unknown=told.unknown)


def key_of(name: str) -> str:
    """How a Word file of the firm names a field: `_Цель поездки` is `tsel_poezdki`."""
    return _KEY.sub("_", in_letters(name).lower()).strip("_") or "field"


def values_of(form: FormTemplate, lines: Sequence[Line]) -> dict[str, object]:
    """What the firm's Word file may name: every field by its key, and all of them in order as `fields`."""
    keyed: dict[str, object] = {key_of(each.field.name): each.result for each in lines}
    listed = [{"name": caption(each.field), "source": each.source, "result": each.result} for each in lines]
    return keyed | {"country": form.country, "fields": listed}


def caption(field: FormField) -> str:
    """The name of a field as people read it."""
    return field.name.removeprefix(VARIANT_MARK)


def pages_of(form: FormTemplate, people: Sequence[tuple[str, Sequence[Line]]]) -> Iterator[Block]:
    """The form as a list, a page for each of the people: (name, lines)."""
    for at, (name, lines) in enumerate(people):
        if at:
            yield PageBreak()
        yield Heading(f"{form.country}: {name}")
        for title, chosen in (
            (_("Common data"), [each for each in lines if each.field.common]),
            (_("Additional questionnaire data"), [each for each in lines if not each.field.common]),
        ):
            if chosen:
                yield Card(tuple(Fact(caption(each.field), each.result or "—") for each in chosen), title)


def initials(person: Person) -> str:
    """Surname and initials, as the head of a questionnaire has them; the Latin name where there is no other."""
    letters = "".join(f" {part[0]}." for part in (person.given, person.patronymic) if part)
    return f"{person.surname}{letters}".strip() if person.surname else (person.given or person.latin)
