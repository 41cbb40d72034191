"""The own tasks, birthdays and ends of contracts as one calendar file that names no client (U14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.entities.people import next_birthday
from core.entities.work import TaskKind
from storage.outlets.calendar_file import CalendarDay, DayKind, calendar_bytes
from storage.vault.books.deals import CONTRACT
from tui.desk.editing import MICROSECONDS
from tui.desk.figures import date_of

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_KINDS: dict[TaskKind, DayKind] = {"call": "call", "visit": "visit", "review": "review"}
_HOUR = 60


def calendar_days(desk: Desk) -> list[CalendarDay]:
    """Everything with a day: open tasks of this person, birthdays of people, running contracts."""
    return [*_tasks(desk), *_birthdays(desk), *_contracts(desk)]


def calendar_file(desk: Desk, days: list[CalendarDay]) -> bytes:
    """The file in iCalendar form, of this moment."""
    return calendar_bytes(days, dt.datetime.fromtimestamp(desk.now_us() / MICROSECONDS, desk.zone))


def _tasks(desk: Desk) -> Iterator[CalendarDay]:
    for client_id, each in desk.work.tasks():
        task = each.fields
        if task.state != "open" or not desk.work.mine(each):
            continue
        at = dt.time(*divmod(task.minute, _HOUR), tzinfo=desk.zone) if task.minute >= 0 else None
        kind = _KINDS.get(task.kind, "task")
        yield CalendarDay(task.id.hex(), kind, date_of(task.due), _number(desk, client_id), at)


def _birthdays(desk: Desk) -> Iterator[CalendarDay]:
    for client_id, person in desk.persons.birthdays():
        # The leap day itself where it is one: the file keeps it in every year by a rule of its own.
        day = next_birthday(person.birth_month, person.birth_day, desk.today_date())
        if (person.birth_month, person.birth_day) == (2, 29):
            day = dt.date(2024, 2, 29)
        yield CalendarDay(person.id.hex(), "birthday", day, _number(desk, client_id))


def _contracts(desk: Desk) -> Iterator[CalendarDay]:
    notice = desk.session.entered.rules.contract_notice_days
    for client_id, each in desk.work.shown(CONTRACT):
        contract = each.fields
        if contract.until and contract.state != "closed":
            day = date_of(contract.until)
            yield CalendarDay(contract.id.hex(), "reminder", day, _number(desk, client_id), alarm_days=notice)


def _number(desk: Desk, client_id: str) -> str:
    return desk.base.cards[desk.place_of(client_id)].external_id if client_id else ""
