"""The life of a campaign: draft, approved by a head, running, done; any change of its words makes it a draft again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from core.entities.outreach import Campaign, CampaignState, CampaignStep, Publication
from core.outreach.channels import PUBLISHED
from core.problem import N_, ExitCode, Problem

TESTED, EDITED, PUBLISHED_STEP = "tested", "edited", "published"
LINK_MAX = 200
SUBJECT_MAX = 200
TEXT_MAX = 20_000
_MARKUP: Final = re.compile(
    r"<!--|<!\[|<!doctype|</?(?:o:p|html|head|body|style|p|br|div|span|font|table|tr|td|b|i|u|ul|ol|li|h[1-6])(?:\s[^<>]*)?/?>"
    r"|<a\s[^<>]*href",
    re.IGNORECASE,
)
"""What comes along with a text copied from Word or from a browser: the client would read it as it stands."""
_AFTER: Final[Mapping[CampaignState, frozenset[CampaignState]]] = {
    "draft": frozenset({"approved", "cancelled"}),
    "approved": frozenset({"running", "cancelled"}),
    "running": frozenset({"paused", "done", "cancelled"}),
    "paused": frozenset({"running", "cancelled"}),
    "done": frozenset({"measured"}),
    "cancelled": frozenset(),
    "measured": frozenset(),
}
OVER: frozenset[CampaignState] = frozenset({"done", "cancelled", "measured"})


def moved(campaign: Campaign, state: CampaignState, now_us: int, by: bytes) -> Campaign:
    """The campaign in its next state. Raises Problem (REFUSED) where that does not follow, or before the test letter.

    A campaign by e-mail runs only after a test letter of its present words.
    """
    if state not in _AFTER[campaign.state]:
        raise Problem(N_("This campaign is not at that step: look at it again."), ExitCode.REFUSED)
    if state == "running" and campaign.channel == "email" and not was_tested(campaign):
        raise Problem(N_("Send the test letter to yourself first."), ExitCode.REFUSED)
    return _stepped(campaign, state, now_us, by, state=state)


def published(campaign: Campaign, day: int, link: str, now_us: int, by: bytes) -> Campaign:
    """The campaign after its text was put on a site or into a group: the first time makes it done (S03.76).

    Raises Problem (REFUSED) before the approval, (BAD_INPUT) without the place where it can be read.
    """
    if campaign.channel not in PUBLISHED:
        raise Problem(N_("This campaign is sent, not published."), ExitCode.REFUSED)
    if not link.strip():
        raise Problem(N_("Say where it can be read: a link or the name of the group."))
    if campaign.state != "done":
        campaign = moved(moved(campaign, "running", now_us, by), "done", now_us, by)
    told = (*campaign.publications, Publication(day, link.strip()[:LINK_MAX], by))
    return _stepped(campaign, PUBLISHED_STEP, now_us, by, publications=told)


def tried(campaign: Campaign, now_us: int, by: bytes) -> Campaign:
    """The campaign after a test letter."""
    return _stepped(campaign, TESTED, now_us, by)


def edited(campaign: Campaign, now_us: int, by: bytes, **fields: Any) -> Campaign:
    """Other words or another audience: approval and test letter count no more. Raises Problem (REFUSED) once it ran."""
    if campaign.state not in ("draft", "approved"):
        raise Problem(N_("A campaign that has started is not changed: make a new one."), ExitCode.REFUSED)
    return checked(_stepped(campaign, EDITED, now_us, by, state="draft", **fields))


def checked(campaign: Campaign) -> Campaign:
    """A campaign fit to be kept. Raises Problem (BAD_INPUT) with one sentence."""
    if not campaign.name.strip():
        raise Problem(N_("A campaign needs a name: type one."))
    if not campaign.audience and campaign.channel not in PUBLISHED:
        raise Problem(N_("A campaign needs clients: choose a selection or name some."))
    if campaign.channel == "email" and not campaign.subject.strip():
        raise Problem(N_("A letter needs a subject."))
    if not campaign.text.strip():
        raise Problem(N_("A message needs a text."))
    if _MARKUP.search(f"{campaign.subject}\n{campaign.text}"):
        raise Problem(N_("The text holds the marks of a web page or of Word: paste it as plain text."))
    if len(campaign.subject) > SUBJECT_MAX:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=SUBJECT_MAX)
    if len(campaign.text) > TEXT_MAX:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=TEXT_MAX)
    return campaign


def was_tested(campaign: Campaign) -> bool:
    """Whether a test letter of its present words was sent."""
    for each in reversed(campaign.steps):
        if each.step in (TESTED, EDITED):
            return each.step == TESTED
    return False


def _stepped(campaign: Campaign, step: str, now_us: int, by: bytes, **fields: Any) -> Campaign:
    steps = (*campaign.steps, CampaignStep(now_us, by, step))
    return msgspec.structs.replace(campaign, steps=steps, **fields)
