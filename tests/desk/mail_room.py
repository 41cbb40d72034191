"""A mail server on loopback that answers by address, and clients with people to write to."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from core.entities.outreach import MailServer
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.port_outreach import CampaignRow

CONSENT_DAY = dt.date(2025, 5, 1)


class Box:
    """What arrived. `answers`: address → what the server says to it; `after_data`: what it does with a letter."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.senders: list[str] = []
        self.answers: dict[str, str] = {}
        self.after_data: Callable[[str], str | None] = lambda _to: None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content))
        self.senders.append(str(envelope.mail_from))
        told = self.after_data(envelope.rcpt_tos[0])
        if told == "drop":
            transport: Any = server.transport
            transport.abort()
        return told or "250 queued"

    @property
    def to(self) -> list[str]:
        return [str(each["To"]) for each in self.letters]


@contextmanager
def post_office() -> Iterator[tuple[Box, MailServer]]:
    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    office = Controller(box, hostname="127.0.0.1", port=port)
    office.start()
    try:
        yield box, MailServer(host="127.0.0.1", port=port, security="none", sender="news@firma.example")
    finally:
        office.stop()


def person(desk: Desk, ref: str, mail: str, agreed: bool = True, **fields: str) -> tuple[str, str]:
    """(client, person) with an e-mail, and consent on record."""
    client = refs(desk.session)[ref].hex()
    told = {"surname": "Орехов", "given": "Пётр", "patronymic": "Ильич", "email": mail, **fields}
    handle = desk.persons.save(client, "", told)
    if agreed:
        desk.outreach.agree(client, handle, "form", CONSENT_DAY, "анкета")
    return client, handle


def at_noon(stage: Stage) -> None:
    """A working hour of a working day in Moscow: Tuesday 3 March 2026."""
    stage.clock.now_us = int(dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC).timestamp() * 1_000_000)


def ready(desk: Desk, server: MailServer, clients: list[str], **words: str) -> CampaignRow:
    """A campaign approved and tried."""
    head = desk
    head.outreach.set_server(server)
    made = head.outreach.new("Осень", clients, **words)  # type: ignore[arg-type]
    head.outreach.approve(made.id)
    return head.outreach.test(made.id, "")


def head_of(stage: Stage) -> Desk:
    return desk_of(stage, "boris")
