"""What carries messages away: the mail server, the folders of the SMS gateway (exchange §4)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from typing import TYPE_CHECKING, Any, Protocol

from core.entities.outreach import CampaignChannel, MailServer
from core.problem import N_, ExitCode, Problem
from storage.outlets.letter import build, message_id
from storage.outlets.mail import Answer, Courier
from storage.outlets.sms import Place, Spool
from storage.vault.books.outreach import MAIL_SERVER, SMS_GATEWAY
from tui.desk import keeping
from tui.desk.outreach_audience import MICROSECONDS, Filling

if TYPE_CHECKING:
    from tui.desk.desk import Desk


@dataclasses.dataclass(frozen=True, slots=True)
class Parcel:
    """One message ready to go. `message` names it wherever it turns up again."""

    message: str
    to: str
    body: Any


class Carrier(Protocol):
    """A way out. Whatever `send` raises, the message surely did not go."""

    def open(self) -> None: ...
    def parcel(self, token: str, words: Filling, at: dt.datetime) -> Parcel: ...
    def send(self, parcel: Parcel) -> Answer: ...
    def known(self, token: str) -> Place | None:
        """Where a message stands that was claimed earlier; None: nobody can say."""
        ...

    def close(self) -> None: ...


class MailCarrier:
    """Letters over one connection."""

    def __init__(self, server: MailServer, password: str) -> None:
        self.server = server
        self._courier = Courier(server, password)

    def open(self) -> None:
        self._courier.open()

    def parcel(self, token: str, words: Filling, at: dt.datetime) -> Parcel:
        message = message_id(self.server, token, os.urandom(6).hex())
        letter = build(self.server, words.to, words.subject, words.text, token=token, message=message, at=at)
        return Parcel(message, letter.to, letter)

    def send(self, parcel: Parcel) -> Answer:
        return self._courier.send(parcel.body)

    def known(self, token: str) -> Place | None:  # noqa: ARG002
        return None

    def close(self) -> None:
        self._courier.close()


class SmsCarrier:
    """Messages as files for the gateway."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def open(self) -> None:
        return None

    def parcel(self, token: str, words: Filling, at: dt.datetime) -> Parcel:
        name = self._spool.name(words.to, token, at.strftime("%Y%m%d_%H%M%S"))
        return Parcel(name, words.to, words.text)

    def send(self, parcel: Parcel) -> Answer:
        self._spool.put(parcel.message, parcel.body)
        return Answer("sent", "")

    def known(self, token: str) -> Place | None:
        place, _name = self._spool.place(token)
        return None if place == "gone" else place

    def close(self) -> None:
        return None


def carrier_of(desk: Desk, channel: CampaignChannel, password: str) -> Carrier:
    """What carries messages of a channel. Raises Problem (REFUSED) where nobody has said through what."""
    if channel == "sms":
        return SmsCarrier(spool_of(desk))
    return MailCarrier(mail_server(desk), password)


def mail_server(desk: Desk) -> MailServer:
    """How the firm sends letters. Raises Problem (REFUSED) where nobody has said it."""
    found = keeping.live(desk, MAIL_SERVER)
    if not found:
        raise Problem(N_("Say first through which mail server letters go: campaign server."), ExitCode.REFUSED)
    return found[-1].fields


def spool_of(desk: Desk) -> Spool:
    """Folders of the SMS gateway. Raises Problem (REFUSED) where nobody has said them."""
    found = keeping.live(desk, SMS_GATEWAY)
    if not found:
        raise Problem(N_("Say first through which folders SMS go: campaign gateway."), ExitCode.REFUSED)
    return Spool(found[-1].fields)


def now_of(desk: Desk) -> dt.datetime:
    """This moment in the firm's time zone."""
    return dt.datetime.fromtimestamp(desk.now_us() / MICROSECONDS, desk.zone)
