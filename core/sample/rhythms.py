"""How the made-up clients buy: rhythms, seasons, lives, sizes; and from these the days of their purchases.

Purchases follow a renewal process with Gamma gaps in *busy time*, which runs fast in a client's season and slowly
out of it; a table per season and trend turns busy time into days. No loop over clients or purchases.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
Int8 = npt.NDArray[np.int8]
Bool = npt.NDArray[np.bool_]

RHYTHMS: Final = (
    "weekly", "fortnightly", "monthly", "six_weeks", "quarterly", "half_yearly",
    "yearly", "two_yearly", "seasonal", "once", "potential",
)  # fmt: skip
"""Kinds of rhythm. `once`: bought one time; `potential`: never."""
RHYTHM_SHARES: Final = (0.10, 0.14, 0.19, 0.13, 0.08, 0.05, 0.03, 0.02, 0.08, 0.08, 0.10)
_GAPS: Final = (
    (6, 8), (12, 16), (25, 35), (38, 55), (80, 100), (165, 200), (340, 390), (700, 760), (14, 35), (1, 1), (1, 1)
)  # fmt: skip
"""Shortest and longest mean gap of each kind, in days (of busy time for `seasonal`)."""
ONCE: Final = RHYTHMS.index("once")
POTENTIAL: Final = RHYTHMS.index("potential")
SEASONAL: Final = RHYTHMS.index("seasonal")
_OFTEN: Final = np.array([kind not in ("yearly", "two_yearly", "once", "potential") for kind in RHYTHMS])
_SIX_WEEKS: Final = RHYTHMS.index("six_weeks")
OFTEN_CLIENTS: Final = 40_000
"""No wholesaler serves more clients than this oftener than yearly: a larger base is rare buyers and potentials."""

LIVES: Final = ("steady", "leaver", "returner", "grower", "shrinker", "newcomer", "anchor")
LIFE_SHARES: Final = (0.28, 0.32, 0.06, 0.09, 0.09, 0.08, 0.08)
LEAVER, RETURNER, GROWER, SHRINKER, NEWCOMER, ANCHOR = range(1, 7)

SIZES: Final = ("small", "medium", "large")
SIZE_SHARES: Final = (0.80, 0.16, 0.04)

_REGULARITY: Final = ((0.8, 1.5, 3.0, 8.0), (0.25, 0.35, 0.25, 0.15))
"""Gamma shape of the gaps: 1 is pure chance, 9 a calendar."""
_ANCHOR_REGULARITY: Final = 16.0
_PAUSES: Final = 0.04
_PAUSE_LENGTHS: Final = (1.5, 3.0)
"""Share of gaps that a full stock or a holiday makes longer, and how many times."""
_LEAVING_NOW: Final = 0.45
_LEAVING_NOW_DAYS: Final = (10, 150)
"""Share of the leavers whom the recovery queue should be catching today, and how many days ago they left."""

_MONTHS_OF_TRADE: Final = (0.78, 0.88, 1.0, 1.05, 1.0, 0.97, 0.94, 0.97, 1.05, 1.1, 1.16, 1.1)
_SEASONS: Final = ((3, 4, 5, 6), (5, 6, 7, 8, 9), (8, 9), (10, 11, 12))
"""Months of garden, building, school and New Year trade."""
_OFF_SEASON: Final = 0.02


@dataclasses.dataclass(frozen=True, slots=True)
class Habits:
    """What each client of a chunk is like, the truth analytics should find again: indices into the tables above."""

    rhythm: Int8
    life: Int8
    size: Int8
    gap: Float64
    """Mean gap in days."""
    season: Int8
    """0 the trade's own year, 1..4 garden, building, school, New Year."""
    joined: Int32
    """Day of the calendar from which he may buy, counted from the first day of the sales; negative: before it."""
    left: Int32
    """Day from which he buys no more; beyond the last day of the sales for who stays."""
    away: Int32
    back: Int32
    """A returner buys nothing from `away` up to `back`."""

    def __len__(self) -> int:
        return len(self.rhythm)


def rhythm_shares(clients: int) -> Float64:
    """Shares of RHYTHMS in a firm of that size; those who buy often do not multiply without end."""
    shares = np.array(RHYTHM_SHARES)
    often = shares[_OFTEN].sum()
    allowed = min(often, OFTEN_CLIENTS / clients)
    scaled: Float64 = np.where(_OFTEN, shares * allowed / often, shares * (1 - allowed) / (1 - often))
    return scaled


