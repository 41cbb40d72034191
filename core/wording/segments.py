"""The tabs of SEG in words: what a figure is called, the rule behind it, what to do with the clients of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.entities.money import Money
from core.problem import N_
from core.wording import P_, fill, gettext, pgettext
from core.wording.counted import days
from core.wording.evidence import day_text
from core.wording.money import short, whole
from core.wording.numbers import decimal, share

if TYPE_CHECKING:
    from core.standing.distance import Missing

TABS: Final = {
    "pyramid": P_("tab of SEG", "Pyramid"),
    "ladder": P_("tab of SEG", "Ladder"),
    "matrix": P_("tab of SEG", "Matrix"),
    "anchors": P_("tab of SEG", "Anchors"),
    "targets": P_("tab of SEG", "Targets"),
    "review": P_("tab of SEG", "Review"),
    "groups": P_("tab of SEG", "Groups"),
    "portrait": P_("tab of SEG", "Portrait"),
}
TITLES: Final = {
    "moved": N_("Moved"),
    "middle": N_("Steps 2–3"),
    "strays": N_("Near A-X"),
    "anchor": N_("Anchors"),
    "provisional": N_("Provisional"),
    "carry": N_("Break-even set"),
    "nearest": N_("The nearest"),
    "large": N_("Large, to be asked"),
    "target": N_("Target clients"),
    "expected": N_("By expectation"),
    "recheck": N_("To look again"),
    "own_use": N_("Own use"),
    "unsure": N_("Sum unknown"),
    "open": N_("To be asked"),
    "tasked": N_("Meeting agreed"),
    "answered": N_("Answered"),
    "growth": N_("Fast growth"),
    "regulars": N_("Regulars"),
    "vip": N_("VIP group"),
    "leads": N_("Leads by portrait"),
    "unfit": N_("Unfit"),
    "portrayed": N_("Portrayed"),
}
ANCHORS: Final = {
    "gained": P_("anchors", "Gained"),
    "kept": P_("anchors", "Kept"),
    "lost": P_("anchors", "Lost"),
}
RULES: Final = {
    "moved": N_("Whose place has changed since the end of the last full month."),
    "middle": N_(
        "A second purchase, or steady buying from us and from rivals: the ready segment for a loyalty programme, a"
        " promotion, a test drive, a better product."
    ),
    "strays": N_("A with Y or Z, B with X: what is missing to A-X stands beside each."),
    "anchor": N_("Buys in at least 10 of 12 periods, about equally much, and pays in time; size does not matter."),
    "provisional": N_("All signs hold and the history is 6 to 12 months long."),
    "carry": N_("The fewest anchors whose margin covers the fixed costs."),
    "gained": N_("Anchors now who were none at the beginning of the period."),
    "kept": N_("Anchors now and at the beginning of the period."),
    "lost": N_("Anchors at the beginning of the period who are none now."),
    "nearest": N_("The five nearest to an anchor, with the sign each one fails."),
    "large": N_("Large clients of whom nobody has answered whether the obligations can be met."),
    "target": N_("Buys to resell, and at least 4,500 dollars a quarter from all suppliers."),
    "expected": N_("The need can arise within half a year from the first logged contact."),
    "recheck": N_("The half-year has ended: look again or let go."),
    "own_use": N_("Buys for own use: no target client."),
    "unsure": N_("The purpose fits and what he buys from all suppliers is unknown."),
    "open": N_("Not a regular yet: who could become one, and what must be done? Better ask in person."),
    "tasked": N_("The question stands in a task that is still open."),
    "answered": N_("The answer has become a need."),
    "growth": N_("New within 12 months, and the last three months brought twice the three before."),
    "regulars": N_("Five regulars of fifty are a success, more is excellent."),
    "vip": N_("Key and large clients: lists and attention of their own."),
    "leads": N_("Who has not bought yet, by likeness to the key clients: 50 is neither like nor unlike."),
    "unfit": N_("Sorted out with a reason: in no queue, not deleted."),
    "portrayed": N_("Key clients and those with A-X: the portrait is drawn from them."),
}
ACTIONS: Final = {
    "none": N_("first sale"),
    "buyer": N_("agree the next step within a week"),
    "client": N_("learn the rhythm, remind before it"),
    "regular": N_("find out our share, offer what he buys elsewhere"),
    "adherent": N_("ask for a recommendation"),
    "advocate": N_("thank him, keep him informed"),
}
SIGNS: Final = {"regular": N_("purchases"), "even": N_("volume"), "pays": N_("payments")}
ATTRIBUTES: Final = {
    "industry": P_("attribute of the portrait", "Industry"),
    "size": P_("attribute of the portrait", "Size"),
    "territory": P_("attribute of the portrait", "Territory"),
    "goods": P_("attribute of the portrait", "Goods"),
    "cheque": P_("attribute of the portrait", "Cheque"),
    "rhythm": P_("attribute of the portrait", "Rhythm"),
    "source": P_("attribute of the portrait", "Source"),
    "decides": P_("attribute of the portrait", "Who decides"),
    "why_us": P_("attribute of the portrait", "Why us"),
}
BANDS: Final = (
    P_("third of the cheques", "low"),
    P_("third of the cheques", "middle"),
    P_("third of the cheques", "high"),
)
PACE_DAYS: Final = (10.0, 45.0, 120.0)
"""Limits in days between the paces."""
PACES: Final = (
    P_("pace of buying", "weekly"),
    P_("pace of buying", "monthly"),
    P_("pace of buying", "quarterly"),
    P_("pace of buying", "rarer"),
)


def tab(name: str) -> str:
    """Title of a tab."""
    return pgettext("tab of SEG", TABS[name])


def title(key: str) -> str:
    """What a figure is called."""
    return pgettext("anchors", ANCHORS[key]) if key in ANCHORS else gettext(TITLES[key])


def rule(key: str) -> str:
    """The rule behind a figure."""
    return gettext(RULES[key])


def action(step: str) -> str:
    """How to move a client one step down the ladder."""
    return gettext(ACTIONS[step])


def attribute(name: str) -> str:
    """An attribute of the portrait."""
    return pgettext("attribute of the portrait", ATTRIBUTES[name])


def missing(found: Missing, currency: str) -> str:
    """What keeps a client from A-X."""
    if found.there:
        return gettext("at the target level A-X")
    told = []
    if found.monthly is not None:
        amount = whole(Money(found.monthly, currency))
        of = gettext("of margin") if found.from_margin else gettext("of turnover")
        told.append(fill(gettext("{amount} a month {of}"), amount=amount, of=of))
    if found.cv is not None:
        told.append(
            fill(gettext("evenness: {cv} instead of {limit}"), cv=decimal(found.cv, 2), limit=decimal(found.limit, 2))
        )
    if found.young:
        told.append(gettext("history for a letter"))
    return fill(gettext("missing to A-X: {what}"), what="; ".join(told))


def failing(signs: dict[str, bool | None]) -> str:
    """The signs of an anchor that fail, or that nothing fails but the history."""
    bad = [gettext(SIGNS[name]) for name, held in signs.items() if held is False]
    return fill(gettext("fails: {signs}"), signs=", ".join(bad)) if bad else gettext("fails: history or score")


def averages(cheque: int, per_year: float, gap: float, currency: str) -> str:
    """Averages of a group: cheque, purchases a year, interval."""
    return fill(
        gettext("cheque {cheque}, purchases a year {n}, interval {gap}"),
        cheque=short(Money(cheque, currency)),
        n=decimal(per_year),
        gap=days(max(1, round(gap))),
    )


def coverage(part: float | None, monthly: int, fixed: int | None, least: int | None, currency: str) -> list[str]:
    """What the anchors carry."""
    carried = short(Money(monthly, currency))
    if fixed is None or part is None:
        return [
            fill(
                gettext("The anchors bring {money} a month. Enter the fixed costs in Rules (Tab) to see the coverage."),
                money=carried,
            )
        ]
    told = [
        fill(
            gettext("Anchors cover {share} of the break-even point: {money} of {costs} a month"),
            share=share(part),
            money=carried,
            costs=short(Money(fixed, currency)),
        )
    ]
    if least is None:
        told.append(gettext("All of them together do not carry the fixed costs."))
    else:
        told.append(fill(gettext("{n} of them are enough to carry the fixed costs."), n=least))
    return told


def review_due(last: int | None, due: int | None, late: bool) -> str:
    """When the base is to be reviewed."""
    if last is None or due is None:
        return gettext("The base has not been reviewed yet: go through the list and close the review.")
    if late:
        return fill(gettext("The review was due on {day}: go through the list."), day=day_text(due))
    return fill(gettext("Last review {last}, next one {due}."), last=day_text(last), due=day_text(due))


def gauge(part: float, goal: float) -> str:
    """Regulars of the base against the goal."""
    told = gettext("Regulars {share} of the base, goal {goal}")
    return fill(told, share=share(part, 1), goal=share(goal))


def no_segments() -> str:
    """All clients stand on one level."""
    return gettext("The base has no segments: everybody stands on one level. Import sales or note levels.")


def few_portrayed(least: int) -> str:
    """Too few clients for a portrait."""
    return fill(gettext("Too little data: the portrait needs {n} key clients or A-X."), n=least)


def trait(share_: float, rest: float) -> str:
    """A word of the portrait: among the key clients and among the others."""
    return fill(gettext("{share} against {rest}"), share=share(share_), rest=share(rest))


def score(value: float) -> str:
    """Score of a lead."""
    return fill(gettext("likeness {n} of 100"), n=round(value))


def since(day: str) -> str:
    """What moves are counted from."""
    return fill(gettext("moves since {day}"), day=day)


def stood(before: str) -> str:
    """Where somebody stood before."""
    return fill(gettext("was {before}"), before=before)


def band(at: int) -> str:
    """A third of the cheques."""
    return pgettext("third of the cheques", BANDS[at])


def pace(at: int) -> str:
    """How often somebody buys: the place of his interval in `PACE_DAYS`."""
    return pgettext("pace of buying", PACES[at])


def monthly(amount: str) -> str:
    """Margin a month."""
    return fill(gettext("{amount} a month"), amount=amount)


def no_rate() -> str:
    """The dollar has no rate."""
    return gettext("No rate of the dollar is recorded: enter it with rates set USD.")


def loose(purchases: int, silent: int) -> str:
    """Why somebody is no regular."""
    return fill(gettext("purchases {n}, silent {span}"), n=purchases, span=days(silent))


def to_key(lacking: list[str]) -> str:
    """The signs a large client lacks to the level key."""
    return fill(gettext("to key: {signs}"), signs=", ".join(lacking))


def obligations(sold: str, able: bool | None, note: str) -> str:
    """Turnover, and whether the obligations can be met."""
    if able is None:
        told = gettext("can the obligations be met?")
    else:
        told = gettext("the obligations can be met") if able else gettext("the obligations cannot be met")
    return f"{sold}; {told}{': ' + note if note else ''}"
