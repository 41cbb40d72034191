"""Group tasks over a real store: whose clients, what is due, proofs, the head's word."""

from __future__ import annotations

import datetime as dt

import pytest

from core.entities.work import Activity
from core.problem import Problem
from tests.desk.test_merged_base import desk_of, merged
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.figures import day_number
from tui.desk.port_group import GroupTaskRow


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def given(desk: Desk, **more: int) -> GroupTaskRow:
    """A task for everybody: a step that is late by a day, one that is due, one far ahead."""
    today = day_number(desk.today_date())
    steps = [("позвонить", today - 1), ("встреча", today + 2), ("договор", today + 60)]
    return desk.group_tasks.new("Обзвон", steps, [each.hex() for each in desk.base.ids], anybody=True)


def test_S03_21_a_head_gives_steps_to_all_and_reads_the_matrix_by_manager(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    task = given(boris)
    assert (task.clients, task.steps, task.overdue, task.author) == (5, 15, 5, "Boris")
    ivan = desk_of(stage, "ivan")
    ivan.group_tasks.mark(task.id, client(ivan), {"text": "перезвонит в среду"})
    ivan.group_tasks.mark(task.id, client(ivan, "C-2"), {})
    shown = desk_of(stage, "boris").group_tasks.show("Обзвон")
    cells = {row.manager: row.cells[0] for row in shown.managers}
    assert [(name, each.done, each.overdue, each.proved) for name, each in cells.items()] == [
        ("Ivan", 2, 1, 1),
        ("Petr", 0, 2, 0),
    ]
    assert [row.manager for row in ivan.group_tasks.show(task.id).managers] == ["Ivan"]


def test_S03_21_steps_due_stand_on_today_of_the_manager_and_late_ones_of_who_gave_them(stage: Stage) -> None:
    boris, ivan = desk_of(stage, "boris"), desk_of(stage, "ivan")
    task = given(boris)
    lines = [each for each in ivan.today().reminders if each.kind == "group"]
    assert [(each.client_id, each.red) for each in lines] == [("", True)] and "3" in lines[0].text
    late = [each for each in boris.today().reminders if each.kind == "group"]
    assert [each.red for each in late] == [True] and "5" in late[0].text
    for ref in ("C-1", "C-2"):
        ivan.group_tasks.mark(task.id, client(ivan, ref), {})
    due = ivan.group_tasks.due()
    assert [(each.step, each.clients, each.late, each.client_id == client(ivan, "C-3")) for each in due] == [
        ("позвонить", 1, True, True),
        ("встреча", 2, False, False),
    ]
    assert [(each.text, each.state) for each in ivan.group_tasks.of_client(client(ivan))] == [("встреча", "due")]
    boris.group_tasks.close(task.id)
    assert desk_of(stage, "ivan").group_tasks.due() == () and boris.group_tasks.listed() == ()


def test_S03_21_a_contact_logged_since_proves_a_step_and_the_head_accepts_or_sends_back(stage: Stage) -> None:
    boris, ivan = desk_of(stage, "boris"), desk_of(stage, "ivan")
    task, one, today = given(boris), client(ivan), day_number(ivan.today_date())
    ivan.work.log_contact(one, Activity(kind="call", day=today - 400))
    with pytest.raises(Problem, match="No contact has been logged"):
        ivan.group_tasks.mark(task.id, one, {"proof": "contact"})
    ivan.work.log_contact(one, Activity(kind="call", day=today, two_way=True))
    form = {each.name: each for each in ivan.group_tasks.proof_form(task.id, one)}
    assert form["proof"].value == "contact" and len(form["contact"].choices) == 1
    assert [code for code, _word in form["proof"].choices] == ["note", "contact", "file", ""]
    ivan.group_tasks.mark(task.id, one, {"proof": "contact"})
    with pytest.raises(Problem):
        ivan.group_tasks.accept(task.id, [one])
    assert boris.group_tasks.accept(task.id, [one]) == 1
    state = [cell.state for cell in ivan.group_tasks.show(task.id).parts[0].steps]
    assert state == ["accepted", "due", "ahead"]
    assert any("Обзвон" in row.text for row in ivan.work.timeline(one) if row.kind == "group")
    boris.group_tasks.send_back(task.id, one, 0, "не тот человек")
    assert ivan.group_tasks.of_client(one)[0].sent_back == "не тот человек"
    with pytest.raises(Problem):
        boris.group_tasks.accept(task.id, [one])


def test_S03_21_a_mark_is_taken_back_by_u_and_a_client_left_out_counts_nowhere(stage: Stage) -> None:
    ivan = desk_of(stage, "ivan")
    task = given(ivan)
    ivan.group_tasks.mark(task.id, client(ivan), {})
    ivan.undo()
    assert ivan.group_tasks.show(task.id).task.done == 0
    ivan.group_tasks.leave_out(task.id, client(ivan), "переезжает")
    row = ivan.group_tasks.show(task.id).task
    assert (row.clients, row.steps) == (2, 6)
    with pytest.raises(Problem):
        ivan.group_tasks.mark(task.id, client(ivan), {})
    with pytest.raises(Problem, match="No regular client"):
        ivan.group_tasks.new("Другая", [("шаг", 30_000)], [client(ivan)])


def test_S03_21_the_form_takes_marked_clients_of_one_manager_and_merged_ones_count_once(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    values = {"name": "Акция", "source": "marked", "manager": "Ivan", "regular": "no", "step1": "звонок"}
    marked = [client(boris), client(boris, "C-2"), client(boris, "L-1")]
    assert [each.name for each in boris.group_tasks.form(3)][:5] == ["name", "source", "manager", "others", "regular"]
    with pytest.raises(Problem, match="Every step needs"):
        boris.group_tasks.save(values, marked)
    row = boris.group_tasks.save({**values, "due1": "01.04.2026"}, marked)
    assert (row.clients, row.next_due is not None and row.next_due.isoformat()) == (2, "2026-04-01")
    merged(stage, boris)
    assert [each.clients for each in boris.group_tasks.listed()] == [1]


def test_S02_15_a_pilot_with_one_managers_clients_is_handed_on_to_those_of_the_others(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    today = boris.today_date()
    everybody = [each.hex() for each in boris.base.ids]
    values = {"name": "Обход", "source": "marked", "manager": "Ivan", "others": "later", "regular": "no"}
    values |= {"step1": "зайти", "due1": (today + dt.timedelta(days=3)).isoformat()}
    pilot = boris.group_tasks.save(values, everybody)
    assert (pilot.clients, pilot.later) == (3, 2)
    rest = boris.group_tasks.hand_on(pilot.id)
    assert (rest.clients, rest.name, rest.later) == (2, "Обход", 0)
    assert pilot.next_due is not None and rest.next_due is not None
    assert rest.next_due - today == pilot.next_due - pilot.made, "as many days from today as it was then"
    with pytest.raises(Problem, match="Only a pilot"):
        boris.group_tasks.hand_on(pilot.id)
    assert {each.client_id for each in boris.group_tasks.show(rest.id).parts}.isdisjoint(
        each.client_id for each in boris.group_tasks.show(pilot.id).parts
    )
