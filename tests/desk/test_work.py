"""Contacts, tasks and needs at the desk."""

from __future__ import annotations

import pytest

from core.entities.work import Activity, Need, Task
from core.problem import Problem
from storage.vault.books.work import ACTIVITY_TEXT, NEED
from tests.desk.test_merged_base import desk_of, merged
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk

DAY = 20_500


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def test_S03_78_a_contact_is_logged_with_its_words_in_the_dossier(stage: Stage) -> None:
    desk = desk_of(stage)
    written = desk.work.log_contact(client(desk), Activity(kind="call", day=DAY, minutes=10), "обещал заказ в среду")
    receipt = desk.session.registers.read(bytes.fromhex(client(desk)), "history")
    told = desk.session.registers.of(ACTIVITY_TEXT, [bytes.fromhex(client(desk))], receipt)
    assert [(each.fields.activity, each.fields.text) for each in told] == [(written.id, "обещал заказ в среду")]


def test_S03_32_only_a_contact_with_an_answer_counts_as_attention(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.work.log_contact(client(desk), Activity(kind="call", day=DAY + 9))
    assert desk.work.last_two_way() == {}
    desk.work.log_contact(client(desk), Activity(kind="call", day=DAY, two_way=True))
    desk.work.log_contact(client(desk, "C-2"), Activity(kind="visit", day=DAY + 3))
    assert desk.work.last_two_way() == {client(desk): DAY, client(desk, "C-2"): DAY + 3}


def test_U14_tasks_of_clients_and_own_ones_stand_in_one_list_and_are_closed(stage: Stage) -> None:
    desk = desk_of(stage)
    later = desk.work.add_task(client(desk), Task(kind="call", text="спросить о заказе", due=DAY + 5))
    own = desk.work.add_task("", Task(text="отчёт", due=DAY))
    assert [(of, each.fields.text) for of, each in desk.work.tasks()] == [
        ("", "отчёт"),
        (client(desk), "спросить о заказе"),
    ]
    assert desk_of(stage, "boris").work.tasks()[0][1].fields.id == later.id
    desk.work.close_task(own.id, "сделано")
    closed = next(each.fields for _, each in desk.work.tasks() if each.fields.id == own.id)
    assert (closed.state, closed.result, closed.done_us > 0) == ("done", "сделано", True)
    with pytest.raises(Problem):
        desk.work.close_task(b"x" * 16, "")


def test_records_of_the_merged_stand_at_the_survivor(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.work.add_need(client(desk, "C-2"), Need(kind="delivery", text="возить на склад"))
    one, two, _ = merged(stage, desk)
    assert [each.fields.text for each in desk.work.about(NEED, one)] == ["возить на склад"]
    assert [of for of, _ in desk.work.shown(NEED)] == [one]
    assert [each.fields.text for each in desk.work.about(NEED, two)] == ["возить на склад"]


def test_U16_a_second_change_over_the_same_version_is_refused_in_one_sentence(stage: Stage) -> None:
    ivan, boris = desk_of(stage), desk_of(stage, "boris")
    ivan.work.add_need(client(ivan), Need(text="цена"))
    mine, theirs = ivan.work.about(NEED, client(ivan))[0], boris.work.about(NEED, client(boris))[0]
    ivan.work.change(NEED, mine, satisfaction=4)
    with pytest.raises(Problem, match="Somebody has changed this meanwhile"):
        boris.work.change(NEED, theirs, satisfaction=1)
    assert boris.work.about(NEED, client(boris))[0].fields.satisfaction == 4
