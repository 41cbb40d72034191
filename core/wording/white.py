"""Words of white space: cells of the matrix, answers to offers, how long nothing was offered."""

from __future__ import annotations

from typing import Final

from core.entities.trade import GroupMarkKind, OfferAnswer
from core.wording import N_, P_, fill, gettext, ngettext, pgettext
from core.worth.white_space import CellState

_STATES: Final[dict[CellState, str]] = {
    "bought": P_("white space", "buys"),
    "lapsed": P_("white space", "bought before"),
    "offered": P_("white space", "offered"),
    "unaware": P_("white space", "does not know"),
    "not_needed": P_("white space", "not needed"),
    "not_buying": P_("white space", "does not buy"),
    "never": P_("white space", "never offered"),
}
_ANSWERS: Final[dict[OfferAnswer, str]] = {
    "": P_("answer to an offer", "no answer yet"),
    "yes": P_("answer to an offer", "takes it"),
    "later": P_("answer to an offer", "later"),
    "no": P_("answer to an offer", "refused"),
    "not_needed": P_("answer to an offer", "not needed"),
}


def state_name(state: CellState) -> str:
    """A cell of the matrix."""
    return pgettext("white space", _STATES[state])


def mark_name(mark: GroupMarkKind) -> str:
    """Why a group is not bought."""
    return state_name(mark)


def answer_name(answer: OfferAnswer) -> str:
    """What the client said."""
    return pgettext("answer to an offer", _ANSWERS[answer])


def never_offered(years: int) -> str:
    """For how long a group has not been offered: the years he is our client (S02.03)."""
    if years < 1:
        return gettext("not offered yet")
    return fill(ngettext("not offered for {n} year", "not offered for {n} years", years), n=years)


def nothing_offered(days: int) -> str:
    """A key account nobody offers anything (S03.93)."""
    return fill(ngettext("nothing offered for {n} day", "nothing offered for {n} days", days), n=days)


def alike_buy(buyers: int, alike: int) -> str:
    """How many clients like him buy a group."""
    return fill(gettext("{n} of {total} like him buy it"), n=buyers, total=alike)


LEGEND: Final = N_("+ buys  ~ before  o offered  ? unaware  - no need  x declines  . never")
