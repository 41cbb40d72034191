"""Clients behind a figure of TEAM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.entities.ledger import Bool
from core.entities.money import Money
from core.entities.team import HandOver
from core.problem import N_, Problem
from core.wording import team as words
from core.worth.team import GROUPS
from tui.desk.answers_reports import Evidence, EvidenceRow
from tui.desk.figures import date_of

if TYPE_CHECKING:
    from tui.desk.team_desk import Seen

MOST_ROWS = 500


def of_manager(seen: Seen, login: str) -> Evidence:
    """His clients and whoever he spent time with, most minutes first; the day is that of the last two-way contact."""
    who = next((each for each in seen.staff.values() if each.login == login), None)
    if who is None:
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
    mine = seen.owned(who.name)
    spent = seen.minutes.get(who.id, np.zeros(len(mine), np.int64))
    rows = np.flatnonzero(mine | (spent > 0))
    rows = rows[np.argsort(-spent[rows], kind="stable")]
    told = [_row(seen, row, words.spent(GROUPS[int(seen.groups[row])], int(spent[row]))) for row in rows.tolist()]
    return Evidence("team_time", who.name, tuple(told[:MOST_ROWS]), len(told))


def of_handed(seen: Seen, name: str, mine: Bool, told: HandOver) -> Evidence:
    """Clients of a portfolio that changed hands; those without a contact since then first, by their money."""
    contact, turnover = seen.sources.last_two_way(), seen.figures.axes.turnover_12m
    rows = np.flatnonzero(mine).tolist()
    rows.sort(key=lambda row: (contact.get(row, -1) >= told.day, -int(turnover[row])))
    found = [_row(seen, row, words.touched(contact.get(row, -1) >= told.day)) for row in rows]
    return Evidence("team_kept", name, tuple(found[:MOST_ROWS]), len(found))


def _row(seen: Seen, row: int, what: str) -> EvidenceRow:
    base, last = seen.desk.base, seen.sources.last_two_way().get(row)
    return EvidenceRow(
        base.ids[row].hex(),
        base.cards[row].name,
        what,
        None if last is None else date_of(last),
        Money(int(seen.figures.axes.turnover_12m[row]), base.currency),
    )
