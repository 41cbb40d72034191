"""Words of campaigns: kinds, channels, states, obstacles, and six ready letters in our own words (S03.38, S03.73)."""

from __future__ import annotations

from typing import Final

from core.entities.outreach import CampaignKind
from core.outreach.letter import in_russian
from core.wording import N_, P_, gettext, language, pgettext

_WORDS: Final[dict[str, dict[str, str]]] = {
    "campaign kind": {
        "commercial": P_("campaign kind", "Offer"),
        "useful": P_("campaign kind", "Useful"),
        "congratulation": P_("campaign kind", "Congratulation"),
        "news": P_("campaign kind", "Company news"),
        "invitation": P_("campaign kind", "Invitation"),
        "prices": P_("campaign kind", "New prices"),
        "new_product": P_("campaign kind", "New product"),
        "gift": P_("campaign kind", "Gift"),
        "bonus": P_("campaign kind", "Bonus"),
        "range": P_("campaign kind", "Wider assortment"),
    },
    "campaign channel": {
        "email": P_("campaign channel", "E-mail"),
        "sms": P_("campaign channel", "SMS"),
        "call": P_("campaign channel", "Call"),
        "site": P_("campaign channel", "Site"),
        "social": P_("campaign channel", "Social group"),
        "meeting": P_("campaign channel", "Meeting"),
    },
    "campaign": {
        "draft": P_("campaign", "draft"),
        "approved": P_("campaign", "approved"),
        "running": P_("campaign", "running"),
        "paused": P_("campaign", "paused"),
        "done": P_("campaign", "done"),
        "cancelled": P_("campaign", "cancelled"),
        "measured": P_("campaign", "measured"),
        "tested": P_("campaign", "test letter sent"),
        "edited": P_("campaign", "changed"),
    },
    "recipient": {
        "planned": P_("recipient", "planned"),
        "skipped": P_("recipient", "left out"),
        "queued": P_("recipient", "in the queue"),
        "sending": P_("recipient", "being sent"),
        "unknown": P_("recipient", "not known whether sent"),
        "sent": P_("recipient", "sent"),
        "soft": P_("recipient", "refused for now"),
        "hard": P_("recipient", "came back"),
        "complained": P_("recipient", "complained"),
        "unsubscribed": P_("recipient", "unsubscribed"),
        "replied": P_("recipient", "answered"),
        "meeting": P_("recipient", "meeting"),
        "sale": P_("recipient", "sale"),
        "cancelled": P_("recipient", "called off"),
    },
    "obstacle": {
        "ready": P_("obstacle", "ready"),
        "no_address": P_("obstacle", "no address"),
        "optout": P_("obstacle", "asked not to be written to"),
        "hold": P_("obstacle", "address on hold"),
        "no_consent": P_("obstacle", "no consent on record"),
        "already": P_("obstacle", "has this letter"),
        "twice": P_("obstacle", "same address as another one"),
        "changed": P_("obstacle", "address changed since it was chosen"),
        "too_often": P_("obstacle", "written to too often"),
        "placeholder": P_("obstacle", "a placeholder stays empty"),
        "quiet": P_("obstacle", "outside working hours there"),
    },
    "consent": {
        "written": P_("consent", "in writing"),
        "form": P_("consent", "in a form"),
        "contract": P_("consent", "in the contract"),
        "oral": P_("consent", "by word of mouth"),
    },
}
_TEMPLATES: Final[dict[CampaignKind, tuple[str, str]]] = {
    "commercial": (
        N_("An offer for {company}"),
        N_(
            "{salutation}!\n\nWe have put together terms for {company} that hold until the end of the month."
            " Answer this letter with what you plan to buy, and we will count the sum for you the same day."
        ),
    ),
    "news": (
        N_("What has changed at our firm"),
        N_(
            "{salutation}!\n\nA short word on what is new with us and what it means for {company}."
            "\n\n{note}\n\nIf anything here touches an order of yours, answer and we will settle it together."
        ),
    ),
    "invitation": (
        N_("We invite you"),
        N_(
            "{salutation}!\n\nWe are meeting our clients and would be glad to see you."
            "\n\n{note}\n\nA short answer is enough: we will keep a place for {company}."
        ),
    ),
    "prices": (
        N_("New prices: what {company} should know"),
        N_(
            "{salutation}!\n\nOur prices change. What you order before that day goes at the prices of today."
            " Write to us what {company} needs for the next months, and we will reserve it."
        ),
    ),
    "bonus": (
        N_("A bonus for {company}"),
        N_(
            "{salutation}!\n\nYour next order brings {company} a bonus. Nothing has to be filled in:"
            " tell your manager that you read this letter."
        ),
    ),
    "congratulation": (
        N_("Congratulations!"),
        N_(
            "{salutation}!\n\nCongratulations from all of us. We wish you good health, steady orders and people around"
            " you who can be relied on. Thank you for the years together."
        ),
    ),
}
TEMPLATE_KINDS: tuple[CampaignKind, ...] = tuple(_TEMPLATES)


def word(kind: str, code: str) -> str:
    """A value of a closed list in the reader's language; `code` itself where it is of a newer program."""
    known = _WORDS[kind].get(code)
    return pgettext(kind, known) if known else code


def template(kind: CampaignKind) -> tuple[str, str]:
    """Subject and text of a ready letter in the reader's language; empty ones where there is none of that kind."""
    if kind not in _TEMPLATES:
        return "", ""
    subject, text = (gettext(each) for each in _TEMPLATES[kind])
    if language() == "ru":
        return in_russian(subject), in_russian(text)
    return subject, text