def make_habits(random: np.random.Generator, clients: int, shares: Float64, days: int) -> Habits:
    """Habits of `clients` clients over `days` days of sales, every kind in its share to within one client."""
    rhythm = _quota(random, clients, shares)
    life = _quota(random, clients, np.array(LIFE_SHARES))
    # an anchor is a steady buyer by its meaning; rare and single buyers have no such life
    life[(rhythm > _SIX_WEEKS) & (life == ANCHOR)] = 0
    size = _quota(random, clients, np.array(SIZE_SHARES))
    size[(life == ANCHOR) & (size == 0)] = 1
    low, high = np.array(_GAPS, dtype=np.float64).T
    gap = low[rhythm] + (high - low)[rhythm] * random.random(clients)
    season = np.where(rhythm == SEASONAL, random.integers(1, len(_SEASONS) + 1, clients), 0).astype(np.int8)

    joined = np.where(random.random(clients) < 0.7, -1, random.integers(0, days * 2 // 3, clients))
    joined = np.where(life == NEWCOMER, random.integers(days * 3 // 4, days, clients), joined)
    joined[life == ANCHOR] = -1
    start = np.maximum(joined, 0)
    room = days - start
    gone = start + np.rint(room * (0.3 + 0.65 * random.random(clients)))
    going = np.maximum(days - random.integers(*_LEAVING_NOW_DAYS, clients), start + room // 2)
    gone = np.where(random.random(clients) < _LEAVING_NOW, going, gone)
    left = np.where(life == LEAVER, gone, days + 1)
    away = start + np.rint(room * (0.2 + 0.3 * random.random(clients)))
    back = away + np.maximum(room * 0.2, 4 * gap)
    returns = (life == RETURNER) & (back < days - 20)
    never = days + 1
    return Habits(
        rhythm, life, size, gap, season, joined.astype(np.int32), left.astype(np.int32),
        np.where(returns, away, never).astype(np.int32), np.where(returns, back, never).astype(np.int32),
    )  # fmt: skip


def _quota(random: np.random.Generator, clients: int, shares: Float64) -> Int8:
    """Indices in their shares to within one, shuffled."""
    edges = np.rint(np.cumsum(shares) / shares.sum() * clients)
    return random.permutation(np.searchsorted(edges, np.arange(clients), side="right")).astype(np.int8)


def purchase_days(random: np.random.Generator, habits: Habits, first_day: int, days: int) -> tuple[Int32, Int32]:
    """Client and day (since 1970-01-01) of every purchase, by client and day. `first_day`: first day of the sales."""
    clocks = _busy_clocks(first_day, days)
    clock = habits.season.astype(np.int64) * 3 + np.select([habits.life == GROWER, habits.life == SHRINKER], [1, 2], 0)
    busy_at_start = np.concatenate((np.zeros((len(clocks), 1)), clocks), axis=1)[clock, np.maximum(habits.joined, 0)]
    buys = (habits.rhythm != POTENTIAL) & (habits.rhythm != ONCE)
    client, busy = _renewals(random, habits, np.where(buys, days - busy_at_start, 0.0), busy_at_start)
    day = np.empty(len(busy), dtype=np.int64)
    of_event = clock[client]
    for number, table in enumerate(clocks):
        mine = of_event == number
        day[mine] = np.searchsorted(table, busy[mine], side="right")
    kept = (day < days) & (day < habits.left[client]) & ~((day >= habits.away[client]) & (day < habits.back[client]))
    once = np.flatnonzero(habits.rhythm == ONCE)
    client = np.concatenate((client[kept], once))
    day = np.concatenate((day[kept], random.integers(0, days, len(once))))
    order = np.lexsort((day, client))
    return client[order].astype(np.int32), on_workdays(first_day + day[order], first_day + days - 1).astype(np.int32)


def _renewals(random: np.random.Generator, habits: Habits, room: Float64, start: Float64) -> tuple[Int64, Float64]:
    """Client and busy time of all purchases: sums of Gamma gaps from `start` on, as far as `room` goes and beyond."""
    shape = random.choice(np.array(_REGULARITY[0]), len(habits), p=_REGULARITY[1])
    shape[habits.life == ANCHOR] = _ANCHOR_REGULARITY
    expected = room / habits.gap
    # mean + 4 sd: in one run of 30 000 a client stops a little early
    count = np.where(room > 0, np.ceil(expected + 4 * np.sqrt(expected / shape) + 3), 0).astype(np.int64)
    client = np.repeat(np.arange(len(habits)), count)
    gaps = random.standard_gamma(shape[client]) * (habits.gap / shape)[client]
    holiday = (random.random(len(gaps)) < _PAUSES) & (habits.life[client] != ANCHOR)
    gaps *= np.where(holiday, random.uniform(*_PAUSE_LENGTHS, len(gaps)), 1.0)
    # who was a client before the sales begin is met somewhere inside a gap; a new one begins with a purchase
    begins = np.cumsum(count) - count
    first = begins[count > 0]
    old = habits.joined[client[first]] < 0
    gaps[first] = np.where(old, random.random(len(first)) * habits.gap[client[first]], 0.0)
    total = np.cumsum(gaps)
    before = np.zeros(len(habits))
    before[count > 0] = total[first] - gaps[first]
    return client, total - before[client] + start[client]


def _busy_clocks(first_day: int, days: int) -> Float64:
    """Busy time at the end of each day, `days` in all: a row for each season and trend (none, growing, shrinking)."""
    dates = np.datetime64("1970-01-01") + np.arange(first_day, first_day + days)
    month = dates.astype("datetime64[M]").astype(np.int64) % 12
    seasons = [np.array(_MONTHS_OF_TRADE)[month]]
    for months in _SEASONS:
        seasons.append(np.where(np.isin(month + 1, months), 1.0, _OFF_SEASON))
    along = np.linspace(0.0, 1.0, days)
    trends = (np.ones(days), 0.5 + along, 1.3 - np.clip(along - 0.55, 0, 1) * 2)
    rows = [np.cumsum(season * trend) for season in seasons for trend in trends]
    return np.array([row / row[-1] * days for row in rows])


def on_workdays(day: Int64, last: int) -> Int64:
    """Saturdays move to Friday, Sundays to Monday, or to Friday when Monday is after `last`."""
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    moved = day - (weekday == 5) + (weekday == 6)
    return np.where(moved > last, day - 2, moved)
