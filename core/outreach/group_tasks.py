"""Group tasks: where every step of every client stands, and the matrix of managers and steps (S03.21). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from core.entities.group_tasks import GroupPart, GroupStep, GroupTask, StepDone
from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT, Rules

StepState = Literal["accepted", "proved", "done", "overdue", "due", "ahead"]
MOST_STEPS = 6
"""As many as a matrix of 80 columns shows side by side."""
NAME_MAX = 60


class Cell(msgspec.Struct, frozen=True):
    """One step of one manager's clients, counted."""

    clients: int
    done: int
    overdue: int
    """Not done, and the day has passed."""
    proved: int
    """Done with a note, a contact or a file that shows it."""
    accepted: int
    """Proved, and the head has agreed."""

    @property
    def left(self) -> int:
        """Clients for whom the step is still to be done."""
        return self.clients - self.done


def checked(task: GroupTask) -> GroupTask:
    """The task as it may be kept. Raises Problem (BAD_INPUT)."""
    if not task.name:
        raise Problem(N_("A group task needs a name: type one."))
    if not task.steps:
        raise Problem(N_("A group task needs a step and the day it is due."))
    if len(task.steps) > MOST_STEPS:
        raise Problem(N_("A group task has {most} steps at most: make two tasks of it."), most=MOST_STEPS)
    if any(not each.name or len(each.name) > NAME_MAX for each in task.steps) or len(task.name) > NAME_MAX:
        raise Problem(N_("Names of a task and of its steps take 1 to {most} letters."), most=NAME_MAX)
    if len({each.name.casefold() for each in task.steps}) < len(task.steps):
        raise Problem(N_("Two steps have one name: tell them apart."))
    if any(each.due <= 0 for each in task.steps):
        raise Problem(N_("Every step needs the day by which it is done."))
    if any(one.due > two.due for one, two in zip(task.steps, task.steps[1:], strict=False)):
        raise Problem(N_("A step cannot be due before the one that stands before it."))
    return task


def mark_of(part: GroupPart, step: int) -> StepDone | None:
    """How a step was done; None: it was not."""
    return next((each for each in part.done if each.step == step), None)


def state_of(step: GroupStep, mark: StepDone | None, today: int, rules: Rules = DEFAULT) -> StepState:
    """Where one step of one client stands. `due`: within `group_notice_days` of its day."""
    if mark is not None:
        if mark.accepted:
            return "accepted"
        return "proved" if mark.proof else "done"
    if step.due < today:
        return "overdue"
    return "due" if step.due <= today + rules.group_notice_days else "ahead"


def cell(parts: Iterable[GroupPart], steps: Sequence[GroupStep], at: int, today: int) -> Cell:
    """One step counted over some clients; who was left out counts nowhere."""
    taking = [each for each in parts if not each.left_out]
    marks = [mark for each in taking if (mark := mark_of(each, at)) is not None]
    late = steps[at].due < today
    return Cell(
        clients=len(taking),
        done=len(marks),
        overdue=len(taking) - len(marks) if late else 0,
        proved=sum(bool(each.proof) for each in marks),
        accepted=sum(bool(each.accepted) for each in marks),
    )


def matrix_row(parts: Sequence[GroupPart], steps: Sequence[GroupStep], today: int) -> tuple[Cell, ...]:
    """Every step of one manager's clients, in the order of the steps."""
    return tuple(cell(parts, steps, at, today) for at in range(len(steps)))


def next_step(task: GroupTask, part: GroupPart) -> int | None:
    """The first step not done yet; None: nothing is left, or the client takes no part."""
    if part.left_out or task.closed:
        return None
    return next((at for at in range(len(task.steps)) if mark_of(part, at) is None), None)


def marked(task: GroupTask, part: GroupPart, mark: StepDone) -> GroupPart:
    """The part with one more step done. Raises Problem (REFUSED) for a step that is done or cannot be."""
    if task.closed:
        raise Problem(N_("This group task is closed."), ExitCode.REFUSED)
    if part.left_out:
        raise Problem(N_("This client takes no part any more."), ExitCode.REFUSED)
    if not 0 <= mark.step < len(task.steps):
        raise Problem(N_("There is no such step: the task has {n}."), n=len(task.steps))
    if mark_of(part, mark.step) is not None:
        raise Problem(N_("This step is done already."), ExitCode.REFUSED)
    if mark.proof == "contact" and not mark.contact:
        raise Problem(N_("No contact has been logged since the task was given: log one first."))
    if mark.proof in ("note", "file") and not mark.text:
        raise Problem(N_("A proof needs words: what came of it, or where the file lies."))
    done = sorted((*part.done, mark), key=lambda each: each.step)
    return msgspec.structs.replace(part, done=tuple(done), sent_back="")


def agreed(part: GroupPart, who: bytes) -> GroupPart:
    """The part with every proved step accepted by the head."""
    done = tuple(
        msgspec.structs.replace(each, accepted=who) if each.proof and not each.accepted else each for each in part.done
    )
    return msgspec.structs.replace(part, done=done)


def sent_back(part: GroupPart, step: int, reason: str) -> GroupPart:
    """The part with a step to be done again, and why. Raises Problem (REFUSED) where it was not done."""
    if mark_of(part, step) is None:
        raise Problem(N_("This step is not done: there is nothing to send back."), ExitCode.REFUSED)
    if not reason:
        raise Problem(N_("Say in a few words what is missing."))
    done = tuple(each for each in part.done if each.step != step)
    return msgspec.structs.replace(part, done=done, sent_back=reason)
