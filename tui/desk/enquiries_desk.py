"""Enquiries at the desk: written down in seconds, closed with a contact or a reason (S04.03–S04.06, S04.10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import msgspec

from core.entities.enquiries import REFUSED, Enquiry, EnquiryAnswer, EnquiryChannel
from core.entities.masks import mail_mask, phone_mask
from core.problem import N_, ExitCode, Problem
from core.wording import pgettext
from core.wording.dates import short_date
from core.wording.spending import ANSWERS, CHANNELS, word
from core.worth.periods import date_of, day_of
from storage.vault.books.worth import ENQUIRY
from tui.desk import keeping, typed
from tui.desk.port_spending import EnquiryList, EnquiryRow, Field, Values

if TYPE_CHECKING:
    from tui.desk.desk import Desk

FIELDS = ("date", "channel", "tool", "answer", "who", "name", "contact", "reason", "note")
"""Names of the columns of a file and of the lines of the form, in its order."""
CONTACT_MAX = 120
SHORTEST_PHONE = 7
"""Digits."""
_REFUSED_WORDS = frozenset({"refused", "отказался", "отказалась", "отказ"})


class EnquiriesDesk:
    """The register of enquiries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> list[Enquiry]:
        """Every enquiry of the open portfolios."""
        return [each.fields for each in keeping.live(self._desk, ENQUIRY)]

    def form(self, handle: str = "") -> tuple[Field, ...]:
        """Fields of a new enquiry, or of one that is there."""
        told = keeping.named(self._desk, ENQUIRY, handle).fields if handle else None
        today = self._desk.today_date() if told is None else date_of(told.day)
        known = Enquiry(day=0, who=self._me()) if told is None else told
        people = tuple((each.login, each.name) for each in self._desk.session.staffing.staff() if each.active)
        logins = {each.id: each.login for each in self._desk.session.staffing.staff()}
        return (
            Field("answer", N_("Answer"), known.answer, tuple((each, word(ANSWERS, each)) for each in ANSWERS)),
            Field("channel", N_("Channel"), known.channel, tuple((each, word(CHANNELS, each)) for each in CHANNELS)),
            Field("tool", N_("Learnt of us from"), known.tool, tuple(self._desk.spending.tools().items())),
            Field("name", N_("Name"), known.name),
            Field("contact", N_("Phone or e-mail"), known.contact, max_length=CONTACT_MAX),
            Field("reason", N_("No contact because"), self._reason(known.reason)),
            Field("who", N_("Taken by"), logins.get(known.who, ""), people),
            Field("date", N_("Date"), short_date(today), max_length=20),
            Field("note", N_("Note"), known.note),
        )

    def listed(self, limit: int | None = None) -> EnquiryList:
        """Enquiries newest first; contacts masked."""
        found = self.all()
        names = {each.id: each.name for each in self._desk.session.staffing.staff()}
        ordered = sorted(found, key=lambda each: (-each.day, -each.at_us, each.id))
        return EnquiryList(
            tuple(self._row(each, names) for each in ordered[:limit]),
            open=sum(not each.closed for each in found),
            uncaptured=sum(not each.captured for each in found),
            total=len(found),
        )

    def save(self, values: Values, handle: str = "") -> EnquiryRow:
        """Write a new enquiry or change one; one with a contact or reason is closed at once. Raises Problem."""
        keeping.demand(self._desk, keeping.CLERKS)
        told = self._read(values)
        if handle:
            stored = keeping.named(self._desk, ENQUIRY, handle)
            kept = {name: getattr(told, name) for name in _TYPED}
            closed = msgspec.structs.replace(stored.fields, **kept).closable
            keeping.change(self._desk, ENQUIRY, stored, **kept, closed=closed)
            told = keeping.named(self._desk, ENQUIRY, handle).fields
        else:
            told = keeping.add(self._desk, ENQUIRY, told, self._home())
        return self._row(told, {each.id: each.name for each in self._desk.session.staffing.staff()})

    def close(self, handle: str, reason: str = "") -> None:
        """Close one; without a contact it takes a reason (S04.05). Raises Problem (REFUSED)."""
        keeping.demand(self._desk, keeping.CLERKS)
        stored = keeping.named(self._desk, ENQUIRY, handle)
        given = _reason_code(reason) or stored.fields.reason
        if not msgspec.structs.replace(stored.fields, reason=given).closable:
            raise Problem(
                N_("An enquiry is closed with a contact or with the reason why there is none, such as “refused”."),
                ExitCode.REFUSED,
            )
        keeping.change(self._desk, ENQUIRY, stored, reason=given, closed=True)

    def make_client(self, handle: str) -> str:
        """A potential client of an enquiry, in the portfolio it lies in; gives his id. Raises Problem."""
        keeping.demand(self._desk, keeping.CLERKS)
        stored = keeping.named(self._desk, ENQUIRY, handle)
        told = stored.fields
        if told.client:
            return told.client.hex()
        if not told.contact and not told.name:
            raise Problem(N_("A client needs a name or a contact: take one down first."))
        field = "email" if "@" in told.contact else "phone"
        values = {"name": told.name or told.contact, "note": told.note}
        if told.contact:
            values[field] = told.contact
        client = self._desk.newcomers.create("company", values, stored.space_id.hex())
        fresh = keeping.named(self._desk, ENQUIRY, handle)
        keeping.change(self._desk, ENQUIRY, fresh, client=bytes.fromhex(client), closed=True)
        return client

    # Within
    def _read(self, values: Values) -> Enquiry:
        today = day_of(self._desk.today_date())
        day = typed.day(values.get("date", ""), today)
        if day > today:
            raise Problem(N_("An enquiry is of today or earlier: the date lies ahead."))
        told = Enquiry(
            day=day,
            channel=cast("EnquiryChannel", typed.choice(CHANNELS, values.get("channel", ""), "call")),
            tool=self._desk.spending.tool_of(values.get("tool", "")),
            answer=cast("EnquiryAnswer", typed.choice(ANSWERS, values.get("answer", ""), "answered")),
            who=self._person(values.get("who", "")),
            name=typed.line(values.get("name", "")),
            contact=_contact(values.get("contact", "")),
            reason=_reason_code(values.get("reason", "")),
            note=typed.line(values.get("note", "")),
        )
        return msgspec.structs.replace(told, closed=told.closable)

    def _person(self, text: str) -> bytes:
        """A colleague by login or name; empty: oneself. Raises Problem (BAD_INPUT)."""
        wanted = " ".join(text.split()).casefold()
        if not wanted:
            return self._me()
        for each in self._desk.session.staffing.staff():
            if wanted in (each.login.casefold(), each.name.casefold()):
                return each.id
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=text.strip()[:40])

    def _me(self) -> bytes:
        return self._desk.session.entered.identity.person_id

    def _home(self) -> bytes:
        """The portfolio a new enquiry lies in: the own one, else the first this person may write."""
        homes = self._desk.newcomers.homes()
        if not homes:
            raise Problem(N_("You may read this client and not change it: ask your head."), ExitCode.REFUSED)
        return bytes.fromhex(homes[0].id)

    def _reason(self, reason: str) -> str:
        return _refused() if reason == REFUSED else reason

    def _row(self, each: Enquiry, names: dict[bytes, str]) -> EnquiryRow:
        base = self._desk.base
        number = base.place.get(each.client) if each.client else None
        return EnquiryRow(
            id=each.id.hex(),
            day=date_of(each.day),
            channel=each.channel,
            tool=each.tool,
            answer=each.answer,
            who=names.get(each.who, ""),
            name=each.name if number is None else base.cards[number].name,
            contact=_mask(each.contact),
            reason=each.reason,
            closed=each.closed,
            captured=each.captured,
            client="" if number is None else base.ids[number].hex(),
        )


_TYPED = ("day", "channel", "tool", "answer", "who", "name", "contact", "reason", "note")


def _mask(contact: str) -> str:
    if not contact:
        return ""
    return mail_mask(contact) if "@" in contact else phone_mask(contact)


def _contact(text: str) -> str:
    """A telephone or address as typed. Raises Problem for what is neither."""
    text = typed.line(text, CONTACT_MAX)
    if not text:
        return ""
    if "@" in text:
        if not re.fullmatch(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+", text):
            raise Problem(N_("An e-mail looks like name@host.ru: compare it with what was dictated."))
    elif len(re.sub(r"\D", "", text)) < SHORTEST_PHONE:
        raise Problem(N_("A phone has seven digits or more: compare it with what was dictated."))
    return text


def _refused() -> str:
    return pgettext("reason of an enquiry", "refused")


def _reason_code(text: str) -> str:
    text = typed.line(text)
    return REFUSED if text.casefold() in _REFUSED_WORDS or text.casefold() == _refused().casefold() else text
