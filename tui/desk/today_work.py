"""Lines of TODAY made from the work with clients: tasks, birthdays, contracts, attention (U14, S03.32, S03.114)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from core.entities.growth import RISK_KINDS
from core.entities.people import next_birthday
from core.wording import group_tasks, money, reminders
from storage.vault.books.deals import CONTRACT
from storage.vault.books.work import TASK
from tui.desk.answers import Reminder, Today
from tui.desk.figures import date_of, day_number
from tui.desk.outreach_today import campaign_lines

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MOST_TASKS = 100
RISKS = (*RISK_KINDS, "visit")
"""Kinds of the desk of risks that TODAY shows under one word."""
MOST_WAITING = 20
"""Clients beyond the norm of attention on TODAY; the whole list is a command."""


def with_work(desk: Desk, today: Today) -> Today:
    """The day with what was promised and planned: due things first of the red, the rest behind the red ones.

    A first purchase whose next step is a task already is no reminder of its own any more (S03.01).
    """
    promised = [*_commitments(desk), *_promises(desk)]
    lines = [*_tasks(desk), *_group_steps(desk), *promised, *_birthdays(desk), *_contracts(desk), *_waiting(desk)]
    lines += campaign_lines(desk)
    planned = {client for client, each in desk.work.shown(TASK) if each.fields.state == "open"}
    kept = [each for each in today.reminders if each.kind != "first_purchase" or each.client_id not in planned]
    red = [each for each in lines if each.red]
    calm = [each for each in lines if not each.red]
    seen_red = [each for each in kept if each.red]
    rest = [each for each in kept if not each.red]
    return msgspec.structs.replace(today, reminders=(*red, *seen_red, *calm, *rest))


def _tasks(desk: Desk) -> Iterator[Reminder]:
    today = desk.today_date()
    due = [each for each in desk.work.tasks() if each[1].fields.state == "open"]
    mine = [each for each in due if desk.work.mine(each[1]) and date_of(each[1].fields.due) <= today]
    for client_id, each in mine[:MOST_TASKS]:
        task = each.fields
        day = date_of(task.due)
        yield _line(desk, "review" if task.kind == "review" else "task", client_id, task.text, day, day < today)


def _group_steps(desk: Desk) -> Iterator[Reminder]:
    """Steps of group tasks: of the own clients before their day, of a task one gave when they are late (S03.21)."""
    for each in desk.group_tasks.due()[:MOST_TASKS]:
        told = group_tasks.reminder(each.task, each.step, each.due, each.clients)
        text = told if each.mine else group_tasks.head_reminder(each.task, each.step, each.clients)
        yield _line(desk, "group", each.client_id, text, each.due, each.late)


def _commitments(desk: Desk) -> Iterator[Reminder]:
    """Promises due, difficulties the client does not know of, questions without an answer (S03.77, S03.79)."""
    due = [each for each in desk.promises.rows() if each.red or each.step == "due_soon"]
    due += [each for each in (*desk.cases.rows(), *desk.risks.rows()) if each.red]
    for each in due[:MOST_TASKS]:
        kind = "risk" if each.kind in RISKS else each.kind
        yield _line(desk, kind, each.client_id, f"{each.text}: {each.step_word}", each.due, each.red)


def _birthdays(desk: Desk) -> Iterator[Reminder]:
    today, notice = desk.today_date(), desk.session.entered.rules.birthday_notice_days
    found = [(next_birthday(p.birth_month, p.birth_day, today), client, p) for client, p in desk.persons.birthdays()]
    for day, client_id, person in sorted(found, key=lambda each: (each[0], each[2].name)):
        if (day - today).days > notice:
            return
        yield _line(desk, "birthday", client_id, reminders.birthday(person.name, day, today), day, red=False)


def _contracts(desk: Desk) -> Iterator[Reminder]:
    today, notice = desk.today_date(), desk.session.entered.rules.contract_notice_days
    last = day_number(today) + notice
    found = [(each.fields, client) for client, each in desk.work.shown(CONTRACT)]
    running = [each for each in found if each[0].until and each[0].until <= last and each[0].state != "closed"]
    for contract, client_id in sorted(running, key=lambda each: each[0].until):
        day = date_of(contract.until)
        yield _line(desk, "contract", client_id, reminders.contract(contract.number, day, today), day, day <= today)


def _promises(desk: Desk) -> Iterator[Reminder]:
    """Payments promised until today that accounting does not have (U29)."""
    today = desk.today_date()
    for client_id, terms in desk.deals.promises():
        day = date_of(terms.promised)
        if day > today:
            continue
        told = desk.deals.receivable(client_id)
        if told.total.amount:
            text = reminders.promised_money(money.money(told.total), day)
            yield _line(desk, "debt", client_id, text, day, red=True)


def _waiting(desk: Desk) -> Iterator[Reminder]:
    for each in desk.work.neglected(MOST_WAITING):
        text = reminders.waiting(each.days, each.norm)
        yield _line(desk, "attention", each.id, text, None, red=False)


def _line(desk: Desk, kind: str, client_id: str, text: str, due: dt.date | None, red: bool) -> Reminder:
    figures = desk.figures()
    number = desk.place_of(client_id) if client_id else None
    best = number is not None and bool(figures.axes.turnover_12m[number] >= max(figures.firm.cuts.top_cut, 1))
    name = desk.base.cards[number].name if number is not None else ""
    return Reminder(kind, client_id, name, text, due, red, best)
