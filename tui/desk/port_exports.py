"""Exports as screens and commands see them: what was asked, what was decided, where a found line comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

ExportFormat = Literal["csv", "jsonl", "xlsx"]
ExportState = Literal["asked", "approved", "refused", "made", "expired"]


def view_of(text: str, parts: Mapping[str, Sequence[str]], sort: str) -> dict[str, str]:
    """The words that name the client list as it is filtered and ordered; several values of a part are joined by |."""
    words = {"list": "clients", "text": text, "sort": sort} | {name: "|".join(part) for name, part in parts.items()}
    return {name: word for name, word in words.items() if word}


class ExportLine(msgspec.Struct, frozen=True):
    """One export. `what` names the list, `who` the person who asked, `by` the one who decided."""

    number: int
    id: str
    state: ExportState
    who: str
    what: str
    rows: int
    purpose: str
    format: str
    """Ending of the file: of a list, a document, a file that was attached."""
    receiver: str
    asked: dt.datetime
    by: str = ""
    runs: int = 0
    file: str = ""
    sha256: str = ""


class ExportBook(msgspec.Struct, frozen=True):
    """Own exports, newest first, and those of colleagues that wait for this person's word, oldest first."""

    mine: tuple[ExportLine, ...]
    waiting: tuple[ExportLine, ...]
    approves: bool
    """Whether this person's role decides on exports of others."""
    traces: bool
    """Whether this person's role may trace found lines."""


class TracedLine(msgspec.Struct, frozen=True):
    """An export found lines come from: `found` of its `planted` rows were met."""

    number: int
    id: str
    who: str
    at: dt.datetime
    found: int
    planted: int


class ExportsPort(Protocol):
    """The desk of exports."""

    def book(self) -> ExportBook:
        """Everything there is to see for this person."""
        ...

    def ask(self, view: Mapping[str, str], purpose: str, form: ExportFormat = "csv", receiver: str = "") -> ExportLine:
        """Ask for the list that `view` names; made at once where nobody has to approve."""
        ...

    def decide(self, number: int, approve: bool, reason: str = "") -> ExportLine:
        """Approve or refuse a colleague's export."""
        ...

    def run(self, number: int) -> ExportLine:
        """Make the file of an approved export."""
        ...

    def trace(self, text: str) -> tuple[TracedLine, ...]:
        """Which exports the lines of a text come from."""
        ...
