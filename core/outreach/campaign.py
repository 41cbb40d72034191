"""The life of a campaign: draft, approved by a head, running, done; any change of its words makes it a draft again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from core.entities.outreach import Campaign, CampaignState, CampaignStep
from core.problem import N_, ExitCode, Problem

TESTED, EDITED = "tested", "edited"
SUBJECT_MAX = 200
TEXT_MAX = 20_000
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
    if not campaign.audience:
        raise Problem(N_("A campaign needs clients: choose a selection or name some."))
    if campaign.channel == "email" and not campaign.subject.strip():
        raise Problem(N_("A letter needs a subject."))
    if not campaign.text.strip():
        raise Problem(N_("A message needs a text."))
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
