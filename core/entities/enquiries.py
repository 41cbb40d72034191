"""Enquiries: somebody called, wrote or came, and what was done with it (S04.03–S04.06, S04.10)."""

from __future__ import annotations

from typing import Final, Literal

from core.entities.entry import Entry

EnquiryChannel = Literal["call", "site", "letter", "messenger", "social", "visit", "event"]
EnquiryAnswer = Literal["answered", "missed", "nobody"]

ENQUIRY_CHANNELS: Final[tuple[EnquiryChannel, ...]] = (
    "call",
    "site",
    "letter",
    "messenger",
    "social",
    "visit",
    "event",
)
ENQUIRY_ANSWERS: Final[tuple[EnquiryAnswer, ...]] = ("answered", "missed", "nobody")
REFUSED: Final = "refused"
"""The reason "отказался": the person was asked for a contact and gave none (S04.05)."""


class Enquiry(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One enquiry. It may hold a person's telephone, so it lives in a portfolio and not with the firm."""

    day: int
    """Days since 1970-01-01, in the firm's time zone."""
    channel: EnquiryChannel = "call"
    tool: str = "other"
    """What brought the person, asked once at the first contact (S01.19)."""
    answer: EnquiryAnswer = "answered"
    who: bytes = b""
    """Id of the colleague who took it, or should have."""
    name: str = ""
    contact: str = ""
    """Telephone or e-mail that was taken."""
    reason: str = ""
    """Why there is no contact: `REFUSED` or words."""
    closed: bool = False
    client: bytes = b""
    """Client made of it, or recognised in it."""
    note: str = ""
    key: bytes = b""
    """Of an imported one: what makes it one enquiry however often its file is read, and what the file said of it."""

    @property
    def captured(self) -> bool:
        """We can come back to this person."""
        return bool(self.contact or self.client)

    @property
    def closable(self) -> bool:
        """A contact or a reason stands in it (S04.05)."""
        return self.captured or bool(self.reason)
