"""The recovery case as a state machine: what may follow what (S03.104–S03.109).

The reason is asked before anything is offered, and a client who needs nothing more is asked for an introduction
before he is let go: neither step can be skipped.
"""

from __future__ import annotations

from typing import Final

import msgspec

from core.entities.recovery import CaseEvent, CaseStep, LossReason, Outcome, RecoveryCase
from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT, Rules

HOUR_US: Final = 3_600_000_000
GIFT_NEEDED: Final[frozenset[CaseStep]] = frozenset({"office"})
"""Nobody comes to their office with empty hands (S03.105)."""
FOLLOW_UPS: Final[tuple[CaseStep, ...]] = ("follow_3", "follow_6", "follow_12")
OVER: Final[frozenset[CaseStep]] = frozenset({"closed"})
_AFTER: Final[dict[CaseStep, tuple[CaseStep, ...]]] = {
    "detected": ("claimed",),
    "claimed": ("invited",),
    "invited": ("met", "office"),
    "met": ("reason",),
    "office": ("reason",),
    "reason": ("what_if",),
    "what_if": ("returned", "parted"),
    "returned": ("follow_3", "closed"),
    "parted": ("referral", "follow_3"),
    "referral": ("follow_3",),
    "follow_3": ("follow_6", "returned"),
    "follow_6": ("follow_12", "returned"),
    "follow_12": ("closed", "returned"),
    "closed": (),
}
_BEFORE_REASON: Final[frozenset[CaseStep]] = frozenset({"detected", "claimed", "invited", "met", "office"})


def open_case(
    day: int,
    now_us: int,
    owner: bytes,
    *,
    favoured: bool,
    said: float | None,
    stake: int,
    rules: Rules = DEFAULT,
) -> RecoveryCase:
    """A case claimed by a colleague. With a key account or an anchor the clock runs from here (S03.104)."""
    due = now_us + rules.recovery_timer_hours * HOUR_US if favoured else 0
    return RecoveryCase(
        step="claimed",
        opened=day,
        owner=owner,
        favoured=favoured,
        due_us=due,
        said=said,
        stake=stake,
        events=(CaseEvent("detected", now_us, owner), CaseEvent("claimed", now_us, owner)),
    )


def next_steps(case: RecoveryCase, bought: bool = False) -> tuple[CaseStep, ...]:
    """What may come now. `bought`: he has ordered since the case was opened, so there may be nothing left to ask."""
    steps = _AFTER[case.step]
    if case.course == "not_needed":
        if case.step == "reason":
            steps = ("what_if", "parted")
        elif case.step == "parted":
            steps = ("referral",)
    if case.outcome == "returned" and case.step in FOLLOW_UPS:
        steps = tuple(each for each in steps if each != "returned")
        steps += () if "closed" in steps else ("closed",)
    if bought and case.step in _BEFORE_REASON:
        steps = (*steps, "closed")
    return steps


def stepped(
    case: RecoveryCase,
    step: CaseStep,
    day: int,
    now_us: int,
    by: bytes,
    *,
    note: str = "",
    gift: str = "",
    loss: LossReason | None = None,
    bought: bool = False,
) -> RecoveryCase:
    """The case one step further.

    Raises Problem (REFUSED) for a step that would skip another, BAD_INPUT for one that lacks its words: the reason
    needs a code and a text, the visit to their office a gift.
    """
    if step not in next_steps(case, bought):
        raise Problem(refusal(case, step), ExitCode.REFUSED)
    note, gift = note.strip(), gift.strip()
    if step == "reason" and (loss is None or not note):
        raise Problem(N_("Record the reason: one of the codes, and in his own words."))
    if step in GIFT_NEEDED and not gift:
        raise Problem(N_("To their office one comes with a gift: say which."))
    outcome = _outcome(case, step)
    changed = outcome != case.outcome
    return msgspec.structs.replace(
        case,
        step=step,
        due_us=0 if step == "invited" else case.due_us,
        loss=loss if step == "reason" else case.loss,
        reason_text=note if step == "reason" else case.reason_text,
        outcome=outcome,
        ended=day if changed else case.ended,
        events=(*case.events, CaseEvent(step, now_us, by, note, gift)),
    )


def refusal(case: RecoveryCase, step: CaseStep) -> str:
    """Why this step cannot come now, as a msgid."""
    if case.step in OVER:
        return N_("This case is closed.")
    if step in ("what_if", "returned", "parted") and case.loss is None:
        return N_("First the reason: without it nobody knows what to offer.")
    if case.course == "not_needed" and case.step == "parted":
        return N_("He needs nothing more from us: ask for an introduction before the case goes on.")
    if step == "claimed":
        return N_("This case is claimed already.")
    return N_("This step does not follow from where the case stands: see what comes next.")


def overdue(case: RecoveryCase, now_us: int) -> bool:
    """Whether the invitation to a key account or an anchor is late."""
    return bool(case.due_us) and case.due_us < now_us


def hours_left(case: RecoveryCase, now_us: int) -> int:
    """Full hours until the invitation is due; negative when it is late."""
    return (case.due_us - now_us) // HOUR_US


def follow_up_days(day: int, rules: Rules = DEFAULT) -> tuple[int, int, int]:
    """When to call after the outcome: 3, 6 and 12 months (S03.108)."""
    first, second, third = (
        rules.recovery_follow_first_months,
        rules.recovery_follow_second_months,
        rules.recovery_follow_third_months,
    )
    return (
        day + round(first * rules.month_days),
        day + round(second * rules.month_days),
        day + round(third * rules.month_days),
    )


def _outcome(case: RecoveryCase, step: CaseStep) -> Outcome:
    if step in ("returned", "parted"):
        return "returned" if step == "returned" else "parted"
    if step == "closed" and not case.outcome:
        return "bought"
    return case.outcome
