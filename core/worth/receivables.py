"""Who owes what: open documents with their age, payment days, the worst of them; everybody at once (U29)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import msgspec
import numpy as np

from core.entities.ledger import NO_DAY, Int32, Int64, LineColumns

UNKNOWN_DAY = -(2**31)
AGES = (0, 7, 30, 60, 90)
"""Lower edges of the ages of overdue money, days; nothing is overdue below the first."""


class Invoice(msgspec.Struct, frozen=True):
    """One document as accounting has it. Days since 1970-01-01; money in minor units."""

    document: str
    day: int
    amount: int
    due: int = UNKNOWN_DAY
    paid: int = UNKNOWN_DAY


class Debt(msgspec.Struct, frozen=True):
    """A document that is not paid. `overdue`: days past its day, 0 while there is time."""

    document: str
    day: int
    due: int
    amount: int
    overdue: int


class Owed(msgspec.Struct, frozen=True):
    """What one client owes. `payment_days`: mean from the document to its payment, weighted by money; None: unknown."""

    debts: tuple[Debt, ...] = ()
    """The longest overdue first."""
    total: int = 0
    overdue: int = 0
    oldest: int = 0
    """Days of the longest overdue document."""
    payment_days: float | None = None
    ages: tuple[int, ...] = ()
    """Overdue money by age: one sum for each edge of AGES."""


def owed(invoices: Sequence[Invoice], today: int) -> Owed:
    """A document counts as owed when its day to pay is known and no payment is; a return takes from the oldest debt.

    A document without a day to pay says nothing: whether it was paid is not known.
    """
    paid = [each for each in invoices if each.amount > 0 and each.paid != UNKNOWN_DAY]
    weight = sum(each.amount for each in paid)
    mean = sum((each.paid - each.day) * each.amount for each in paid) / weight if weight else None
    opened = [each for each in invoices if each.due != UNKNOWN_DAY and (each.paid == UNKNOWN_DAY or each.paid > today)]
    opened.sort(key=lambda each: (each.due, each.document))
    credit = -sum(each.amount for each in opened if each.amount < 0)
    debts: list[Debt] = []
    for each in opened:
        if each.amount <= 0:
            continue
        taken = min(credit, each.amount)
        credit -= taken
        if each.amount > taken:
            late = max(0, today - each.due)
            debts.append(Debt(each.document, each.day, each.due, each.amount - taken, late))
    overdue = [each for each in debts if each.overdue > 0]
    return Owed(
        debts=tuple(sorted(debts, key=lambda each: (-each.overdue, each.due))),
        total=sum(each.amount for each in debts),
        overdue=sum(each.amount for each in overdue),
        oldest=max((each.overdue for each in overdue), default=0),
        payment_days=mean,
        ages=tuple(_aged(overdue, at) for at in range(len(AGES))),
    )


def _aged(overdue: Sequence[Debt], at: int) -> int:
    low, high = AGES[at], AGES[at + 1] if at + 1 < len(AGES) else None
    return sum(each.amount for each in overdue if each.overdue > low and (high is None or each.overdue <= high))


@dataclasses.dataclass(frozen=True, slots=True)
class Debts:
    """What everybody owes on one evening, one row a client, minor units: as `owed` says of each."""

    total: Int64
    overdue: Int64
    oldest: Int32
    """Days of the longest overdue document; 0: nothing is overdue."""


def debts(lines: LineColumns, as_of: int) -> Debts:
    """Open documents of all clients; returns and advances take from the oldest debt of the same client."""
    size, dues = lines.clients, lines.dues
    found = Debts(np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int32))
    if dues is None or not len(dues):
        return found
    open_line = (dues.paid == NO_DAY) | (dues.paid > as_of)
    known = dues.day <= as_of
    owing = np.zeros(size, np.bool_)
    owing[dues.client[open_line & known]] = True
    rows = np.flatnonzero(known & owing[dues.client])
    if not len(rows):
        return found
    rows = rows[np.lexsort((dues.document[rows], dues.day[rows], dues.client[rows]))]
    new = np.zeros(len(rows), np.bool_)
    for column in (dues.client, dues.day, dues.document):
        new[1:] |= column[rows[1:]] != column[rows[:-1]]
    new[0] = True
    starts = np.flatnonzero(new)
    amount = np.add.reduceat(dues.amount[rows], starts)
    due = np.maximum.reduceat(dues.due[rows], starts).astype(np.int64)
    opened = np.logical_or.reduceat(open_line[rows], starts)
    client, amount, due = dues.client[rows[starts]][opened], amount[opened], due[opened]
    credit = np.zeros(size, np.int64)
    np.add.at(credit, client[amount < 0], -amount[amount < 0])
    debt = amount > 0
    client, amount, due = client[debt], amount[debt], due[debt]
    order = np.lexsort((due, client))
    client, amount, due = client[order], amount[order], due[order]
    running = np.cumsum(amount)
    first = np.searchsorted(client, client, side="left")
    running -= (running - amount)[first]
    left = np.clip(running - credit[client], 0, amount)
    late = np.where((left > 0) & (due < as_of), as_of - due, 0)
    np.add.at(found.total, client, left)
    np.add.at(found.overdue, client, np.where(late > 0, left, 0))
    np.maximum.at(found.oldest, client, late.astype(np.int32))
    return found
