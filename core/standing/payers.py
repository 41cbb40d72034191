"""A first ABC-XYZ by payer, from bank statements alone, before any sale is typed (S03.14)."""

from __future__ import annotations

import msgspec
import numpy as np

from core.entities.ledger import UNKNOWN, Int32, Int64, LineColumns
from core.entities.vocabulary import AbcLetter, XyzLetter
from core.recovery.stake import year_value
from core.rhythm.client_days import client_days
from core.rhythm.history import company_gap, history
from core.rules import DEFAULT, Rules
from core.standing import abc, xyz


class Payer(msgspec.Struct, frozen=True):
    """A payer as the statements show him. `amount`: minor units over the whole file."""

    name: str
    inn: str
    amount: int
    payments: int
    abc: AbcLetter | None
    xyz: XyzLetter | None


class _NoSeasons(msgspec.Struct, frozen=True):
    """Statements alone tell no seasons."""

    month_index: tuple[float, ...] = ()


def payer_letters(
    payer: Int32, day: Int32, amount: Int64, payers: int, rules: Rules = DEFAULT
) -> list[tuple[AbcLetter | None, XyzLetter | None]]:
    """Letters of payers 0..payers-1 from their payments; a payment stands for a purchase (analytics §3 ABC, XYZ).

    The evening is that of the last payment. Payments of one payer on one day are one event.
    """
    if not len(payer):
        return [(None, None)] * payers
    lines = LineColumns(
        client=payer,
        day=day,
        document=np.arange(len(payer), dtype=np.int64),
        amount=amount,
        cost=np.full(len(payer), UNKNOWN, np.int64),
        flags=np.zeros(len(payer), np.uint16),
        clients=payers,
    )
    days = client_days(lines, int(day.max()), rules)
    seen = history(days, company_gap(days, rules), rules)
    value = year_value(days, days.move_net, days.as_of, rules)
    cuts = abc.cuts(days, False, 1.0, rules)
    by_money = abc.letters(value, seen.events, cuts.abc_a, cuts.abc_b)
    by_evenness, _ = xyz.letters(days, seen, _NoSeasons(), rules)
    return [
        (abc.LETTERS[int(first)], xyz.LETTERS[int(second)]) for first, second in zip(by_money, by_evenness, strict=True)
    ]
