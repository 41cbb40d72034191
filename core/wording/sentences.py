"""The one sentence "why now", made from the figures of a queue entry (U10; spec/analytics §1.5).

Each clause is a whole message with its own plural, so a translator never meets a torn phrase; the frame that
joins the clauses is a message too. A figure that is not known takes its clause away; none is ever guessed.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from core.entities.money import Money
from core.entities.vocabulary import Action, Urgency
from core.recovery.reason import ReasonFacts
from core.wording import N_, fill, gettext, ngettext
from core.wording.counted import days, months
from core.wording.dates import in_month, long_date
from core.wording.money import short
from core.wording.numbers import percent

_DAYS_IN_YEAR: Final = 365
_DAYS_IN_MONTH: Final = 365.25 / 12
_MONTHS_FROM_DAYS: Final = 120
"""From here on a span reads better in months: "every 24 months", not "every 730 days"."""

STEPS: Final[dict[tuple[Action, Urgency], str]] = {
    ("ask_and_deliver", "today"): N_("ask today what is needed and deliver it"),
    ("ask_and_deliver", "week"): N_("ask this week what is needed and deliver it"),
    ("ask_and_deliver", "campaign"): N_("ask in the next campaign what is needed"),
    ("visit", "today"): N_("invite to lunch today and find out the reason"),
    ("visit", "week"): N_("invite to lunch this week and find out the reason"),
    ("visit", "campaign"): N_("ask for the reason in the next campaign"),
    ("part_well", "today"): N_("part well today, ask for a referral and agree on a later date"),
    ("part_well", "week"): N_("part well this week, ask for a referral and agree on a later date"),
    ("part_well", "campaign"): N_("say goodbye well in the next campaign and ask for a referral"),
    ("call", "today"): N_("call today"),
    ("call", "week"): N_("call this week"),
    ("call", "campaign"): N_("add to the next campaign"),
    ("wait", "today"): N_("no pressure, just say hello today"),
    ("wait", "week"): N_("no pressure, say hello this week"),
    ("wait", "campaign"): N_("wait, a greeting in the next campaign is enough"),
}
"""What to do, for every action and urgency of the queue."""


def why_now(facts: ReasonFacts, currency: str) -> str:
    """The reason to turn to a client now, in one sentence without a full stop. `currency` is the base currency."""
    if facts.state == "none" or facts.purchases == 0:
        return gettext("Has not bought anything yet")
    clauses = [clause for clause in (_opening(facts), _season(facts), _rarity(facts), _lapse(facts)) if clause]
    clauses.append(_stake(facts, currency))
    reason = gettext("; ").join(clause for clause in clauses if clause)
    return fill(gettext("{reason}: {step}"), reason=reason, step=next_step(facts.action, facts.urgency))


def next_step(action: Action, urgency: Urgency) -> str:
    """The last words of the sentence: what to do and when."""
    return gettext(STEPS[action, urgency])


def _opening(facts: ReasonFacts) -> str:
    interval = facts.usual_interval_days
    if facts.purchases == 1 or interval is None:
        return fill(
            gettext("Only one order, {span} ago, so there is no rhythm to judge by"), span=_span(facts.days_silent)
        )
    rhythm = rhythm_words(interval, facts.days_silent)
    if facts.provisional:
        return fill(gettext("Only two purchases, so this is provisional: {rhythm}"), rhythm=rhythm)
    if facts.state == "on_rhythm":
        return fill(gettext("On rhythm: {rhythm}"), rhythm=rhythm)
    if facts.state == "sleeping":
        return fill(gettext("Seems to be asleep: {rhythm}"), rhythm=rhythm)
    if facts.state == "lost":
        return fill(gettext("Most likely lost: {rhythm}"), rhythm=rhythm)
    return rhythm[:1].upper() + rhythm[1:]


def rhythm_words(interval: float, silent: int) -> str:
    """How often he buys and how long he has been silent; the unit is named once where both have the same one."""
    if interval < _MONTHS_FROM_DAYS:
        every = max(1, round(interval))
        if silent < _DAYS_IN_YEAR:
            if every == 1:
                return fill(
                    ngettext(
                        "usually buys every day, silent for {silent} day",
                        "usually buys every day, silent for {silent} days",
                        silent,
                    ),
                    silent=silent,
                )
            return fill(
                ngettext(
                    "usually buys every {n} day, silent {silent}", "usually buys every {n} days, silent {silent}", every
                ),
                n=every,
                silent=silent,
            )
        usual = fill(ngettext("usually buys every {n} day", "usually buys every {n} days", every), n=every)
    else:
        every = round(interval / _DAYS_IN_MONTH)
        if silent >= _MONTHS_FROM_DAYS:
            return fill(
                ngettext(
                    "usually buys every {n} month, silent {silent}",
                    "usually buys every {n} months, silent {silent}",
                    every,
                ),
                n=every,
                silent=round(silent / _DAYS_IN_MONTH),
            )
        usual = fill(ngettext("usually buys every {n} month", "usually buys every {n} months", every), n=every)
    return fill(gettext("{usual}, silent for {span}"), usual=usual, span=_span(silent))


def _span(length: int) -> str:
    """A stretch of days in the unit people would use."""
    return months(round(length / _DAYS_IN_MONTH)) if length >= _MONTHS_FROM_DAYS else days(length)


def _season(facts: ReasonFacts) -> str:
    """What is expected and when: the month of last year's season, or the day the rhythm points at."""
    if facts.expected_day is None:
        return ""
    day = dt.date(1970, 1, 1) + dt.timedelta(days=facts.expected_day)
    if facts.state == "seasonal_hold":
        return fill(
            gettext("but bought at this season last year, so the next order is expected {when}"),
            when=in_month(day.month),
        )
    if facts.state == "on_rhythm":
        return fill(gettext("the next order is expected by {day}"), day=long_date(day))
    return ""


def _rarity(facts: ReasonFacts) -> str:
    times = facts.late_in_100
    if times is None or facts.purchases < 2 or facts.state == "on_rhythm":
        return ""
    if times == 0:
        return gettext("with this rhythm a pause this long happens less than once in 200")
    return fill(
        ngettext(
            "with this rhythm a pause this long happens {n} time in 100",
            "with this rhythm a pause this long happens {n} times in 100",
            times,
        ),
        n=times,
    )


def _lapse(facts: ReasonFacts) -> str:
    """A model never promises: 0 % and 100 % are shown as 1 % and 99 %."""
    if facts.p_lost is None:
        return ""
    return fill(
        ngettext(
            "{p} that nothing will be bought in the next {n} day",
            "{p} that nothing will be bought in the next {n} days",
            facts.horizon_days,
        ),
        p=percent(min(99, max(1, round(100 * facts.p_lost)))),
        n=facts.horizon_days,
    )


def _stake(facts: ReasonFacts, currency: str) -> str:
    if facts.value_at_stake <= 0:
        return ""
    amount = short(Money(facts.value_at_stake, currency))
    if facts.from_margin:
        return fill(gettext("{amount} a year at stake"), amount=amount)
    return fill(gettext("{amount} of turnover a year at stake"), amount=amount)
