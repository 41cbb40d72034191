"""Words of loyalty programmes (S03.24)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from core.wording import P_, fill, gettext, ngettext
from core.wording.vocabulary import Vocabulary
from core.worth.loyalty import Estimate

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "programme": {
        "cards": P_("programme", "cards"),
        "terms": P_("programme", "terms"),
        "personal": P_("programme", "personal"),
    },
    "audience": {
        "anybody": P_("audience", "anybody"),
        "indifferent": P_("audience", "those who do not care where they buy"),
        "shops": P_("audience", "shops with cards"),
        "key": P_("audience", "key clients"),
        "mono": P_("audience", "clients who buy from us alone"),
    },
    "loyalty card": {
        "in_force": P_("loyalty card", "in force"),
        "blocked": P_("loyalty card", "blocked"),
        "replaced": P_("loyalty card", "replaced"),
    },
}


_SAID: Final = Vocabulary(WORDS)
word, choices = _SAID.word, _SAID.choices


def interval(found: Estimate | None, told: Callable[[float], str]) -> str:
    """A figure with its interval, or that there are too few clients to say."""
    if found is None:
        return gettext("too few")
    return f"{told(found.value)} ({told(found.low)} … {told(found.high)})"


def verdict(found: Estimate | None, least: int) -> str:
    """What may be said of the difference of the two changes."""
    if found is None:
        return fill(
            ngettext(
                "Too few to say: {n} client is needed on each side.",
                "Too few to say: {n} clients are needed on each side.",
                least,
            ),
            n=least,
        )
    if found.low > 0:
        return gettext("Members gained more than others: more than chance would give.")
    if found.high < 0:
        return gettext("Members fell behind the others: more than chance would give.")
    return gettext("Cannot be told from chance.")


def fresh(members: int) -> str:
    """Members who joined too short a while ago to count."""
    return fill(
        ngettext(
            "{n} member joined lately and is not counted.", "{n} members joined lately and are not counted.", members
        ),
        n=members,
    )


def joined(clients: int) -> str:
    """So many clients have joined."""
    return fill(ngettext("{n} client has joined.", "{n} clients have joined.", clients), n=clients)
