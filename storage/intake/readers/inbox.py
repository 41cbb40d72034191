"""The mailbox of mailings: what came back, who complained, who wants no more, who answered (exchange §4).

A letter is known by the recipient's handle: in the envelope address it came back to, in the header we put on every
letter, in the Message-ID, in the subject of an unsubscription. Anything else is passed over.
"""

from __future__ import annotations

import email
import email.feedparser
import email.generator
import email.message
import email.parser
import re
from collections.abc import Iterator
from typing import Final

from storage.intake.readers.mail import raw_letters
from storage.intake.readers.records import Table, read_all

FIELDS: Final = ("token", "what", "status", "said")
LETTER_BYTES: Final = 1024 * 1024
"""Of one letter; a report stands at its beginning."""
PARTS: Final = 50
"""Parts of one letter that are looked at."""
_TOKEN: Final = "([0-9a-f]{32})"  # noqa: S105  (a handle in a pattern)
_VERP: Final = re.compile(rf"\+{_TOKEN}@")
_MARK: Final = re.compile(rf"^X-Kartoteka-Recipient:\s*{_TOKEN}\s*$", re.MULTILINE | re.IGNORECASE)
_MESSAGE: Final = re.compile(rf"<{_TOKEN}\.[0-9a-f]+@")
_UNSUBSCRIBE: Final = re.compile(rf"unsubscribe-{_TOKEN}", re.IGNORECASE)
_FIELD: Final = re.compile(r"^(Action|Status|Diagnostic-Code):\s*(.+)$", re.MULTILINE | re.IGNORECASE)
_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
SAID_MAX: Final = 200


def read(fd: int) -> Table:
    """What concerns mailings in the mbox or the letter on `fd`, in the order of the letters."""
    table = Table("inbox", "", FIELDS)
    for data in raw_letters(read_all(fd)):
        for record in _records(data[:LETTER_BYTES]):
            table.add(record)
    return table


def _records(data: bytes) -> Iterator[dict[str, str]]:
    head_end = re.search(rb"\r?\n\r?\n", data)
    head = email.message_from_bytes(data[: head_end.start() if head_end else len(data)] + b"\n\n")
    if _header(head, "Content-Type").lower().startswith("multipart/report"):
        yield from _report(email.message_from_bytes(data), head)
        return
    wanted = _UNSUBSCRIBE.search(_header(head, "Subject"))
    if wanted is not None:
        yield {"token": wanted[1].lower(), "what": "unsubscribe"}
        return
    # A robot's answer is no answer of the client.
    if _header(head, "Auto-Submitted").lower() not in ("", "no"):
        return
    answered = _MESSAGE.search(f"{_header(head, 'In-Reply-To')} {_header(head, 'References')}")
    if answered is not None:
        yield {"token": answered[1], "what": "reply"}


def _report(letter: email.message.Message, head: email.message.Message) -> Iterator[dict[str, str]]:
    texts: dict[str, str] = {}
    for number, part in enumerate(letter.walk()):
        if number >= PARTS:
            break
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/feedback-report", "text/rfc822-headers", "message/rfc822"):
            texts.setdefault(kind, part.as_string()[:LETTER_BYTES])
    returned = f"{texts.get('message/rfc822', '')}\n{texts.get('text/rfc822-headers', '')}"
    to = " ".join(_header(head, name) for name in ("To", "Delivered-To", "X-Original-To"))
    found = _VERP.search(to) or _MARK.search(returned) or _MESSAGE.search(returned)
    if found is None:
        return
    if "message/feedback-report" in texts:
        yield {"token": found[1], "what": "complaint"}
        return
    told = {name.lower(): value.strip() for name, value in _FIELD.findall(texts.get("message/delivery-status", ""))}
    # A server that is still trying has not given up.
    if told.get("action", "failed").lower() != "failed":
        return
    status = _STATUS.search(told.get("status", ""))
    said = " ".join(told.get("diagnostic-code", "").split())[:SAID_MAX]
    yield {"token": found[1], "what": "bounce", "status": status[1] if status else "", "said": said}


def _header(letter: email.message.Message, name: str) -> str:
    return " ".join(str(letter.get(name, "")).split())[:2_000]
