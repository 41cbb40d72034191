"""Complaints, refusals and returns with the client's answers to three questions (S03.43–S03.45)."""

from __future__ import annotations

from typing import Literal

from core.entities.entry import Entry

CaseKind = Literal["complaint", "refusal", "return"]
CaseState = Literal["opened", "asked", "assigned", "solved", "told", "closed"]
CASE_KINDS: tuple[CaseKind, ...] = ("complaint", "refusal", "return")
CASE_STATES: tuple[CaseState, ...] = ("opened", "asked", "assigned", "solved", "told", "closed")
QUESTIONS = ("product", "staff", "sale")
"""What was wrong with the goods, with our people, what annoyed at the sale itself."""
NOTHING = ""
"""Nothing to complain of in this respect, or not asked yet."""
NO_ATTENTION = "no_attention"
"""The reason the source counts: nobody looked after the client."""
REASONS: dict[str, tuple[str, ...]] = {
    "product": (NOTHING, "quality", "assortment", "price", "delivery", "packaging"),
    "staff": (NOTHING, NO_ATTENTION, "rude", "slow", "incompetent", "promise_broken"),
    "sale": (NOTHING, "waiting", "mistake", "pressure", "paperwork", "payment"),
}


class ServiceCase(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One complaint, refusal or return, from the first word to the last answer."""

    kind: CaseKind = "complaint"
    day: int
    text: str = ""
    """What the client says, in his words."""
    product: str = ""
    """Name of the goods or service it is about."""
    goods: str = NOTHING
    """Reason by the first question."""
    staff: str = NOTHING
    sale: str = NOTHING
    manager: bytes = b""
    """Who sold: the person responsible for the client when it was noted."""
    owner: bytes = b""
    """Who solves it; empty: nobody yet."""
    due: int = 0
    """Day it is to be solved by; 0: none set."""
    state: CaseState = "opened"
    solution: str = ""
    answer: str = ""
    """What the client was told."""
    told_us: int = 0
    leaves: bool = False
    """The client stops buying because of it: a matter of recovery."""
    closed: int = 0
    link: bytes = b""
    """Handle of the task or recovery case it led to."""

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """(question, code) of everything he complains of."""
        told = zip(QUESTIONS, (self.goods, self.staff, self.sale), strict=True)
        return tuple((question, code) for question, code in told if code)

    @property
    def is_loss(self) -> bool:
        """The client refused, or leaves because of it."""
        return self.kind == "refusal" or self.leaves
