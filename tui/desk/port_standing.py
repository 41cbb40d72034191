"""Where clients stand, as SEG, CARD and SET ask the desk, and its plain answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from core.entities.money import Money
from core.entities.standing import LossReason, NotedLevel, NotedStatus, Purpose, Tick
from core.entities.vocabulary import AbcLetter, Level, Step, XyzLetter

Tab = Literal["pyramid", "ladder", "matrix", "anchors", "targets", "review", "groups", "portrait"]
TABS: tuple[Tab, ...] = ("pyramid", "ladder", "matrix", "anchors", "targets", "review", "groups", "portrait")
By = Literal["margin", "turnover"]
Since = Literal["month", "quarter", "year"]
SINCE: tuple[Since, ...] = ("month", "quarter", "year")


class View(msgspec.Struct, frozen=True):
    """What a tab is looked at by."""

    tab: Tab = "pyramid"
    by: By = "margin"
    """Letter of ABC: by margin, or by turnover as the source has it."""
    since: Since = "month"
    """Moves since the end of the last full month, quarter or year; levels and letters know the month alone."""
    selection: str = ""
    """Handle of a saved selection the tab is made of; empty: the whole open base."""


class SegmentFigure(msgspec.Struct, frozen=True):
    """One figure of a tab. `rule` says what it means; the clients behind it are `members` of its key."""

    key: str
    title: str
    count: int
    turnover: Money | None = None
    share: float | None = None
    arrived: int = 0
    left: int = 0
    more: str = ""
    """Further figures of the line in words."""
    rule: str = ""
    level: Level | None = None
    """The storey of the pyramid it is."""


class Segment(msgspec.Struct, frozen=True):
    """One tab: its figures, sentences on top, and what its picture is drawn from."""

    view: View
    as_of: dt.date
    since: dt.date
    """Evening the moves are counted from."""
    figures: tuple[SegmentFigure, ...]
    says: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    gauge: float | None = None
    goal: float | None = None
    """A share drawn as a bar, with a line at the goal."""
    clients: int = 0
    figures_date: dt.date | None = None
    """Day of the published figures of the firm; None: by the open portfolios (U35)."""


class Member(msgspec.Struct, frozen=True):
    """One client behind a figure. `note`: evidence, what is missing or what to do, in one line."""

    id: str
    name: str
    owner: str
    level: Level
    step: Step
    abc: AbcLetter | None
    abc_turnover: AbcLetter | None
    xyz: XyzLetter | None
    turnover: Money
    mark: str = ""
    note: str = ""


class MembersHandle(Protocol):
    """Clients behind a figure in a frozen order; their rows are made when they are looked at."""

    def __len__(self) -> int: ...

    def rows(self, start: int, stop: int) -> list[Member]: ...

    def position(self, client_id: str) -> int | None: ...


class Proof(msgspec.Struct, frozen=True):
    """One line of evidence. `holds` None: nobody knows."""

    notion: str
    """level | step | status | anchor | key | target | letters"""
    holds: bool | None
    text: str


class KeyAxis(msgspec.Struct, frozen=True):
    """The axis key of `standing`: both notions of a key client."""

    signs: dict[str, bool]
    """Rebrik's three: loyal, significant, partnership."""
    criteria: dict[str, bool]
    """Kolotilov's five."""
    levels: dict[str, float | None]
    """Share of the sales at company, department, manager, 0…1."""
    candidate: bool
    appointed: bool


class TargetAxis(msgspec.Struct, frozen=True, rename={"is_target": "is"}):
    """The axis target of `standing`; None: not known."""

    is_target: bool
    purpose: str | None
    purpose_fits: bool | None
    quarterly: Money | None
    limit: Money | None
    sum_fits: bool | None
    first_contact: dt.date | None
    clock_ends: dt.date | None
    by_expectation: bool
    recheck: bool


class ClauseLine(msgspec.Struct, frozen=True):
    """One clause of "Эволюция клиента" with the rules it rests on."""

    key: str
    section: str
    title: str
    text: str
    own: bool
    """The firm's own words; else those the program came with."""
    rules: tuple[str, ...]
    """Titles of the rules with their values."""
    versions: int
    changed_by: str = ""
    changed_at: dt.datetime | None = None


class ClauseVersion(msgspec.Struct, frozen=True):
    """One earlier wording."""

    at: dt.datetime
    who: str
    text: str


class CostLine(msgspec.Struct, frozen=True):
    """Fixed costs of one month; None: not entered, the last month entered before stands in."""

    month: dt.date
    amount: Money | None
    changed_by: str = ""


class StandingPort(Protocol):
    """Standing as screens see it."""

    def segment(self, view: View) -> Segment:
        """Figures of one tab of SEG."""
        ...

    def members(self, view: View, key: str) -> MembersHandle:
        """The clients behind one figure, largest first."""
        ...

    def proofs(self, client_id: str) -> tuple[Proof, ...]:
        """Evidence of everything that is said of where a client stands."""
        ...

    def note_level(
        self,
        client_id: str,
        level: NotedLevel,
        *,
        reason: str = "",
        expected: dt.date | None = None,
        ticks: Sequence[Tick] = (),
        knows_us: bool | None = None,
        territory: str = "",
        industry: str = "",
    ) -> None:
        """State a level below the real ones. Raises Problem where its evidence is missing."""
        ...

    def note_partnership(self, client_id: str, note: str) -> None:
        """State that the partnership is a value in itself."""
        ...

    def note_status(self, client_id: str, status: NotedStatus, reason: LossReason | str = "", note: str = "") -> None:
        """State a base status."""
        ...

    def lift(self, client_id: str, notion: str) -> None:
        """Take the last statement back: level, partnership, status, target."""
        ...

    def note_target(
        self,
        client_id: str,
        purpose: Purpose,
        *,
        quarterly: int = 0,
        currency: str = "",
        source: str = "",
        expected: dt.date | None = None,
    ) -> None:
        """State what a client buys for and how much from all suppliers."""
        ...

    def note_profile(self, client_id: str, fields: dict[str, str]) -> None:
        """State what the portrait is drawn from."""
        ...

    def answer_obligations(self, client_id: str, able: bool, note: str = "") -> None:
        """Answer whether the obligations to a large client can be met."""
        ...

    def make_task(self, client_id: str, meeting: bool = True) -> None:
        """A task of «Смотр базы» with the question in it."""
        ...

    def ask_share(self, client_id: str) -> None:
        """A task to find out our share of his purchases."""
        ...

    def answer_question(self, client_id: str, text: str, kind: str = "other") -> None:
        """What the client answered: a need; the task is done."""
        ...

    def close_review(self) -> None:
        """«Смотр базы» is held: the next one is due in 60 days."""
        ...

    def recheck(self, client_id: str) -> None:
        """A task to look again whether he is a target client."""
        ...


class EvolutionPort(Protocol):
    """The document "Эволюция клиента", fixed costs and rates."""

    def clauses(self) -> list[ClauseLine]:
        """Every clause in the order of the document."""
        ...

    def versions(self, key: str) -> list[ClauseVersion]:
        """Earlier wordings of a clause, newest first."""
        ...

    def word(self, key: str, text: str) -> None:
        """Give a clause the firm's own words; an empty text puts the program's back. Raises Problem (REFUSED)."""
        ...

    def costs(self) -> list[CostLine]:
        """Fixed costs of the last 13 months, newest first."""
        ...

    def enter_costs(self, month: dt.date, amount: int) -> None:
        """Fixed costs of a month, minor units. Raises Problem (REFUSED)."""
        ...
