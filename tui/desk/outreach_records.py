"""Records of campaigns at the desk: found, kept, shown as lines; what the other parts of it stand on."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from core.entities.outreach import Campaign, CampaignKind, Recipient
from core.entities.work import TaskState
from core.outreach.channels import HELD
from core.outreach.recipient import led, was_answered, was_sent
from core.problem import N_, Problem
from storage.vault.books.outreach import CAMPAIGN, RECIPIENT
from storage.vault.books.work import TASK
from storage.vault.registers import Stored
from tui.desk import keeping
from tui.desk.figures import date_of
from tui.desk.outreach_audience import MICROSECONDS
from tui.desk.port_outreach import CampaignRow, PublicationLine, RecipientLine, ShareLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk

Mine = list[tuple[str, Stored[Recipient]]]
"""(client as lists show him, recipient)."""


class OutreachRecords:
    """Campaigns of one session. Everybody sees all of them, and of the recipients those of his own clients."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def named(self, handle: str) -> Stored[Campaign]:
        """A campaign by handle or name. Raises Problem (BAD_INPUT)."""
        found = keeping.live(self._desk, CAMPAIGN)
        for each in reversed(found):
            if handle in (each.fields.id.hex(), each.fields.name):
                return each
        raise Problem(N_("There is no such campaign: see the list of campaigns."))

    def recipients(self) -> Mine:
        """(client as lists show him, recipient) of every campaign, as they are stored."""
        return self._desk.work.shown(RECIPIENT)

    def of_campaign(self, campaign: Campaign) -> Mine:
        """Recipients of one campaign, as they are stored."""
        return [each for each in self.recipients() if each[1].fields.campaign == campaign.id]

    def led(self, recipients: Iterable[tuple[str, Stored[Recipient]]]) -> list[tuple[str, Recipient]]:
        """The same with what the tasks of calls and meetings say of them."""
        told = list(recipients)
        states: dict[bytes, TaskState] = {}
        if any(each.fields.task for _, each in told):
            states = {each.fields.id: each.fields.state for _, each in self._desk.work.shown(TASK)}
        return [(client_id, led(each.fields, states.get(each.fields.task))) for client_id, each in told]

    def shares(self) -> tuple[ShareLine, ...]:
        """Messages sent and answered by kind of campaign, among the clients of this session (S03.18)."""
        kinds = {each.fields.id: each.fields.kind for each in keeping.live(self._desk, CAMPAIGN)}
        sent: Counter[CampaignKind] = Counter()
        answered: Counter[CampaignKind] = Counter()
        for _client, each in self.recipients():
            kind = kinds.get(each.fields.campaign)
            if kind is not None and was_sent(each.fields):
                sent[kind] += 1
                answered[kind] += was_answered(each.fields)
        return tuple(ShareLine(kind, sent[kind], answered[kind]) for kind in sorted(sent))

    def save(self, stored: Stored[Campaign], after: Campaign) -> CampaignRow:
        """Keep a campaign. Raises Problem (REFUSED) when somebody else changed it meanwhile."""
        values = {name: getattr(after, name) for name in Campaign.__struct_fields__}
        keeping.change(self._desk, CAMPAIGN, stored, **values)
        return self.row(after)

    def recipient(self, recipient_id: str) -> tuple[str, Stored[Recipient]]:
        """One recipient of a client of this session. Raises Problem (BAD_INPUT)."""
        for client_id, each in self.recipients():
            if each.fields.id.hex() == recipient_id:
                return client_id, each
        raise Problem(N_("There is no such record among yours: look at the list again."))

    # Lines
    def row(self, campaign: Campaign) -> CampaignRow:
        """One campaign as lists show it."""
        return self._row(campaign, [each for _, each in self.led(self.of_campaign(campaign))])

    def rows(self) -> tuple[CampaignRow, ...]:
        """Every campaign, newest first."""
        by_campaign: Mapping[bytes, list[Recipient]] = defaultdict(list)
        for _client, each in self.led(self.recipients()):
            by_campaign[each.campaign].append(each)
        campaigns = [each.fields for each in keeping.live(self._desk, CAMPAIGN)]
        rows = [self._row(each, by_campaign.get(each.id, [])) for each in campaigns]
        return tuple(sorted(rows, key=lambda row: (row.made, row.id), reverse=True))

    def _row(self, campaign: Campaign, mine: list[Recipient]) -> CampaignRow:
        staff = self.staff()
        return CampaignRow(
            id=campaign.id.hex(),
            name=campaign.name,
            kind=campaign.kind,
            channel=campaign.channel,
            state=campaign.state,
            author=staff.get(campaign.by, ""),
            made=self.moment(campaign.at_us),
            clients=len(campaign.audience),
            counts=dict(sorted(Counter(each.state for each in mine).items())),
            due=date_of(campaign.due) if campaign.due else None,
            reached=sum(_reached(each, campaign) for each in mine),
            answered=sum(map(was_answered, mine)),
            publications=tuple(
                PublicationLine(date_of(each.day), each.link, staff.get(each.by, "")) for each in campaign.publications
            ),
            pilot=tuple(staff.get(each, "") for each in campaign.pilot),
            control=len(campaign.control),
        )

    def line(
        self, client_id: str, each: Recipient, obstacle: str = "", missing: tuple[str, ...] = (), prefers: str = ""
    ) -> RecipientLine:
        """One recipient as lists show him."""
        return RecipientLine(
            id=each.id.hex(),
            client_id=client_id,
            client=self._desk.base.cards[self._desk.place_of(client_id)].name,
            person=self._desk.persons.names(client_id).get(each.person, "") if each.person else "",
            state=each.state,
            obstacle=obstacle,
            missing=missing,
            said=each.steps[-1].note if each.steps else "",
            tries=each.tries,
            next=self.moment(each.next_us) if each.next_us else None,
            note=each.note,
            prefers=prefers,
            held=bool(each.task) and each.state == "sent",
        )

    def staff(self) -> dict[bytes, str]:
        """Names of colleagues by id."""
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def me(self) -> bytes:
        """Id of whoever works in this session."""
        return self._desk.session.entered.identity.person_id

    def moment(self, at_us: int) -> dt.datetime:
        """A moment in the firm's time zone."""
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone)


def _reached(recipient: Recipient, campaign: Campaign) -> bool:
    """Whether he has the message: a server took it, or the call or the meeting was held."""
    return was_sent(recipient) or (campaign.channel in HELD and recipient.state == "sent")
