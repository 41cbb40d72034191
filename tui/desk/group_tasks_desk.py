"""Group tasks at the desk: given to a list of regulars, marked with proof, accepted, sent back (S03.21)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from core.entities.group_tasks import PROOF_KINDS, GroupPart, GroupStep, GroupTask, ProofKind, StepDone
from core.outreach import group_tasks as rules_of
from core.outreach.group_tasks import NAME_MAX, agreed, checked, mark_of, next_step
from core.problem import N_, ExitCode, Problem
from core.standing.evidence import REGULAR
from core.wording import group_tasks as words
from storage.vault.books.group_tasks import GROUP_PART, GROUP_TASK
from storage.vault.registers import Stale, Stored
from tui.desk import keeping, typed
from tui.desk.group_forms import ALL_REGULARS, EVERYBODY, LATER, MARKED, new_form, proof_form, steps_of
from tui.desk.group_reading import GroupReading
from tui.desk.port_group import GroupTaskRow, Values
from tui.desk.port_spending import Field
from tui.desk.work_records import changed_meanwhile


class GroupTasksDesk(GroupReading):
    """Giving tasks and controlling their steps."""

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
        manager, later = values.get("manager") or EVERYBODY, list[str]()
        if manager != EVERYBODY:
            base, listed = self._desk.base, chosen
            chosen = [each for each in listed if base.owner(self._desk.place_of(each)) == manager]
            if values.get("others") == LATER:
                later = [each for each in listed if base.owner(self._desk.place_of(each)) != manager]
        anybody = source != ALL_REGULARS and values.get("regular") == "no"
        return self.new(values.get("name", ""), steps_of(values), chosen, anybody=anybody, later=later)

    def new(
        self,
        name: str,
        steps: Sequence[tuple[str, int]],
        clients: Sequence[str],
        *,
        anybody: bool = False,
        later: Sequence[str] = (),
    ) -> GroupTaskRow:
        """A task for the regulars among the clients given, with `anybody` for all of them; frozen as they are.

        `later`: makes it a pilot; these get the same once it is handed on (S02.15).

        Raises Problem (BAD_INPUT) for a list without a regular, REFUSED without the right to change a client.
        """
        desk = self._desk
        keeping.demand(desk, keeping.CLERKS)
        told = tuple(GroupStep(typed.line(step, NAME_MAX), due) for step, due in steps)
        task = checked(GroupTask(name=typed.line(name, NAME_MAX), steps=told))
        rows, taken = self._taken(clients, anybody)
        if not taken:
            raise Problem(N_("No regular client is in this list: choose another one, or take everybody in it."))
        wait = tuple(desk.base.ids[row] for row in self._taken(later, anybody)[1] if row not in set(taken))
        made = self._give(msgspec.structs.replace(task, later=wait), taken)
        return msgspec.structs.replace(made, no_regulars=len(rows) - len(taken))

    def hand_on(self, task_id: str) -> GroupTaskRow:
        """The same steps to the clients a pilot was kept from, each as many days from today as it was then (S02.15).

        Raises Problem (REFUSED) for a task that is no pilot or was handed on, or a colleague's.
        """
        stored = self._named(task_id)
        pilot, base = stored.fields, self._desk.base
        if pilot.by != self._me():
            keeping.demand(self._desk, keeping.PLANNERS)
        rows = [base.place[each] for each in pilot.later if each in base.place]
        if not rows or pilot.handed:
            raise Problem(N_("Only a pilot that waits for the clients of the others is handed on."), ExitCode.REFUSED)
        shift = self._today() - self._given(pilot)
        steps = tuple(msgspec.structs.replace(each, due=each.due + shift) for each in pilot.steps)
        return self._give(GroupTask(name=pilot.name, steps=steps), rows, stored)

    def _taken(self, clients: Sequence[str], anybody: bool) -> tuple[list[int], list[int]]:
        """Rows of a list, and those of them who take part."""
        rows = list(dict.fromkeys(self._desk.place_of(each) for each in clients))
        level = self._desk.figures().axes.step
        return rows, rows if anybody else [row for row in rows if level[row] >= REGULAR]

    def _give(self, task: GroupTask, rows: Sequence[int], pilot: Stored[GroupTask] | None = None) -> GroupTaskRow:
        """Write a task with the part of every client, and that its pilot is handed on by it."""
        desk, registers = self._desk, self._desk.session.registers
        try:
            with registers.writing(b"", {"kind": GROUP_TASK.name}) as writing:
                kept = registers.add(writing, GROUP_TASK, desk.session.entered.firm.firm_id, task)
                for row in rows:
                    registers.add(writing, GROUP_PART, desk.base.ids[row], GroupPart(task=kept.id))
                if pilot is not None:
                    handed = msgspec.structs.replace(pilot.fields, handed=self._today())
                    registers.change(writing, GROUP_TASK, pilot, handed)
        except Stale:
            raise changed_meanwhile() from None
        desk.touched()
        return self._row(kept, self._parts().get(kept.id, []))

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
