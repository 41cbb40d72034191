"""A client who is won back or let go well (glossary: RecoveryCase)."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from core.entities.entry import Entry

CaseStep = Literal[
    "detected",
    "claimed",
    "invited",
    "met",
    "office",
    "reason",
    "what_if",
    "returned",
    "parted",
    "referral",
    "follow_3",
    "follow_6",
    "follow_12",
    "closed",
]
Course = Literal["terms", "service", "not_needed"]
"""The three reasons that decide how to go on (S03.106)."""
LossReason = Literal[
    "better_terms", "our_service", "not_needed", "product_switch", "left_city", "offended", "no_attention"
]
"""Why a client leaves: S03.106, S01.06, S03.32."""
Outcome = Literal["", "returned", "parted", "bought"]
"""`bought`: ordered again before anybody had asked for the reason."""

CASE_STEPS: tuple[CaseStep, ...] = get_args(CaseStep)
LOSS_REASONS: tuple[LossReason, ...] = get_args(LossReason)
COURSES: dict[LossReason, Course] = {
    "better_terms": "terms",
    "our_service": "service",
    "offended": "service",
    "no_attention": "service",
    "not_needed": "not_needed",
    "product_switch": "not_needed",
    "left_city": "not_needed",
}
"""Every reason of the base has its course in the playbook."""


class CaseEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step taken: when, by whom, what came of it, what was given."""

    step: CaseStep
    at_us: int
    by: bytes = b""
    note: str = ""
    gift: str = ""


class RecoveryCase(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Work on one client who is leaving, from the claim to the last follow-up."""

    step: CaseStep = "detected"
    opened: int
    """Days since 1970-01-01."""
    owner: bytes = b""
    """Id of the colleague who claimed it."""
    favoured: bool = False
    """Key account or anchor: the invitation is due within the timer (S03.104)."""
    due_us: int = 0
    """Until when the invitation must be out; 0: no timer."""
    said: float | None = None
    """Probability of lapse as the queue said it on that day, 0…1."""
    stake: int = 0
    """Value at stake as said then, minor units of the base currency."""
    loss: LossReason | None = None
    """Why he stopped; None until the reason is recorded."""
    reason_text: str = ""
    outcome: Outcome = ""
    ended: int = 0
    """Day of the outcome."""
    events: tuple[CaseEvent, ...] = ()

    @property
    def course(self) -> Course | None:
        """Which way the playbook goes."""
        return None if self.loss is None else COURSES[self.loss]

    @property
    def gifts(self) -> tuple[CaseEvent, ...]:
        """Steps at which something was given."""
        return tuple(each for each in self.events if each.gift)

    def took(self, step: CaseStep) -> bool:
        """Whether this step was taken."""
        return any(each.step == step for each in self.events)
