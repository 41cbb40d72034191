"""Contacts logged and the one line of time of a client; the attention clock (S03.78, S03.32, S00.04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from core.entities.entry import Entry
from core.entities.ledger import Int32
from core.entities.work import ACTIVITY_KINDS, Activity
from core.problem import N_, Problem
from core.relations.attention import Attention, attention, norms
from core.relations.minutes import usual_minutes
from core.wording import outreach, relations
from core.wording import work as words
from storage.audit.receipt import Receipt
from storage.vault.books import deals, people, work
from storage.vault.books.outreach import CAMPAIGN, RECIPIENT
from storage.vault.registers import Register
from tui.desk.editing import MICROSECONDS, as_changes
from tui.desk.figures import date_of, day_number
from tui.desk.port_work import ContactEntry, Neglected, TimelineRow
from tui.desk.work_records import WorkRecords
from tui.text import field_name

MOST_MINUTES = 24 * 60
_KEPT_WITH_HISTORY: tuple[Register[Entry], ...] = (
    people.PERSON, people.POSITION, people.CARE, work.TASK, work.NEED, deals.CONTRACT, deals.DEAL, deals.ORDER,
)  # type: ignore[assignment]  # fmt: skip


class WorkTime(WorkRecords):
    """What has been done at a client, and how long he has waited."""

    # Logging
    def usual_minutes(self) -> dict[str, int]:
        """Minutes filled in by kind of contact."""
        rules = self._desk.session.entered.rules
        return {kind: usual_minutes(kind, rules) for kind in ACTIVITY_KINDS}

    def log(self, client_id: str, entry: ContactEntry) -> None:
        """Log a contact and note who of us met whom."""
        if entry.kind not in ACTIVITY_KINDS:
            known = ", ".join(ACTIVITY_KINDS)
            raise Problem(N_("There is no {word}: use one of {known}."), word=entry.kind, known=known)
        if entry.minutes > MOST_MINUTES:
            raise Problem(N_("A contact lasts a day at most: minutes are needed here."))
        today = self._desk.today_date()
        day = entry.day or today
        if day > today:
            raise Problem(N_("A contact cannot lie in the future: make it a task."))
        minutes = entry.minutes if entry.minutes >= 0 else self.usual_minutes()[entry.kind]
        known_people = self._desk.persons.names(client_id)
        met = tuple(bytes.fromhex(each) for each in entry.people)
        if any(each not in known_people for each in met):
            raise Problem(N_("There is no such record among yours: look at the list again."))
        activity = Activity(
            kind=entry.kind,
            day=day_number(day),
            two_way=entry.two_way,
            direction="in" if entry.inbound else "out",
            minutes=minutes,
            people=met,
            network=entry.network.strip()[:40],
        )
        # The contact last: it is the step that `u` takes back.
        if entry.two_way and met:
            self._desk.persons.met(client_id, met, activity.day)
        self.log_contact(client_id, activity, entry.text)

    # The line of time
    def timeline(self, client_id: str) -> list[TimelineRow]:
        """Everything that happened, newest first: a reading of the dossier."""
        members = self.clients_of(client_id)
        receipt = self._desk.session.registers.read(members[0], "history", members[1:])
        with self._desk.session.look():
            staff = {each.id: each.name for each in self._desk.session.staffing.staff()}
            rows = [
                *self._contacts(client_id, members, receipt, staff),
                *self._beside(client_id, staff),
                *self._changes(client_id, members, receipt, staff),
            ]
        return sorted(rows, key=lambda row: (row.day, row.at or _LOWEST), reverse=True)

    def _contacts(
        self, client_id: str, members: list[bytes], receipt: Receipt, staff: dict[bytes, str]
    ) -> Iterator[TimelineRow]:
        said = self._desk.session.registers.of(work.ACTIVITY_TEXT, members, receipt)
        texts = {each.fields.activity: each.fields.text for each in said if not each.fields.removed}
        names = self._desk.persons.names(client_id)
        for each in (stored.fields for stored in self.about(work.ACTIVITY, client_id)):
            text = texts.get(each.id, "")
            if each.network:
                text = f"{each.network}: {text}" if text else each.network
            yield TimelineRow(
                id=each.id.hex(),
                day=date_of(each.day),
                kind=each.kind,
                text=text,
                who=staff.get(each.by, ""),
                people=", ".join(names[one] for one in each.people if one in names),
                minutes=each.minutes,
                two_way=each.two_way,
                at=self._moment(each.at_us),
            )

    def _beside(self, client_id: str, staff: dict[bytes, str]) -> Iterator[TimelineRow]:
        """Tasks, needs, people, referrals, news, contracts, deals and orders, when they came up and when they ended."""
        for task in (each.fields for each in self.about(work.TASK, client_id)):
            yield self._row(task, "task", task.text, staff)
            if task.done_us:
                told = f"{task.text}: {words.word('task state', task.state)}. {task.result}".strip()
                yield self._row(task, "task", told, staff, self._moment(task.done_us))
        for need in (each.fields for each in self.about(work.NEED, client_id)):
            yield self._row(need, "need", f"{words.word('need', need.kind)}: {need.text}", staff)
            if need.closed:
                told = f"{need.text}: {words.word('need state', need.state)}. {need.obstacle}".strip()
                yield self._row(need, "need", told, staff, day=need.closed)
        for person in (each.fields for each in self.about(people.PERSON, client_id)):
            yield self._row(person, "person", person.name, staff)
        for referral in (each.fields for each in self.about(people.REFERRAL, client_id)):
            told = f"{referral.whom}: {relations.word('referral', referral.result)}"
            yield self._row(referral, "referral", told, staff, day=referral.day)
        for news in (each.fields for each in self.about(people.NEWS, client_id)):
            yield self._row(news, "news", news.text, staff, day=news.day)
        for entry, kind, told, at in self._desk.promises.timeline(client_id):
            yield self._row(entry, kind, told, staff, at)
        for case in self._desk.cases.rows(client_id, everything=True):
            told = f"{case.kind_word}: {case.text} ({case.step_word})"
            yield TimelineRow(f"{case.id}case", case.made.date(), "case", told, case.owner, at=case.made)
        for contract in (each.fields for each in self.about(deals.CONTRACT, client_id)):
            for day, state in contract.steps:
                told = f"{contract.number} {contract.subject}: {words.word('contract', state)}"
                yield self._row(contract, "contract", told, staff, day=day)
        for deal in (each.fields for each in self.about(deals.DEAL, client_id)):
            for day, stage in deal.steps:
                yield self._row(deal, "deal", f"{deal.subject}: {words.word('deal', stage)}", staff, day=day)
        for order in (each.fields for each in self.about(deals.ORDER, client_id)):
            yield self._row(order, "order", order.number, staff, day=order.day)
        for part, told, day, who in self._desk.group_tasks.timeline(client_id):
            row = f"{part.id.hex()}{told}"
            yield TimelineRow(row, date_of(day), "group", told, staff.get(who, ""), at=self._moment(part.at_us))
        yield from self._mailings(client_id, staff)

    def _mailings(self, client_id: str, staff: dict[bytes, str]) -> Iterator[TimelineRow]:
        """Every step of every letter to this client's people."""
        letters = [each.fields for each in self.about(RECIPIENT, client_id)]
        if not letters:
            return
        names = {each.fields.id: each.fields.name for each in self._desk.session.registers.all(CAMPAIGN)}
        for letter in letters:
            for at, step in enumerate(letter.steps):
                note = outreach.word("obstacle", step.note) if step.state == "skipped" else step.note
                told = f"{names.get(letter.campaign, '')}: {outreach.word('recipient', step.state)}. {note}".strip()
                made = self._moment(step.at_us)
                row = f"{letter.id.hex()}{at}"
                yield TimelineRow(row, made.date(), "mailing", told, staff.get(step.by, ""), at=made)

    def _changes(
        self, client_id: str, members: list[bytes], receipt: Receipt, staff: dict[bytes, str]
    ) -> Iterator[TimelineRow]:
        """Old and new value of every field of the card and of the records beside it (U15)."""
        session = self._desk.session
        found = session.clients.history(members[0], members[1:], receipt)
        for register in _KEPT_WITH_HISTORY:
            for stored in self.about(register, client_id):
                if stored.version > 1:
                    found += session.registers.history(register, stored, receipt)
        for change in as_changes(found, staff, self._desk.zone):
            text = f"{field_name(change.field)}: {change.before or '—'} → {change.after or '—'}"
            yield TimelineRow(f"{change.at}{change.field}", change.at.date(), "change", text, change.who, at=change.at)

    def _row(
        self,
        entry: Entry,
        kind: str,
        text: str,
        staff: dict[bytes, str],
        at: dt.datetime | None = None,
        day: int = 0,
    ) -> TimelineRow:
        made = at or self._moment(entry.at_us)
        when = date_of(day) if day else made.date()
        return TimelineRow(f"{entry.id.hex()}{kind}{made}{day}", when, kind, text, staff.get(entry.by, ""), at=made)

    def _moment(self, at_us: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone)

    # Attention
    def attention(self, client_id: str) -> Attention:
        """Days since the last two-way contact, beside the norm (S03.32)."""
        number = self._desk.place_of(client_id)
        found = [each.fields.day for each in self.about(work.ACTIVITY, client_id) if each.fields.two_way]
        today = day_number(self._desk.today_date())
        return attention(max(found, default=None), today, int(self._norms()[number]))

    def neglected(self, limit: int | None = None) -> list[Neglected]:
        """Clients beyond their norm, by how many times over it they wait."""
        base, today, limits = self._desk.base, day_number(self._desk.today_date()), self._norms()
        found = []
        for client_id, day in self.last_two_way().items():
            number = self._desk.place_of(client_id)
            clock = attention(day, today, int(limits[number]))
            if clock.beyond and clock.days is not None:
                name, owner = base.cards[number].name, base.owner(number)
                found.append(Neglected(client_id, name, owner, clock.days, clock.norm))
        found.sort(key=lambda each: (-each.days / each.norm, each.name))
        return found[:limit]

    def _norms(self) -> Int32:
        figures = self._desk.figures()
        seen = figures.rhythms.seen
        return norms(np.asarray(seen.gap, np.float64), seen.events, figures.axes.level.astype(np.int32), figures.rules)


_LOWEST = dt.datetime.min.replace(tzinfo=dt.UTC)
