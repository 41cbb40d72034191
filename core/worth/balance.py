"""Balance of new and repeat sales by period, and its alarms on both sides (S00.05, S00.10, S03.02)."""

from __future__ import annotations

import itertools
from typing import Literal

import msgspec
import numpy as np

from core.rhythm.client_days import ClientDays
from core.rules import DEFAULT, Rules
from core.worth.flow import Flow
from core.worth.periods import Period

Alarm = Literal["no_acquisition", "acquisition_halved", "repeat_low", "repeat_falling", "repeat_high"]


class Balance(msgspec.Struct, frozen=True):
    """Money of one period in minor units, events only: returns of other days are not taken off."""

    period: Period
    first_sales: int
    first_money: int
    repeat_sales: int
    repeat_money: int
    steady_money: int
    """Money from clients who had bought in the period before too (S00.05)."""

    @property
    def repeat_share(self) -> float | None:
        """Share of the money that comes from repeat sales; None without sales."""
        whole = self.first_money + self.repeat_money
        return self.repeat_money / whole if whole > 0 else None

    @property
    def steady_share(self) -> float | None:
        """Share of the money from clients who bought in the period before too; None without sales."""
        whole = self.first_money + self.repeat_money
        return self.steady_money / whole if whole > 0 else None


def balance(days: ClientDays, period: Period, before: Period | None) -> Balance:
    """Balance of one period; `before` is the period just before it, None at the beginning of history."""
    rows = np.flatnonzero((days.day >= period.first) & (days.day <= period.last))
    is_first = np.zeros(len(days.day), np.bool_)
    begin = days.start[:-1][np.diff(days.start) > 0]
    is_first[begin] = True
    fresh = is_first[rows]
    net = days.net[rows]
    steady = 0
    if before is not None:
        earlier = np.zeros(days.clients, np.bool_)
        earlier[days.client[(days.day >= before.first) & (days.day <= before.last)]] = True
        steady = int(net[earlier[days.client[rows]]].sum())
    return Balance(
        period,
        first_sales=int(fresh.sum()),
        first_money=int(net[fresh].sum()),
        repeat_sales=int((~fresh).sum()),
        repeat_money=int(net[~fresh].sum()),
        steady_money=steady,
    )


def alarms(flows: tuple[Flow, ...], balances: tuple[Balance, ...], rules: Rules = DEFAULT) -> tuple[Alarm, ...]:
    """What calls for attention after the last whole period: acquisition stopped or halved, repeat sales low or falling.

    Both tuples hold the same periods, oldest first.
    """
    pairs = [(one, other) for one, other in zip(flows, balances, strict=True) if one.period.whole]
    if not pairs:
        return ()
    out: list[Alarm] = []
    acquired = [one.acquired for one, _ in pairs]
    earlier = acquired[-1 - rules.balance_periods : -1]
    if acquired[-1] == 0:
        out.append("no_acquisition")
    elif len(earlier) == rules.balance_periods and acquired[-1] < rules.balance_acquired_ratio * np.mean(earlier):
        out.append("acquisition_halved")
    shares = [share for _, other in pairs if (share := other.repeat_share) is not None]
    if shares and shares[-1] < rules.balance_repeat_low:
        out.append("repeat_low")
    if shares and shares[-1] > rules.balance_repeat_high:
        out.append("repeat_high")
    last = shares[-1 - rules.balance_periods :]
    if len(last) == rules.balance_periods + 1 and all(b < a for a, b in itertools.pairwise(last)):
        out.append("repeat_falling")
    return tuple(out)
