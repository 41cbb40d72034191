"""Contact persons of clients and how they stand to us (glossary: Person, Position, PersonProfile, Link, Referral)."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Literal

import msgspec

from core.entities.client import ClientContacts
from core.entities.entry import Entry
from core.problem import N_, Problem

Sex = Literal["", "m", "f"]
PointChannel = Literal["phone", "email", "messenger", "social"]
ConsentKind = Literal["", "written", "form", "contract", "oral"]
ReachedBy = Literal["", "email", "sms", "messenger", "call", "site", "social", "meeting"]
Rung = Literal["owner", "director", "top", "middle", "line", "accountant", "buyer"]
Part = Literal["", "decision_maker", "influencer", "user", "blocker", "economic", "technical"]
ReferralResult = Literal["open", "met", "client", "refused"]

POINT_CHANNELS: tuple[PointChannel, ...] = ("phone", "email", "messenger", "social")
CONSENT_KINDS: tuple[ConsentKind, ...] = ("written", "form", "contract", "oral")
RUNGS: tuple[Rung, ...] = ("owner", "director", "top", "middle", "line", "accountant", "buyer")
"""Levels of S03.89; the buyer is one of his own."""
PARTS: tuple[Part, ...] = ("decision_maker", "influencer", "user", "blocker", "economic", "technical")
REFERRAL_RESULTS: tuple[ReferralResult, ...] = ("open", "met", "client", "refused")
FOREIGN_PASSPORT, PASSPORT = "foreign_passport", "passport"
DOCUMENT_KINDS = (FOREIGN_PASSPORT, PASSPORT)
NAME_MAX = 120
TITLE_MAX = 120
STRENGTHS = range(6)
ATTITUDES = range(-2, 3)
POWERS = range(4)
_LEAP_DAY = (2, 29)
_NUMBER = frozenset("+(0123456789")


class ContactPoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """One way to reach a person."""

    channel: PointChannel
    value: str
    network: str = ""
    """Name of the messenger or social network: Telegram, WhatsApp, MAX, VK (U31)."""
    consent: bool | None = None
    """Whether he agreed to be written to here; None: nobody asked."""
    preferred: bool = False
    bounced: bool = False
    verified: int = 0
    """Day it was last found right, days since 1970-01-01."""
    consent_kind: ConsentKind = ""
    """How he agreed; the sender has to prove it (federal law 38, art. 18)."""
    consent_day: int = 0
    """Day he agreed or took it back, days since 1970-01-01."""
    consent_proof: str = ""
    """Where the proof lies: number of the contract, name of the form, his letter."""

    @property
    def agreed(self) -> bool:
        """Whether a mailing may go here: he agreed, and how and when is on record."""
        return bool(self.consent and self.consent_kind and self.consent_day)


class Person(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A contact person of a client. The same handle at two clients is the same person."""

    surname: str = ""
    given: str = ""
    patronymic: str = ""
    latin: str = ""
    """Name as the passport or he himself writes it in Latin letters."""
    sex: Sex = ""
    points: tuple[ContactPoint, ...] = ()
    birth_month: int = 0
    """Of the birthday; 0: unknown. The year stands in the profile alone."""
    birth_day: int = 0
    salutation: str = ""
    """How he is addressed at the top of a letter, where the usual way does not fit."""
    cases: tuple[tuple[str, str], ...] = ()
    """(case, name and patronymic in it) where the declension by rule is wrong."""
    prefers: ReachedBy = ""
    """How he likes to be told news and offers (S03.76); empty: nobody asked."""

    @property
    def name(self) -> str:
        """Surname, name, patronymic, as far as they are known."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part) or self.latin


class Position(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What a person is at a client, and since when; it stays when he leaves (S03.89)."""

    person: bytes
    title: str = ""
    department: str = ""
    rung: Rung = "line"
    part: Part = ""
    """Role in the decision to buy."""
    attitude: int = 0
    """To us, −2…+2."""
    power: int = 0
    """Weight in the decision, 0–3."""
    reports_to: bytes = b""
    """Handle of his chief."""
    since: int = 0
    until: int = 0
    """Last day; 0: he is there."""


