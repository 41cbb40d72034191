"""What is stated of a client, as lines of evidence, and the words for it (S02.05–S02.11, S01.06)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from core.entities.money import Money
from core.problem import N_
from core.wording import P_, fill, gettext, ngettext, pgettext
from core.wording.dates import short_date
from core.wording.money import whole
from core.wording.numbers import decimal, share

if TYPE_CHECKING:
    from core.entities.standing import LevelNote
    from core.standing.target import Target

EPOCH: Final = dt.date(1970, 1, 1)

TICK_NAMES: Final = {
    "location": P_("gain of a probable client", "our location"),
    "service": P_("gain of a probable client", "our service"),
    "price": P_("gain of a probable client", "our prices"),
    "terms": P_("gain of a probable client", "other terms"),
}
REASON_NAMES: Final = {
    "product_switch": P_("why a client left", "changed to another product"),
    "left_city": P_("why a client left", "left the city"),
    "offended": P_("why a client left", "offended by a seller"),
    "no_attention": P_("why a client left", "lack of attention"),
    "better_terms": P_("why a client left", "better terms elsewhere"),
    "our_service": P_("why a client left", "our service"),
    "not_needed": P_("why a client left", "no longer needs it"),
}
PURPOSE_NAMES: Final = {
    "as_is": P_("purpose of a target client", "resale as it is"),
    "in_product": P_("purpose of a target client", "inside his own product"),
    "in_service": P_("purpose of a target client", "inside his own service"),
    "own_use": P_("purpose of a target client", "own use"),
}
NEEDS: Final = {
    "key": N_("Needs three signs with evidence: loyal, A with X or Y, partnership stated by a person."),
    "prospective": N_("Needs a reason and the day the decision is expected."),
    "probable": N_("Needs one of four gains and that he does not know of us yet."),
    "potential": N_("Needs a territory and an industry: goods and geography bound the market."),
}
BY_SALES: Final = N_("Sales decide: a purchase within the own rhythm or a year, or two purchases ever.")
SIGN_NAMES: Final = {
    "loyal": N_("loyal"),
    "significant": N_("buys regularly and for much"),
    "partnership": N_("the partnership is valued"),
}
CRITERION_NAMES: Final = {
    "volume": P_("criterion of a key client", "Volume"),
    "potential": P_("criterion of a key client", "Potential"),
    "fame": P_("criterion of a key client", "Fame"),
    "innovator": P_("criterion of a key client", "Innovator"),
    "demanding": P_("criterion of a key client", "Demanding"),
}
SCALE_NAMES: Final = {
    "company": P_("level of a share", "company"),
    "department": P_("level of a share", "department"),
    "manager": P_("level of a share", "manager"),
}


def after_days(days: int) -> str:
    """How long after the purchase before."""
    return fill(ngettext("{n} day later", "{n} days later", days), n=days)


def tick(name: str) -> str:
    """What a probable client would gain."""
    return pgettext("gain of a probable client", TICK_NAMES[name])


def reason(name: str) -> str:
    """Why a client left."""
    return pgettext("why a client left", REASON_NAMES[name])


def purpose(name: str) -> str:
    """What a client buys for."""
    return pgettext("purpose of a target client", PURPOSE_NAMES[name])


def criterion(name: str) -> str:
    """A sign of a key client."""
    return pgettext("criterion of a key client", CRITERION_NAMES[name])


def scale(name: str) -> str:
    """The level a share is taken at."""
    return pgettext("level of a share", SCALE_NAMES[name])


def day_text(day: int) -> str:
    """A day number as the reader writes dates."""
    return short_date(EPOCH + dt.timedelta(days=day))


def level_note(note: LevelNote, until: int) -> str:
    """The evidence of a noted level and the day it ends."""
    if note.level == "prospective":
        said = fill(gettext("{reason}; decision expected by {day}"), reason=note.reason, day=day_text(note.expected))
    elif note.level == "probable":
        said = fill(
            gettext("would gain by {what}; does not know of us"), what=", ".join(tick(each) for each in note.ticks)
        )
    else:
        said = fill(gettext("{industry}, {territory}"), industry=note.industry, territory=note.territory)
    return fill(gettext("{said}; counts until {day}"), said=said, day=day_text(until))


def level_needs(level: str) -> str:
    """What a level asks for before anybody stands on it."""
    return gettext(NEEDS.get(level, BY_SALES))


def sign(name: str) -> str:
    """One of Rebrik's three signs."""
    return gettext(SIGN_NAMES[name])


def target_sum(found: Target, currency: str) -> str:
    """The sum of a target client against its limit."""
    if found.limit is None:
        return gettext("no rate of the dollar is recorded: the sum cannot be judged")
    limit = whole(Money(found.limit, currency))
    if found.quarterly is None:
        return fill(gettext("his purchases are unknown; {limit} a quarter are needed"), limit=limit)
    amount = whole(Money(found.quarterly, currency))
    if found.sum_fits:
        told = gettext("{amount} ≥ {limit} a quarter")
    elif found.sum_fits is None:
        told = gettext("{amount} a quarter from us; of all suppliers unknown, {limit} are needed")
    else:
        told = gettext("{amount} < {limit} a quarter")
    return fill(told, amount=amount, limit=limit)


def target_clock(found: Target) -> str:
    """The half-year clock."""
    if found.first_contact is None or found.clock_ends is None:
        return gettext("the clock starts with the first logged contact")
    if found.recheck:
        return fill(gettext("half a year ended {day}: look again"), day=day_text(found.clock_ends))
    return fill(
        gettext("first contact {first}, look again {end}"),
        first=day_text(found.first_contact),
        end=day_text(found.clock_ends),
    )


def wallet(part: float | None) -> str:
    """Our confirmed share of his purchases."""
    if part is None:
        return gettext("our share of his purchases is unknown: ask him")
    return fill(gettext("our share of his purchases: {share}"), share=share(part))


def anchor_numbers(active: int, periods: int, cv: float | None, paid: float | None, invoices: int) -> list[str]:
    """The three signs of an anchor as numbers."""
    even = (
        gettext("volume: too little data") if cv is None else fill(gettext("volume varies by {cv}"), cv=decimal(cv, 2))
    )
    if paid is None:
        pays = gettext("payments: no data")
    else:
        pays = fill(gettext("paid in time: {share} of {n} invoices"), share=share(paid), n=invoices)
    return [fill(gettext("bought in {n} of {all} periods"), n=active, all=periods), even, pays]
