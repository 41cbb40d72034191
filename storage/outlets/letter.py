"""A letter as bytes: headers that say it is a mailing, how to leave it and where it comes back to (exchange §4)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from core.entities.outreach import MailServer

_UNFOLDED = SMTP.clone(max_line_length=990)
"""A folded List-Unsubscribe comes out encoded, and no mail program reads that; 998 is the limit of a line."""
MARK = "X-Kartoteka-Recipient"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """One letter ready to be handed over."""

    sender: str
    """Of the envelope: names the recipient, so that a letter that comes back says whose it was."""
    to: str
    data: bytes


def mail_address(text: str) -> str:
    """An address a letter can go to; "" for anything else."""
    return text.strip() if _ADDRESS.fullmatch(text.strip()) else ""


def message_id(server: MailServer, token: str, salt: str) -> str:
    """A Message-ID that names the recipient by his handle."""
    return f"<{token}.{salt}@{server.sender.rpartition('@')[2]}>"


def verp(server: MailServer, token: str) -> str:
    """Sender of the envelope with the recipient's handle in it."""
    local, _, domain = (server.bounces or server.sender).rpartition("@")
    return f"{local}+{token}@{domain}"


def build(server: MailServer, to: str, subject: str, text: str, *, token: str, message: str, at: dt.datetime) -> Letter:
    """The letter to one person. Text goes out as it is, never as HTML."""
    letter = EmailMessage(policy=SMTP)
    local, _, domain = server.sender.rpartition("@")
    letter["From"] = Address(_line(server.sender_name), local, domain)
    letter["To"] = to
    letter["Subject"] = _line(subject)
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = message
    letter["List-Unsubscribe"] = f"<mailto:{server.sender}?subject=unsubscribe-{token}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter[MARK] = token
    letter.set_content(text, cte="quoted-printable")
    return Letter(verp(server, token), to, letter.as_bytes(policy=_UNFOLDED))


def _line(text: str) -> str:
    """A header holds one line, whatever was typed."""
    return " ".join(text.split())
