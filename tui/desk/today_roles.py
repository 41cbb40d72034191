"""TODAY by role: what matters to each first, and to the head what happened at key accounts (S03.92, S03.115)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from core.entities.vocabulary import Role
from core.wording import reminders
from tui.desk.answers import Reminder, Today

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MOST_NEWS = 30
"""Lines about key accounts on TODAY; all of them stand in TEAM."""
_LOG: Final = ("alarm", "login")
_PROMISED: Final = ("commitment", "incident", "complaint", "refusal", "return", "question", "risk")
_WORK: Final = (
    *_PROMISED,
    "task",
    "group",
    "debt",
    "review",
    "recovery",
    "first_purchase",
    "silent",
    "contract",
    "attention",
    "birthday",
)
ORDER: Final[dict[Role, tuple[str, ...]]] = {
    "manager": (*_WORK, "campaign", *_LOG),
    "head": ("key", "visit", *_PROMISED, "recovery", "debt", *_WORK, "campaign", *_LOG),
    "owner": (*_LOG, "key", "visit", *_PROMISED, "recovery", "debt", *_WORK, "campaign"),
    "keeper": ("review", "task", *_WORK, *_LOG),
    "admin": (*_LOG, *_WORK),
    "auditor": (*_LOG, *_WORK),
}
"""Kinds of reminders in the order each role reads them; what is red stands before what is not."""


def for_role(desk: Desk, today: Today) -> Today:
    """The day of this session, with the news of key accounts where it answers for them, in the order of its role."""
    return ordered(_with_team(desk, today), desk.session.role)


def ordered(today: Today, role: Role) -> Today:
    """The same day with what matters to the role first. Administrator and auditor see the log before any client."""
    order = ORDER[role]

    def rank(row: Reminder) -> tuple[bool, int]:
        return (not row.red, order.index(row.kind) if row.kind in order else len(order))

    return msgspec.structs.replace(today, reminders=tuple(sorted(today.reminders, key=rank)))


def _with_team(desk: Desk, today: Today) -> Today:
    """The day of whoever answers for key accounts: news since he looked, visits he owes."""
    if not desk.team.leads():
        return today
    figures = desk.figures()
    cut = max(figures.firm.cuts.top_cut, 1)
    best = {desk.base.ids[row].hex() for row in np.flatnonzero(figures.axes.turnover_12m >= cut).tolist()}
    news = [
        Reminder("key", each.id, each.client, each.text, each.day, each.red, each.id in best)
        for each in desk.team.digest().rows[:MOST_NEWS]
    ]
    visits = [
        Reminder("visit", each.id, each.name, reminders.visit(each.last), each.due, red=True, top20=each.id in best)
        for each in desk.team.visits()
        if each.overdue
    ]
    return msgspec.structs.replace(today, reminders=(*news, *visits, *today.reminders))
