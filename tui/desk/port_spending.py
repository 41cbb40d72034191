"""What MET, ENQ and DEP need of spending, enquiries, plans, tiers and selections; also the JSON contract of theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from core.entities.money import Money

Values = Mapping[str, str]
"""Name of a field → what was typed."""


class Field(msgspec.Struct, frozen=True):
    """One line of a form. `choices`: (code, word) of a closed list; empty: a line to type in."""

    name: str
    title: str
    """msgid."""
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int = 200


class SpendRow(msgspec.Struct, frozen=True):
    """One record of spending; `kind`, `tool`, `event` are codes."""

    id: str
    day: dt.date
    kind: str
    tool: str
    money: Money
    hours: float
    event: str
    note: str
    by: str


class SideSums(msgspec.Struct, frozen=True):
    """What one kind of spending took in a period."""

    money: Money
    hours: float
    events: int
    records: int


class SpendList(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """Records newest first, and both sides of a period."""

    first: dt.date
    last: dt.date
    rows: tuple[SpendRow, ...]
    acquisition: SideSums
    retention: SideSums


class Taken(msgspec.Struct, frozen=True):
    """What became of rows of a file. Nothing is written while one of them is in error."""

    new: int
    errors: tuple[tuple[int, str], ...] = ()
    """(row of the file, what is wrong with it)."""


class EnquiryRow(msgspec.Struct, frozen=True):
    """One enquiry; the contact is masked."""

    id: str
    day: dt.date
    channel: str
    tool: str
    answer: str
    who: str
    name: str
    contact: str
    reason: str
    closed: bool
    captured: bool
    client: str
    """Id of the client made of it, empty while there is none."""


class EnquiryList(msgspec.Struct, frozen=True):
    """The register, newest first, with what is open in it."""

    rows: tuple[EnquiryRow, ...]
    open: int
    uncaptured: int
    total: int


class SpendingPort(Protocol):
    """Spending as screens see it."""

    def form(self) -> tuple[Field, ...]:
        """Fields of a new record."""
        ...

    def listed(self, first: dt.date | None = None, last: dt.date | None = None) -> SpendList:
        """Records of a period, by default of twelve months."""
        ...

    def add(self, values: Values) -> SpendRow:
        """Write a record. Raises Problem for a value a field cannot take."""
        ...

    def remove(self, handle: str) -> None:
        """Take a record off the list; its history stays."""
        ...

    def add_tool(self, name: str) -> None:
        """One more tool in the firm's dictionary."""
        ...


class EnquiriesPort(Protocol):
    """The register of enquiries as screens see it."""

    def form(self, handle: str = "") -> tuple[Field, ...]:
        """Fields of a new enquiry, or of one that is there."""
        ...

    def listed(self, limit: int | None = None) -> EnquiryList:
        """Enquiries newest first."""
        ...

    def save(self, values: Values, handle: str = "") -> EnquiryRow:
        """Write a new enquiry or change one. Raises Problem for a value a field cannot take."""
        ...

    def close(self, handle: str, reason: str = "") -> None:
        """Close one. Raises Problem (REFUSED) without a contact and a reason (S04.05)."""
        ...

    def make_client(self, handle: str) -> str:
        """A potential client of an enquiry; gives his id. Raises Problem without a name or contact."""
        ...


Rows = Sequence[tuple[int, Values]]
"""Rows of a file: number, and fields by name."""
