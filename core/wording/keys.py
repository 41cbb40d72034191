"""Key clients in words: counts, evidence of the criteria, parts of health (S03.81–S03.88, U26)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.entities.money import Money
from core.problem import N_
from core.wording import P_, fill, gettext, pgettext
from core.wording.counted import days
from core.wording.evidence import day_text, scale
from core.wording.money import whole
from core.wording.numbers import share

if TYPE_CHECKING:
    from core.entities.standing import KeySign

FAME: Final = {
    "asked": P_("state of a reference", "asked"),
    "allowed": P_("state of a reference", "allowed"),
    "published": P_("state of a reference", "published"),
}
MISSING: Final = {
    "fame": N_("no reference is recorded"),
    "innovator": N_("nobody has marked him an innovator"),
    "demanding": N_("nothing is recorded that he taught us"),
}
PARTS: Final = {
    "rhythm": P_("part of health", "rhythm"),
    "money": P_("part of health", "money"),
    "people": P_("part of health", "people"),
    "attention": P_("part of health", "attention"),
    "complaints": P_("part of health", "complaints"),
    "promises": P_("part of health", "promises"),
}


def fame(state: str) -> str:
    """How far a reference has come."""
    return pgettext("state of a reference", FAME[state])


def part(name: str) -> str:
    """A part of the health of a key client."""
    return pgettext("part of health", PARTS[name])


def counted(candidates: int, appointed: int) -> str:
    """The two counts that are easily confused."""
    return fill(gettext("candidates {n}, appointed {m}"), n=candidates, m=appointed)


def volume(levels: dict[str, float | None]) -> str:
    """Shares at the three levels."""
    told = [f"{scale(name)} {share(value, 1) if value is not None else '—'}" for name, value in levels.items()]
    return fill(gettext("share of the sales of 12 months: {shares}"), shares=", ".join(told))


def potential(total: int | None, ours: int, currency: str, day: int | None) -> str:
    """Wallet − ours with its source."""
    if total is None or day is None:
        return gettext("what he buys from others is unknown: ask him")
    return fill(
        gettext("buys {total} a year, {ours} of it from us; noted {day}"),
        total=whole(Money(total, currency)),
        ours=whole(Money(ours, currency)),
        day=day_text(day),
    )


def record(sign: KeySign, currency: str) -> str:
    """One record of a criterion judged by a person."""
    told = [day_text(sign.day)]
    if sign.state:
        told.append(fill(gettext("reference {state}"), state=fame(sign.state)))
    if sign.cost:
        told.append(fill(gettext("free work for {cost}"), cost=whole(Money(sign.cost, currency))))
    if sign.plans:
        told.append(fill(gettext("plans discussed {day}"), day=day_text(sign.plans)))
    if sign.no_tender:
        told.append(fill(gettext("no tender since {day}"), day=day_text(sign.no_tender)))
    if sign.note:
        told.append(sign.note)
    return " · ".join(told)


def missing(criterion: str) -> str:
    """What a criterion asks for."""
    return gettext(MISSING[criterion])


def innovators(part_: float, limit: float) -> str:
    """The warning over 2.5 %."""
    told = gettext("innovators are {share} of the clients, the source says about {limit}: look at the marks again")
    return fill(told, share=share(part_, 1), limit=share(limit, 1))


def rhythm_evidence(p_lost: float | None, silent: int | None) -> str:
    """Evidence of the part rhythm."""
    if p_lost is None or silent is None:
        return gettext("too little history")
    return fill(gettext("silent {span}, will not come back: {share}"), span=days(silent), share=share(p_lost))


def money_evidence(now: int, before: int, currency: str) -> str:
    """Evidence of the part money."""
    if before <= 0:
        return gettext("bought nothing in the same half-year before")
    told = gettext("six months {now}, the same six a year ago {before}")
    return fill(told, now=whole(Money(now, currency)), before=whole(Money(before, currency)))


def attention_evidence(silent: int | None, norm: float) -> str:
    """Evidence of the part attention."""
    if silent is None:
        return gettext("no contact with an answer is logged")
    return fill(gettext("last two-way contact {span} ago, norm {norm}"), span=days(silent), norm=days(round(norm)))


def nothing_recorded() -> str:
    """A part of which nothing is known."""
    return gettext("nothing is recorded")


def bad_of_all(bad: int, all_: int) -> str:
    """Evidence of a part that is counted."""
    return fill(gettext("{bad} of {all}"), bad=bad, all=all_)


def led(manager: str, criteria: str) -> str:
    """An appointed key client by the five criteria."""
    told = fill(gettext("appointed a key client, led by {manager}"), manager=manager)
    return f"{told} ({criteria})" if criteria else told


def candidate(criteria: str) -> str:
    """What of the five criteria holds of somebody who is not appointed."""
    if not criteria:
        return gettext("no candidate for a key client: none of the five criteria holds")
    return fill(gettext("candidate for a key client by {criteria}, not appointed"), criteria=criteria)
