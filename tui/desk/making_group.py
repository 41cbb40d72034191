"""The demo store: a group task, a club with cards, typed orders, a hand-over (GROUP, LOYAL, GAPS, TEAM)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from core.entities.deals import Order, OrderItem
from core.entities.group_tasks import GroupPart, GroupStep, GroupTask, StepDone
from core.entities.loyalty import LoyaltyCard, Member, Programme
from core.entities.team import HandOver
from core.standing.evidence import REGULAR
from core.worth.loyalty import number_at
from storage.vault.books.deals import ORDER
from storage.vault.books.group_tasks import GROUP_PART, GROUP_TASK
from storage.vault.books.loyalty import LOYALTY_CARD, MEMBER, PROGRAMME
from storage.vault.books.team import HAND_OVER
from storage.vault.writing import Writing
from tui.desk.figures import day_number

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_REGULARS, _MEMBERS, _TYPING = 120, 40, 60
"""Clients in the task, in the club, with typed orders, at most: a demo is ready in seconds."""
_SPAN = 60
"""Days of which orders are typed."""
_HANDED = 75
"""Days since a portfolio changed hands."""
_STEPS = (("узнать планы на сезон", -4), ("согласовать заказ", 3), ("проверить, что довольны", 20))
_NOTES = ("берут как в том году", "просят прайс к пятнице", "открывают вторую точку")
_SERIES = "К-0001"


def give_work(desk: Desk) -> None:
    """Write all of it at the desk of the head, in one transaction."""
    figures, today = desk.figures(), day_number(desk.today_date())
    regular = np.flatnonzero(figures.axes.step >= REGULAR).tolist()[:_REGULARS]
    largest = np.argsort(-figures.axes.turnover_12m, kind="stable").tolist()
    leaders = _leaders(desk)
    typed = [(row, order) for row in largest[:_TYPING] for order in _orders(desk, row, leaders[row], today)]
    with desk.session.registers.writing() as writing:
        _task(desk, writing, regular, leaders, today)
        _club(desk, writing, largest[1 : 2 * _MEMBERS : 2], today)
        for row, order in typed:
            desk.session.registers.add(writing, ORDER, desk.base.ids[row], order)
        _handed_over(desk, writing, today)
    desk.touched()


def _leaders(desk: Desk) -> list[bytes]:
    """Who leads the client of every row."""
    owners, base = desk.team.owners(), desk.base
    return [owners[base.portfolios[at]] for at in base.portfolio]


def _task(desk: Desk, writing: Writing, rows: list[int], leaders: list[bytes], today: int) -> None:
    """Two of three have done the first step, most of them with a note; the head has looked at some."""
    registers, firm = desk.session.registers, desk.session.entered.firm.firm_id
    steps = tuple(GroupStep(name, today + days) for name, days in _STEPS)
    task = registers.add(writing, GROUP_TASK, firm, GroupTask(name="Планы на сезон", steps=steps))
    for at, row in enumerate(rows):
        done: tuple[StepDone, ...] = ()
        if at % 3:
            note = _NOTES[at % len(_NOTES)] if at % 5 else ""
            mark = StepDone(step=0, day=today - 6 + at % 5, by=leaders[row], text=note, proof="note" if note else "")
            done = (msgspec.structs.replace(mark, accepted=task.by) if note and at % 2 else mark,)
        registers.add(writing, GROUP_PART, desk.base.ids[row], GroupPart(task=task.id, done=done))


def _handed_over(desk: Desk, writing: Writing, today: int) -> None:
    """The first portfolio was the keeper's before he took the central file."""
    session, portfolio = desk.session, desk.base.portfolios[0]
    keeper = next(each.id for each in session.staffing.staff() if each.role == "keeper")
    taker = desk.team.owners()[portfolio]
    told = HandOver(portfolio=portfolio, day=today - _HANDED, giver=keeper, taker=taker)
    session.registers.add(writing, HAND_OVER, session.entered.firm.firm_id, told)


def _club(desk: Desk, writing: Writing, rows: list[int], today: int) -> None:
    """Members of half a year with a card each."""
    session = desk.session
    told = Programme(
        name="Карта мастера",
        kind="cards",
        audience="shops",
        conditions="3 % с каждой покупки, накладная в тот же день",
        since=today - 240,
        cost=120_000_00,
        series=_SERIES,
        taken=len(rows),
    )
    club = session.registers.add(writing, PROGRAMME, session.entered.firm.firm_id, told)
    for at, row in enumerate(rows):
        client, day, number = desk.base.ids[row], today - 200 + at, number_at(_SERIES, at)
        session.registers.add(writing, MEMBER, client, Member(programme=club.id, since=day))
        session.registers.add(writing, LOYALTY_CARD, client, LoyaltyCard(programme=club.id, number=number, day=day))
        before = session.clients.stored(client, writing.connection).card
        if not before.loyalty_card:
            after = msgspec.structs.replace(before, loyalty_card=number)
            session.clients.change_within(writing, client, before, after, "person")


def _orders(desk: Desk, row: int, leader: bytes, today: int) -> list[Order]:
    """Orders of most of the latest sales: some under the seller's number, a few with another sum or no sale."""
    found = []
    for at, each in enumerate(desk.documents(desk.base.ids[row].hex())):
        if each.day < today - _SPAN or each.amount <= 0 or each.cancels:
            continue
        kind = (row + at) % 9
        if not kind:
            continue  # nobody typed this one
        number = each.document if kind > 2 else f"З-{row}/{at}"
        amount = round(each.amount * 1.1) if kind == 8 else each.amount
        items = (OrderItem(name=each.lines[0].product, amount=amount),)
        found.append(Order(number=number, day=each.day, items=items, seller=leader))
    if found and row % 7 == 0:
        lost = OrderItem(name="по телефону", amount=4_500_00)
        found.append(Order(number=f"З-{row}", day=today - 9, items=(lost,), seller=leader))
    return found
