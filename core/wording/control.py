"""What a campaign brought against those held out, in sentences that do not promise more than the figures hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from core.wording import fill, gettext, pgettext
from core.wording import money as wording_of_money
from core.wording.dates import short_date
from core.wording.numbers import count, decimal, share

if TYPE_CHECKING:
    from core.entities.money import Money


def brought_head(found: Any) -> str:
    """Since when, and how many on either side."""
    told = gettext("Written to {written}, held out {held}, since {day}, {days} of {all} days")
    text = fill(
        told, day=short_date(found.since), days=found.days, all=found.of_days, written=count(found.written),
        held=count(found.held),
    )  # fmt: skip
    return text if found.enough else ", ".join((text, gettext("too few to say")))


def brought(found: Any) -> Iterator[tuple[str, bool]]:
    """(line, whether it is more than chance) of answers, meetings, buyers and sales."""
    for title, line in (
        (pgettext("share of clients", "Answered"), found.answered),
        (pgettext("share of clients", "Met us"), found.met),
        (pgettext("share of clients", "Bought"), found.bought),
    ):
        if line.difference is None:
            continue
        told = gettext("{title} {one} : {other}, {value} points ({low} … {high}), {verdict}")
        yield (
            fill(
                told, title=title, one=share(line.written / found.written), other=share(line.held / found.held),
                value=_points(line.difference), low=_points(line.low), high=_points(line.high),
                verdict=_verdict(found.enough, line.clear),
            ),
            line.clear,
        )  # fmt: skip
    if found.sales is not None:
        value, low, high, clear = found.sales
        told = gettext("Sales of a client {value} ({low} … {high}), {verdict}")
        yield (
            fill(told, value=_money(value), low=_money(low), high=_money(high), verdict=_verdict(found.enough, clear)),
            clear,
        )


def _verdict(enough: bool, clear: bool) -> str:
    if clear:
        return gettext("not by chance")
    return gettext("maybe by chance") if enough else gettext("too few to say")


def _points(value: float) -> str:
    return ("+" if value > 0 else "") + decimal(value * 100, 1)


def _money(value: Money) -> str:
    return wording_of_money.short(value)
