"""Group tasks: the same steps for many regular clients, each step controlled (S03.21)."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.entities.entry import Entry

ProofKind = Literal["note", "contact", "file"]
PROOF_KINDS: tuple[ProofKind, ...] = ("note", "contact", "file")


class GroupStep(msgspec.Struct, frozen=True):
    """One step that every client of the task goes through."""

    name: str
    due: int
    """Last day for it, days since 1970-01-01."""


class GroupTask(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be done with a list of clients. It lives with the firm and names no client."""

    name: str
    steps: tuple[GroupStep, ...]
    closed: int = 0
    """Day it was closed; 0: it runs."""
    later: tuple[bytes, ...] = ()
    """Of a pilot with the clients of some managers: the clients of all others, for when it is handed on (S02.15)."""
    handed: int = 0
    """Day it was handed on; 0: not yet."""


class StepDone(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step marked as done, with what proves it."""

    step: int
    """Place in the steps of the task, from 0."""
    day: int
    by: bytes
    proof: ProofKind | Literal[""] = ""
    text: str = ""
    """Words of the note, or where the file lies."""
    contact: bytes = b""
    """Handle of the contact that proves it."""
    accepted: bytes = b""
    """Id of the head who has looked at the proof; empty: nobody yet."""


class GroupPart(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One client's part in a group task; kept with his money."""

    task: bytes
    """Handle of the task."""
    done: tuple[StepDone, ...] = ()
    left_out: str = ""
    """Why he takes no part any more; empty: he does."""
    sent_back: str = ""
    """What the head missed when he last sent a step back."""
