"""Group tasks as they are read: the list, the matrix, what is due, the line of time (S03.21)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.entities.entry import Entry
from core.entities.group_tasks import GroupPart, GroupTask
from core.entities.work import Activity
from core.outreach.group_tasks import mark_of, matrix_row, next_step, state_of
from core.problem import N_, Problem
from core.rules import Rules
from core.wording import group_tasks as words
from storage.vault.books.group_tasks import GROUP_PART, GROUP_TASK
from storage.vault.books.work import ACTIVITY
from storage.vault.registers import Stored
from tui.desk import keeping
from tui.desk.figures import date_of, day_number
from tui.desk.port_group import (
    GroupDue,
    GroupStepRow,
    GroupTaskDetails,
    GroupTaskRow,
    ManagerCells,
    PartRow,
    StepCell,
    StepHead,
)

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
Part = tuple[int, Stored[GroupPart]]
"""Row of the client in the base, and his part."""


class GroupReading:
    """Group tasks of one session: of each it shows the clients of the open portfolios."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Reading
    def listed(self, *, everything: bool = False) -> tuple[GroupTaskRow, ...]:
        """Running tasks, those due first first; with `everything` also closed ones."""
        parts = self._parts()
        rows = [
            self._row(each.fields, parts.get(each.fields.id, []))
            for each in keeping.live(self._desk, GROUP_TASK)
            if (everything or not each.fields.closed) and (each.fields.id in parts or each.fields.by == self._me())
        ]
        latest = dt.date.max
        return tuple(sorted(rows, key=lambda row: (row.closed is not None, row.next_due or latest, row.name, row.id)))

    def show(self, task_id: str) -> GroupTaskDetails:
        """One task with its matrix and its clients, by id or name. Raises Problem (BAD_INPUT)."""
        task = self._named(task_id).fields
        parts, base, today = self._parts().get(task.id, []), self._desk.base, self._today()
        owners: dict[str, list[GroupPart]] = {}
        for row, each in parts:
            owners.setdefault(base.owner(row), []).append(each.fields)
        managers = [
            ManagerCells(name, sum(not each.left_out for each in found), matrix_row(found, task.steps, today))
            for name, found in sorted(owners.items(), key=lambda pair: pair[0].casefold())
        ]
        staff = self._staff()
        rows = [self._part(task, row, each.fields, staff) for row, each in parts]
        return GroupTaskDetails(
            task=self._row(task, parts),
            steps=tuple(StepHead(each.name, date_of(each.due)) for each in task.steps),
            managers=tuple(managers),
            parts=tuple(sorted(rows, key=lambda row: (row.manager.casefold(), row.client.casefold(), row.id))),
            as_of=self._desk.today_date(),
            log_size=self._desk.log_size(),
        )

    def of_client(self, client_id: str) -> tuple[GroupStepRow, ...]:
        """The next step of every running task at one client, soonest first."""
        tasks, found, seen = self._tasks(), [], set()
        row = self._desk.place_of(client_id)
        for each in (stored.fields for stored in self._desk.work.about(GROUP_PART, client_id)):
            task = tasks.get(each.task)
            at = None if task is None else next_step(task, each)
            if task is None or at is None or task.id in seen:
                continue
            seen.add(task.id)
            step = task.steps[at]
            found.append(
                GroupStepRow(
                    id=each.id.hex(),
                    client_id=client_id,
                    task_id=task.id.hex(),
                    task=task.name,
                    step=at,
                    text=step.name,
                    due=date_of(step.due),
                    owner=self._desk.base.owner(row),
                    state=state_of(step, None, self._today(), self._rules()),
                    sent_back=each.sent_back,
                )
            )
        return tuple(sorted(found, key=lambda each: (each.due, each.task)))

    def due(self) -> tuple[GroupDue, ...]:
        """What calls for the person of this session: steps at his own clients, late ones of tasks he gave."""
        base, rules, today = self._desk.base, self._rules(), self._today()
        mine = {portfolio for portfolio, owner in self._desk.team.owners().items() if owner == self._me()}
        tasks, parts = self._tasks(), self._parts()
        found: list[GroupDue] = []
        for handle, several in parts.items():
            task = tasks.get(handle)
            if task is None or task.closed:
                continue
            own = [each for each in several if base.portfolios[base.portfolio[each[0]]] in mine]
            others = [each for each in several if each not in own] if task.by == self._me() else []
            for at, step in enumerate(task.steps):
                late = step.due < today
                if step.due <= today + rules.group_notice_days:
                    found += self._due(task, at, own, late, mine=True)
                if late:
                    found += self._due(task, at, others, late, mine=False)
        return tuple(sorted(found, key=lambda each: (not each.mine, each.due, each.task, each.step)))

    def timeline(self, client_id: str) -> Iterator[tuple[Entry, str, int, bytes]]:
        """(record, what happened, day, who) for the line of time of a client."""
        names = {each.fields.id: each.fields for each in keeping.live(self._desk, GROUP_TASK)}
        for part in (stored.fields for stored in self._desk.work.about(GROUP_PART, client_id)):
            task = names.get(part.task)
            if task is None:
                continue
            for mark in part.done:
                step = task.steps[mark.step].name
                yield part, words.done(task.name, step, mark.proof, mark.text), mark.day, mark.by

    # Within
    def _due(self, task: GroupTask, at: int, parts: list[Part], late: bool, *, mine: bool) -> Iterator[GroupDue]:
        left = [row for row, each in parts if not each.fields.left_out and mark_of(each.fields, at) is None]
        # A step is nobody's yet where the one before it is still to be done: that one is said instead.
        if at:
            waiting = {row for row, each in parts if mark_of(each.fields, at - 1) is None}
            left = [row for row in left if row not in waiting]
        if left:
            only = self._desk.base.ids[left[0]].hex() if len(left) == 1 else ""
            step = task.steps[at]
            yield GroupDue(task.id.hex(), task.name, step.name, date_of(step.due), len(left), only, late, mine)

    def _row(self, task: GroupTask, parts: list[Part]) -> GroupTaskRow:
        taking = [each.fields for _row, each in parts if not each.fields.left_out]
        cells = matrix_row(taking, task.steps, self._today())
        open_ = [step.due for step, cell in zip(task.steps, cells, strict=True) if cell.left]
        return GroupTaskRow(
            id=task.id.hex(),
            name=task.name,
            author=self._staff().get(task.by, ""),
            made=dt.datetime.fromtimestamp(task.at_us / MICROSECONDS, self._desk.zone).date(),
            clients=len(taking),
            steps=len(taking) * len(task.steps),
            done=sum(each.done for each in cells),
            overdue=0 if task.closed else sum(each.overdue for each in cells),
            next_due=date_of(min(open_)) if open_ else None,
            closed=date_of(task.closed) if task.closed else None,
            later=0 if task.handed else sum(each in self._desk.base.place for each in task.later),
        )

    def _given(self, task: GroupTask) -> int:
        """Day a task was given, days since 1970-01-01."""
        return day_number(dt.datetime.fromtimestamp(task.at_us / MICROSECONDS, self._desk.zone).date())

    def _part(self, task: GroupTask, row: int, part: GroupPart, staff: dict[bytes, str]) -> PartRow:
        base = self._desk.base
        steps = []
        for at, step in enumerate(task.steps):
            mark = mark_of(part, at)
            state = state_of(step, mark, self._today(), self._rules())
            if mark is None:
                steps.append(StepCell(state, None, "", "", ""))
            else:
                steps.append(StepCell(state, date_of(mark.day), staff.get(mark.by, ""), mark.proof, mark.text))
        return PartRow(
            id=part.id.hex(),
            client_id=base.ids[row].hex(),
            client=base.cards[row].name,
            manager=base.owner(row),
            steps=tuple(steps),
            left_out=part.left_out,
            sent_back=part.sent_back,
        )

    def _parts(self) -> dict[bytes, list[Part]]:
        """Parts by task, one a client: of clients merged into one, the part written first."""
        base, found = self._desk.base, dict[bytes, dict[int, Stored[GroupPart]]]()
        for each in self._desk.session.registers.all(GROUP_PART):
            row = base.place.get(each.space_id)
            if row is not None and not each.fields.removed:
                found.setdefault(each.fields.task, {}).setdefault(row, each)
        return {task: list(several.items()) for task, several in found.items()}

    def _tasks(self) -> dict[bytes, GroupTask]:
        return {each.fields.id: each.fields for each in keeping.live(self._desk, GROUP_TASK)}

    def _named(self, task_id: str) -> Stored[GroupTask]:
        for each in reversed(keeping.live(self._desk, GROUP_TASK)):
            if task_id in (each.fields.id.hex(), each.fields.name):
                return each
        raise Problem(N_("There is no such group task: see the list of them."))

    def _part_of(self, task_id: str, client_id: str) -> Stored[GroupPart]:
        row, task = self._desk.place_of(client_id), self._named(task_id).fields
        for place, each in self._parts().get(task.id, []):
            if place == row:
                return each
        raise Problem(N_("This client has no part in this task."))

    def _contacts(self, task: GroupTask, client_id: str) -> list[Activity]:
        """Contacts logged at a client since the task was given, newest first."""
        found = [each.fields for each in self._desk.work.about(ACTIVITY, client_id)]
        given = self._given(task)
        return sorted((each for each in found if each.day >= given), key=lambda each: (-each.day, -each.at_us))

    def _contact(self, task: GroupTask, client_id: str, handle: str) -> bytes:
        """The contact that proves a step: the one named, else the newest; empty: none was logged."""
        found = self._contacts(task, client_id)
        if handle:
            found = [each for each in found if each.id.hex() == handle]
        return found[0].id if found else b""

    def _staff(self) -> dict[bytes, str]:
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def _rules(self) -> Rules:
        return self._desk.session.entered.rules

    def _me(self) -> bytes:
        return self._desk.session.entered.identity.person_id

    def _today(self) -> int:
        return day_number(self._desk.today_date())
