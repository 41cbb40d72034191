"""The sentence about a client with one purchase (analytics §3 States)."""

from __future__ import annotations

from core.rhythm.second_order import Curve, ahead, followed
from core.wording import fill
from core.wording import gettext as _
from core.wording.counted import days
from core.wording.numbers import share

MONTH, QUARTER, YEAR = 30, 90, 360


def second_orders(told: Curve, silent: int) -> str:
    """How other first purchases went on, and what is left to hope for after `silent` days; no full stop."""
    marks = (("m", MONTH), ("q", QUARTER), ("y", YEAR))
    within = {name: share(followed(told, mark) or 0.0) for name, mark in marks}
    text = fill(
        _("after their first purchase {m} bought again within a month, {q} within three, {y} within a year"), **within
    )
    left = ahead(told, silent)
    if left is None:
        return text
    came = fill(_("of those silent for {days}, {part} still came back"), days=days(silent), part=share(left))
    return f"{text}; {came}"
