"""Clients acquired, presumed lost and returned in a period (analytics §3 Flow, S00.11, S01.07)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import msgspec
import numpy as np

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Bool, Int32, Int64
from core.rhythm.client_days import ClientDays
from core.rhythm.history import History, moments
from core.rhythm.score import score
from core.rhythm.states import Rhythms, code, model_lost
from core.rules import DEFAULT, Rules
from core.worth.periods import Period


@dataclasses.dataclass(frozen=True, slots=True)
class Absences:
    """Every time a client came to be presumed lost, by the rule of the state *lost*, and when he bought again.

    One row an absence, sorted by client and day. `back` is the day of the next purchase, -1 while there is none.
    """

    client: Int32
    lost: Int32
    back: Int32
    clients: int
    confirmed: Bool | None = None
    """By row: a person has said so; None: nobody has said anything."""

    def confirmed_within(self, period: Period) -> int:
        """Of those lost inside the period, how many by a person's word."""
        if self.confirmed is None:
            return 0
        return int((self.confirmed & (self.lost >= period.first) & (self.lost <= period.last)).sum())

    def lost_within(self, period: Period) -> Int32:
        """Clients who came to be presumed lost inside the period."""
        return self.client[(self.lost >= period.first) & (self.lost <= period.last)]

    def returned_within(self, period: Period) -> Bool:
        """By client: whether a purchase inside the period ended an absence."""
        out = np.zeros(self.clients, np.bool_)
        out[self.client[(self.back >= period.first) & (self.back <= period.last)]] = True
        return out

    def away_at(self, day: int) -> Int32:
        """Clients presumed lost on the evening of `day`."""
        return self.client[(self.lost <= day) & ((self.back > day) | (self.back < 0))]


class Flow(msgspec.Struct, frozen=True):
    """Movement of the base in one period: `start` + `acquired` + `returned` - `lost` = `end`.

    `start` and `end` count clients who have bought and are not presumed lost.
    """

    period: Period
    start: int
    acquired: int
    returned: int
    lost: int
    end: int
    confirmed: int = 0
    """Of `lost`, how many a person has confirmed; the others are presumed (S01.07)."""


def absences(days: ClientDays, rhythms: Rhythms, figures: FirmFigures, rules: Rules = DEFAULT) -> Absences:
    """Absences over the whole history, by today's parameters and thresholds; a client held for his season is not away.

    For every pause long enough the day is found by bisection between the shortest silence that can be *lost* and the
    longest that is not, so that the last row of a client agrees with the state he has now.
    """
    empty = np.zeros(0, np.int32)
    if not len(days.day):
        return Absences(empty, empty, empty, days.clients)
    following = np.full(len(days.day), -1, np.int32)
    same = days.client[1:] == days.client[:-1]
    following[:-1][same] = days.day[1:][same]
    until = np.where(following >= 0, following - 1, days.as_of)
    rank = np.arange(len(days.day)) - days.start[days.client] + 1
    rows = np.flatnonzero((rank >= rules.rhythm_min_purchases) & (until - days.day >= rules.lost_min_days))
    rows = rows[~((rhythms.state[days.client[rows]] == code("seasonal_hold")) & (following[rows] < 0))]
    client = days.client[rows].astype(np.int64)

    def gone(silent: Int64) -> Bool:
        seen = moments(days, client, rows + 1, (days.day[rows] + silent).astype(np.int32), figures.m0, rules)
        return _lost(seen, figures, rules)

    longest = (until[rows] - days.day[rows]).astype(np.int64)
    ever = gone(longest)
    rows, client, longest = rows[ever], client[ever], longest[ever]
    low = np.full(len(rows), rules.lost_min_days - 1, np.int64)
    high = longest.copy()
    while len(rows) and int((high - low).max()) > 1:
        middle = (low + high) // 2
        at = gone(middle)
        high = np.where(at, middle, high)
        low = np.where(at, low, middle)
    lost = (days.day[rows] + high).astype(np.int32)
    return Absences(days.client[rows], lost, following[rows], days.clients)


def confirmed(days: ClientDays, away: Absences, said: Iterable[tuple[int, int]]) -> Absences:
    """Absences with what people have said: (client, day) of every word that he is lost.

    A client counts once: a word during an absence, or before the model has noticed it, confirms that one; a word about
    somebody the model thinks present makes an absence of its own from that day to his next purchase (S01.07).
    """
    client, lost, back = away.client.tolist(), away.lost.tolist(), away.back.tolist()
    sure = [False] * len(client)
    for number, day in sorted(said):
        bought = days.day[days.start[number] : days.start[number + 1]]
        if day > days.as_of or not len(bought) or day < int(bought[0]):
            continue
        later = bought[bought > day]
        until = int(later[0]) if len(later) else -1
        own = next((at for at, each in enumerate(client) if each == number and back[at] == until), None)
        if own is None:
            client.append(number)
            lost.append(day)
            back.append(until)
            sure.append(True)
        else:
            lost[own], sure[own] = min(lost[own], day), True
    order = np.lexsort((np.array(lost, np.int32), np.array(client, np.int32)))
    rows, since, until_day = (np.array(each, np.int32)[order] for each in (client, lost, back))
    return Absences(rows, since, until_day, away.clients, np.array(sure, np.bool_)[order])


def _lost(seen: History, figures: FirmFigures, rules: Rules) -> Bool:
    p_lost = np.nan_to_num(score(seen, figures.parameters, None, rules).p_rhythm)
    return model_lost(seen.silent, seen.gap, p_lost, figures.lost_probability, rules)


def flow(days: ClientDays, away: Absences, period: Period) -> Flow:
    """Movement of one period."""
    some = np.diff(days.start) > 0
    first = days.day[days.start[:-1][some]]
    before = int((first < period.first).sum()) - len(away.away_at(period.first - 1))
    acquired = int(((first >= period.first) & (first <= period.last)).sum())
    back = int(((away.back >= period.first) & (away.back <= period.last)).sum())
    lost = len(away.lost_within(period))
    end = before + acquired + back - lost
    return Flow(period, before, acquired, back, lost, end, away.confirmed_within(period))


def averages(flows: tuple[Flow, ...], count: int = 12) -> tuple[float, float, float, float] | None:
    """Mean acquired, lost, returned, and of the lost those by a person's word, over the last `count` whole periods;
    None without a whole period (S01.07)."""
    whole = [each for each in flows if each.period.whole][-count:]
    if not whole:
        return None
    n = len(whole)
    return (
        sum(each.acquired for each in whole) / n,
        sum(each.lost for each in whole) / n,
        sum(each.returned for each in whole) / n,
        sum(each.confirmed for each in whole) / n,
    )
