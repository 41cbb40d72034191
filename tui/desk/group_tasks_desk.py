"""Group tasks at the desk: given to a list of regulars, marked with proof, accepted, due today (S03.21)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from core.entities.entry import Entry
from core.entities.group_tasks import PROOF_KINDS, GroupPart, GroupStep, GroupTask, ProofKind, StepDone
from core.entities.work import Activity
from core.outreach import group_tasks as rules_of
from core.outreach.group_tasks import NAME_MAX, agreed, checked, mark_of, matrix_row, next_step, state_of
from core.problem import N_, Problem
from core.rules import Rules
from core.standing.evidence import REGULAR
from core.wording import group_tasks as words
from storage.vault.books.group_tasks import GROUP_PART, GROUP_TASK
from storage.vault.books.work import ACTIVITY
from storage.vault.registers import Stale, Stored
from tui.desk import keeping, typed
from tui.desk.figures import date_of, day_number
from tui.desk.group_forms import ALL_REGULARS, EVERYBODY, MARKED, new_form, proof_form, steps_of
from tui.desk.port_group import (
    GroupDue,
    GroupStepRow,
    GroupTaskDetails,
    GroupTaskRow,
    ManagerCells,
    PartRow,
    StepCell,
    StepHead,
    Values,
)
from tui.desk.port_spending import Field
from tui.desk.work_records import changed_meanwhile

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
Part = tuple[int, Stored[GroupPart]]
"""Row of the client in the base, and his part."""


class GroupTasksDesk:
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

    # Giving a task
    def form(self, marked: int = 0) -> tuple[Field, ...]:
        """What a new task asks; `marked`: so many clients are marked on the list it is made from."""
        return new_form(self._desk, marked)

    def save(self, values: Values, clients: Sequence[str] = ()) -> GroupTaskRow:
        """A new task as the form took it: whom it is for, the steps with their days. Raises Problem."""
        source = values.get("source") or ALL_REGULARS
        if source == MARKED:
            chosen = list(clients)
        elif source == ALL_REGULARS:
            chosen = [each.hex() for each in self._desk.base.ids]
        else:
            chosen = self._desk.selections.resolve(self._desk.selections.named(source))
        manager = values.get("manager") or EVERYBODY
        if manager != EVERYBODY:
            base = self._desk.base
            chosen = [each for each in chosen if base.owner(self._desk.place_of(each)) == manager]
        anybody = source != ALL_REGULARS and values.get("regular") == "no"
        return self.new(values.get("name", ""), steps_of(values), chosen, anybody=anybody)

    def new(
        self, name: str, steps: Sequence[tuple[str, int]], clients: Sequence[str], *, anybody: bool = False
    ) -> GroupTaskRow:
        """A task for the regulars among the clients given, with `anybody` for all of them; frozen as they are.

        Raises Problem (BAD_INPUT) for a list without a regular, REFUSED without the right to change a client.
        """
        desk = self._desk
        keeping.demand(desk, keeping.CLERKS)
        told = tuple(GroupStep(typed.line(step, NAME_MAX), due) for step, due in steps)
        task = checked(GroupTask(name=typed.line(name, NAME_MAX), steps=told))
        rows = list(dict.fromkeys(desk.place_of(each) for each in clients))
        level = desk.figures().axes.step
        taken = rows if anybody else [row for row in rows if level[row] >= REGULAR]
        if not taken:
            raise Problem(N_("No regular client is in this list: choose another one, or take everybody in it."))
        registers = desk.session.registers
        with registers.writing(b"", {"kind": GROUP_TASK.name}) as writing:
            kept = registers.add(writing, GROUP_TASK, desk.session.entered.firm.firm_id, task)
            for row in taken:
                registers.add(writing, GROUP_PART, desk.base.ids[row], GroupPart(task=kept.id))
        desk.touched()
        made = self._row(kept, self._parts().get(kept.id, []))
        return msgspec.structs.replace(made, no_regulars=len(rows) - len(taken))

    # Steps
    def proof_form(self, task_id: str, client_id: str) -> tuple[Field, ...]:
        """What marking a step asks: which one, what proves it. Raises Problem where nothing is left to do."""
        task, part = self._named(task_id).fields, self._part_of(task_id, client_id).fields
        left = [at for at in range(len(task.steps)) if mark_of(part, at) is None]
        if not left or part.left_out or task.closed:
            raise Problem(N_("Nothing is left to do for this client in this task."))
        contacts = self._contacts(task, client_id)
        return proof_form([(at, task.steps[at].name) for at in left], contacts, self._desk.today_date())

    def mark(self, task_id: str, client_id: str, values: Values) -> None:
        """Mark a step as done; `step` counts from 1. Raises Problem."""
        task, stored = self._named(task_id).fields, self._part_of(task_id, client_id)
        part = stored.fields
        first = next_step(task, part)
        wanted = values.get("step", "").strip()
        step = typed.whole(wanted, 1, len(task.steps)) - 1 if wanted else (first or 0)
        proof = typed.choice(dict(words.choices("proof")), values.get("proof", ""), "")
        text = typed.line(values.get("text", ""))
        kind: ProofKind | Literal[""] = next((each for each in PROOF_KINDS if each == proof), "")
        if not kind and text:
            kind = "note"
        contact = self._contact(task, client_id, values.get("contact", "")) if kind == "contact" else b""
        today = self._today()
        day = typed.day(values.get("day", ""), today)
        if day > today:
            raise Problem(N_("A step cannot be done in the future."))
        mark = StepDone(step=step, day=day, by=self._me(), proof=kind, text=text, contact=contact)
        after = rules_of.marked(task, part, mark)
        self._desk.work.change(GROUP_PART, stored, done=after.done, sent_back=after.sent_back)

    def accept(self, task_id: str, clients: Sequence[str]) -> int:
        """The head agrees to every proved step of these clients, all of them or none; how many. Raises Problem."""
        keeping.demand(self._desk, keeping.PLANNERS)
        task, rows = self._named(task_id).fields, {self._desk.place_of(each) for each in clients}
        parts = [each for row, each in self._parts().get(task.id, []) if row in rows]
        changed = [(each, after) for each in parts if (after := agreed(each.fields, self._me())) != each.fields]
        if not changed:
            raise Problem(N_("Nothing waits here to be accepted: a step needs a proof first."))
        registers = self._desk.session.registers
        try:
            with registers.writing(b"", {"kind": GROUP_PART.name}) as writing:
                for stored, after in changed:
                    registers.change(writing, GROUP_PART, stored, after)
        except Stale:
            raise changed_meanwhile() from None
        self._desk.touched()
        return sum(
            bool(mark.accepted) for stored, after in changed for mark in after.done if mark not in stored.fields.done
        )

    def send_back(self, task_id: str, client_id: str, step: int, reason: str) -> None:
        """The head misses something: the step, counted from 0, is to be done again. Raises Problem."""
        keeping.demand(self._desk, keeping.PLANNERS)
        stored = self._part_of(task_id, client_id)
        after = rules_of.sent_back(stored.fields, step, typed.line(reason))
        self._desk.work.change(GROUP_PART, stored, done=after.done, sent_back=after.sent_back)

    def leave_out(self, task_id: str, client_id: str, reason: str) -> None:
        """A client takes no part any more, and why. Raises Problem."""
        told = typed.line(reason)
        if not told:
            raise Problem(N_("Say in a few words why the client is left out."))
        self._desk.work.change(GROUP_PART, self._part_of(task_id, client_id), left_out=told)

    def close(self, task_id: str) -> None:
        """Nothing is to be done for it any more. Raises Problem (REFUSED) for a colleague's task."""
        stored = self._named(task_id)
        if stored.fields.by != self._me():
            keeping.demand(self._desk, keeping.PLANNERS)
        keeping.change(self._desk, GROUP_TASK, stored, closed=self._today())

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
        )

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
        given = day_number(dt.datetime.fromtimestamp(task.at_us / MICROSECONDS, self._desk.zone).date())
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
