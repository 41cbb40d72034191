"""What CAMP and `campaign` show of campaigns; also the JSON contract of theirs."""

from __future__ import annotations

import datetime as dt

import msgspec

from core.entities.money import Money
from core.entities.outreach import CampaignChannel, CampaignKind, CampaignState, RecipientState


class PublicationLine(msgspec.Struct, frozen=True):
    """Where a text was put, when and by whom."""

    day: dt.date
    link: str
    who: str


class CampaignRow(msgspec.Struct, frozen=True):
    """One campaign of the list."""

    id: str
    name: str
    kind: CampaignKind
    channel: CampaignChannel
    state: CampaignState
    author: str
    made: dt.datetime
    clients: int
    counts: dict[str, int]
    """State of a recipient → how many of those this session sees."""
    due: dt.date | None = None
    """Day it is planned for."""
    reached: int = 0
    """Of those this session sees: a server took the message, or the call or the meeting was held."""
    answered: int = 0
    publications: tuple[PublicationLine, ...] = ()
    pilot: tuple[str, ...] = ()
    """Colleagues with whose clients it is tried first."""
    control: int = 0
    """Clients drawn to get nothing."""


class StepLine(msgspec.Struct, frozen=True):
    """One step of a campaign."""

    at: dt.datetime
    step: str
    who: str


class RecipientLine(msgspec.Struct, frozen=True):
    """One recipient. `obstacle`: what would keep the letter from him now; empty: nothing, or it is settled."""

    id: str
    client_id: str
    client: str
    person: str
    state: RecipientState
    obstacle: str
    missing: tuple[str, ...]
    said: str
    """What the last step noted: the server's answer, the reason of a skip."""
    tries: int
    next: dt.datetime | None
    note: str = ""
    """Personal words for him."""
    prefers: str = ""
    """Channel he likes to be told by; empty: nobody asked."""
    held: bool = False
    """He has it because a person called or met him."""


class LetterLine(msgspec.Struct, frozen=True):
    """A message as one recipient would get it. `missing`: placeholders nothing is known for."""

    subject: str
    text: str
    missing: tuple[str, ...]


class CampaignDetails(msgspec.Struct, frozen=True):
    """A campaign whole."""

    campaign: CampaignRow
    subject: str
    text: str
    tested: bool
    steps: tuple[StepLine, ...]
    checks: dict[str, int]
    """Obstacle → recipients, `ready` among them; of recipients that are still to be written to."""
    recipients: tuple[RecipientLine, ...]


class RunAnswer(msgspec.Struct, frozen=True):
    """What one run did. `later`: to be tried again at another hour; `unknown`: a person has to say."""

    campaign: CampaignRow
    sent: int
    refused: int
    skipped: int
    later: int
    unknown: int


class ControlLine(msgspec.Struct, frozen=True):
    """Clients who did something: of those written to, of those held out; the difference of the shares and its ends."""

    written: int
    held: int
    difference: float | None
    low: float | None
    high: float | None
    clear: bool
    """Whether chance alone hardly makes such a difference."""


class ControlAnswer(msgspec.Struct, frozen=True):
    """What a campaign brought against those held out, since `since` and so far `days` of `of_days`."""

    since: dt.date
    days: int
    of_days: int
    written: int
    held: int
    enough: bool
    """Whether both sides are large enough to say anything."""
    answered: ControlLine
    met: ControlLine
    bought: ControlLine
    sales: tuple[Money, Money, Money, bool] | None
    """Difference of the mean sales of a client, its two ends, whether it is clear; None: too few clients."""


class MailServerLine(msgspec.Struct, frozen=True):
    """How the firm sends letters, without the password."""

    host: str
    port: int
    security: str
    user: str
    sender: str
    sender_name: str
    bounces: str


class SmsGatewayLine(msgspec.Struct, frozen=True):
    """Folders of the SMS gateway."""

    outbox: str
    sent: str
    error: str


class InboxAnswer(msgspec.Struct, frozen=True):
    """What a mailbox said of our letters. `known`: marked before; `unknown`: not of the clients of this session."""

    letters: int
    bounced: int
    complained: int
    unsubscribed: int
    replied: int
    known: int
    unknown: int


class ShareLine(msgspec.Struct, frozen=True):
    """Letters sent by kind of campaign: useful ones against offers (S03.18)."""

    kind: CampaignKind
    sent: int
    answered: int
