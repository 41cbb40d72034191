"""Where a promise, a difficulty, a question stands now, and what turns red (S03.74–S03.80).

Time the client is left in the dark is counted in working days: from Friday 15:00 one working day ends on Monday 15:00.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from typing import Literal

from core.entities.promises import AgreedChange, Commitment, Incident, ProjectStage, Question
from core.relations.working_days import is_working, next_working

Step = Literal[
    "promised", "due_soon", "overdue", "changed", "fulfilled", "early", "breached", "dropped",
    "found", "told", "planned", "resolved", "result_told",
    "asked", "answered", "untold", "known", "open", "agreed", "refused", "given",
]  # fmt: skip
"""Where something stands, as lists show it."""
OPEN: frozenset[Step] = frozenset(
    ("promised", "due_soon", "overdue", "changed", "found", "told", "planned", "resolved", "asked", "untold", "open")
)


def deadline(start: dt.datetime, days: int, holidays: Container[dt.date]) -> dt.datetime:
    """The moment `days` working days after `start`; what begins on a day off begins with the next working day."""
    moment = start
    if not is_working(start.date(), holidays):
        moment = dt.datetime.combine(next_working(start.date(), holidays), dt.time(), start.tzinfo)
    for _each in range(days):
        moment = dt.datetime.combine(
            next_working(moment.date() + dt.timedelta(days=1), holidays), moment.time(), moment.tzinfo
        )
    return moment


def commitment_step(promise: Commitment, today: int, soon_days: int) -> Step:
    """promised → due soon → fulfilled | early | changed | breached; past its day and open it is overdue."""
    if promise.state != "promised":
        return promise.state
    if promise.due < today:
        return "overdue"
    if promise.due - today <= soon_days:
        return "due_soon"
    return "changed" if promise.changes else "promised"


def incident_step(incident: Incident) -> Step:
    """found → client told → plan → resolved → result told."""
    if incident.result_told_us:
        return "result_told"
    if incident.result_us:
        return "resolved"
    if not incident.told_us:
        return "found"
    return "planned" if incident.plan_told_us or incident.plan_us else "told"


def incident_waits_since(incident: Incident) -> int:
    """Since when the client does not know something he should, microseconds; 0: he knows it all."""
    for made, told in (
        (incident.found_us, incident.told_us),
        (incident.plan_us, incident.plan_told_us),
        (incident.result_us, incident.result_told_us),
    ):
        if made and not told:
            return made
    return 0


def question_step(question: Question) -> Step:
    """asked → answered."""
    return "answered" if question.answered_us else "asked"


def stage_step(stage: ProjectStage) -> Step:
    """Whether the client knows of the stage."""
    return "known" if stage.told_us else "untold"


def change_step(change: AgreedChange) -> Step:
    """Whether the client has agreed."""
    if change.refused:
        return "refused"
    return "agreed" if change.agreed_us else "open"


def kept_share(promises: list[Commitment]) -> float | None:
    """Share of closed promises that were kept in time or early with consent; None where none is closed (U26)."""
    closed = [each for each in promises if each.state in ("fulfilled", "early", "breached")]
    if not closed:
        return None
    return sum(each.state != "breached" for each in closed) / len(closed)
