"""Words of campaigns: kinds, channels, states, obstacles, and six ready letters in our own words (S03.38, S03.73)."""

from __future__ import annotations

from typing import Any, Final

from core.entities.outreach import CampaignChannel, CampaignKind
from core.outreach.campaign import SUBJECT_MAX
from core.outreach.channels import PUBLISHED
from core.outreach.letter import in_russian
from core.wording import N_, P_, fill, gettext, language
from core.wording.numbers import count
from core.wording.vocabulary import Vocabulary

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
        "messenger": P_("campaign channel", "Messenger"),
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
        "published": P_("campaign", "published"),
    },
    "recipient": {
        "planned": P_("recipient", "planned"),
        "skipped": P_("recipient", "left out"),
        "queued": P_("recipient", "in the queue"),
        "sending": P_("recipient", "being sent"),
        "unknown": P_("recipient", "not known whether sent"),
        "sent": P_("recipient", "sent"),
        "delivered": P_("recipient", "delivered"),
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
        "control": P_("obstacle", "held out to compare with"),
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
            "{salutation}!\n\nWe have news that may touch the orders of {company}: goods, terms and days of delivery."
            " Answer this letter, and your manager will tell you what changes for you."
        ),
    ),
    "invitation": (
        N_("We invite you"),
        N_(
            "{salutation}!\n\nWe are meeting our clients and would be glad to see you. The day and the place your"
            " manager will settle with you. A short answer is enough: we will keep a place for {company}."
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
_SHORT: Final[dict[CampaignKind, str]] = {
    "commercial": N_("{salutation}! There are terms for {company} until the end of the month. May we count the sum?"),
    "news": N_("{salutation}! We have news that may touch the orders of {company}. When may we tell you?"),
    "invitation": N_("{salutation}! We are meeting our clients and keep a place for {company}. Will you come?"),
    "prices": N_("{salutation}! Our prices change. Shall we reserve goods for {company} at the prices of today?"),
    "bonus": N_("{salutation}! The next order brings {company} a bonus. What shall we get ready?"),
    "congratulation": N_("{salutation}! Congratulations from all of us. Thank you for the years together."),
}
"""What fits into an SMS, and what to say at the telephone or at a meeting."""
_PUBLIC: Final[dict[CampaignKind, tuple[str, str]]] = {
    "commercial": (
        N_("Terms until the end of the month"),
        N_("Until the end of the month our clients buy at special terms. Ask your manager what they mean for you."),
    ),
    "news": (N_("What is new with us"), N_("Our clients hear it first: new goods, terms and days of delivery.")),
    "invitation": (
        N_("We invite our clients"),
        N_("We are meeting our clients and would be glad to see you. Write to your manager: he keeps you a place."),
    ),
    "prices": (
        N_("New prices"),
        N_("Our prices change. What is ordered before that day goes at the prices of today."),
    ),
    "bonus": (
        N_("A bonus for the next order"),
        N_("Who orders again gets a bonus. Nothing has to be filled in: tell your manager that you read this."),
    ),
    "congratulation": (
        N_("Congratulations to our clients"),
        N_("Congratulations from all of us to everybody who works with us. Thank you for the years together."),
    ),
}
"""What everybody may read on a site or in a group: it speaks to nobody by name."""
TEMPLATE_KINDS: tuple[CampaignKind, ...] = tuple(_TEMPLATES)


word = Vocabulary(_WORDS).word


def inbox_told(found: Any) -> str:
    """What a mailbox said of our letters (its counts by name), in one line."""
    told = gettext(
        "Came back {bounced}, complaints {complained}, unsubscribed {unsubscribed}, answered {replied};"
        " marked before {known}, of others {unknown}."
    )
    names = ("bounced", "complained", "unsubscribed", "replied", "known", "unknown")
    return fill(told, **{name: count(getattr(found, name)) for name in names})


def new_item(item: str) -> tuple[str, str]:
    """Subject and text of a letter about one new product, in the reader's language (S03.90)."""
    subject = N_("{item}: new with us")
    text = N_(
        "{salutation}!\n\nThere is something new in our list: {item}. We think that it may suit {company}."
        " Answer this letter, and your manager will tell you the price and the day of delivery."
    )
    told = [gettext(subject), gettext(text)]
    if language() == "ru":
        told = [in_russian(each) for each in told]
    # What somebody wrote into the price list is no placeholder.
    name = " ".join(item.split()).replace("{", "(").replace("}", ")")
    subject, text = (each.replace("{item}", name) for each in told)
    return subject[:SUBJECT_MAX], text


def template(kind: CampaignKind, channel: CampaignChannel = "email") -> tuple[str, str]:
    """Subject and text of a ready message in the reader's language; empty ones where there is none of that kind."""
    if kind not in _TEMPLATES:
        return "", ""
    if channel in PUBLISHED:
        subject, text = _PUBLIC[kind]
    elif channel == "email":
        subject, text = _TEMPLATES[kind]
    else:
        subject, text = "", _SHORT[kind]
    subject, text = (gettext(each) if each else "" for each in (subject, text))
    if language() == "ru":
        return in_russian(subject), in_russian(text)
    return subject, text
