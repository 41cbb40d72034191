"""Words of the work with a client: kinds of contacts, tasks, needs, and the script that asks about needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.wording import N_, P_, gettext
from core.wording.vocabulary import Vocabulary

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "contact": {
        "call": P_("contact", "Call"),
        "meeting": P_("contact", "Meeting"),
        "visit": P_("contact", "Visit"),
        "letter": P_("contact", "Letter"),
        "sms": P_("contact", "SMS"),
        "messenger": P_("contact", "Messenger"),
        "social": P_("contact", "Social network"),
        "site": P_("contact", "Site"),
        "mailing": P_("contact", "Mailing"),
        "gift": P_("contact", "Gift"),
    },
    "task": {
        "call": P_("task", "Call"),
        "meeting": P_("task", "Meeting"),
        "visit": P_("task", "Visit"),
        "letter": P_("task", "Letter"),
        "offer": P_("task", "Offer"),
        "review": P_("task", "Review"),
        "ask": P_("task", "Ask"),
        "check": P_("task", "Check"),
        "other": P_("task", "Other"),
    },
    "task state": {
        "open": P_("task state", "open"),
        "done": P_("task state", "done"),
        "dropped": P_("task state", "dropped"),
    },
    "need": {
        "delivery": P_("need", "Delivery"),
        "assortment": P_("need", "Other supplier or goods"),
        "other": P_("need", "Other"),
    },
    "need state": {
        "open": P_("need state", "open"),
        "done": P_("need state", "closed"),
        "dropped": P_("need state", "dropped"),
    },
    "contract": {
        "draft": P_("contract", "being prepared"),
        "sent": P_("contract", "with the client"),
        "signed": P_("contract", "signed"),
        "ending": P_("contract", "ends soon"),
        "closed": P_("contract", "closed"),
    },
    "deal": {
        "new": P_("deal", "new"),
        "talks": P_("deal", "in talks"),
        "offer": P_("deal", "offer made"),
        "agreed": P_("deal", "agreed"),
        "won": P_("deal", "won"),
        "lost": P_("deal", "lost"),
    },
    "timeline": {
        "change": P_("timeline", "Change"),
        "task": P_("timeline", "Task"),
        "need": P_("timeline", "Need"),
        "contract": P_("timeline", "Contract"),
        "deal": P_("timeline", "Deal"),
        "order": P_("timeline", "Order"),
        "person": P_("timeline", "Person"),
        "news": P_("timeline", "News"),
        "referral": P_("timeline", "Referral"),
        "promise": P_("timeline", "Promise"),
        "case": P_("timeline", "Complaint"),
        "group": P_("timeline", "Group task"),
    },
}
ACTIONS: Final[Mapping[str, str]] = {
    "delivery": N_("Offer delivery: agree on days, hours and the place to unload"),
    "assortment": N_("Find a supplier or the goods: ask purchasing, answer with a price"),
    "other": N_("Find out who of us can solve it, and answer the client"),
}
"""What a need turns into (S00.08)."""
QUESTION: Final = N_("What is needed for you to buy more from us?")
"""The question of S03.12, word for word."""


_SAID: Final = Vocabulary(WORDS)
word, choices, value_of = _SAID.word, _SAID.choices, _SAID.value_of


def action(need: str) -> str:
    """What to do about a need of this kind."""
    return gettext(ACTIONS.get(need, ACTIONS["other"]))
