"""What a loyalty programme does: members against others, before and after, as far as numbers carry it (S03.24). Pure.

Members chose to join, so a difference to others is no proof; the difference of the two changes is the nearest to one,
and every figure says how far it can be trusted: an interval of 95 %, or nothing where there are too few clients.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from core.entities.ledger import Bool, Int32, Int64
from core.entities.loyalty import Programme
from core.entities.trade import WalletEstimate
from core.problem import N_, Problem
from core.rhythm.client_days import ClientDays
from core.rules import DEFAULT, Rules

NAME_MAX, NUMBER_MAX = 60, 40
_Z = 1.959964
"""Normal deviate of an interval of 95 %."""
_DIGITS = re.compile(r"(\d+)$")


@dataclasses.dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of `n` clients with its interval of 95 %."""

    value: float
    low: float
    high: float
    n: int


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """Some clients within their windows of equal length. Figures are None where there are too few clients."""

    clients: int
    buyers: int
    repeat: Estimate | None
    """Share of the buyers who bought on two days or more."""
    cheque: Estimate | None
    """Mean net of a purchase day, minor units."""
    wallet: Estimate | None
    """Our mean share of what they buy from everybody, by their estimates."""
    wallets: int
    """Clients with an estimate."""


@dataclasses.dataclass(frozen=True, slots=True)
class Effect:
    """Members before and after, others before and after, and by how much more the members changed."""

    before: Side
    after: Side
    others_before: Side
    others_after: Side
    repeat: Estimate | None
    cheque: Estimate | None
    wallet: Estimate | None
    fresh: int
    """Members not counted: they joined too short a while ago."""
    days: int
    """Length of a window at most."""


def checked(told: Programme) -> Programme:
    """The programme as it may be kept. Raises Problem (BAD_INPUT)."""
    if not told.name or len(told.name) > NAME_MAX:
        raise Problem(N_("A programme needs a name of 1 to {most} letters."), most=NAME_MAX)
    if not told.conditions:
        raise Problem(N_("Say what the programme gives and for what: its conditions."))
    if told.until and told.until < told.since:
        raise Problem(N_("A programme cannot end before it begins."))
    if told.series and (told.kind != "cards" or not _DIGITS.search(told.series) or len(told.series) > NUMBER_MAX):
        raise Problem(N_("The first number of a series of cards ends in digits, such as K-00001; only cards have one."))
    return told


def number_at(series: str, taken: int) -> str:
    """The number after so many of a series. Raises Problem (REFUSED) where its digits do not reach."""
    found = _DIGITS.search(series)
    if found is None:
        raise Problem(N_("This programme has no series of numbers: type the number of the card."))
    digits = found[1]
    number = str(int(digits) + taken).zfill(len(digits))
    if len(number) > len(digits):
        raise Problem(N_("The series of card numbers is used up: begin another one."))
    return series[: found.start()] + number


def next_number(series: str, taken: int, known: Iterable[str]) -> tuple[str, int]:
    """The next number that no card bears yet, and how many of the series are taken then."""
    borne = set(known)
    while (number := number_at(series, taken)) in borne:
        taken += 1
    return number, taken + 1


def effect(
    days: ClientDays,
    members: Mapping[int, int],
    others: Sequence[int],
    wallets: Mapping[int, Sequence[WalletEstimate]],
    rules: Rules = DEFAULT,
) -> Effect:
    """The report of one programme.

    `members`: row → day he joined; `others`: rows of those who take part in none. A member's windows lie before and
    after his day and are as long as he has been with it, at most `loyalty_days`; who joined less than
    `loyalty_least_days` ago is not counted. Others are judged around the median day of the members.
    """
    counted = {row: day for row, day in members.items() if days.as_of - day >= rules.loyalty_least_days}
    pivot = int(np.median(list(counted.values()))) if counted else days.as_of
    bought = days.start[:-1] < days.start[1:]
    known = {row: pivot for row in others if counted and bought[row]}
    before, after = (_side(days, counted, wallets, late, rules) for late in (False, True))
    others_before, others_after = (_side(days, known, wallets, late, rules) for late in (False, True))
    four = (before, after, others_before, others_after)
    return Effect(
        before=before,
        after=after,
        others_before=others_before,
        others_after=others_after,
        repeat=_more(*(each.repeat for each in four)),
        cheque=_more(*(each.cheque for each in four)),
        wallet=_more(*(each.wallet for each in four)),
        fresh=len(members) - len(counted),
        days=rules.loyalty_days,
    )


