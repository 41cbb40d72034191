"""Contacts logged, the line of time, attention, tasks and needs as screens and commands ask for them."""

from __future__ import annotations

import datetime as dt

import pytest

from core.problem import Problem
from core.relations.working_days import next_working
from storage.vault.books.work import ACTIVITY
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk.calendar_days import holidays_of, next_working_day, take_off
from tui.desk.desk import Desk
from tui.desk.port_work import ContactEntry


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def test_S00_04_minutes_come_by_kind_and_can_be_changed(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    for kind, minutes in (("call", -1), ("meeting", -1), ("visit", -1), ("call", 3)):
        desk.work.log(here, ContactEntry(kind, minutes=minutes))  # type: ignore[arg-type]
    assert [each.fields.minutes for each in desk.work.about(ACTIVITY, here)] == [10, 60, 120, 3]
    with pytest.raises(Problem):
        desk.work.log(here, ContactEntry("call", minutes=5000))
    with pytest.raises(Problem):
        desk.work.log(here, ContactEntry("call", day=desk.today_date() + dt.timedelta(days=1)))


def test_S03_78_U31_one_line_of_time_with_people_networks_tasks_needs_and_changes(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    person = desk.persons.save(here, "", {"given": "Зоя", "rung": "buyer"})
    desk.work.log(here, ContactEntry("messenger", "прислала заявку", network="Telegram", people=(person,)))
    task = desk.work.save_task(here, {"text": "выставить счёт", "kind": "offer", "due": "2026-03-02"})
    desk.work.close(task, "выставлен")
    desk.edit_card(here, "city", "Тверь", desk.overview(here).row.city)
    desk.persons.save(here, person, {"title": "снабженец"})
    size = desk.log_size()
    rows = desk.work.timeline(here)
    assert desk.log_size() == size + 1
    messenger = next(row for row in rows if row.kind == "messenger")
    assert (messenger.text, messenger.people, messenger.who) == ("Telegram: прислала заявку", "Зоя", "Ivan")
    assert {"messenger", "task", "change", "person"} <= {row.kind for row in rows}
    changes = [row.text for row in rows if row.kind == "change"]
    assert any("Тверь" in text for text in changes) and any("снабженец" in text for text in changes)
    assert [row.day for row in rows] == sorted((row.day for row in rows), reverse=True)


def test_S03_32_the_clock_and_the_list_of_those_beyond_the_norm(stage: Stage) -> None:
    desk = desk_of(stage)
    here, there = client(desk), client(desk, "C-2")
    today = desk.today_date()
    assert desk.work.of(here).attention.days is None
    desk.work.log(here, ContactEntry("call", day=today - dt.timedelta(days=200)))
    desk.work.log(here, ContactEntry("mailing", two_way=False))
    desk.work.log(there, ContactEntry("call"))
    clock = desk.work.of(here).attention
    assert (clock.days, clock.beyond) == (200, True) and clock.norm >= 30
    assert [each.id for each in desk.work.neglected()] == [here]
    assert [each.kind for each in desk.today().reminders if each.client_id == here and each.kind == "attention"]


def test_U14_tasks_fall_due_on_working_days_and_stand_on_today(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    assert next_working(dt.date(2026, 1, 1), holidays_of()) == dt.date(2026, 1, 12)
    take_off(desk, dt.date(2026, 6, 15), dt.date(2026, 6, 19), "отпуск")
    assert next_working_day(desk, dt.date(2026, 6, 12)) == dt.date(2026, 6, 22)
    due = {each.name: each.value for each in desk.work.task_form(here)}["due"]
    assert dt.date(*map(int, reversed(due.split(".")))) > desk.today_date()
    desk.work.save_task(here, {"text": "позвонить", "due": "01.02.2026"})
    desk.work.save_task("", {"text": "отчёт", "due": "2031-01-01"})
    rows = desk.work.task_list()
    assert [(row.text, row.late) for row in rows] == [("позвонить", True), ("отчёт", False)]
    shown = [each for each in desk.today().reminders if each.kind == "task"]
    assert [(each.text, each.red) for each in shown] == [("позвонить", True)]
    for bad in ({"text": "", "due": ""}, {"text": "x", "due": "завтра"}, {"text": "x", "kind": "dance"}):
        with pytest.raises(Problem):
            desk.work.save_task(here, bad)


def test_U14_birthdays_of_the_week_stand_on_today(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    soon = desk.today_date() + dt.timedelta(days=2)
    desk.persons.save(here, "", {"given": "Зоя", "congratulate": f"{soon.day:02d}.{soon.month:02d}"})
    found = [each for each in desk.today().reminders if each.kind == "birthday"]
    assert [(each.client_id, each.due) for each in found] == [(here, soon)] and "Зоя" in found[0].text


def test_S00_08_S00_14_a_need_has_an_action_and_closing_asks_two_questions(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    need = desk.work.save_need(here, "", {"text": "возить в Тверь", "kind": "delivery", "due": "2026-04-01"})
    row = desk.work.need_list()[0]
    assert (row.kind, row.asked, row.owner) == ("delivery", desk.today_date(), "Ivan") and row.action
    with pytest.raises(Problem, match="1 to 5"):
        desk.work.close_need(here, need, 0, "")
    desk.work.close_need(here, need, 4, "цена")
    told = desk.work.of(here)
    assert (told.satisfaction, told.obstacle, told.needs[0].state) == ((4,), "цена", "done")
    assert not desk.work.need_list() and len(desk.work.need_list(everything=True)) == 1


def test_S03_12_growth_of_those_asked_stands_beside_the_source(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.work.save_need(client(desk), "", {"text": "скидка"})
    told = desk.work.uplift()
    assert (told.asked_clients, told.asked, told.claimed) == (0, None, 0.15)


def test_U15_undo_takes_a_contact_and_tasks_back(stage: Stage) -> None:
    desk = desk_of(stage)
    here = client(desk)
    person = desk.persons.save(here, "", {"given": "Зоя"})
    desk.work.save_task("", {"text": "отчёт", "due": "2031-01-01"})
    desk.work.save_task(here, {"text": "позвонить"})
    desk.work.log(here, ContactEntry("call", "обсудили", people=(person,)))
    assert desk.undo() is not None
    assert desk.work.about(ACTIVITY, here) == [] and not any(row.text == "обсудили" for row in desk.work.timeline(here))
    assert desk.undo() is not None  # the tie of the two
    assert desk.undo() is not None
    assert [row.text for row in desk.work.task_list()] == ["отчёт"]
    assert desk.undo() is not None
    assert desk.work.task_list() == []
