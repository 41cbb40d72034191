"""Lines of TODAY, made from figures."""

from __future__ import annotations

import datetime as dt
from typing import Final

from core.entities.money import Money
from core.wording import P_, fill, gettext, ngettext, pgettext
from core.wording.counted import days_ago
from core.wording.dates import day_month
from core.wording.money import short

KINDS: Final = {
    "alarm": P_("kind of reminder, at most 13 letters", "Log"),
    "login": P_("kind of reminder, at most 13 letters", "Wrong login"),
    "visit": P_("kind of reminder, at most 13 letters", "Visit"),
    "key": P_("kind of reminder, at most 13 letters", "Key account"),
    "recovery": P_("kind of reminder, at most 13 letters", "Recovery"),
    "silent": P_("kind of reminder, at most 13 letters", "Silent"),
    "first_purchase": P_("kind of reminder, at most 13 letters", "First order"),
    "task": P_("kind of reminder, at most 13 letters", "Task"),
    "review": P_("kind of reminder, at most 13 letters", "Review"),
    "debt": P_("kind of reminder, at most 13 letters", "Debt"),
    "commitment": P_("kind of reminder, at most 13 letters", "Promise"),
    "incident": P_("kind of reminder, at most 13 letters", "Incident"),
    "complaint": P_("kind of reminder, at most 13 letters", "Complaint"),
    "refusal": P_("kind of reminder, at most 13 letters", "Refusal"),
    "return": P_("kind of reminder, at most 13 letters", "Return"),
    "risk": P_("kind of reminder, at most 13 letters", "Risk"),
    "question": P_("kind of reminder, at most 13 letters", "Question"),
    "contract": P_("kind of reminder, at most 13 letters", "Contract"),
    "attention": P_("kind of reminder, at most 13 letters", "Attention"),
    "birthday": P_("kind of reminder, at most 13 letters", "Birthday"),
    "campaign": P_("kind of reminder, at most 13 letters", "Campaign"),
    "group": P_("kind of reminder, at most 13 letters", "Group task"),
}


def kind_name(kind: str) -> str:
    """Why a line stands on TODAY, in a word."""
    text = KINDS.get(kind)
    return kind if text is None else pgettext("kind of reminder, at most 13 letters", text)


def first_purchase(days_since: int) -> str:
    """A client has bought for the first time: the next step must be agreed."""
    return fill(gettext("First purchase {ago}: agree on the next one"), ago=days_ago(days_since))


def overdue(expected: dt.date, today: dt.date) -> str:
    """A purchase was expected and has not come. `expected` lies before `today`."""
    late = (today - expected).days
    return fill(
        ngettext("Expected {day}, {n} day late", "Expected {day}, {n} days late", late),
        day=day_month(expected),
        n=late,
    )


def silent(days_since: int) -> str:
    """No contact and no purchase for long."""
    return fill(ngettext("Silent for {n} day", "Silent for {n} days", days_since), n=days_since)


def birthday(name: str, day: dt.date, today: dt.date) -> str:
    """A contact person has his birthday today or within days."""
    if day == today:
        return fill(gettext("{name}: today"), name=name)
    return fill(gettext("{name}: {day}"), name=name, day=day_month(day))


def contract(number: str, until: dt.date, today: dt.date) -> str:
    """A contract ends soon, or has ended."""
    if until <= today:
        return fill(gettext("Contract {number} has ended: renew or close it"), number=number)
    left = (until - today).days
    return fill(
        ngettext("Contract {number} ends in {n} day", "Contract {number} ends in {n} days", left), number=number, n=left
    )


def waiting(days: int, norm: int) -> str:
    """A client has had no two-way contact for longer than his norm (S03.32)."""
    return fill(
        ngettext("No attention for {n} day, norm {norm}", "No attention for {n} days, norm {norm}", days),
        n=days,
        norm=norm,
    )


def promised_money(amount: str, day: dt.date) -> str:
    """A payment was promised for a day, and the debt still stands (U29)."""
    return fill(gettext("Promised to pay on {day}, owes {amount}"), day=day_month(day), amount=amount)


def debt(overdue: Money, oldest: int) -> str:
    """A client owes past the day: said beside why he should be called (U29)."""
    text = ngettext(
        "He owes {amount}, overdue by up to {n} day.", "He owes {amount}, overdue by up to {n} days.", oldest
    )
    return fill(text, amount=short(overdue), n=oldest)


def visit(last: dt.date | None) -> str:
    """The head owes a key account a visit (S03.92)."""
    if last is None:
        return gettext("The head has not been there yet")
    return fill(gettext("The head was there last on {day}"), day=day_month(last))
