"""How the team spends its time and what comes of it (S00.04, S01.17, S03.40, S03.92, S03.95). Pure figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec
import numpy as np

from core.entities.enquiries import Enquiry
from core.entities.ledger import Bool, Int32, Int64
from core.rhythm.client_days import ClientDays, window_sum
from core.rules import DEFAULT, Rules
from core.worth.periods import Period

Group = Literal["anchor", "key", "regular", "single", "new"]
WorkType = Literal["quick", "analyst", "mixed", "none"]

GROUPS: Final[tuple[Group, ...]] = ("anchor", "key", "regular", "single", "new")


class GroupTime(msgspec.Struct, frozen=True):
    """Logged minutes of one manager with one group of his clients."""

    group: Group
    minutes: int
    clients: int

    @property
    def per_client(self) -> float | None:
        """Minutes a client; None without clients."""
        return self.minutes / self.clients if self.clients else None


class TimeUse(msgspec.Struct, frozen=True):
    """Minutes of one manager by group, in the order of `GROUPS`."""

    groups: tuple[GroupTime, ...]

    @property
    def total(self) -> int:
        """Minutes in all."""
        return sum(each.minutes for each in self.groups)

    @property
    def anchors_short(self) -> bool:
        """He has anchors and logged more time with another group than with them (S00.04)."""
        anchors, *others = self.groups
        return anchors.clients > 0 and self.total > 0 and anchors.minutes < max(each.minutes for each in others)


class Pace(msgspec.Struct, frozen=True):
    """Orders of one manager's clients within `team_days`: «шустрик» lives on many small ones (S03.95)."""

    orders: int
    small: int
    kind: WorkType


class Kept(msgspec.Struct, frozen=True):
    """Clients of a portfolio that changed hands (S01.17); money in minor units over windows of equal length."""

    clients: int
    untouched: int
    """Without a two-way contact since that day."""
    longest: int | None
    """Days the one who waits longest has been without contact; None where nobody has bought."""
    days: int
    """Length of each window."""
    before: int
    after: int


class YearFigures(msgspec.Struct, frozen=True):
    """Twelve months of the base (S03.40). Money in minor units."""

    turnover: int
    buyers: int
    new: int
    """Clients whose first purchase fell into the year."""
    new_regular: int
    """Of these, with as many purchases by its end as make a rhythm."""
    became_regular: int
    """All clients whose purchase that makes a rhythm fell into the year."""
    repeats: int
    """Purchases that were nobody's first."""
    gap: float | None
    """Median days between a repeat and the purchase before it; None without a repeat."""


def groups(anchor: Bool, key: Bool, days: ClientDays, rules: Rules = DEFAULT) -> Int32:
    """Index into `GROUPS` of every client. The new: nothing bought yet, or the first time within `team_days`."""
    events = days.purchases()
    first = np.full(days.clients, days.as_of, np.int64)
    some = events > 0
    first[some] = days.day[days.start[:-1][some]]
    fresh = first > days.as_of - rules.team_days
    found = np.where(fresh, GROUPS.index("new"), np.where(events == 1, GROUPS.index("single"), GROUPS.index("regular")))
    found = np.where(anchor, GROUPS.index("anchor"), np.where(key, GROUPS.index("key"), found))
    whole: Int32 = found.astype(np.int32)
    return whole


def time_use(group: Int32, minutes: Int64, mine: Bool) -> TimeUse:
    """Minutes spent with each group; `group` and `minutes` by client, `mine` the manager's clients."""
    count = np.bincount(group[mine], minlength=len(GROUPS))
    spent = np.bincount(group[mine], weights=minutes[mine], minlength=len(GROUPS))
    return TimeUse(
        tuple(GroupTime(name, int(spent[at]), int(count[at])) for at, name in enumerate(GROUPS)),
    )


def median_order(days: ClientDays, rules: Rules = DEFAULT) -> float:
    """Median net of a purchase day of 12 months, minor units; 0 without any."""
    nets = days.net[days.day > days.as_of - rules.year_days]
    return float(np.median(nets)) if len(nets) else 0.0


