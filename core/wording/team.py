"""Words of TEAM: groups of clients, kinds of work, what changed at key accounts, the year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.entities.money import Money
from core.wording import N_, P_, fill, gettext, ngettext, pgettext
from core.wording.counted import minutes as minutes_text
from core.wording.labels import label
from core.wording.money import short
from core.wording.work import word as work_word

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "group of clients": {
        "anchor": P_("group of clients", "Anchors"),
        "key": P_("group of clients", "Key"),
        "regular": P_("group of clients", "Regular"),
        "single": P_("group of clients", "One-time"),
        "new": P_("group of clients", "New"),
    },
    "work type": {
        "quick": P_("work type", "quick"),
        "analyst": P_("work type", "analyst"),
        "mixed": P_("work type", "mixed"),
        "none": P_("work type", "no orders"),
    },
    "digest": {
        "sales": P_("digest", "Sales"),
        "rhythm": P_("digest", "Rhythm"),
        "deal": P_("digest", "Deal"),
        "promise": P_("digest", "Promise"),
        "incident": P_("digest", "Incident"),
        "task": P_("digest", "Task"),
        "people": P_("digest", "People"),
        "news": P_("digest", "News"),
        "contact": P_("digest", "Contact"),
    },
    "tab of TEAM": {
        "time": P_("tab of TEAM", "Time"),
        "load": P_("tab of TEAM", "Load"),
        "plan": P_("tab of TEAM", "Plan"),
        "visits": P_("tab of TEAM", "Visits"),
        "handed": P_("tab of TEAM", "Hand-overs"),
        "year": P_("tab of TEAM", "Year"),
        "digest": P_("tab of TEAM", "Key accounts"),
    },
}
YEAR: Final[Mapping[str, str]] = {
    "turnover": N_("Turnover"),
    "buyers": N_("Clients who bought"),
    "new": N_("New clients"),
    "new_regular": N_("New ones who became regular"),
    "became_regular": N_("Became regular"),
    "repeats": N_("Repeat purchases"),
    "per_buyer": N_("Repeat purchases a client"),
    "gap": N_("Days between purchases, median"),
    "enquiries": N_("Enquiries"),
    "repeat_enquiries": N_("Enquiries by those who had asked before"),
}


def word(kind: str, value: str) -> str:
    """The reader's word."""
    return pgettext(kind, WORDS[kind][value])


def year_title(name: str) -> str:
    """A figure of the year report."""
    return gettext(YEAR[name])


def spent(group: str, minutes: int) -> str:
    """A client behind a manager's time."""
    return f"{word('group of clients', group)}: {minutes_text(minutes)}"


def touched(yes: bool) -> str:
    """Whether somebody has spoken to a client since he was handed over."""
    return gettext("spoken to") if yes else gettext("nobody has spoken to him")


def bought(purchases: int, money: Money) -> str:
    """Sales since the head looked."""
    told = ngettext("Bought {n} time for {money}", "Bought {n} times for {money}", purchases)
    return fill(told, n=purchases, money=short(money))


def behind(state: str, silent: int) -> str:
    """A key account that does not keep its rhythm."""
    told = ngettext("{state}: silent for {n} day", "{state}: silent for {n} days", silent)
    return fill(told, state=label("state", state), n=silent)


def broken(text: str) -> str:
    """A task whose day has passed."""
    return fill(gettext("Overdue: {text}"), text=text)


def kept(text: str) -> str:
    """A task that was done."""
    return fill(gettext("Done: {text}"), text=text)


def unpaid() -> str:
    """A payment was promised and has not come."""
    return gettext("Promised to pay and has not paid")


def deal(subject: str, stage: str) -> str:
    """A deal moved on."""
    return f"{subject}: {work_word('deal', stage)}"


def came(name: str) -> str:
    """A new person at a key account."""
    return fill(gettext("New person: {name}"), name=name)


def left(name: str) -> str:
    """A person left a key account."""
    return fill(gettext("Has left: {name}"), name=name)


def talked(times: int) -> str:
    """Two-way contacts since the head looked."""
    return fill(ngettext("{n} conversation", "{n} conversations", times), n=times)


def not_looked(days: int | None) -> str:
    """How long the head has not looked through the key accounts (S03.115)."""
    if days is None:
        return gettext("The key accounts have not been looked through yet.")
    if days == 0:
        return gettext("The key accounts were looked through today.")
    return fill(
        ngettext("Not looked at the key accounts for {n} day.", "Not looked at the key accounts for {n} days.", days),
        n=days,
    )


def does_not_combine(names: str) -> str:
    """Who leads key accounts and handles many small orders (S03.95)."""
    return fill(
        gettext("“Quick” and “analyst” do not combine; key accounts and many small orders at once: {names}."),
        names=names,
    )


def anchors_short(names: str) -> str:
    """Who gives his time to others than anchors (S00.04)."""
    return fill(gettext("Anchors do not get most of the time: {names}."), names=names)
