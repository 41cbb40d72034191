"""Forms of a contact person: values as text and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

import msgspec

from core.entities.people import (
    NAME_MAX,
    TITLE_MAX,
    ContactPoint,
    Gift,
    IdentityDocument,
    Person,
    PersonProfile,
    PointChannel,
    Position,
    Relative,
    checked,
    checked_birthday,
    checked_position,
    cleaned,
)
from core.problem import N_, Problem
from core.wording import relations
from core.wording.dates import short_date
from tui.desk.edit_field import EditField
from tui.desk.figures import date_of, day_number

_NAMES = ("surname", "given", "patronymic", "latin")
_POINTS: tuple[PointChannel, ...] = ("phone", "email", "messenger")
_DAY_MONTH = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\.?")
_TEXTS = ("hobbies", "cuisine", "peculiarities")
_TEXT_MAX = 500
_SEVERAL = "; "
_MINOR = 100


def congratulate_text(person: Person) -> str:
    """Day and month as people write them: 29.02."""
    return f"{person.birth_day:02d}.{person.birth_month:02d}" if person.birth_month else ""


def person_form(
    person: Person, position: Position, chief: str, chiefs: Sequence[tuple[str, str]]
) -> tuple[EditField, ...]:
    """Fields of a person and his position. Telephones and addresses stay masked on the card: typed anew, not shown."""
    names = [EditField(name, getattr(person, name), NAME_MAX + 400) for name in _NAMES]
    since = short_date(date_of(position.since)) if position.since else ""
    return (
        *names,
        EditField("sex", person.sex, choices=relations.choices("sex")),
        EditField("congratulate", congratulate_text(person), 10),
        EditField("title", position.title, TITLE_MAX),
        EditField("department", position.department, TITLE_MAX),
        EditField("rung", position.rung, choices=relations.choices("rung")),
        EditField("part", position.part, choices=relations.choices("part")),
        EditField("attitude", str(position.attitude), 2),
        EditField("power", str(position.power), 1),
        EditField("reports_to", chief, choices=(("", "—"), *chiefs)),
        EditField("since", since, 10),
        *(EditField(channel, "", TITLE_MAX) for channel in _POINTS),
        EditField("network", next((each.network for each in person.points if each.network), ""), 40),
    )


def with_person(person: Person, fields: Mapping[str, str]) -> Person:
    """The person with typed fields. Raises Problem (BAD_INPUT)."""
    values: dict[str, object] = {name: fields[name] for name in _NAMES if name in fields}
    if "sex" in fields:
        values["sex"] = relations.value_of("sex", fields["sex"]) or ""
    if "congratulate" in fields:
        values["birth_month"], values["birth_day"] = _day_month(fields["congratulate"])
    points = person.points
    for channel in _POINTS:
        if fields.get(channel, "").strip():
            points = _with_point(points, channel, fields[channel], fields.get("network", ""))
    if "network" in fields:
        told = cleaned(fields["network"])
        points = tuple(
            msgspec.structs.replace(each, network=told) if each.channel == "messenger" else each for each in points
        )
    return checked(msgspec.structs.replace(person, points=points, **values))


def _with_point(
    points: tuple[ContactPoint, ...], channel: PointChannel, value: str, network: str
) -> tuple[ContactPoint, ...]:
    """Another value for a channel: it takes the place of the first one there, and nobody has verified it."""
    fresh = ContactPoint(channel, cleaned(value), network if channel == "messenger" else "")
    at = next((n for n, each in enumerate(points) if each.channel == channel), None)
    if at is not None and points[at].value == fresh.value:
        return points  # the same value typed again: consent and preference hold
    return (*points, fresh) if at is None else (*points[:at], fresh, *points[at + 1 :])


def with_position(position: Position, fields: Mapping[str, str]) -> Position:
    """The position with typed fields, `reports_to` as the hex of a handle. Raises Problem (BAD_INPUT)."""
    values: dict[str, object] = {name: fields[name] for name in ("title", "department") if name in fields}
    for kind in ("rung", "part"):
        if kind in fields:
            found = relations.value_of(kind, fields[kind])
            if found is None:
                known = ", ".join(value for value, _word in relations.choices(kind) if value)
                raise Problem(N_("There is no {word}: use one of {known}."), word=fields[kind], known=known)
            values[kind] = found
    for name in ("attitude", "power"):
        if fields.get(name, "").strip():
            values[name] = _whole(fields[name])
    if "reports_to" in fields:
        values["reports_to"] = bytes.fromhex(fields["reports_to"])
    if fields.get("since", "").strip():
        values["since"] = day_of(fields["since"])
    return checked_position(msgspec.structs.replace(position, **values))


def _whole(text: str) -> int:
    try:
        return int(text.strip().replace("−", "-"))
    except ValueError:
        raise Problem(N_("A whole number is needed here.")) from None


def day_of(text: str) -> int:
    """A typed date as days since 1970-01-01: 2026-11-28 or 28.11.2026. Raises Problem (BAD_INPUT)."""
    told = text.strip()
    parts = told.split(".")
    if len(parts) == 3:
        told = "-".join((parts[2].zfill(4), parts[1].zfill(2), parts[0].zfill(2)))
    try:
        return day_number(dt.date.fromisoformat(told))
    except ValueError:
        raise Problem(N_("This is no date: type it as 2026-11-28 or 28.11.2026.")) from None


def _day_month(text: str) -> tuple[int, int]:
    told = text.strip()
    if not told:
        return 0, 0
    found = _DAY_MONTH.fullmatch(told)
    if found is None:
        raise Problem(N_("There is no such day: type a birthday as day and month, such as 29.02."))
    return int(found[2]), int(found[1])


def money_of(text: str) -> int:
    """A typed sum as minor units; 0 for nothing. Raises Problem (BAD_INPUT)."""
    told = "".join(text.split()).replace(",", ".")
    if not told:
        return 0
    try:
        return round(float(told) * _MINOR)
    except ValueError:
        raise Problem(N_("A sum is needed here, such as 120000.")) from None


# What is private


def profile_form(profile: PersonProfile) -> tuple[EditField, ...]:
    """Fields of the profile: lists are one line, parts joined by semicolons."""
    family = _SEVERAL.join(" ".join(filter(None, (each.kind, each.name, each.birthday))) for each in profile.family)
    gifts = _SEVERAL.join(f"{date_of(each.day).isoformat()} {each.what}" for each in profile.gifts)
    papers = _SEVERAL.join(map(_document_text, profile.documents))
    return (
        EditField("birthday", profile.birthday, 10),
        *(EditField(name, getattr(profile, name), _TEXT_MAX) for name in _TEXTS),
        EditField("family", family, _TEXT_MAX),
        EditField("gifts", gifts, _TEXT_MAX),
        EditField("documents", papers, _TEXT_MAX),
        EditField("citizenship", profile.citizenship, TITLE_MAX),
        EditField("ticket", profile.ticket, TITLE_MAX),
    )


def with_profile(profile: PersonProfile, fields: Mapping[str, str], today: dt.date) -> PersonProfile:
    """The profile with typed fields. Raises Problem (BAD_INPUT), also for a birthday in the future."""
    values: dict[str, object] = {name: cleaned(fields[name])[:_TEXT_MAX] for name in _TEXTS if name in fields}
    if "birthday" in fields:
        told = fields["birthday"].strip()
        values["birthday"] = checked_birthday(told, today).isoformat() if told else ""
    if "family" in fields:
        values["family"] = tuple(_relative(part, today) for part in _parts(fields["family"]))
    if "gifts" in fields:
        values["gifts"] = tuple(_gift(part, today) for part in _parts(fields["gifts"]))
    if "documents" in fields:
        values["documents"] = tuple(_document(part) for part in _parts(fields["documents"]))
    for name in ("citizenship", "ticket"):
        if name in fields:
            values[name] = cleaned(fields[name])[:TITLE_MAX]
    return msgspec.structs.replace(profile, **values)


def _parts(text: str) -> list[str]:
    return [told for part in text.split(";") if (told := cleaned(part))]


def _relative(text: str, today: dt.date) -> Relative:
    kind, *rest = text.split()
    birthday = checked_birthday(rest.pop(), today).isoformat() if rest and rest[-1][:1].isdigit() else ""
    return Relative(kind, " ".join(rest), birthday)


def _gift(text: str, today: dt.date) -> Gift:
    first, _, rest = text.partition(" ")
    if first[:1].isdigit() and rest:
        return Gift(day_of(first), rest)
    return Gift(day_number(today), text)


def _document_text(paper: IdentityDocument) -> str:
    kind = relations.word("document", paper.kind)
    return " ".join(filter(None, (kind, paper.series, paper.number, paper.country, paper.until)))


def _document(text: str) -> IdentityDocument:
    word, *rest = text.split()
    until = rest.pop() if len(rest) > 1 and re.fullmatch(r"\d{4}-\d{2}-\d{2}", rest[-1]) else ""
    country = rest.pop() if len(rest) > 1 and rest[-1].isalpha() else ""
    kind = relations.value_of("document", word)
    series = rest.pop(0) if kind and len(rest) > 1 else ""
    return IdentityDocument(kind or word, " ".join(rest), country, until, series)
