"""Consent, the stop list, what people prefer, and through what the firm sends (exchange §4)."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

import msgspec

from core.entities.outreach import CAMPAIGN_CHANNELS, CampaignChannel, MailServer, SmsGateway
from core.entities.people import ConsentKind, Person, ReachedBy
from core.outreach.channels import POINT, point_for
from core.problem import N_, ExitCode, Problem
from storage.outlets.letter import mail_address
from storage.outlets.sms import checked as checked_gateway
from storage.vault.books.outreach import MAIL_SERVER, SMS_GATEWAY
from storage.vault.books.people import PERSON
from storage.vault.registers import Stored
from tui.desk import keeping
from tui.desk.figures import day_number
from tui.desk.outreach_audience import address_of, stop_list
from tui.desk.outreach_records import OutreachRecords
from tui.desk.port_outreach import MailServerLine, SmsGatewayLine

_NONE = {"email": N_("This person has no e-mail."), "messenger": N_("This person has no messenger.")}


class OutreachConsent(OutreachRecords):
    """Who may be written to, and through what."""

    def agree(
        self,
        client_id: str,
        person_id: str,
        kind: ConsentKind,
        day: dt.date | None = None,
        proof: str = "",
        channel: CampaignChannel = "email",
    ) -> None:
        """A person agreed to mailings by e-mail, or by SMS; how, when, and where the proof lies. Raises Problem."""
        when = day or self._desk.today_date()
        if when > self._desk.today_date():
            raise Problem(N_("A consent cannot lie in the future."))
        stored = self._person(client_id, person_id, channel)
        if "optout" in stop_list(self._desk).of(_address(stored.fields, channel)):
            raise Problem(N_("He asked not to be written to: that holds for ever."), ExitCode.REFUSED)
        words = " ".join(proof.split())[:200]
        values = {"consent": True, "consent_kind": kind, "consent_day": day_number(when), "consent_proof": words}
        self._point(stored, channel, **values)

    def opt_out(self, client_id: str, person_id: str, reason: str = "", channel: CampaignChannel = "email") -> None:
        """A person wants no mailings: for ever, wherever his address turns up again. Raises Problem."""
        stored = self._person(client_id, person_id, channel)
        today = day_number(self._desk.today_date())
        words = " ".join(reason.split())[:200]
        stop_list(self._desk).mark(_address(stored.fields, channel), "optout", today, words)
        self._point(stored, channel, consent=False, consent_day=today)

    def release(self, client_id: str, person_id: str) -> None:
        """An address that letters came back from is good again, says a person. Raises Problem."""
        stored = self._person(client_id, person_id, "email")
        if not stop_list(self._desk).lift_hold(_address(stored.fields, "email")):
            raise Problem(N_("This address is not on hold."))
        self._point(stored, "email", bounced=False)

    def hold(self, client_id: str, person_id: str, reason: str) -> None:
        """Letters come back from a person's address: none go there any more until somebody releases it."""
        stored = self._person(client_id, person_id, "email")
        today = day_number(self._desk.today_date())
        stop_list(self._desk).mark(_address(stored.fields, "email"), "hold", today, reason)
        self._point(stored, "email", bounced=True)

    def prefer(self, client_id: str, person_id: str, channel: str) -> None:
        """How a person likes to be told news and offers; "" for no matter how (S03.76). Raises Problem."""
        if channel not in get_args(ReachedBy):
            raise Problem(
                N_("There is no {word}: use one of {known}."), word=channel, known=", ".join(CAMPAIGN_CHANNELS)
            )
        self._desk.work.change(PERSON, self._of_client(client_id, person_id), prefers=channel)

    # Through what
    def server(self) -> MailServerLine | None:
        """How letters are sent; None: nobody has said it yet."""
        found = keeping.live(self._desk, MAIL_SERVER)
        if not found:
            return None
        values = found[-1].fields
        return MailServerLine(*(getattr(values, name) for name in MailServerLine.__struct_fields__))

    def set_server(self, server: MailServer) -> None:
        """Say how letters are sent. Raises Problem for another role and for an address that is none."""
        keeping.demand(self._desk, keeping.PLANNERS)
        if not mail_address(server.sender) or (server.bounces and not mail_address(server.bounces)):
            raise Problem(N_("This is no e-mail address letters could come from."))
        found = keeping.live(self._desk, MAIL_SERVER)
        if found:
            names = MailServerLine.__struct_fields__
            keeping.change(self._desk, MAIL_SERVER, found[-1], **{name: getattr(server, name) for name in names})
        else:
            keeping.add(self._desk, MAIL_SERVER, server)

    def gateway(self) -> SmsGatewayLine | None:
        """Folders of the SMS gateway; None: nobody has said them yet."""
        found = keeping.live(self._desk, SMS_GATEWAY)
        if not found:
            return None
        told = found[-1].fields
        return SmsGatewayLine(told.outbox, told.sent, told.error)

    def set_gateway(self, outbox: str, sent: str, error: str) -> None:
        """Say through which folders SMS go. Raises Problem for another role and for a folder that is not there."""
        keeping.demand(self._desk, keeping.PLANNERS)
        told = checked_gateway(SmsGateway(outbox=outbox.strip(), sent=sent.strip(), error=error.strip()))
        found = keeping.live(self._desk, SMS_GATEWAY)
        if found:
            values = {"outbox": told.outbox, "sent": told.sent, "error": told.error}
            keeping.change(self._desk, SMS_GATEWAY, found[-1], **values)
        else:
            keeping.add(self._desk, SMS_GATEWAY, told)

    # Within
    def _of_client(self, client_id: str, person_id: str) -> Stored[Person]:
        for each in self._desk.work.about(PERSON, client_id):
            if each.fields.id.hex() == person_id:
                return each
        raise Problem(N_("There is no such record among yours: look at the list again."))

    def _person(self, client_id: str, person_id: str, channel: CampaignChannel) -> Stored[Person]:
        stored = self._of_client(client_id, person_id)
        if not _address(stored.fields, channel):
            raise Problem(_NONE.get(channel, N_("This person has no telephone.")))
        return stored

    def _point(self, stored: Stored[Person], channel: CampaignChannel, **values: Any) -> None:
        target = point_for(stored.fields, channel)
        points = tuple(
            msgspec.structs.replace(each, **values) if each is target else each for each in stored.fields.points
        )
        self._desk.work.change(PERSON, stored, points=points)


def _address(person: Person, channel: CampaignChannel) -> str:
    return address_of(point_for(person, channel), channel) if channel in POINT else ""
