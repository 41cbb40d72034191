"""Money by calendar month: of the firm, of one client, and the index of the months (analytics §3 XYZ)."""

from __future__ import annotations

import numpy as np

from core.entities.ledger import Int32, Int64
from core.rhythm.client_days import ClientDays
from core.rules import DEFAULT, Rules

YEAR = 12


def month_number(day: Int32 | int) -> Int64:
    """Months since 1970-01 of days since 1970-01-01."""
    return np.asarray(day, "datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_name(month: int) -> str:
    """ISO month of a month number."""
    return f"{1970 + month // YEAR:04d}-{month % YEAR + 1:02d}"


def _totals(day: Int32, net: Int64, as_of: int, months: int) -> tuple[tuple[str, int], ...]:
    """Net by month, oldest first, the part-month of `as_of` last; months before the first sale are left out."""
    if not len(day):
        return ()
    number = month_number(day)
    last = int(month_number(as_of))
    first = max(last - months + 1, int(number.min()))
    keep = number >= first
    totals = np.zeros(last - first + 1, np.int64)
    np.add.at(totals, number[keep] - first, net[keep])
    return tuple((month_name(first + i), int(total)) for i, total in enumerate(totals))


def firm_months(days: ClientDays, rules: Rules = DEFAULT) -> tuple[tuple[str, int], ...]:
    """Net of all clients over the last `month_totals` months, minor units."""
    return _totals(days.move_day, days.move_net, days.as_of, rules.month_totals)


def client_months(days: ClientDays, client: int, months: int = 24) -> tuple[tuple[str, int], ...]:
    """Net of one client over the last `months` months, minor units (CARD Обзор)."""
    rows = slice(int(days.move_start[client]), int(days.move_start[client + 1]))
    return _totals(days.move_day[rows], days.move_net[rows], days.as_of, months)


def month_index(months: tuple[tuple[str, int], ...], rules: Rules = DEFAULT) -> tuple[float, ...]:
    """Twelve factors January … December from the last 24 full months, mean 1 over the months in which the firm works;
    empty with fewer, or where it is closed for more than `month_index_closed` months of the year.

    A month without a sale in any year is 0: closed. The last entry is the part-month and the first one may be one: both
    are left out.
    """
    full = months[1:-1][-rules.month_index_months :]
    if len(full) < rules.month_index_months:
        return ()
    sums = np.zeros(YEAR)
    counts = np.zeros(YEAR)
    for name, net in full:
        sums[int(name[5:]) - 1] += max(net, 0)
        counts[int(name[5:]) - 1] += 1
    means = sums / np.maximum(counts, 1)
    open_ = means > 0
    if np.count_nonzero(~open_) > rules.month_index_closed:
        return ()
    return tuple(round(float(value), 9) for value in means / means[open_].mean())
