"""Campaigns and those they go to (glossary: Campaign, Recipient; exchange §4)."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.entities.entry import Entry

CampaignKind = Literal[
    "commercial", "useful", "congratulation", "news", "invitation", "prices", "new_product", "gift", "bonus", "range"
]
CampaignChannel = Literal["email", "sms", "messenger", "call", "site", "social", "meeting"]
CampaignState = Literal["draft", "approved", "running", "paused", "done", "cancelled", "measured"]
RecipientState = Literal[
    "planned",
    "skipped",
    "queued",
    "sending",
    "unknown",
    "sent",
    "delivered",
    "soft",
    "hard",
    "complained",
    "unsubscribed",
    "replied",
    "meeting",
    "sale",
    "cancelled",
]
StopKind = Literal["optout", "hold"]
Security = Literal["none", "starttls", "tls"]

CAMPAIGN_KINDS: tuple[CampaignKind, ...] = (
    "commercial",
    "useful",
    "congratulation",
    "news",
    "invitation",
    "prices",
    "new_product",
    "gift",
    "bonus",
    "range",
)
CAMPAIGN_CHANNELS: tuple[CampaignChannel, ...] = ("email", "sms", "messenger", "call", "site", "social", "meeting")
SECURITIES: tuple[Security, ...] = ("starttls", "tls", "none")


class CampaignStep(msgspec.Struct, frozen=True):
    """One step in the life of a campaign: a state it came to, or `edited`, `tested`."""

    at_us: int
    by: bytes
    step: str


class Publication(msgspec.Struct, frozen=True):
    """A text that was put on a site or into a group, and where it can be read (S03.76)."""

    day: int
    """Days since 1970-01-01."""
    link: str
    by: bytes


class Campaign(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A message to a frozen list of clients. It lives with the firm and holds ids alone, never a name."""

    name: str
    kind: CampaignKind = "commercial"
    channel: CampaignChannel = "email"
    state: CampaignState = "draft"
    subject: str = ""
    text: str = ""
    audience: tuple[bytes, ...] = ()
    """Clients as they were chosen."""
    steps: tuple[CampaignStep, ...] = ()
    due: int = 0
    """Day it is planned for, days since 1970-01-01; of calls and meetings the day they are due. 0: none."""
    publications: tuple[Publication, ...] = ()
    pilot: tuple[bytes, ...] = ()
    """Ids of colleagues whose clients alone get it first (S02.15); empty: everybody's."""
    later: tuple[bytes, ...] = ()
    """The clients of all others on the list a pilot was made of: for when it is handed on."""
    control: tuple[bytes, ...] = ()
    """Clients drawn to get nothing, so that what it brought can be compared."""
    against: tuple[bytes, ...] = ()
    """Clients who could be written to when they were drawn, and were not drawn: the other side."""
    seed: bytes = b""
    """What they were drawn with."""


class RecipientStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change of a recipient's state."""

    at_us: int
    by: bytes
    state: RecipientState
    note: str = ""
    """Reason of a skip, or what the server answered."""


class Recipient(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One person a campaign goes to; kept with the money of his client."""

    campaign: bytes
    person: bytes = b""
    """Handle of the person; empty: nobody at the client has such an address."""
    tag: bytes = b""
    """Blind value of the address it was made for; another address at the run is another recipient."""
    state: RecipientState = "planned"
    message_id: str = ""
    tries: int = 0
    """Passing refusals so far."""
    next_us: int = 0
    """Not to be tried before this moment; 0: at once."""
    note: str = ""
    """Personal words put into the letter (S03.22)."""
    steps: tuple[RecipientStep, ...] = ()
    task: bytes = b""
    """Handle of the task it became: a call or a meeting."""


class StopKey(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What blind values of the stop list are made with. Not that of the look-ups: it never changes."""

    key: bytes


class StopMark(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """An address that gets no mailings, by blind value, so that it outlives the client.

    `optout`: he said no, for ever. `hold`: letters come back; a person may lift it.
    """

    tag: bytes
    kind: StopKind
    day: int
    reason: str = ""


class MorningLetter(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Where somebody gets the morning letter to himself, and when he last got it (U33)."""

    address: str
    sent_day: int = 0
    """Days since 1970-01-01."""


class SmsGateway(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Folders of the gateway that sends SMS, laid out as gammu-smsd does (exchange §4)."""

    outbox: str
    sent: str
    error: str


class MailServer(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Through what the firm sends letters. The password is no part of it: it is read from a file at each run."""

    host: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    sender: str
    """Address letters come from; answers and test letters go there."""
    sender_name: str = ""
    bounces: str = ""
    """Address letters come back to; empty: the sender's."""