def pace(days: ClientDays, mine: Bool, median: float, rules: Rules = DEFAULT) -> Pace:
    """How a manager's clients order: small is less than the firm's median."""
    rows = mine[days.client] & (days.day > days.as_of - rules.team_days)
    orders, small = int(np.count_nonzero(rows)), int(np.count_nonzero(rows & (days.net < median)))
    if not orders:
        return Pace(0, 0, "none")
    share = small / orders
    kind: WorkType = "mixed"
    if share >= rules.team_small_share and small >= rules.team_small_orders:
        kind = "quick"
    elif share <= 1 - rules.team_small_share:
        kind = "analyst"
    return Pace(orders, small, kind)


def does_not_combine(found: Pace, leads: int, rules: Rules = DEFAULT) -> bool:
    """Whoever leads key accounts handles many small orders as well: the two do not combine (S03.95)."""
    return leads > 0 and found.small >= rules.team_small_orders


def visit_due(last: int | None, since: int, rules: Rules = DEFAULT) -> int:
    """Day by which the head visits a key account again; `since`: from when he owes the first visit (S03.92)."""
    return (since if last is None else last) + rules.head_visit_days


def kept(days: ClientDays, mine: Bool, contact: dict[int, int], day: int, rules: Rules = DEFAULT) -> Kept:
    """Clients after a hand-over on `day`; `contact`: day of the last two-way contact by client."""
    rows = np.flatnonzero(mine & (days.purchases() > 0))
    length = max(1, min(rules.team_days, days.as_of - day))
    before, after = (window_sum(days, end - length, end)[mine].sum() for end in (day, day + length))
    last = [max(contact.get(row, 0), int(days.day[days.start[row + 1] - 1])) for row in rows.tolist()]
    return Kept(
        clients=int(np.count_nonzero(mine)),
        untouched=sum(contact.get(row, -1) < day for row in rows.tolist()),
        longest=days.as_of - min(last) if last else None,
        days=length,
        before=int(before),
        after=int(after),
    )


def year_figures(days: ClientDays, until: int, rules: Rules = DEFAULT) -> YearFigures:
    """The twelve months that end with the evening of `until`."""
    after = until - rules.year_days
    inside = (days.day > after) & (days.day <= until)
    rank = np.arange(len(days.day)) - days.start[days.client] + 1
    new = np.zeros(days.clients, np.bool_)
    new[days.client[inside & (rank == 1)]] = True
    rhythm = inside & (rank == rules.rhythm_min_purchases)
    repeats = np.flatnonzero(inside & (rank > 1))
    gaps = days.day[repeats] - days.day[repeats - 1] if len(repeats) else np.zeros(0)
    return YearFigures(
        turnover=int(window_sum(days, after, until).sum()),
        buyers=len(np.unique(days.client[inside])),
        new=int(np.count_nonzero(new)),
        new_regular=int(np.count_nonzero(new[days.client[rhythm]])),
        became_regular=int(np.count_nonzero(rhythm)),
        repeats=len(repeats),
        gap=float(np.median(gaps)) if len(gaps) else None,
    )


def mean(values: Iterable[int]) -> float | None:
    """Mean of marks; None without any (S00.14)."""
    marks = list(values)
    return sum(marks) / len(marks) if marks else None


def repeat_enquiries(enquiries: Iterable[Enquiry], period: Period) -> tuple[int, int]:
    """Enquiries of a period, and how many of them came from somebody who had asked before (S03.40)."""
    seen: set[bytes | str] = set()
    count = again = 0
    for each in sorted(enquiries, key=lambda one: (one.day, one.at_us)):
        marks: set[bytes | str] = {mark for mark in (each.client, each.contact.casefold()) if mark}
        if period.first <= each.day <= period.last:
            count += 1
            again += bool(marks & seen)
        seen |= marks
    return count, again
