"""mbox and single letters: rows of the correspondence log (spec/exchange §1.6). Bodies are not taken in."""

from __future__ import annotations

import email
import email.feedparser
import email.header
import email.parser
import email.utils
import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

from storage.intake.encoding import known, sniff
from storage.intake.frames import Fact
from storage.intake.readers.records import Records, Table, read_all

FIELDS: Final = ("date", "sender", "sender_name", "recipients", "subject", "message_id", "reply_to")
_FROM: Final = re.compile(rb"^From \S.*$", re.MULTILINE)
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_HEAD_BYTES: Final = 256 * 1024


def open_file(fd: int) -> Records:
    """Read the file on `fd`."""
    data = read_all(fd)
    table = Table("letters", "letters", FIELDS)
    for letter in raw_letters(data):
        table.add(_record(email.message_from_bytes(_head(letter))))
    facts: dict[str, Fact] = {"letters": table.rows}
    return Records("mail", "", len(data), [table], facts)


def raw_letters(data: bytes) -> Iterator[bytes]:
    """The letters of an mbox, or the single one that the file is."""
    if data.lstrip()[:5] != b"From ":
        yield data.lstrip()
        return
    # A letter of an mbox begins behind an empty line with a separator and a header below it.
    starts = [
        found.start()
        for found in _FROM.finditer(data)
        if (not found.start() or data[max(0, found.start() - 2) : found.start()] in (b"\n\n", b"\r\n", b"\n"))
        and re.match(rb"\r?\n[\w-]+:", data[found.end() : found.end() + 100])
    ]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        letter = data[start:end]
        yield letter[letter.index(b"\n") + 1 :]


def _head(letter: bytes) -> bytes:
    found = _HEAD_END.search(letter[:_HEAD_BYTES])
    return letter[: found.start() if found else _HEAD_BYTES] + b"\n\n"


def _record(letter: Message) -> dict[str, str]:
    addresses = email.utils.getaddresses([_text(letter, name) for name in ("To", "Cc")])
    name, sender = email.utils.parseaddr(_text(letter, "From"))
    return {
        "date": _day(str(letter.get("Date", ""))),
        "sender": sender.lower(),
        "sender_name": name,
        "recipients": "; ".join(dict.fromkeys(address.lower() for _, address in addresses if "@" in address))[:30_000],
        "subject": _text(letter, "Subject")[:2_000],
        "message_id": str(letter.get("Message-ID", "")).strip()[:500],
        "reply_to": str(letter.get("In-Reply-To", "")).strip()[:500],
    }


def _day(text: str) -> str:
    try:
        return email.utils.parsedate_to_datetime(text).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _text(letter: Message, name: str) -> str:
    """A header in letters: encoded words decoded, raw 8-bit bytes by the usual code pages, odd charset names known."""
    raw = letter.get(name)
    if raw is None:
        return ""
    text = str(raw) if isinstance(raw, str) else "".join(_part(bytes_, charset) for bytes_, charset in _pieces(raw))
    if "=?" in text:
        try:
            text = "".join(_part(bytes_, charset) for bytes_, charset in email.header.decode_header(text))
        except (ValueError, email.header.HeaderParseError):  # type: ignore[attr-defined]
            return " ".join(text.split())
    return " ".join(text.split())


def _pieces(raw: object) -> list[tuple[bytes | str, str | None]]:
    return email.header.decode_header(raw)  # type: ignore[arg-type]


def _part(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    name = (charset or "").lower()
    ours = known(name) or known(name.replace("cp-", "cp").replace("windows", "cp").replace("cp--", "cp"))
    if not ours or name == "unknown-8bit":
        ours = sniff(piece)
    return piece.decode(ours, "replace")
