"""The sentence of the second queue: still buying, but less (analytics §3 Queue)."""

from __future__ import annotations

from core.entities.money import Money
from core.recovery.reason import ShrinkingFacts
from core.wording import fill, gettext
from core.wording.money import short
from core.wording.sentences import rhythm_words


def why_shrinking(facts: ShrinkingFacts, currency: str) -> str:
    """Why to talk to a client who is still on rhythm, without a full stop. `currency` is the base currency."""
    recent, before = short(Money(max(facts.recent, 0), currency)), short(Money(facts.before, currency))
    frame = (
        gettext("Still buying, but less: {rhythm}; margin of the last half-year {recent} against {before} a year ago")
        if facts.from_margin
        else gettext("Still buying, but less: {rhythm}; the last half-year {recent} against {before} a year ago")
    )
    rhythm = rhythm_words(facts.usual_interval_days, facts.days_silent)
    told = fill(frame, rhythm=rhythm, recent=recent, before=before)
    missing = short(Money(facts.missing, currency))
    return fill(gettext("{told}; that is {missing} a year: ask what is bought elsewhere"), told=told, missing=missing)