class Relative(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody of the family (S03.37)."""

    kind: str
    name: str = ""
    birthday: str = ""
    """ISO date."""


class Gift(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was given, so that it is not given twice."""

    day: int
    what: str


class IdentityDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passport or another document of identity."""

    kind: str
    """One of DOCUMENT_KINDS, or what somebody typed."""
    number: str
    country: str = ""
    until: str = ""
    """ISO date it is valid to."""
    series: str = ""


class PersonProfile(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What is private about a person: opened with a right of its own, against a dossier reading (S03.37)."""

    person: bytes
    birthday: str = ""
    """ISO date."""
    hobbies: str = ""
    cuisine: str = ""
    peculiarities: str = ""
    family: tuple[Relative, ...] = ()
    gifts: tuple[Gift, ...] = ()
    documents: tuple[IdentityDocument, ...] = ()
    citizenship: str = ""
    ticket: str = ""
    """Number of the air ticket he was last brought in with (S03.56)."""

    def document(self, kind: str) -> IdentityDocument:
        """His document of a kind; an empty one where there is none."""
        return next((each for each in self.documents if each.kind == kind), IdentityDocument(kind, ""))


class RelationshipLink(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """How well a colleague and a contact person know each other."""

    person: bytes
    colleague: bytes
    marks: tuple[tuple[int, int], ...] = ()
    """(day, strength 0–5), oldest first: what the trend is drawn from (S03.110)."""
    touched: int = 0
    """Day of the last contact of the two."""

    @property
    def strength(self) -> int:
        """As it stands now."""
        return self.marks[-1][1] if self.marks else 0

    def strength_on(self, day: int) -> int:
        """As it stood on a day."""
        return next((strength for marked, strength in reversed(self.marks) if marked <= day), 0)


class Referral(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """An introduction to somebody who may buy (S03.109)."""

    day: int
    whom: str
    """Whom we were named to."""
    person: bytes = b""
    """Handle of who named us; empty: the firm as such."""
    result: ReferralResult = "open"
    who: str = ""
    """Who named us, in words, where he is not among the people of the client."""
    note: str = ""
    link: bytes = b""
    """Handle of the recovery case it came out of."""


class News(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened at a client, worth a word when one calls (S03.111)."""

    day: int
    text: str


class Care(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Who is there for a client day and night, and what we know of his purse (S03.91, S02.16)."""

    deputy: bytes = b""
    """Id of the colleague who stands in."""
    on_call: str = ""
    """Who answers outside working hours."""
    escalation: str = ""
    """Our telephone for the worst case: given to the client, not a secret of his."""
    wallet: int = 0
    """What he spends on our sort of goods in a quarter, minor units; 0: unknown."""
    rivals: str = ""
    """From whom else he buys."""


def reach_of(person: Person) -> ClientContacts:
    """His telephones and addresses as search knows those of a client; a messenger by number is a telephone."""
    by_number = ("phone", "messenger", "social")
    phones = tuple(each.value for each in person.points if each.channel in by_number and each.value[:1] in _NUMBER)
    return ClientContacts(phones, tuple(each.value for each in person.points if each.channel == "email"))


def cleaned(text: str) -> str:
    """Typed or pasted text as one line without control characters."""
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or _shown(char))
    return " ".join(kept.split())


def _shown(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def checked(person: Person) -> Person:
    """A person fit to be kept: names cleaned. Raises Problem (BAD_INPUT) with one sentence."""
    parts = {name: cleaned(getattr(person, name)) for name in ("surname", "given", "patronymic", "latin")}
    if not any(parts.values()):
        raise Problem(N_("A contact person needs a name: a surname, a first name or a name in Latin letters."))
    if any(len(part) > NAME_MAX for part in parts.values()):
        raise Problem(N_("This name is too long: {limit} letters are allowed for each part of a name."), limit=NAME_MAX)
    if person.birth_month or person.birth_day:
        _demand_day(person.birth_month, person.birth_day)
    points = tuple(_checked_point(each) for each in person.points if each.value.strip())
    return msgspec.structs.replace(person, points=points, **parts)


def _checked_point(point: ContactPoint) -> ContactPoint:
    value = cleaned(point.value)
    if len(value) > TITLE_MAX:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=TITLE_MAX)
    if point.channel == "email" and "@" not in value:
        raise Problem(N_("This is no e-mail: there is no @ in it."))
    if point.channel == "phone" and not any(char.isdigit() for char in value):
        raise Problem(N_("This is no phone: there is no digit in it."))
    return msgspec.structs.replace(point, value=value, network=cleaned(point.network)[:40])


def _demand_day(month: int, day: int) -> None:
    try:
        dt.date(2000, month, day)
    except ValueError:
        raise Problem(N_("There is no such day: type a birthday as day and month, such as 29.02.")) from None


def checked_birthday(iso: str, today: dt.date) -> dt.date:
    """A full date of birth. Raises Problem (BAD_INPUT) for one that is none or lies ahead."""
    try:
        born = dt.date.fromisoformat(iso)
    except ValueError:
        raise Problem(N_("There is no such day: type the date of birth as 1980-02-29.")) from None
    if born > today:
        raise Problem(N_("A date of birth cannot lie in the future: look at the year."))
    return born


def checked_position(position: Position) -> Position:
    """A position fit to be kept. Raises Problem (BAD_INPUT) with one sentence."""
    title, department = cleaned(position.title), cleaned(position.department)
    if max(len(title), len(department)) > TITLE_MAX:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=TITLE_MAX)
    if position.attitude not in ATTITUDES:
        raise Problem(N_("An attitude is a number from -2 to 2."))
    if position.power not in POWERS:
        raise Problem(N_("The weight in a decision is a number from 0 to 3."))
    if position.until and position.since and position.until < position.since:
        raise Problem(N_("A position cannot end before it begins."))
    if position.reports_to == position.person:
        raise Problem(N_("Nobody reports to himself: choose another chief or none."))
    return msgspec.structs.replace(position, title=title, department=department)


def congratulate_on(month: int, day: int, year: int) -> dt.date:
    """The day of a birthday in a year: born on 29 February, on the last of February in a common year (U14)."""
    if (month, day) == _LEAP_DAY and not _leap(year):
        return dt.date(year, 2, 28)
    return dt.date(year, month, day)


def next_birthday(month: int, day: int, today: dt.date) -> dt.date:
    """The next time a birthday comes, today included."""
    coming = congratulate_on(month, day, today.year)
    return coming if coming >= today else congratulate_on(month, day, today.year + 1)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
