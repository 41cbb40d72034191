"""Recovery cases and recommendations as screens and commands see them; field names are the JSON contract."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import msgspec

from core.entities.money import Money
from core.entities.people import ReferralResult
from core.entities.recovery import CaseStep, Course, LossReason, Outcome


class EventLine(msgspec.Struct, frozen=True):
    """One step taken."""

    step: CaseStep
    at: dt.datetime
    who: str
    note: str
    gift: str


class CaseLine(msgspec.Struct, frozen=True):
    """One case with everything its playbook needs."""

    id: str
    client_id: str
    client: str
    manager: str
    """Who claimed it."""
    step: CaseStep
    next: tuple[CaseStep, ...]
    """What may come now."""
    favoured: bool
    opened: dt.date
    timer_hours: int | None
    """Full hours until the invitation is due, negative when late; None: no timer runs."""
    red: bool
    said: float | None
    """Probability of lapse when it was claimed, 0…1."""
    value_at_stake: Money
    reason: LossReason | None
    course: Course | None
    reason_text: str
    outcome: Outcome
    ended: dt.date | None
    bought: bool
    """He has ordered since the case was opened."""
    events: tuple[EventLine, ...]


class CasesAnswer(msgspec.Struct, frozen=True):
    """Cases, those with a running timer first."""

    cases: tuple[CaseLine, ...]
    as_of: dt.date
    log_size: int


class TallyLine(msgspec.Struct, frozen=True):
    """Cases with one thing in common."""

    key: str
    cases: int
    returned: int
    parted: int
    at_work: int


class BinLine(msgspec.Struct, frozen=True):
    """Said against happened. Shares are 0…1."""

    low: float
    high: float
    clients: int
    said: float
    happened: float


class OutcomesAnswer(msgspec.Struct, frozen=True):
    """What came of the cases, and whether the queue of an earlier evening was right about who buys no more."""

    cases: int
    returned: int
    by_reason: tuple[TallyLine, ...]
    by_manager: tuple[TallyLine, ...]
    by_action: tuple[TallyLine, ...]
    checked_day: dt.date | None
    """The evening looked back at; None: there was nothing to judge by then."""
    checked_days: int
    queue: int
    """Clients in the queue of that evening."""
    queue_silent: int
    """Of them, those who have bought nothing since."""
    bins: tuple[BinLine, ...]
    as_of: dt.date
    log_size: int


class ReferralLine(msgspec.Struct, frozen=True):
    """One recommendation."""

    id: str
    client_id: str
    client: str
    who: str
    whom: str
    day: dt.date
    result: ReferralResult
    note: str


class QueueMark(msgspec.Struct, frozen=True):
    """What the queue says of a client beside the figures."""

    case: str
    """Id of the open case; empty: nobody has claimed him."""
    step: CaseStep
    manager: str
    timer_hours: int | None
    red: bool


class RecoveryPort(Protocol):
    """Winning clients back, as screens see it."""

    def cases(self, everything: bool = False) -> CasesAnswer:
        """Open cases; with `everything` the closed ones too."""
        ...

    def claim(self, client_id: str) -> CaseLine:
        """Take a client on. Raises Problem (REFUSED) when somebody has already."""
        ...

    def step(
        self, case_id: str, step: CaseStep, note: str = "", gift: str = "", reason: LossReason | None = None
    ) -> CaseLine:
        """One step of the playbook. Raises Problem where it would skip one or lacks its words."""
        ...

    def marks(self) -> dict[str, QueueMark]:
        """By client: who has claimed him, and the timers that run."""
        ...

    def outcomes(self) -> OutcomesAnswer:
        """What came of it all."""
        ...

    def referrals(self, client_id: str = "") -> tuple[ReferralLine, ...]:
        """Recommendations, newest first; of one client or of all."""
        ...

    def add_referral(
        self, client_id: str, who: str, whom: str = "", result: ReferralResult = "open", note: str = ""
    ) -> ReferralLine:
        """A recommendation asked for or given."""
        ...
