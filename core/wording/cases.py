"""Words of complaints, refusals and returns: kinds, states, the three questions and their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.entities.cases import REASONS
from core.wording import N_, P_, gettext
from core.wording.vocabulary import Vocabulary

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "case": {
        "complaint": P_("case", "Complaint"),
        "refusal": P_("case", "Refusal"),
        "return": P_("case", "Return"),
    },
    "case state": {
        "opened": P_("case state", "not asked yet"),
        "asked": P_("case state", "nobody solves it"),
        "assigned": P_("case state", "being solved"),
        "solved": P_("case state", "solved, not told"),
        "told": P_("case state", "client told"),
        "closed": P_("case state", "closed"),
    },
    "case reason": {
        "": P_("case reason", "nothing"),
        "quality": P_("case reason", "Quality"),
        "assortment": P_("case reason", "Not in stock, narrow range"),
        "price": P_("case reason", "Price"),
        "delivery": P_("case reason", "Delivery, dates"),
        "packaging": P_("case reason", "Packaging"),
        "no_attention": P_("case reason", "No attention"),
        "rude": P_("case reason", "Rudeness"),
        "slow": P_("case reason", "Slow answers"),
        "incompetent": P_("case reason", "Does not know the goods"),
        "promise_broken": P_("case reason", "Broken promise"),
        "waiting": P_("case reason", "Waiting"),
        "mistake": P_("case reason", "Mistake in the order"),
        "pressure": P_("case reason", "Pressure to buy"),
        "paperwork": P_("case reason", "Paperwork"),
        "payment": P_("case reason", "Payment"),
    },
}
QUESTIONS: Final[Mapping[str, str]] = {
    "product": N_("What did not suit you in the goods or the service?"),
    "staff": N_("What did not suit you in the work of our people?"),
    "sale": N_("What annoyed you when you were buying?"),
}
"""The three questions of S03.44."""
ASKS: Final[Mapping[str, str]] = {
    "opened": N_("Three questions: the goods, our people, what annoyed at the sale."),
    "asked": N_("Who solves it, and by what day?"),
    "assigned": N_("How was it solved?"),
    "solved": N_("What was the client told?"),
    "told": N_("Does the client stay with us?"),
}
"""What each state waits for."""


_SAID: Final = Vocabulary(WORDS)
word, choices = _SAID.word, _SAID.choices


def reasons(question: str) -> tuple[tuple[str, str], ...]:
    """Reason codes of a question with their words."""
    return tuple((code, word("case reason", code)) for code in REASONS[question])


def question(name: str) -> str:
    """A question as the client reads it."""
    return gettext(QUESTIONS[name])


def ask(state: str) -> str:
    """What a state waits for."""
    return gettext(ASKS[state])
