"""Who a campaign goes to, and what keeps a message from him at this moment."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from core.entities.outreach import Campaign, CampaignChannel, Recipient
from core.entities.people import ContactPoint, Person
from core.outreach.channels import HELD, SENT, WRITTEN, point_for
from core.outreach.checks import Candidate, Obstacle, obstacles
from core.outreach.letter import fill_letter, with_note
from core.outreach.quiet import may_disturb, zone_of
from core.outreach.recipient import REACHED, was_sent
from storage.outlets.letter import mail_address
from storage.outlets.sms import sms_number
from storage.vault.books.outreach import CAMPAIGN, RECIPIENT
from storage.vault.books.people import PERSON
from storage.vault.registers import Stored
from storage.vault.stop_list import StopList, StopView
from tui.desk import keeping
from tui.desk.calendar_days import holidays_of

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
DAY_US = 86_400 * MICROSECONDS
FEW = 100
"""Recipients up to which each one's telephones are read by themselves."""
_PERSONAL = ("congratulation",)
"""Kinds that may come at any hour."""
People = dict[str, list[Person]]
"""Client as lists show him → his people."""


class Filling(msgspec.Struct, frozen=True):
    """A letter's words for one person."""

    to: str
    subject: str
    text: str


class Audience:
    """Recipients of one campaign: as they stand now, or with `at_once` as they all stood at the beginning."""

    def __init__(self, desk: Desk, campaign: Campaign, at_once: bool = False) -> None:
        self._desk = desk
        self._campaign = campaign
        self._rules = desk.session.rulebook.rules()
        self._stop: StopList | StopView = stop_list(desk)
        self._people: People | None = None
        if at_once:
            self._stop = stop_list(desk).read_once()
            self._people = people_of(desk)
        self._zones: dict[str, dt.tzinfo] = {}
        self._firms: dict[bytes, tuple[str, ...]] | None = None
        """Telephones of every firm, read in one pass for a long list."""
        self._words: dict[bytes, tuple[str, str, tuple[str, ...]]] = {}
        """Recipient → what is filled in for him, as long as nothing is looked at again."""
        self._mailings = self._counted()

    def look(self, clients: Sequence[str]) -> None:
        """People of some clients and the stop list as they are now, asked for once."""
        self._stop = stop_list(self._desk).read_once()
        self._words = {}
        homes = {member: client_id for client_id in clients for member in self._desk.work.clients_of(client_id)}
        people: People = defaultdict(list)
        for each in self._desk.session.registers.of(PERSON, tuple(homes)):
            if not each.fields.removed:
                people[homes[each.space_id]].append(each.fields)
        self._people = people

    def candidate(self, client_id: str, recipient: Recipient) -> Candidate:
        """What is known of one recipient."""
        channel = self._campaign.channel
        person, point = self.reached(client_id, recipient.person)
        address = address_of(point, channel)
        said = self._stop.of(address)
        tag = self._stop.tag(address)
        filled = self._filled(client_id, person, recipient)
        sent, written = channel in SENT, channel in WRITTEN
        return Candidate(
            # A meeting needs nobody's address.
            address=address or ("-" if channel == "meeting" else ""),
            tag=tag or bytes.fromhex(client_id),
            planned_tag=recipient.tag or bytes.fromhex(client_id),
            agreed=not written or (point is not None and point.agreed),
            optout="optout" in said or (point is not None and point.consent is False),
            hold=sent and ("hold" in said or (point is not None and point.bounced)),
            already=recipient.state in REACHED or was_sent(recipient),
            mailings=max(self._mailings[tag], self._mailings[recipient.person]) if sent else 0,
            missing=filled[2],
            # Where he is takes a look into his telephones: not for somebody who gets nothing anyway.
            awake=not sent or not address or self._campaign.kind in _PERSONAL or self._awake(client_id, person),
        )

    def obstacles(self, recipients: list[tuple[str, Stored[Recipient]]]) -> list[tuple[Candidate, Obstacle | None]]:
        """What keeps each of them from getting the message now."""
        known = [self.candidate(client_id, each.fields) for client_id, each in recipients]
        return list(zip(known, obstacles(known, self._rules), strict=True))

    def filling(self, client_id: str, recipient: Recipient) -> Filling:
        """The words for a recipient, as far as they can be filled in."""
        person, point = self.reached(client_id, recipient.person)
        subject, text, _missing = self._filled(client_id, person, recipient)
        return Filling(address_of(point, self._campaign.channel), subject, text)

    def missing(self, client_id: str, recipient: Recipient) -> tuple[str, ...]:
        """Placeholders that cannot be filled in for him."""
        return self._filled(client_id, self.reached(client_id, recipient.person)[0], recipient)[2]

    def same_address(self, client_id: str, recipient: Recipient) -> str:
        """Where a message to him went; "" where his address is another one by now."""
        address = address_of(self.reached(client_id, recipient.person)[1], self._campaign.channel)
        return address if self._stop.tag(address) == recipient.tag else ""

    def reached(self, client_id: str, handle: bytes) -> tuple[Person | None, ContactPoint | None]:
        """A person of a client and his address."""
        if self._people is not None:
            people = self._people.get(client_id, [])
        else:
            people = [each.fields for each in self._desk.work.about(PERSON, client_id)]
        for each in people:
            if each.id == handle:
                return each, point_for(each, self._campaign.channel)
        return None, None

    def sent(self, recipient: Recipient) -> None:
        """One more mailing went to a person."""
        self._mailings.update({recipient.tag, recipient.person} - {b""})

    def _filled(self, client_id: str, person: Person | None, recipient: Recipient) -> tuple[str, str, tuple[str, ...]]:
        known = self._words.get(recipient.id)
        if known is not None:
            return known
        who = person or Person()
        name = self._desk.base.cards[self._desk.place_of(client_id)].name
        subject = fill_letter(self._campaign.subject, who, name, recipient.note)
        text = fill_letter(with_note(self._campaign.text, recipient.note), who, name, recipient.note)
        told = subject.text, text.text, tuple(dict.fromkeys((*subject.missing, *text.missing)))
        if self._people is not None:
            self._words[recipient.id] = told
        return told

    def _awake(self, client_id: str, person: Person | None) -> bool:
        if client_id not in self._zones:
            own = [each.value for each in person.points if each.channel == "phone"] if person is not None else []
            self._zones[client_id] = zone_of((*own, *self._phones(client_id)), self._desk.zone)
        now = dt.datetime.fromtimestamp(self._desk.now_us() / MICROSECONDS, dt.UTC)
        return may_disturb(now, self._zones[client_id], holidays_of(), self._rules)

    def _phones(self, client_id: str) -> list[str]:
        members = self._desk.work.clients_of(client_id)
        if self._people is not None and len(self._campaign.audience) > FEW:
            if self._firms is None:
                self._firms = {each.id: each.contacts.phones for each in self._desk.session.lookups.findable()}
            return [phone for each in members for phone in self._firms.get(each, ())]
        return [phone for each in members for phone in self._desk.session.clients.contacts(each).phones]

    def _counted(self) -> Counter[bytes]:
        """Mailings by address and by person within the days of the cap, those of other campaigns alone."""
        since = self._desk.now_us() - self._rules.mail_cap_days * DAY_US
        held = {each.fields.id for each in keeping.live(self._desk, CAMPAIGN) if each.fields.channel in HELD}
        counted: Counter[bytes] = Counter()
        for _client, each in self._desk.work.shown(RECIPIENT):
            one = each.fields
            if one.campaign == self._campaign.id or one.campaign in held:
                continue
            if any(step.state == "sent" and step.at_us >= since for step in one.steps):
                counted.update({one.tag, one.person} - {b""})
        return counted


