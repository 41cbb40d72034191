"""Tasks of clients and own ones at the desk (U14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.entities.people import cleaned
from core.entities.work import TASK_KINDS, Task
from core.problem import N_, Problem
from core.wording import work as words
from core.wording.dates import short_date
from storage.vault.books.work import TASK
from storage.vault.registers import Stored
from tui.desk.edit_field import EditField
from tui.desk.figures import date_of, day_number
from tui.desk.persons_forms import day_of
from tui.desk.port_work import TaskRow
from tui.desk.work_records import LINE_MAX, WorkRecords


class WorkTasks(WorkRecords):
    """What is to be done, by whom, until when."""

    def task_list(self, *, everything: bool = False) -> list[TaskRow]:
        """Open tasks, soonest first; with `everything` also closed ones."""
        staff = self._staff()
        found = [each for each in self.tasks() if everything or each[1].fields.state == "open"]
        return [self._task(client, each.fields, staff) for client, each in found]

    def tasks_of(self, client_id: str) -> list[TaskRow]:
        """Open tasks of one client, soonest first."""
        staff = self._staff()
        found = [each.fields for each in self.about(TASK, client_id) if each.fields.state == "open"]
        found.sort(key=lambda each: (each.due, each.minute, each.id))
        return [self._task(client_id, each, staff) for each in found]

    def task_form(self, client_id: str) -> tuple[EditField, ...]:
        """What F6 asks: text, kind, day, who. The day is the next working one."""
        from tui.desk.calendar_days import next_working_day

        staff = [(each.id.hex(), each.name) for each in self._desk.session.staffing.staff() if each.active]
        due = next_working_day(self._desk, self._desk.today_date() + dt.timedelta(days=1))
        mine = self._desk.session.entered.identity.person_id.hex()
        others = [each for each in staff if each[0] != mine]
        own = [each for each in staff if each[0] == mine]
        fields = (
            EditField("text", "", LINE_MAX),
            EditField("kind", "call" if client_id else "other", choices=words.choices("task")),
            EditField("due", short_date(due), 10),
        )
        return (*fields, EditField("owner", mine, choices=(*own, *others))) if client_id else fields

    def save_task(self, client_id: str, fields: Mapping[str, str]) -> str:
        """A task typed by a person; its id."""
        text = cleaned(fields.get("text", ""))
        if not text:
            raise Problem(N_("Say in a few words what is to be done."))
        if len(text) > LINE_MAX:
            raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=LINE_MAX)
        kind = words.value_of("task", fields.get("kind") or "other")
        if kind is None:
            known = ", ".join(TASK_KINDS)
            raise Problem(N_("There is no {word}: use one of {known}."), word=fields["kind"], known=known)
        due = day_of(fields["due"]) if fields.get("due", "").strip() else day_number(self._desk.today_date())
        owner = self._whose(fields.get("owner", ""))
        source = cleaned(fields.get("source", ""))[:20]
        task = Task(kind=kind, text=text, due=due, owner=owner, source=source)  # type: ignore[arg-type]
        return self.add_task(client_id, task).id.hex()

    def close(self, task_id: str, result: str, *, dropped: bool = False) -> None:
        """Close a task with what came of it."""
        self.close_task(_handle(task_id), cleaned(result), "dropped" if dropped else "done")

    def _task(self, client_id: str, task: Task, staff: Mapping[bytes, str]) -> TaskRow:
        due = date_of(task.due)
        return TaskRow(
            id=task.id.hex(),
            client_id=client_id,
            client=self._desk.base.cards[self._desk.place_of(client_id)].name if client_id else "",
            kind=task.kind,
            text=task.text,
            due=due,
            owner=staff.get(task.owner or task.by, ""),
            state=task.state,
            result=task.result,
            source=task.source,
            late=task.state == "open" and due < self._desk.today_date(),
        )

    def minutes_today(self) -> list[int]:
        """Minutes of the day at which own tasks of today ask to be reminded, the earliest first (U33)."""
        today = day_number(self._desk.today_date())
        due = [each for _, each in self.tasks() if each.fields.state == "open" and each.fields.due == today]
        return sorted(each.fields.minute for each in due if each.fields.minute >= 0 and self.mine(each))

    def mine(self, stored: Stored[Task]) -> bool:
        """Whether a task is for the person of this session."""
        me = self._desk.session.entered.identity.person_id
        return (stored.fields.owner or stored.fields.by) == me

    def _staff(self) -> dict[bytes, str]:
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def _whose(self, word: str) -> bytes:
        """A colleague by id, login or name; empty: whoever writes it."""
        if not word:
            return b""
        for each in self._desk.session.staffing.staff():
            if word in (each.id.hex(), each.login, each.name):
                return each.id
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=word)


def _handle(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
