"""Words of the recovery case: steps, reasons, outcomes, and what to say at each step, in our own words."""

from __future__ import annotations

from typing import Final

from core.entities.recovery import CaseStep, Course, LossReason
from core.wording import N_, P_, fill, gettext, ngettext, pgettext

_STEPS: Final[dict[CaseStep, str]] = {
    "detected": P_("step of a case", "Detected"),
    "claimed": P_("step of a case", "Claimed"),
    "invited": P_("step of a case", "Lunch invited"),
    "met": P_("step of a case", "Met at lunch"),
    "office": P_("step of a case", "At their office with a gift"),
    "reason": P_("step of a case", "Reason recorded"),
    "what_if": P_("step of a case", "What-if asked"),
    "returned": P_("step of a case", "Returned"),
    "parted": P_("step of a case", "Parted well"),
    "referral": P_("step of a case", "Introduction asked"),
    "follow_3": P_("step of a case", "First call after"),
    "follow_6": P_("step of a case", "Second call after"),
    "follow_12": P_("step of a case", "Third call after"),
    "closed": P_("step of a case", "Closed"),
}
_REASONS: Final[dict[LossReason, str]] = {
    "better_terms": P_("reason of a loss", "Better terms elsewhere"),
    "our_service": P_("reason of a loss", "Our service"),
    "not_needed": P_("reason of a loss", "No longer needed"),
    "product_switch": P_("reason of a loss", "Went over to another product"),
    "left_city": P_("reason of a loss", "Left the city"),
    "offended": P_("reason of a loss", "Offended by a seller"),
    "no_attention": P_("reason of a loss", "Nobody paid attention"),
}
_OUTCOMES: Final = {
    "": P_("outcome of a case", "at work"),
    "returned": P_("outcome of a case", "returned"),
    "parted": P_("outcome of a case", "parted well"),
    "bought": P_("outcome of a case", "bought by himself"),
}
_SCRIPTS: Final[dict[CaseStep, str]] = {
    "invited": N_(
        "“I would like to have lunch with you this week, somewhere between your office and ours. Nothing to sign and"
        " nothing to argue about: I want to hear how things are.” Invite the head; contest nothing."
    ),
    "met": N_(
        "Listen first. Do not defend the firm and do not dispute a word. Before the coffee: “You used to buy from us."
        " What changed?”"
    ),
    "office": N_(
        "No lunch? Go there yourself with a small gift: “I was passing and wanted to thank you for the years together."
        " And to ask honestly: why did you stop?”"
    ),
    "reason": N_(
        "Write the reason down in his own words and choose a code. Without a reason there is nothing to offer."
    ),
    "returned": N_("Thank him, agree on the first order and on who looks after him now. Deliver it without a fault."),
    "parted": N_(
        "“Then let us part as friends. Keep us as the spare option: if they ever let you down, one call is enough.”"
        " Leave a small gift and ask for nothing in return."
    ),
    "referral": N_(
        "“You need nothing more from us, and I understand that. Whom do you know who buys what you used to buy?"
        " Would you introduce me?”"
    ),
    "follow_3": N_("“How are things? No offer today, I only wanted to hear from you”."),
    "follow_6": N_("“Half a year has passed. Is everything as you hoped for with the new supplier?”"),
    "follow_12": N_("“A year already. If anything has changed, we are where we were, and glad to see you”."),
    "closed": N_("The case is closed; its history stays."),
}
_WHAT_IF: Final[dict[Course, str]] = {
    "terms": N_(
        "“What if we give you the same terms, or better ones: would you come back?” Name a figure only when you may"
        " keep it."
    ),
    "service": N_(
        "“What if we put right what went wrong: another person to look after you, and I answer for it myself?"
        " Would you come back then?”"
    ),
    "not_needed": N_(
        "He needs nothing more: this question may be left out. If you ask: “What if we brought you what you need now?”"
    ),
}
_ACTIONS: Final[dict[str, str]] = {
    "office": N_("visit to their office"),
    "met": N_("lunch"),
    "invited": N_("invitation without a meeting"),
    "claimed": N_("nothing yet"),
    "detected": N_("nothing yet"),
}


def step_name(step: CaseStep) -> str:
    """A step of the playbook."""
    return pgettext("step of a case", _STEPS[step])


def reason_name(reason: LossReason | str) -> str:
    """Why a client left; empty while nobody knows."""
    known = {str(code): words for code, words in _REASONS.items()}
    return pgettext("reason of a loss", known[reason]) if reason in known else ""


def outcome_name(outcome: str) -> str:
    """How a case ended."""
    return pgettext("outcome of a case", _OUTCOMES[outcome])


def action_name(action: str) -> str:
    """What was done to find out the reason."""
    return gettext(_ACTIONS[action])


def script(step: CaseStep, course: Course | None) -> str:
    """What to say at a step; the what-if depends on the reason."""
    if step == "what_if":
        way: Course = "service" if course is None else course
        return gettext(_WHAT_IF[way])
    return gettext(_SCRIPTS[step]) if step in _SCRIPTS else ""


def timer(hours: int) -> str:
    """What is left for the invitation, or by how much it is late."""
    if hours < 0:
        return fill(ngettext("late by {n} hour", "late by {n} hours", -hours), n=-hours)
    return fill(ngettext("{n} hour left", "{n} hours left", hours), n=hours)


def follow_up(name: str) -> str:
    """Text of the task after parting."""
    return fill(gettext("How are things since we parted? {step}"), step=name)
