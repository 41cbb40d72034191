"""Work with clients as screens and commands see it: contacts logged, one line of time, attention, tasks, needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

import msgspec

from core.entities.work import ActivityKind, NeedKind, NeedState, TaskKind, TaskState
from core.relations.attention import Attention
from core.relations.needs import Uplift
from tui.desk.edit_field import EditField


class ContactEntry(msgspec.Struct, frozen=True):
    """What F5 takes. Negative minutes: the usual ones of the kind."""

    kind: ActivityKind
    text: str = ""
    minutes: int = -1
    two_way: bool = True
    inbound: bool = False
    network: str = ""
    people: tuple[str, ...] = ()
    """Ids of contact persons."""
    day: dt.date | None = None


class TimelineRow(msgspec.Struct, frozen=True):
    """One item of the line of time (S03.78), newest first."""

    id: str
    day: dt.date
    kind: str
    """A kind of contact, or change | task | need | contract | deal | order | person | news | referral."""
    text: str
    who: str
    """Who of us."""
    people: str = ""
    """Contact persons who took part."""
    minutes: int = 0
    two_way: bool = False
    at: dt.datetime | None = None


class Neglected(msgspec.Struct, frozen=True):
    """A client beyond the norm of attention (S03.32)."""

    id: str
    name: str
    owner: str
    days: int
    norm: int


class TaskRow(msgspec.Struct, frozen=True):
    """One task (U14)."""

    id: str
    client_id: str
    client: str
    kind: TaskKind
    text: str
    due: dt.date
    owner: str
    state: TaskState
    result: str
    source: str
    late: bool
    """Open, and its day has passed."""


class NeedRow(msgspec.Struct, frozen=True):
    """One need (S00.08)."""

    id: str
    client_id: str
    client: str
    kind: NeedKind
    text: str
    action: str
    due: dt.date | None
    owner: str
    state: NeedState
    asked: dt.date | None
    satisfaction: int
    obstacle: str
    closed: dt.date | None


class WorkOfClient(msgspec.Struct, frozen=True):
    """What CARD shows of the work with one client."""

    attention: Attention
    tasks: tuple[TaskRow, ...]
    """Open ones, soonest first."""
    needs: tuple[NeedRow, ...]
    """Open ones first."""
    satisfaction: tuple[int, ...] = ()
    """Answers 1–5, oldest first (S00.14)."""
    obstacle: str = ""
    """The last answer to what hinders buying from us alone."""


class WorkPort(Protocol):
    """Contacts, tasks, needs."""

    def usual_minutes(self) -> dict[str, int]:
        """Minutes filled in by kind of contact."""
        ...

    def log(self, client_id: str, entry: ContactEntry) -> None:
        """Log a contact (F5)."""
        ...

    def of(self, client_id: str) -> WorkOfClient:
        """Attention, tasks and needs of one client; free of budget."""
        ...

    def timeline(self, client_id: str) -> list[TimelineRow]:
        """Newest first. A dossier read: logged and budgeted."""
        ...

    def neglected(self, limit: int | None = None) -> list[Neglected]:
        """Clients beyond their norm, longest first."""
        ...

    def task_list(self, *, everything: bool = False) -> list[TaskRow]:
        """Open tasks, soonest first; with `everything` also closed ones."""
        ...

    def task_form(self, client_id: str) -> tuple[EditField, ...]:
        """What F6 asks."""
        ...

    def save_task(self, client_id: str, fields: Mapping[str, str]) -> str:
        """A task typed by a person; its id. Raises Problem."""
        ...

    def close(self, task_id: str, result: str, *, dropped: bool = False) -> None:
        """Close a task."""
        ...

    def need_form(self, client_id: str, need_id: str = "") -> tuple[EditField, ...]:
        """Fields of a need."""
        ...

    def save_need(self, client_id: str, need_id: str, fields: Mapping[str, str]) -> str:
        """A need, asked by the script today unless the fields say otherwise; its id."""
        ...

    def close_need(self, client_id: str, need_id: str, satisfaction: int, obstacle: str) -> None:
        """Close a need with the two answers of S00.14."""
        ...

    def need_list(self, *, everything: bool = False) -> list[NeedRow]:
        """Open needs of every client; with `everything` also closed ones."""
        ...

    def uplift(self) -> Uplift:
        """Growth of those asked against those not asked (S03.12)."""
        ...
