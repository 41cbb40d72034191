"""A letter as bytes: headers that say it is a mailing, how to leave it and where it comes back to (exchange §4)."""

from __future__ import annotations

import binascii
import dataclasses
import datetime as dt
import functools
import re
from email.utils import format_datetime

from core.entities.outreach import MailServer

_WORD_BYTES = 42
"""Of text in one encoded word: with its frame it stays below 75 characters (RFC 2047)."""
_PLAIN = re.compile(r"[ -~]{0,900}")
"""What may stand in a header as it is; 998 characters are the limit of a line (RFC 5322)."""
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,."]')
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
    """The letter to one person. Text goes out as it is, never as HTML.

    Put together by hand: the standard library takes several times as long as a mail server, and writes a long
    `List-Unsubscribe` in encoded words, which no mail program reads.
    """
    mailing = (
        f"Message-ID: {message}",
        f"List-Unsubscribe: <mailto:{server.sender}?subject=unsubscribe-{token}>",
        f"{MARK}: {token}",
    )
    return Letter(verp(server, token), to, _bytes(server, to, subject, text, at, mailing))


def note_to_self(server: MailServer, to: str, subject: str, text: str, *, salt: str, at: dt.datetime) -> Letter:
    """A letter of the program to whoever works with it: no mailing, nothing of it leads back to anybody."""
    message = f"Message-ID: <{salt}@{server.sender.rpartition('@')[2]}>"
    return Letter(server.sender, to, _bytes(server, to, subject, text, at, (message,)))


def _bytes(server: MailServer, to: str, subject: str, text: str, at: dt.datetime, more: tuple[str, ...]) -> bytes:
    head = (
        f"From: {_named(server.sender_name)}<{server.sender}>",
        f"To: {to}",
        f"Subject: {header_text(_line(subject))}",
        f"Date: {format_datetime(at)}",
        *more,
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
    )
    lines = "\n".join(text.splitlines())
    body = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")
    return "\r\n".join((*head, "", "")).encode("ascii") + body + b"\r\n"


@functools.lru_cache(maxsize=64)
def header_text(text: str) -> str:
    """Text for a header: as it is in ASCII, else as encoded words, each of whole characters, folded (RFC 2047)."""
    if _PLAIN.fullmatch(text) and "=?" not in text:
        return text
    words, room = [""], _WORD_BYTES
    for char in text:
        size = len(char.encode("utf-8", "replace"))
        if size > room:
            words.append("")
            room = _WORD_BYTES
        words[-1] += char
        room -= size
    told = (binascii.b2a_base64(each.encode("utf-8", "replace"), newline=False).decode() for each in words)
    return "\r\n ".join(f"=?utf-8?b?{each}?=" for each in told)


def _named(name: str) -> str:
    """Name of the sender before his address; one with marks of its own stands in quotes."""
    told = header_text(_line(name))
    if not told:
        return ""
    if told == _line(name) and _SPECIAL.search(told):
        told = '"' + told.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return told + " "


def _line(text: str) -> str:
    """A header holds one line, whatever was typed."""
    return " ".join(text.split())
