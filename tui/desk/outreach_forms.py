"""Forms of campaigns: words, server, publication, and what is said of a recipient from the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.entities.outreach import SECURITIES, CampaignChannel, MailServer
from core.entities.people import CONSENT_KINDS
from core.outreach.campaign import SUBJECT_MAX, TEXT_MAX
from core.outreach.channels import PUBLISHED
from core.outreach.control import PERCENT_MAX
from core.problem import N_, Problem
from core.wording.dates import short_date
from tui.desk import typed
from tui.desk.figures import date_of, day_number
from tui.desk.outreach_consent import OutreachConsent
from tui.desk.port_outreach import CampaignRow, ControlAnswer
from tui.desk.port_spending import Field

NAME_MAX = 120
BREAK = "¶"
"""How a line break of the text stands in a field of one line."""
_SERVER = ("host", "port", "security", "user", "sender", "sender_name", "bounces")
_GATEWAY = ("outbox", "sent", "error")
PORT_MAX = 65_535


class OutreachForms(OutreachConsent):
    """What a person fills in on CAMP."""

    def form(self, handle: str) -> tuple[Field, ...]:
        """Words of a campaign to change. Raises Problem."""
        campaign = self.named(handle).fields
        due = short_date(date_of(campaign.due)) if campaign.due else ""
        fields = [
            Field("name", N_("Name"), campaign.name, max_length=NAME_MAX),
            Field("subject", N_("Subject"), campaign.subject, max_length=SUBJECT_MAX),
            Field("text", N_("Text, ¶ is a new line"), campaign.text.replace("\n", BREAK), max_length=TEXT_MAX),
            Field("due", N_("Planned for"), due, max_length=20),
        ]
        if campaign.state == "draft" and not campaign.control and campaign.channel not in PUBLISHED:
            fields.append(Field("control", N_("Held out to compare with, %"), "", max_length=2))
        letter = campaign.channel in ("email", "site", "social")
        return tuple(each for each in fields if letter or each.name != "subject")

    def save_form(self, handle: str, values: Mapping[str, str]) -> CampaignRow:
        """Other words, which need approval and a test letter again, or another day, which does not. Raises Problem."""
        campaign = self.named(handle).fields
        words = {name: values[name].strip() for name in ("name", "subject", "text") if name in values}
        words["text"] = words["text"].replace(BREAK, "\n")
        due = typed.day(values.get("due", ""), 0)
        row = None
        if any(getattr(campaign, name) != told for name, told in words.items()):
            row = self.edit(handle, **words)
        if due != campaign.due:
            row = self.plan(handle, date_of(due) if due else None)
        if part := values.get("control", "").strip():
            row = self.hold_out(handle, typed.whole(part, 1, PERCENT_MAX))
        return row or self.row(campaign)

    def edit(self, handle: str, **words: str) -> CampaignRow:
        """Other words of a campaign. Raises Problem."""
        raise NotImplementedError

    def plan(self, handle: str, due: dt.date | None) -> CampaignRow:
        """The day a campaign is planned for. Raises Problem."""
        raise NotImplementedError

    def hold_out(self, handle: str, percent: int) -> CampaignRow:
        """Draw the part of a draft's audience that gets nothing, so that what it brought can be compared. Raises."""
        from tui.desk.outreach_control import hold_out

        return hold_out(self._desk, handle, percent)

    def results(self, handle: str) -> ControlAnswer:
        """What a campaign brought against those held out. Raises Problem (REFUSED) where nothing can be compared."""
        from tui.desk.outreach_control import results

        return results(self._desk, handle)

    def publish(self, handle: str, link: str, day: dt.date | None = None) -> CampaignRow:
        """The text was published. Raises Problem."""
        raise NotImplementedError

    def server_form(self) -> tuple[Field, ...]:
        """Mail server and SMS gateway as they are."""
        server, gateway = self.server(), self.gateway()

        def told(name: str, default: str = "") -> str:
            return default if server is None else str(getattr(server, name))

        folders = ("", "", "") if gateway is None else (gateway.outbox, gateway.sent, gateway.error)
        return (
            Field("host", N_("Mail server"), told("host")),
            Field("port", N_("Port"), told("port", "587"), max_length=5),
            Field("security", N_("Protection"), told("security", "starttls"), tuple((e, e) for e in SECURITIES)),
            Field("user", N_("Login"), told("user")),
            Field("sender", N_("Sender's address"), told("sender")),
            Field("sender_name", N_("Sender's name"), told("sender_name")),
            Field("bounces", N_("Letters come back to"), told("bounces")),
            Field("outbox", N_("SMS: folder to send"), folders[0]),
            Field("sent", N_("SMS: folder of sent"), folders[1]),
            Field("error", N_("SMS: folder of errors"), folders[2]),
        )

    def save_server(self, values: Mapping[str, str]) -> None:
        """Say through what the firm sends; an empty host or outbox leaves that half as it is. Raises Problem."""
        if values["host"].strip():
            told = {name: values[name].strip() for name in _SERVER if name != "port"}
            self.set_server(MailServer(port=typed.whole(values["port"], 1, PORT_MAX), **told))  # type: ignore[arg-type]
        if values["outbox"].strip():
            self.set_gateway(*(values[name] for name in _GATEWAY))

    def publish_form(self) -> tuple[Field, ...]:
        """Where it can be read, and since when."""
        today = short_date(self._desk.today_date())
        return (Field("link", N_("Link or group")), Field("date", N_("Date"), today, max_length=20))

    def save_publication(self, handle: str, values: Mapping[str, str]) -> CampaignRow:
        """Record that it was published. Raises Problem."""
        day = typed.day(values.get("date", ""), day_number(self._desk.today_date()))
        return self.publish(handle, values.get("link", ""), date_of(day))

    # Of a recipient of the list
    def agreed(self, recipient_id: str, kind: str) -> None:
        """The recipient agreed to messages of this channel, today. Raises Problem."""
        if kind not in CONSENT_KINDS:
            raise Problem(N_("There is no {word}: use one of {known}."), word=kind, known=", ".join(CONSENT_KINDS))
        client_id, person, channel = self._whom(recipient_id)
        self.agree(client_id, person, kind, channel=channel)

    def refused(self, recipient_id: str) -> None:
        """The recipient wants no messages of this channel, for ever. Raises Problem."""
        client_id, person, channel = self._whom(recipient_id)
        self.opt_out(client_id, person, channel=channel)

    def preferred(self, recipient_id: str, channel: str) -> None:
        """How the recipient likes to be told news and offers. Raises Problem."""
        client_id, person, _channel = self._whom(recipient_id)
        self.prefer(client_id, person, channel)

    def _whom(self, recipient_id: str) -> tuple[str, str, CampaignChannel]:
        client_id, stored = self.recipient(recipient_id)
        if not stored.fields.person:
            raise Problem(N_("Nobody at this client can be reached so: add a person with an address first."))
        channel = self.named(stored.fields.campaign.hex()).fields.channel
        return client_id, stored.fields.person.hex(), channel
