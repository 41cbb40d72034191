"""Words of spending and enquiries: kinds, tools, events, channels, answers; and what was typed back to its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.entities.enquiries import REFUSED
from core.problem import N_
from core.wording import P_, gettext, pgettext
from core.worth.stages import StageName

KINDS: Final[Mapping[str, str]] = {"acquisition": N_("acquisition"), "retention": N_("retention")}
TOOLS: Final[Mapping[str, str]] = {
    "newspapers": N_("newspapers"),
    "magazines": N_("magazines"),
    "billboards": N_("billboards"),
    "tv": N_("TV"),
    "internet": N_("internet"),
    "exhibition": N_("exhibition"),
    "seminar": N_("seminar"),
    "presentation": N_("presentation"),
    "referral": N_("referral"),
    "call": P_("tool of acquisition", "call"),
    "other": P_("tool of acquisition", "other"),
}
EVENTS: Final[Mapping[str, str]] = {
    "": N_("no event"),
    "exhibition": N_("exhibition"),
    "seminar": N_("seminar"),
    "presentation": N_("presentation"),
}
CHANNELS: Final[Mapping[str, str]] = {
    "call": P_("channel of an enquiry", "telephone"),
    "site": P_("channel of an enquiry", "site"),
    "letter": P_("channel of an enquiry", "letter"),
    "messenger": P_("channel of an enquiry", "messenger"),
    "social": P_("channel of an enquiry", "social network"),
    "visit": P_("channel of an enquiry", "visit"),
    "event": P_("channel of an enquiry", "event"),
}
ANSWERS: Final[Mapping[str, str]] = {
    "answered": N_("answered"),
    "missed": N_("missed"),
    "nobody": N_("nobody at the desk"),
}
_CONTEXTS: Final = ("tool of acquisition", "channel of an enquiry")
_STAGES: Final[Mapping[StageName, str]] = {
    "attraction": N_("Attraction"),
    "first_sale": N_("First sale"),
    "repeat": N_("Repeat sales"),
}


def word(names: Mapping[str, str], code: str) -> str:
    """The reader's word for a code; a code that is not among the names (a firm's own tool) as it stands."""
    msgid = names.get(code)
    if msgid is None:
        return code
    for context in _CONTEXTS:
        found = pgettext(context, msgid)
        if found != msgid:
            return found
    return gettext(msgid)


def tool_name(tool: str) -> str:
    """A tool of acquisition."""
    return word(TOOLS, tool)


def stage_name(stage: StageName) -> str:
    """One of the three stages of filling the base."""
    return gettext(_STAGES[stage])


def reason_name(reason: str) -> str:
    """Why an enquiry has no contact."""
    return gettext("refused to give a contact") if reason == REFUSED else reason


def code_of(names: Mapping[str, str], text: str) -> str | None:
    """Code of what was typed: the code itself, or its word in the reader's language, whatever the case."""
    typed = text.strip().casefold()
    for code in names:
        if typed == code.casefold() or typed == word(names, code).casefold():
            return code
    return None
