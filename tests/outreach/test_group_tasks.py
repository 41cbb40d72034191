"""Group tasks: states of steps, the matrix, what may be marked, accepted and sent back (S03.21)."""

from __future__ import annotations

import pytest

from core.entities.group_tasks import GroupPart, GroupStep, GroupTask, StepDone
from core.outreach.group_tasks import (
    Cell,
    agreed,
    cell,
    checked,
    mark_of,
    marked,
    matrix_row,
    next_step,
    sent_back,
    state_of,
)
from core.problem import Problem

TODAY = 20_500
TASK = GroupTask(
    id=b"t" * 16, name="Обзвон", steps=(GroupStep("позвонить", TODAY - 1), GroupStep("встреча", TODAY + 9))
)
ME, HEAD = b"m" * 16, b"h" * 16
FRESH = GroupPart(task=TASK.id)


def done(step: int = 0, **more: object) -> StepDone:
    return StepDone(step=step, day=TODAY, by=ME, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "mark", "state"),
    [
        (TODAY - 1, None, "overdue"),
        (TODAY, None, "due"),
        (TODAY + 3, None, "due"),
        (TODAY + 4, None, "ahead"),
        (TODAY - 1, done(), "done"),
        (TODAY - 1, done(proof="note", text="да"), "proved"),
        (TODAY - 1, done(proof="note", text="да", accepted=HEAD), "accepted"),
    ],
)
def test_S03_21_a_step_has_one_state(due: int, mark: StepDone | None, state: str) -> None:
    assert state_of(GroupStep("шаг", due), mark, TODAY) == state


def test_S03_21_the_matrix_counts_done_late_proved_and_accepted() -> None:
    proved = marked(TASK, FRESH, done(proof="note", text="да"))
    parts = [
        FRESH,
        marked(TASK, FRESH, done()),
        proved,
        agreed(proved, HEAD),
        GroupPart(task=TASK.id, left_out="закрыт"),
    ]
    assert matrix_row(parts, TASK.steps, TODAY) == (
        Cell(clients=4, done=3, overdue=1, proved=2, accepted=1),
        Cell(clients=4, done=0, overdue=0, proved=0, accepted=0),
    )
    assert cell(parts, TASK.steps, 0, TODAY - 1).overdue == 0, "the day itself is not late"
    assert [next_step(TASK, each) for each in parts] == [0, 1, 1, 1, None]


@pytest.mark.parametrize(
    ("part", "mark"),
    [
        (FRESH, done(2)),
        (FRESH, done(proof="note")),
        (FRESH, done(proof="file")),
        (FRESH, done(proof="contact")),
        (GroupPart(task=TASK.id, left_out="закрыт"), done()),
        (GroupPart(task=TASK.id, done=(done(),)), done()),
    ],
)
def test_S03_21_what_cannot_be_marked_is_refused(part: GroupPart, mark: StepDone) -> None:
    with pytest.raises(Problem):
        marked(TASK, part, mark)


def test_S03_21_a_step_sent_back_is_to_be_done_again() -> None:
    part = marked(TASK, FRESH, done(proof="contact", contact=b"c" * 16))
    back = sent_back(part, 0, "нет имени")
    assert (mark_of(back, 0), back.sent_back, next_step(TASK, back)) == (None, "нет имени", 0)
    assert marked(TASK, back, done()).sent_back == ""
    for step, reason in ((1, "нет имени"), (0, "")):
        with pytest.raises(Problem):
            sent_back(part, step, reason)
    assert agreed(marked(TASK, FRESH, done()), HEAD).done[0].accepted == b"", "nothing proves it yet"


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("", (("a", 1),)),
        ("Обзвон", ()),
        ("Обзвон", (("a", 0),)),
        ("Обзвон", (("a", 2), ("b", 1))),
        ("Обзвон", (("a", 1), ("A", 2))),
        ("Обзвон", tuple((str(n), n + 1) for n in range(7))),
        ("я" * 61, (("a", 1),)),
    ],
)
def test_S03_21_a_task_that_cannot_be_controlled_is_refused(name: str, steps: tuple[tuple[str, int], ...]) -> None:
    with pytest.raises(Problem):
        checked(GroupTask(name=name, steps=tuple(GroupStep(*each) for each in steps)))
