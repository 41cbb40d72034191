"""Why a client stands on his level: one sentence and its evidence, from `core.standing.pyramid.LevelFacts` (U10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.entities.money import Money
from core.wording import fill, gettext
from core.wording.counted import days, days_ago
from core.wording.money import whole
from core.wording.numbers import count, percent

if TYPE_CHECKING:  # the module of the facts brings numpy, and a sentence needs none
    from core.standing.pyramid import LevelFacts


def why_level(facts: LevelFacts, currency: str) -> str:
    """The rule that put the client there, with its figures. `currency` is the base currency."""
    if facts.level == "key":
        return gettext("A person has named this client a key account.")
    if facts.real_by == "never":
        return gettext("Has not bought anything yet, so the level is the one noted on the card.")
    if facts.real_by == "once_old":
        return fill(
            gettext("Bought only once, {ago}: that alone makes no real client, so the level is the one on the card."),
            ago=days_ago(facts.days_silent or 0),
        )
    return fill(gettext("{real}; {size}."), real=_real(facts), size=_size(facts, currency))


def evidence(facts: LevelFacts) -> tuple[str, ...]:
    """The figures behind the sentence, one a line."""
    lines = [fill(gettext("Purchases: {n}"), n=count(facts.purchases))]
    if facts.days_silent is not None:
        lines.append(fill(gettext("Last purchase: {ago}"), ago=days_ago(facts.days_silent)))
    if facts.usual_interval_days is not None:
        lines.append(fill(gettext("Usual interval: {span}"), span=days(max(1, round(facts.usual_interval_days)))))
    if facts.share_percent > 0:
        lines.append(
            fill(gettext("Share of the turnover of 12 months: {share}"), share=percent(facts.share_percent, 2))
        )
    return tuple(lines)


def _real(facts: LevelFacts) -> str:
    if facts.real_by == "current":
        return gettext("Buys now, so it is a real client")
    return gettext("Bought more than once, so it is a real client although silent now")


def _size(facts: LevelFacts, currency: str) -> str:
    turnover = whole(Money(facts.turnover_12m, currency))
    large, medium = whole(Money(facts.cut_large, currency)), whole(Money(facts.cut_medium, currency))
    if facts.level == "large":
        return fill(
            gettext("its {turnover} in 12 months reach the limit of a large client, {cut}"),
            turnover=turnover,
            cut=large,
        )
    if facts.level == "medium":
        return fill(
            gettext(
                "its {turnover} in 12 months lie between the limits of a medium client, {low}, and a large one, {high}"
            ),
            turnover=turnover, low=medium, high=large,
        )  # fmt: skip
    return fill(
        gettext("its {turnover} in 12 months are below the limit of a medium client, {cut}"),
        turnover=turnover, cut=medium,
    )  # fmt: skip
