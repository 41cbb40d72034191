"""What screens and commands need to know of doubles, merges and groups of firms: plain answers, masks instead of
telephones and addresses, sentences already in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec

Progress = Callable[[int, int], bool]
Verdict = Literal["different", "unsure"]
GroupKind = Literal["owner", "parent"]


class Double(msgspec.Struct, frozen=True):
    """A client as a list of doubles names him."""

    id: str
    name: str
    external_id: str
    city: str
    owner: str


class DoubleGroup(msgspec.Struct, frozen=True):
    """Clients that may be one. `score` are the bits of the pair on which the group hangs."""

    members: tuple[Double, ...]
    """The proposed survivor first."""
    score: float
    probability: float
    why: tuple[str, ...]
    """Of that pair: conflicts first, the total last; what is shown adds up."""
    short: str
    sure: bool
    """Identifiers join all of it and nothing speaks against it: it may be merged in bulk."""
    unsure: bool = False
    """Somebody looked and could not tell."""
    portfolios: int = 1

    @property
    def key(self) -> str:
        """Stands for the group as long as it has the same members."""
        return "-".join(sorted(each.id for each in self.members))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.members)


class Doubles(msgspec.Struct, frozen=True):
    """The base against itself. `compared` counts pairs whose fields were looked at."""

    groups: tuple[DoubleGroup, ...]
    compared: int
    clients: int
    seconds: float

    @property
    def sure(self) -> tuple[DoubleGroup, ...]:
        """Groups of one portfolio that may be merged in bulk."""
        return tuple(each for each in self.groups if each.sure and each.portfolios == 1 and not each.unsure)


class PlanField(msgspec.Struct, frozen=True):
    """One field of a plan. `values` are what each member says, "" for nothing, telephones and addresses masked."""

    name: str
    values: tuple[str, ...]
    kept: str
    source: int
    """The member whose value is kept; -1: everything is kept."""
    reason: str
    differs: bool
    """A value loses, so somebody should look."""


class Plan(msgspec.Struct, frozen=True):
    """What merging would show. Nothing is written by making it."""

    members: tuple[Double, ...]
    fields: tuple[PlanField, ...]
    disputed: int
    portfolios: int


class MergeDone(msgspec.Struct, frozen=True):
    """A merge, or what its undo gave back (spec/cli `merge`)."""

    merge: str
    survivor: str
    merged: tuple[str, ...]


class BulkDone(msgspec.Struct, frozen=True):
    """Merges of one go. `batch` is what undo takes for all of them."""

    batch: str
    merges: tuple[MergeDone, ...]
    stopped: bool


class StandingMerge(msgspec.Struct, frozen=True):
    """A merge in force, newest first in lists. `verdict`: same | different | unsure."""

    merge: str
    verdict: str
    at: dt.datetime
    who: str
    members: tuple[Double, ...]
    batch: str


class FirmGroup(msgspec.Struct, frozen=True):
    """A confirmed group of firms. `elsewhere` counts members of portfolios that are not among the own ones."""

    group: str
    kind: GroupKind
    members: tuple[Double, ...]
    elsewhere: int


class Suggestion(msgspec.Struct, frozen=True):
    """A group worth a person's look, with what the firms share."""

    members: tuple[Double, ...]
    points: float
    why: tuple[str, ...]
    known: tuple[str, ...]
    """Confirmed groups that some of them are in: the others would join these."""


class MergedWith(msgspec.Struct, frozen=True):
    """One of those a survivor stands for, and the merge that made it so."""

    id: str
    name: str
    external_id: str
    merge: str


class DoublesPort(Protocol):
    """Doubles as screens see them; every method may raise `Problem` and is called from worker threads."""

    def scan(self, progress: Progress | None) -> Doubles | None:
        """Compare the base with itself; None when `progress` answered False."""
        ...

    def found(self) -> Doubles | None:
        """The last scan without what was merged or judged since; None before the first."""
        ...

    def pair(self, left: str, right: str) -> tuple[str, ...]:
        """Why two clients of the last scan may be one; empty where they were not compared."""
        ...

    def plan(self, ids: Sequence[str], take: Mapping[str, str]) -> Plan: ...

    def merge(self, ids: Sequence[str], take: Mapping[str, str], move: bool) -> MergeDone: ...

    def judge(self, ids: Sequence[str], verdict: Verdict) -> str: ...

    def undo(self, merge: str) -> MergeDone: ...

    def undo_last(self) -> MergeDone | None:
        """Take back the last merge or judgement of this session; None when nothing of it is left."""
        ...

    def bulk(self, progress: Progress | None) -> BulkDone:
        """Merge every sure group of the last scan in one go."""
        ...

    def standing(self) -> list[StandingMerge]:
        """Merges and judgements in force, newest first."""
        ...

    def merged_with(self, client_id: str) -> tuple[MergedWith, ...]:
        """Whom a client stands for."""
        ...


class FirmGroupsPort(Protocol):
    """Groups of firms as screens see them."""

    def all(self) -> list[FirmGroup]: ...

    def of(self, client_id: str) -> FirmGroup | None: ...

    def suggest(self, progress: Progress | None) -> list[Suggestion]: ...

    def confirm(self, ids: Sequence[str], kind: GroupKind) -> str: ...

    def strangers(self, ids: Sequence[str]) -> str: ...

    def dissolve(self, group: str) -> FirmGroup: ...
