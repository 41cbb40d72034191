"""Work with a client: contacts made, tasks, needs (glossary: Activity, Task, Need)."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.entities.entry import Entry

ActivityKind = Literal["call", "meeting", "visit", "letter", "sms", "messenger", "social", "site", "mailing", "gift"]
Direction = Literal["out", "in"]
TaskKind = Literal["call", "meeting", "visit", "letter", "offer", "review", "ask", "check", "other"]
TaskState = Literal["open", "done", "dropped"]
NeedKind = Literal["delivery", "assortment", "other"]
NeedState = Literal["open", "done", "dropped"]

ACTIVITY_KINDS: tuple[ActivityKind, ...] = (
    "call",
    "meeting",
    "visit",
    "letter",
    "sms",
    "messenger",
    "social",
    "site",
    "mailing",
    "gift",
)
TASK_KINDS: tuple[TaskKind, ...] = ("call", "meeting", "visit", "letter", "offer", "review", "ask", "check", "other")
NEED_KINDS: tuple[NeedKind, ...] = ("delivery", "assortment", "other")
TWO_WAY_BY_ITSELF = frozenset({"meeting", "visit"})
"""Kinds that cannot be had without the other side (S03.32)."""


class Activity(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One contact with a client: its facts, open with the portfolio; its words are `ActivityText` in the dossier."""

    kind: ActivityKind
    day: int
    """Days since 1970-01-01, in the firm's time zone."""
    two_way: bool = False
    """The client answered: only such a contact resets the attention clock (S03.32)."""
    direction: Direction = "out"
    """Who began it (S03.39)."""
    minutes: int = 0
    people: tuple[bytes, ...] = ()
    """Handles of contact persons who took part."""
    network: str = ""
    """Name of the messenger or social network (U31)."""
    link: bytes = b""
    """Handle of what it belongs to: a case, a campaign, a task."""
    key: bytes = b""
    """Of an imported letter: what makes it one contact however often its file is read."""


class ActivityText(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What was said, kept in the dossier."""

    activity: bytes
    """Handle of the contact."""
    text: str


class Task(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Something to do, at a client or, in the person's own space, for oneself (U14)."""

    kind: TaskKind = "other"
    text: str
    due: int
    """Days since 1970-01-01."""
    minute: int = -1
    """Minute of the day to be reminded at; -1: none."""
    owner: bytes = b""
    """Id of the colleague who does it; empty: the author."""
    state: TaskState = "open"
    result: str = ""
    done_us: int = 0
    source: str = ""
    """Row of the requirements or rule that made it, such as S00.07; empty: a person's own idea."""
    link: bytes = b""
    """Handle of the record it serves."""


class Need(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What the client needs to buy more from us (S00.08, S03.12); closing asks for satisfaction (S00.14)."""

    kind: NeedKind = "other"
    text: str
    due: int = 0
    """Day by which the action is due; 0: none set."""
    owner: bytes = b""
    state: NeedState = "open"
    asked: int = 0
    """Day the question was put to the client; 0: nobody asked, he said it himself."""
    satisfaction: int = 0
    """1–5 as the client said at closing; 0: not asked."""
    obstacle: str = ""
    """What keeps him from buying only from us."""
    closed: int = 0
    """Day it was closed."""


def done(task: Task, result: str, now_us: int) -> Task:
    """The task done, with what came of it."""
    return msgspec.structs.replace(task, state="done", result=result, done_us=now_us)
