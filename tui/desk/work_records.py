"""Records of clients at the desk: contacts logged, tasks, needs, whatever stands in a register (design §1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from core.entities.entry import Entry
from core.entities.work import TWO_WAY_BY_ITSELF, Activity, ActivityText, Need, Task
from core.problem import N_, ExitCode, Problem
from storage.vault.books.work import ACTIVITY, ACTIVITY_TEXT, NEED, OWN_TASK, TASK
from storage.vault.registers import Register, Stale, Stored
from tui.desk.editing import Kept

if TYPE_CHECKING:
    from tui.desk.desk import Desk

E = TypeVar("E", bound=Entry)
TEXT_MAX = 2000
LINE_MAX = 200


class WorkRecords:
    """Records of clients of one session: written, changed, named; what every desk of the work stands on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # For every desk that keeps records of clients
    def clients_of(self, client_id: str) -> list[bytes]:
        """Ids behind a client: his own first, then those merged into him. Raises Problem (BAD_INPUT)."""
        return list(self._desk.base.members_of(self._desk.place_of(client_id)))

    def shown(self, register: Register[E]) -> list[tuple[str, Stored[E]]]:
        """(client as lists show him, record) of every record that counts, about a client who is listed."""
        base = self._desk.base
        found = []
        for each in self._desk.session.registers.all(register):
            number = base.place.get(each.space_id)
            if number is not None and not each.fields.removed:
                found.append((base.ids[number].hex(), each))
        return found

    def about(self, register: Register[E], client_id: str) -> list[Stored[E]]:
        """Records that count about one client and those merged into him."""
        found = self._desk.session.registers.of(register, self.clients_of(client_id))
        return [each for each in found if not each.fields.removed]

    def add(self, register: Register[E], client_id: str, fields: E) -> E:
        """One more record about a client. Raises Problem."""
        client = self.clients_of(client_id)[0]
        registers = self._desk.session.registers
        receipt = registers.noting(client) if register.needs_reading else None
        with registers.writing(client, {"kind": register.name}) as writing:
            told = registers.add(writing, register, client, fields, receipt=receipt)
        self._desk.editing.written(Kept(register, client, None, told))
        self._desk.touched()
        return told

    def change(self, register: Register[E], stored: Stored[E], **fields: Any) -> None:
        """Change fields of a record. Raises Problem (REFUSED) when somebody else changed it meanwhile."""
        registers = self._desk.session.registers
        after = msgspec.structs.replace(stored.fields, **fields)
        if after == stored.fields:
            return
        receipt = registers.noting(stored.space_id) if register.needs_reading else None
        try:
            with registers.writing(stored.space_id, {"kind": register.name}) as writing:
                registers.change(writing, register, stored, after, receipt=receipt)
            self._desk.editing.written(Kept(register, stored.space_id, stored.fields, after))
        except Stale:
            raise changed_meanwhile() from None
        self._desk.touched()

    def named(self, register: Register[E], handle: bytes, clients: Sequence[bytes] | None = None) -> Stored[E]:
        """A record by its handle. Raises Problem (BAD_INPUT) where there is none."""
        registers = self._desk.session.registers
        found = registers.all(register) if clients is None else registers.of(register, clients)
        for each in found:
            if each.fields.id == handle and not each.fields.removed:
                return each
        raise Problem(N_("There is no such record among yours: look at the list again."))

    # Contacts (S00.04, S03.32, S03.78)
    def log_contact(self, client_id: str, activity: Activity, text: str = "") -> Activity:
        """Log a contact: its facts with the portfolio, its words into the dossier, in one transaction."""
        client = self.clients_of(client_id)[0]
        registers = self._desk.session.registers
        words = " ".join(text.split("\r"))[:TEXT_MAX].strip()
        told = msgspec.structs.replace(activity, two_way=activity.two_way or activity.kind in TWO_WAY_BY_ITSELF)
        receipt = registers.noting(client) if words else None
        with registers.writing(client, {"kind": ACTIVITY.name}) as writing:
            written = registers.add(writing, ACTIVITY, client, told)
            kept = [Kept(ACTIVITY, client, None, written)]
            if words:
                said = ActivityText(activity=written.id, text=words)
                text_written = registers.add(writing, ACTIVITY_TEXT, client, said, receipt=receipt)
                kept.append(Kept(ACTIVITY_TEXT, client, None, text_written))
        self._desk.editing.written(*kept)
        self._desk.touched()
        return written

    # Tasks (U14)
    def add_task(self, client_id: str, task: Task) -> Task:
        """A task at a client, or with an empty id in the own space."""
        if client_id:
            return self.add(TASK, client_id, task)
        registers = self._desk.session.registers
        with registers.writing() as writing:
            me = self._desk.session.entered.identity.person_id
            told = registers.add(writing, OWN_TASK, me, task)
        self._desk.editing.written(Kept(OWN_TASK, me, None, told))
        self._desk.touched()
        return told

    def tasks(self) -> list[tuple[str, Stored[Task]]]:
        """(client, task) of every task the session may see, soonest first; own ones have no client."""
        found = self.shown(TASK)
        found += [("", each) for each in self._desk.session.registers.all(OWN_TASK) if not each.fields.removed]
        return sorted(found, key=lambda each: (each[1].fields.due, each[1].fields.minute, each[1].fields.id))

    def close_task(self, handle: bytes, result: str, state: str = "done") -> None:
        """Close a task with what came of it. Raises Problem (BAD_INPUT) for one that is not there."""
        for register in (TASK, OWN_TASK):
            found = [each for each in self._desk.session.registers.all(register) if each.fields.id == handle]
            if found:
                now = self._desk.now_us()
                self.change(register, found[0], state=state, result=result[:LINE_MAX], done_us=now)
                return
        raise Problem(N_("There is no such record among yours: look at the list again."))

    # Needs (S00.08, S03.12)
    def add_need(self, client_id: str, need: Need) -> Need:
        """What the client needs to buy more from us."""
        return self.add(NEED, client_id, need)

    def last_two_way(self) -> dict[str, int]:
        """Client → day of the last two-way contact (S03.32)."""
        days: dict[str, int] = {}
        for client_id, each in self.shown(ACTIVITY):
            if each.fields.two_way:
                days[client_id] = max(days.get(client_id, 0), each.fields.day)
        return days

    def minutes(self, activities: Iterable[Activity]) -> int:
        """Time taken by contacts, minutes."""
        return sum(each.minutes for each in activities)


def changed_meanwhile() -> Problem:
    """Somebody else saved another version of the record: nothing of ours was written (U16)."""
    return Problem(N_("Somebody has changed this meanwhile: look at it again, then save."), ExitCode.REFUSED)
