"""Who a campaign goes to, and what keeps a letter from him at this moment."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from core.entities.outreach import Campaign, Recipient
from core.entities.people import ContactPoint, Person
from core.outreach.checks import Candidate, Obstacle, obstacles
from core.outreach.letter import fill_letter
from core.outreach.quiet import may_disturb, zone_of
from core.outreach.recipient import REACHED, was_sent
from storage.outlets.letter import mail_address
from storage.vault.books.outreach import RECIPIENT
from storage.vault.books.people import PERSON
from storage.vault.registers import Stored
from storage.vault.stop_list import StopList
from tui.desk.calendar_days import holidays_of

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
DAY_US = 86_400 * MICROSECONDS
_PERSONAL = ("congratulation",)
"""Kinds that may come at any hour."""


class Filling(msgspec.Struct, frozen=True):
    """A letter's words for one person."""

    to: str
    subject: str
    text: str


class Audience:
    """Recipients of one campaign as they stand now."""

    def __init__(self, desk: Desk, campaign: Campaign) -> None:
        self._desk = desk
        self._campaign = campaign
        self._stop = stop_list(desk)
        self._zones: dict[str, dt.tzinfo] = {}
        self._mailings = self._counted()

    def candidate(self, client_id: str, recipient: Recipient) -> Candidate:
        """What is known of one recipient."""
        person, point = self.reached(client_id, recipient.person)
        address = mail_address(point.value) if point is not None else ""
        said = self._stop.of(address)
        tag = self._stop.tag(address)
        filled = self._filled(client_id, person, recipient) if person is not None else ("", "", ())
        return Candidate(
            address=address,
            tag=tag,
            planned_tag=recipient.tag,
            agreed=point is not None and point.agreed,
            optout="optout" in said or (point is not None and point.consent is False),
            hold="hold" in said or (point is not None and point.bounced),
            already=recipient.state in REACHED or was_sent(recipient),
            mailings=self._mailings[tag],
            missing=filled[2],
            awake=self._campaign.kind in _PERSONAL or self._awake(client_id),
        )

    def obstacles(self, recipients: list[tuple[str, Stored[Recipient]]]) -> list[tuple[Candidate, Obstacle | None]]:
        """What keeps each of them from getting the letter now."""
        known = [self.candidate(client_id, each.fields) for client_id, each in recipients]
        return list(zip(known, obstacles(known, self._desk.session.entered.rules), strict=True))

    def filling(self, client_id: str, recipient: Recipient) -> Filling:
        """The words for a recipient nothing keeps from them."""
        person, point = self.reached(client_id, recipient.person)
        if person is None or point is None:
            return Filling("", "", "")
        subject, text, _missing = self._filled(client_id, person, recipient)
        return Filling(mail_address(point.value), subject, text)

    def reached(self, client_id: str, handle: bytes) -> tuple[Person | None, ContactPoint | None]:
        """A person of a client and his address."""
        for each in self._desk.work.about(PERSON, client_id):
            if each.fields.id == handle:
                return each.fields, mail_point(each.fields)
        return None, None

    def sent(self, tag: bytes) -> None:
        """One more mailing went to an address."""
        self._mailings[tag] += 1

    def _filled(self, client_id: str, person: Person, recipient: Recipient) -> tuple[str, str, tuple[str, ...]]:
        name = self._desk.base.cards[self._desk.place_of(client_id)].name
        subject = fill_letter(self._campaign.subject, person, name, recipient.note)
        text = fill_letter(self._campaign.text, person, name, recipient.note)
        return subject.text, text.text, tuple(dict.fromkeys((*subject.missing, *text.missing)))

    def _awake(self, client_id: str) -> bool:
        if client_id not in self._zones:
            self._zones[client_id] = zone_of(self._phones(client_id), self._desk.zone)
        now = dt.datetime.fromtimestamp(self._desk.now_us() / MICROSECONDS, dt.UTC)
        return may_disturb(now, self._zones[client_id], holidays_of(), self._desk.session.entered.rules)

    def _phones(self, client_id: str) -> list[str]:
        members = self._desk.work.clients_of(client_id)
        return [phone for each in members for phone in self._desk.session.clients.contacts(each).phones]

    def _counted(self) -> Counter[bytes]:
        """Mailings by address within the days of the cap, those of other campaigns alone."""
        since = self._desk.now_us() - self._desk.session.entered.rules.mail_cap_days * DAY_US
        return Counter(
            each.fields.tag
            for _client, each in self._desk.work.shown(RECIPIENT)
            if each.fields.campaign != self._campaign.id
            and any(step.state == "sent" and step.at_us >= since for step in each.fields.steps)
        )


def stop_list(desk: Desk) -> StopList:
    """The stop list of the firm."""
    return StopList(desk.session.registers, desk.session.entered.firm.firm_id)


def mail_point(person: Person) -> ContactPoint | None:
    """The e-mail to write to: the preferred one, else the first he agreed to, else the first."""
    mails = [each for each in person.points if each.channel == "email" and mail_address(each.value)]
    return min(mails, key=lambda each: (not each.preferred, not each.agreed), default=None)


def chosen(desk: Desk, client_id: str) -> tuple[bytes, bytes]:
    """The person of a client a letter goes to, and the blind value of his address; (b"", b"") where there is none."""
    found = []
    for each in desk.work.about(PERSON, client_id):
        point = mail_point(each.fields)
        if point is not None:
            found.append((not point.agreed, point.consent is False, each.fields.at_us, each.fields.id, point.value))
    if not found:
        return b"", b""
    _agreed, _refused, _at, handle, value = min(found)
    return handle, stop_list(desk).tag(mail_address(value))
