"""Lines of what was promised, what went wrong and what was asked: what a record tells beside its text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from core.entities.promises import AgreedChange, Commitment, GiftGiven, Incident, ProjectStage, Question
from core.wording import dates
from core.wording import gettext as _
from core.wording import promises as words
from tui.desk.figures import date_of

_DAY_US = 86_400_000_000


def facts_of(entry: Any, moment: Callable[[int], dt.datetime]) -> Iterator[tuple[str, str]]:
    """Caption and text of everything a record tells beside its line."""

    def at(at_us: int) -> str:
        return dates.moment(moment(at_us)) if at_us else ""

    match entry:
        case Commitment():
            for change in entry.changes:
                moved = f"{dates.short_date(date_of(change.before))} → {dates.short_date(date_of(change.after))}"
                yield _("Moved, the client was told"), f"{moved}: {change.reason} ({at(change.told_us)})"
            yield _("What came of it"), entry.reason
            yield _("The client was told"), at(entry.told_us)
            yield _("Closed"), dates.short_date(date_of(entry.closed)) if entry.closed else ""
        case Incident():
            told = _("the client was told")
            yield _("Found"), f"{at(entry.found_us)}; {told}: {at(entry.told_us) or '—'}"
            if entry.plan:
                yield _("Plan"), f"{entry.plan} ({at(entry.plan_us)}; {told}: {at(entry.plan_told_us) or '—'})"
            if entry.result:
                shown = at(entry.result_told_us) or "—"
                yield _("Result"), f"{entry.result} ({at(entry.result_us)}; {told}: {shown})"
        case Question():
            yield _("Asked"), at(entry.asked_us)
            yield _("Answer"), f"{entry.answer} ({at(entry.answered_us)})" if entry.answered_us else ""
        case ProjectStage():
            yield _("Order"), entry.order
            yield _("What comes next"), entry.after
            yield _("The client was told"), at(entry.told_us)
        case AgreedChange():
            yield _("Order"), entry.order
            yield _("Asked for by the client"), _("no: a surprise until he agrees") if entry.unasked else ""
            yield _("The client agreed"), at(entry.agreed_us)
        case GiftGiven():
            yield _("To whom"), entry.whom


def due_of(entry: Any) -> dt.date | None:
    """The day a list shows for it."""
    match entry:
        case Commitment():
            return date_of(entry.due)
        case ProjectStage() | GiftGiven():
            return date_of(entry.day)
    return None


def moments_of(entry: Any) -> Iterator[tuple[int, str]]:
    """(moment, what happened) of everything a record tells."""
    match entry:
        case Commitment():
            yield entry.at_us, entry.text
            for change in entry.changes:
                yield change.told_us, f"{entry.text}: {dates.short_date(date_of(change.after))}, {change.reason}"
            if entry.closed:
                told = words.word("promise step", entry.state)
                yield entry.told_us or entry.closed * _DAY_US, f"{entry.text}: {told}. {entry.reason}".strip()
        case Incident():
            yield entry.found_us, entry.text
            if entry.plan_us:
                plan = _("Plan")
                yield entry.plan_us, f"{plan}: {entry.plan}"
            if entry.result_us:
                result = _("Result")
                yield entry.result_us, f"{result}: {entry.result}"
        case Question():
            yield entry.asked_us, entry.text
            if entry.answered_us:
                yield entry.answered_us, entry.answer
        case ProjectStage():
            yield entry.at_us, f"{entry.order}: {entry.text}"
        case GiftGiven():
            yield entry.at_us, entry.what
        case AgreedChange():
            yield entry.at_us, entry.text
