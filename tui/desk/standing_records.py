"""Records of standing as figures need them: the last statement of each client in force on an evening."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from core.entities.entry import Entry
from core.entities.standing import LevelNote
from core.entities.vocabulary import LEVELS
from core.rules import Rules
from core.standing.evidence import Evidence, no_evidence
from core.standing.status import STATUSES
from storage.vault.books.standing import LEVEL_NOTE, PARTNERSHIP, STATUS_NOTE
from storage.vault.registers import Register, Stored
from tui.desk.standing_sources import Sources

if TYPE_CHECKING:
    from tui.desk.desk import Desk

E = TypeVar("E", bound=Entry)


def latest(desk: Desk, register: Register[E], day: int) -> dict[int, Stored[E]]:
    """The last record of each client dated up to a day: by its own day, then by when it was written."""
    found: dict[int, Stored[E]] = {}
    base = desk.base
    for each in desk.session.registers.all(register):
        number = base.place.get(each.space_id)
        if number is None or each.fields.removed or _day(each.fields) > day:
            continue
        known = found.get(number)
        if known is None or _order(each.fields) >= _order(known.fields):
            found[number] = each
    return found


def every(desk: Desk, register: Register[E], day: int) -> dict[int, list[Stored[E]]]:
    """All records of each client dated up to a day, as they were written."""
    found: dict[int, list[Stored[E]]] = {}
    for each in desk.session.registers.all(register):
        number = desk.base.place.get(each.space_id)
        if number is not None and not each.fields.removed and _day(each.fields) <= day:
            found.setdefault(number, []).append(each)
    return found


def gather(desk: Desk, day: int, turnover_12m: np.ndarray, rules: Rules) -> Evidence:
    """What people have stated up to the evening of `day`, as far as it still counts."""
    found = no_evidence(len(desk.base.ids))
    for number, level in latest(desk, LEVEL_NOTE, day).items():
        if level_counts(level.fields, day, rules):
            found.card_level[number] = LEVELS.index(level.fields.level)
    for number, said in latest(desk, PARTNERSHIP, day).items():
        found.partnership[number] = day - said.fields.day <= rules.manual_level_days
    for number, status in latest(desk, STATUS_NOTE, day).items():
        found.said[number] = STATUSES.index(status.fields.status)
        found.said_day[number] = status.fields.day
    found.appointed[list(desk.keys.appointed(day))] = True
    sources = Sources(desk, day)
    for number, (total, told) in sources.wallets().items():
        if total > 0 and day - told <= rules.wallet_days:
            found.wallet_share[number] = max(int(turnover_12m[number]), 0) / total
    for number, count in sources.referrals().items():
        found.referrals[number] = count
    for number, count in sources.complaints().items():
        found.complaint[number] = count > 0
    return found


def words_of_loss(desk: Desk) -> list[tuple[int, int]]:
    """(row, day) of every word of a person that a client is lost (S01.07)."""
    place = desk.base.place
    found = []
    for each in desk.session.registers.all(STATUS_NOTE):
        number = place.get(each.space_id)
        if number is not None and not each.fields.removed and each.fields.status == "lost":
            found.append((number, each.fields.day))
    return found


def level_counts(note: LevelNote, day: int, rules: Rules) -> bool:
    """Whether a note of a level is in force: six months from its day, a prospective one not past its expected day."""
    if day - note.day > rules.manual_level_days:
        return False
    return note.level != "prospective" or note.expected >= day


def _day(fields: Entry) -> int:
    return int(getattr(fields, "day", 0))


def _order(fields: Entry) -> tuple[int, int, bytes]:
    return _day(fields), fields.at_us, fields.id
