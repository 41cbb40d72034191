"""Lines of TODAY, made from figures."""

from __future__ import annotations

import datetime as dt

from core.wording import fill, gettext, ngettext
from core.wording.counted import days_ago
from core.wording.dates import day_month


def first_purchase(days_since: int) -> str:
    """A client has bought for the first time: the next step must be agreed."""
    return fill(gettext("First purchase {ago}: agree on the next one"), ago=days_ago(days_since))


def overdue(expected: dt.date, today: dt.date) -> str:
    """A purchase was expected and has not come. `expected` lies before `today`."""
    late = (today - expected).days
    return fill(
        ngettext("Was expected on {day}, {n} day late", "Was expected on {day}, {n} days late", late),
        day=day_month(expected),
        n=late,
    )


def silent(days_since: int) -> str:
    """No contact and no purchase for long."""
    return fill(ngettext("Silent for {n} day", "Silent for {n} days", days_since), n=days_since)