def stop_list(desk: Desk) -> StopList:
    """The stop list of the firm."""
    return StopList(desk.session.registers, desk.session.entered.firm.firm_id)


def people_of(desk: Desk) -> People:
    """People of every client, asked for once."""
    found: People = defaultdict(list)
    for client_id, each in desk.work.shown(PERSON):
        found[client_id].append(each.fields)
    return found


def address_of(point: ContactPoint | None, channel: CampaignChannel) -> str:
    """What a message goes to: an e-mail, a telephone, a name in a messenger; "" where the point is none such."""
    if point is None:
        return ""
    if channel == "messenger":
        return f"{point.network} {point.value}".strip().casefold()
    return mail_address(point.value) if channel == "email" else sms_number(point.value)


def chosen(desk: Desk, clients: Sequence[str], channel: CampaignChannel) -> list[tuple[str, bytes, bytes]]:
    """(client, the person of his it goes to, blind value of the address); (…, b"", b"") where there is nobody.

    Of several people first who likes this channel, then who agreed, then who has said nothing against it.
    """
    people, stop = people_of(desk), stop_list(desk).read_once()
    found: list[tuple[str, bytes, bytes]] = []
    for client_id in clients:
        ranked = []
        for each in people.get(client_id, ()):
            point = point_for(each, channel)
            address = address_of(point, channel)
            if address or channel == "meeting":
                agreed, refused = point is not None and point.agreed, point is not None and point.consent is False
                ranked.append((refused, each.prefers != channel, not agreed, each.at_us, each.id, address))
        handle, address = min(ranked)[-2:] if ranked else (b"", "")
        found.append((client_id, handle, stop.tag(address)))
    return found
