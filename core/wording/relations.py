"""Words of people and links: levels, roles, channels, alarms, what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.wording import P_
from core.wording.vocabulary import Vocabulary

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "rung": {
        "owner": P_("rung", "Owner"),
        "director": P_("rung", "Director"),
        "top": P_("rung", "Top manager"),
        "middle": P_("rung", "Middle manager"),
        "line": P_("rung", "Line staff"),
        "accountant": P_("rung", "Accountant"),
        "buyer": P_("rung", "Buyer"),
    },
    "part": {
        "": P_("part", "unknown"),
        "decision_maker": P_("part", "decides"),
        "influencer": P_("part", "has influence"),
        "user": P_("part", "uses"),
        "blocker": P_("part", "blocks"),
        "economic": P_("part", "holds the purse"),
        "technical": P_("part", "judges the technology"),
    },
    "sex": {"": P_("sex", "unknown"), "m": P_("sex", "man"), "f": P_("sex", "woman")},
    "document": {
        "foreign_passport": P_("document", "foreign-passport"),
        "passport": P_("document", "passport"),
    },
    "channel": {
        "phone": P_("channel", "Phone"),
        "email": P_("channel", "E-mail"),
        "messenger": P_("channel", "Messenger"),
        "social": P_("channel", "Social network"),
    },
    "referral": {
        "open": P_("referral", "not met yet"),
        "met": P_("referral", "introduced"),
        "client": P_("referral", "became a client"),
        "refused": P_("referral", "refused"),
    },
    "alarm": {
        "nobody": P_("alarm", "we know nobody there"),
        "one_contact": P_("alarm", "one contact only"),
        "only_buyer": P_("alarm", "the buyer only"),
        "no_owner": P_("alarm", "no contact with the owner"),
        "no_director": P_("alarm", "no contact with the director"),
        "no_accountant": P_("alarm", "no contact with the accountant"),
    },
    "subject": {
        "wallet": P_("subject", "what he spends"),
        "needs": P_("subject", "needs"),
        "decision_maker": P_("subject", "who decides"),
        "owner": P_("subject", "the owner"),
        "director": P_("subject", "the director"),
        "accountant": P_("subject", "the accountant"),
        "buyer": P_("subject", "the buyer"),
        "birthdays": P_("subject", "birthdays"),
        "rivals": P_("subject", "rivals"),
    },
}


_SAID: Final = Vocabulary(WORDS)
word, choices, value_of = _SAID.word, _SAID.choices, _SAID.value_of