def _side(
    days: ClientDays,
    around: Mapping[int, int],
    wallets: Mapping[int, Sequence[WalletEstimate]],
    after: bool,
    rules: Rules,
) -> Side:
    rows = np.array(sorted(around), np.int64)
    pivots = np.array([around[row] for row in rows.tolist()], np.int64)
    events, money = _bought(days, rows, pivots, after, rules)
    some = events > 0
    shares = [
        share
        for row, pivot in zip(rows.tolist(), pivots.tolist(), strict=True)
        if (share := _wallet(days, row, pivot, wallets.get(row, ()), after, rules)) is not None
    ]
    return Side(
        clients=len(rows),
        buyers=int(np.count_nonzero(some)),
        repeat=_share(int(np.count_nonzero(events > 1)), int(np.count_nonzero(some)), rules),
        cheque=_ratio(money[some], events[some], rules),
        wallet=_mean(shares, rules),
        wallets=len(shares),
    )


def _bought(days: ClientDays, rows: Int64, pivots: Int64, after: bool, rules: Rules) -> tuple[Int64, Int64]:
    """Purchase days and their net in the window of each row."""
    events, money = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for at, (row, pivot) in enumerate(zip(rows.tolist(), pivots.tolist(), strict=True)):
        length = min(rules.loyalty_days, days.as_of - pivot)
        first, last = (pivot + 1, pivot + length) if after else (pivot - length + 1, pivot)
        own = slice(int(days.start[row]), int(days.start[row + 1]))
        inside: Bool = (days.day[own] >= first) & (days.day[own] <= last)
        events[at], money[at] = int(np.count_nonzero(inside)), int(days.net[own][inside].sum())
    return events, money


def _wallet(
    days: ClientDays, row: int, pivot: int, told: Sequence[WalletEstimate], after: bool, rules: Rules
) -> float | None:
    """Our share at the last estimate on one side of a day; None without one."""
    fitting = [
        each for each in told if each.group == "" and each.total > 0 and each.day <= days.as_of
        and (each.day > pivot) == after
    ]  # fmt: skip
    if not fitting:
        return None
    last = max(fitting, key=lambda each: (each.day, each.at_us))
    own = slice(int(days.move_start[row]), int(days.move_start[row + 1]))
    moved: Int32 = days.move_day[own]
    ours = int(days.move_net[own][(moved > last.day - rules.year_days) & (moved <= last.day)].sum())
    return max(ours, 0) / last.total


def _share(some: int, n: int, rules: Rules) -> Estimate | None:
    """A share with the interval of Wilson, which stays between 0 and 1 and honest at its ends."""
    if n < rules.loyalty_least_clients:
        return None
    part = some / n
    middle = (part + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(part * (1 - part) / n + _Z**2 / (4 * n * n))
    return Estimate(part, max(0.0, middle - half), min(1.0, middle + half), n)


def _ratio(money: Int64, events: Int64, rules: Rules) -> Estimate | None:
    """Money a purchase day; purchases of one client are alike, so the interval counts clients, not purchases."""
    n = len(events)
    if n < rules.loyalty_least_clients:
        return None
    value = float(money.sum() / events.sum())
    off = money - value * events
    half = _Z * math.sqrt(float((off**2).sum()) / (n * (n - 1))) / float(events.mean())
    return Estimate(value, value - half, value + half, n)


def _mean(values: Sequence[float], rules: Rules) -> Estimate | None:
    n = len(values)
    if n < rules.loyalty_least_clients:
        return None
    value = float(np.mean(values))
    half = _Z * float(np.std(values, ddof=1)) / math.sqrt(n)
    return Estimate(value, value - half, value + half, n)


def _more(
    before: Estimate | None, after: Estimate | None, others_before: Estimate | None, others_after: Estimate | None
) -> Estimate | None:
    """By how much more the members changed than the others; None where one of the four is unknown."""
    if before is None or after is None or others_before is None or others_after is None:
        return None
    value = (after.value - before.value) - (others_after.value - others_before.value)
    half = math.sqrt(sum(((each.high - each.low) / 2) ** 2 for each in (before, after, others_before, others_after)))
    return Estimate(value, value - half, value + half, min(before.n, after.n, others_before.n, others_after.n))
