"""Lists of what was promised, what went wrong, what threatens: one shape for several subjects.

A subject has kinds; each record stands at a step, and its next step asks something. The desks of commitments, cases and
risks all answer to this port, so one screen and one tab of the card draw them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

import msgspec

from tui.desk.edit_field import EditField


class EntryRow(msgspec.Struct, frozen=True):
    """One record as lists show it. Words are in the reader's language, `step` and `kind` are stable."""

    id: str
    kind: str
    kind_word: str
    client_id: str
    client: str
    text: str
    step: str
    step_word: str
    open: bool
    red: bool
    """It must not wait: overdue, or the client has been in the dark for too long."""
    due: dt.date | None
    owner: str
    made: dt.datetime
    facts: tuple[tuple[str, str], ...] = ()
    """Caption and text of everything else that is known."""


class StepForm(msgspec.Struct, frozen=True):
    """What is asked: a sentence and the fields to fill in."""

    ask: str
    fields: tuple[EditField, ...]


class EntriesPort(Protocol):
    """A subject of the work with clients."""

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Kinds a person may note down, with their words."""
        ...

    def rows(self, client_id: str = "", *, everything: bool = False) -> list[EntryRow]:
        """Open records of one client or of all, red ones first; with `everything` also closed ones."""
        ...

    def form(self, client_id: str, kind: str) -> StepForm:
        """What a new record asks."""
        ...

    def add(self, client_id: str, kind: str, fields: Mapping[str, str]) -> str:
        """Note a new record down; its id. Raises Problem."""
        ...

    def step_form(self, client_id: str, entry_id: str) -> StepForm:
        """What the next step of a record asks. Raises Problem where it has none."""
        ...

    def step(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Take the next step. Raises Problem."""
        ...

    def edit_form(self, client_id: str, entry_id: str) -> StepForm:
        """What can be changed of a record; of a promise, its day."""
        ...

    def edit(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Change it. Raises Problem."""
        ...

    def drop(self, client_id: str, entry_id: str) -> None:
        """Take it off the list: it was noted by mistake."""
        ...
