"""What the screens need of campaigns, and the figures of all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from core.entities.money import Money
from core.entities.outreach import CampaignChannel, CampaignKind, RecipientState
from tui.desk.port_outreach import (
    CampaignDetails,
    CampaignRow,
    ControlAnswer,
    InboxAnswer,
    LetterLine,
    MailServerLine,
    RecipientLine,
    RunAnswer,
    ShareLine,
)
from tui.desk.port_spending import Field

if TYPE_CHECKING:
    from tui.desk.port import Progress


class Segment(msgspec.Struct, frozen=True):
    """A list a campaign can be made of: a saved selection, a level, a stage of deals."""

    code: str
    title: str
    clients: int


class CadenceLine(msgspec.Struct, frozen=True):
    """How often a segment heard of promotions within a month (S03.19)."""

    code: str
    title: str
    clients: int
    promos: int
    wanted: int
    reached: int
    last: dt.date | None
    enough: bool


class RateLine(msgspec.Struct, frozen=True):
    """Answers to one channel in one segment; an empty segment is everybody (S03.18)."""

    segment: str
    channel: CampaignChannel
    sent: int
    answered: int
    rate: float
    doubtful: bool


class MonthLine(msgspec.Struct, frozen=True):
    """Campaigns of one month of the year, by day."""

    month: int
    campaigns: tuple[tuple[dt.date, str, CampaignKind, bool], ...]
    """(day, name, kind, whether it was sent)."""


class CostLine(msgspec.Struct, frozen=True):
    """What contacts cost and bring on one side, within twelve months (S04.09)."""

    contacts: int
    money: Money
    sales: Money
    margin: Money | None
    per_contact: Money | None
    margin_per_contact: Money | None
    margin_per_money: float | None


class CampaignFigures(msgspec.Struct, frozen=True):
    """The figures beside the list of campaigns."""

    as_of: dt.date
    cadence: tuple[CadenceLine, ...]
    rates: tuple[RateLine, ...]
    shares: tuple[ShareLine, ...]
    useful: int
    messages: int
    months: tuple[MonthLine, ...]
    sales_days: int
    """Sales so many days after a message count for it."""
    base: CostLine
    """The own base: letters, SMS, calls."""
    advertising: CostLine


class CampaignFiguresPort(Protocol):
    """What campaigns bring, and the lists they are made of."""

    def figures(self) -> CampaignFigures:
        """Everything the other views of CAMP show."""
        ...

    def segments(self) -> tuple[Segment, ...]:
        """Lists a campaign can be made of."""
        ...

    def clients_of(self, code: str) -> list[str]:
        """Clients of such a list now."""
        ...


class OutreachPort(Protocol):
    """Campaigns one by one."""

    def campaigns(self) -> tuple[CampaignRow, ...]:
        """Every campaign, newest first."""
        ...

    def show(self, handle: str) -> CampaignDetails:
        """One campaign with its recipients."""
        ...

    def letter(self, recipient_id: str) -> LetterLine:
        """The message as one recipient would get it."""
        ...

    def new(
        self,
        name: str,
        clients: Sequence[str],
        kind: CampaignKind = "commercial",
        subject: str = "",
        text: str = "",
        channel: CampaignChannel = "email",
        *,
        progress: Progress | None = None,
    ) -> CampaignRow:
        """A draft to the clients given, with the words of the ready message where none are given."""
        ...

    def form(self, handle: str) -> tuple[Field, ...]:
        """Words of a campaign to change."""
        ...

    def save_form(self, handle: str, values: Mapping[str, str]) -> CampaignRow:
        """Other words; it needs approval and a test letter again."""
        ...

    def server_form(self) -> tuple[Field, ...]:
        """Through what the firm sends."""
        ...

    def save_server(self, values: Mapping[str, str]) -> None:
        """Say through what the firm sends."""
        ...

    def server(self) -> MailServerLine | None:
        """How letters are sent."""
        ...

    def approve(self, handle: str) -> CampaignRow:
        """The head agrees to it."""
        ...

    def test(self, handle: str, password: str) -> CampaignRow:
        """The letter to ourselves first."""
        ...

    def run(self, handle: str, password: str, progress: Progress | None = None) -> RunAnswer:
        """Send what is due; of calls and meetings make tasks."""
        ...

    def pause(self, handle: str) -> CampaignRow:
        """Stop after the letter that is on its way."""
        ...

    def cancel(self, handle: str) -> CampaignRow:
        """For good."""
        ...

    def publish_form(self) -> tuple[Field, ...]:
        """Where it can be read, and since when."""
        ...

    def save_publication(self, handle: str, values: Mapping[str, str]) -> CampaignRow:
        """Record that it was published."""
        ...

    def collect(self, handle: str) -> CampaignRow:
        """What the SMS gateway has done since."""
        ...

    def take_in(self, path: str, progress: Progress | None = None) -> InboxAnswer:
        """What a mailbox file says of our letters."""
        ...

    def handed_on(self, handle: str) -> CampaignRow:
        """A pilot that is done, to the clients of all others."""
        ...

    def settle(self, recipient_id: str, state: RecipientState, note: str = "") -> RecipientLine:
        """What became of a recipient."""
        ...

    def hold_out(self, handle: str, percent: int) -> CampaignRow:
        """Draw the part of a draft's audience that gets nothing."""
        ...

    def results(self, handle: str) -> ControlAnswer:
        """What a campaign brought against those held out."""
        ...

    def personal(self, recipient_id: str, note: str) -> None:
        """Words of one's own for one recipient."""
        ...

    def agreed(self, recipient_id: str, kind: str) -> None:
        """The recipient agreed to messages of this channel."""
        ...

    def refused(self, recipient_id: str) -> None:
        """The recipient wants none, for ever."""
        ...

    def preferred(self, recipient_id: str, channel: str) -> None:
        """How the recipient likes to be told."""
        ...


class OutreachPorts(Protocol):
    """The facets of the desk about reaching clients."""

    @property
    def outreach(self) -> OutreachPort:
        """Campaigns and whom they go to."""
        ...

    @property
    def campaign_figures(self) -> CampaignFiguresPort:
        """What campaigns bring, and the lists they are made of."""
        ...
