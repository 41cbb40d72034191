"""Commitments, difficulties, questions, stages, changes and gifts at the desk (S03.74–S03.80)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from core.entities.entry import Entry
from core.entities.promises import (
    AgreedChange,
    Commitment,
    DueChange,
    GiftGiven,
    Incident,
    ProjectStage,
    Question,
)
from core.problem import N_, Problem
from core.relations import promises
from core.relations.promises import OPEN, Step
from core.wording import gettext as _
from core.wording import promises as words
from core.wording.dates import short_date
from storage.vault.books.promises import CHANGE, COMMITMENT, GIFT, INCIDENT, QUESTION, STAGE
from storage.vault.registers import Register, Stored
from tui.desk.calendar_days import holidays_of, next_working_day
from tui.desk.edit_field import EditField
from tui.desk.entries_desk import TEXT_MAX, EntriesDesk, day_or, facts, said, yes, yes_field
from tui.desk.figures import day_number
from tui.desk.persons_forms import day_of
from tui.desk.port_entries import EntryRow, StepForm
from tui.desk.promises_rows import due_of, facts_of, moments_of

WHAT = N_("Say in a few words what it is about.")


class PromisesDesk(EntriesDesk):
    """What was promised, what went wrong, what was asked: of one session's clients."""

    REGISTERS: ClassVar[Mapping[str, Register[Any]]] = {
        "commitment": COMMITMENT,
        "incident": INCIDENT,
        "question": QUESTION,
        "stage": STAGE,
        "change": CHANGE,
        "gift": GIFT,
    }

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Kinds a person may note down, with their words."""
        return words.choices("promise kind")

    def red(self) -> list[EntryRow]:
        """What must not wait: promises past their day, clients left in the dark, questions without an answer."""
        return [each for each in self.rows() if each.red]

    def kept(self, client_id: str) -> float | None:
        """Share of closed promises that were kept; None where none is closed (U26)."""
        return promises.kept_share(self.entries("commitment", client_id))

    def timeline(self, client_id: str) -> Iterator[tuple[Entry, str, str, dt.datetime]]:
        """(record, kind, what happened, when) for the line of time: every step of every record."""
        for kind in self.REGISTERS:
            for entry in self.entries(kind, client_id):
                name = words.word("promise kind", kind)
                for at_us, text in moments_of(entry):
                    yield entry, "promise", f"{name}: {text}", self.moment(at_us)

    # Rows
    def row(self, client_id: str, kind: str, entry: Any) -> EntryRow:
        """One record as lists show it."""
        step = self._step(entry)
        return EntryRow(
            id=entry.id.hex(),
            kind=kind,
            kind_word=words.word("promise kind", kind),
            client_id=client_id,
            client=self.name_of(client_id),
            text=entry.what if isinstance(entry, GiftGiven) else entry.text,
            step=step,
            step_word=words.word("promise step", step),
            open=step in OPEN or (isinstance(entry, Incident) and promises.incident_waits_since(entry) > 0),
            red=step == "overdue" or self._dark(entry),
            due=due_of(entry),
            owner=self.who(getattr(entry, "owner", b"") or entry.by),
            made=self.moment(entry.at_us),
            facts=facts(facts_of(entry, self.moment)),
        )

    def _step(self, entry: Any) -> Step:
        match entry:
            case Commitment():
                return promises.commitment_step(entry, self.today(), self._desk.session.entered.rules.promise_soon_days)
            case Incident():
                return promises.incident_step(entry)
            case Question():
                return promises.question_step(entry)
            case ProjectStage():
                return promises.stage_step(entry)
            case AgreedChange():
                return promises.change_step(entry)
            case _:
                return "given"

    def _dark(self, entry: Any) -> bool:
        """Whether the client has been in the dark, or without an answer, for too long (S03.77)."""
        rules = self._desk.session.entered.rules
        if isinstance(entry, Incident):
            since, most = promises.incident_waits_since(entry), rules.notice_working_days
        elif isinstance(entry, Question):
            since, most = (0 if entry.answered_us else entry.asked_us), rules.answer_working_days
        else:
            return False
        return bool(since) and promises.deadline(self.moment(since), most, holidays_of()) < self.now()

    # New ones
    def form(self, client_id: str, kind: str) -> StepForm:
        """What a new record asks."""
        text = EditField("text", "", TEXT_MAX)
        due = next_working_day(self._desk, self._desk.today_date() + dt.timedelta(days=1))
        fields: dict[str, tuple[EditField, ...]] = {
            "commitment": (text, EditField("due", short_date(due), 10), self.owner_field()),
            "incident": (text, yes_field("told"), self.owner_field()),
            "question": (text, self.owner_field()),
            "stage": (EditField("order", "", 60), text, EditField("after", "", TEXT_MAX), yes_field("told")),
            "change": (EditField("order", "", 60), text, yes_field("unasked"), yes_field("agreed")),
            "gift": (EditField("what", "", TEXT_MAX), EditField("whom", "", 100), self.day_field("day", self.today())),
        }
        return StepForm(self.name_of(client_id), fields[self.demanded(kind)])

    def add(self, client_id: str, kind: str, fields: Mapping[str, str]) -> str:
        """Note a new record down; its id. Raises Problem."""
        which, now_us = self.demanded(kind), self._desk.now_us()
        entry: Entry
        if which == "gift":
            what = said(fields, "what", WHAT)
            entry = GiftGiven(day=day_or(fields, "day", self.today()), what=what, whom=said(fields, "whom"))
            return self.store(which, client_id, entry)
        text = said(fields, "text", WHAT)
        if which == "commitment":
            if not fields.get("due", "").strip():
                raise Problem(N_("A promise needs the day it is promised for."))
            due = day_of(fields["due"])
            if due < self.today():
                raise Problem(N_("A promise cannot be due before today: look at the date."))
            entry = Commitment(text=text, due=due, owner=self.owner_of(fields))
        elif which == "incident":
            told = now_us if yes(fields, "told") else 0
            entry = Incident(text=text, found_us=now_us, told_us=told, owner=self.owner_of(fields))
        elif which == "question":
            entry = Question(text=text, asked_us=now_us, owner=self.owner_of(fields))
        elif which == "stage":
            order = said(fields, "order", N_("Name the order whose project this is."))
            told = now_us if yes(fields, "told") else 0
            day = day_number(self._desk.today_date())
            entry = ProjectStage(order=order, text=text, after=said(fields, "after"), day=day, told_us=told)
        else:
            agreed = now_us if yes(fields, "agreed") else 0
            entry = AgreedChange(
                order=said(fields, "order"), text=text, unasked=yes(fields, "unasked"), agreed_us=agreed
            )
        return self.store(which, client_id, entry)

    # Steps
    def step_form(self, client_id: str, entry_id: str) -> StepForm:
        """What the next step of a record asks. Raises Problem where it has none."""
        _kind, stored = self.found(client_id, entry_id)
        ask = self._ask(stored.fields)
        result, told = EditField("result", "", TEXT_MAX), yes_field("told")
        fields = {
            "keep": (result,),
            "early": (yes_field("agreed"), result),
            "late": (EditField("reason", "", TEXT_MAX), told),
            "tell": (yes_field("told", "yes"),),
            "plan": (EditField("plan", "", TEXT_MAX), told),
            "result": (result, told),
            "answer": (EditField("answer", "", TEXT_MAX),),
            "stage": (yes_field("told", "yes"),),
            "change": (yes_field("agreed", "yes"),),
        }[ask]
        return StepForm(words.ask(ask), fields)

    def _ask(self, entry: Any) -> str:
        """Which question the next step asks. Raises Problem (BAD_INPUT) for what is closed."""
        ask = ""
        match entry:
            case Commitment(state="promised"):
                today = self.today()
                ask = "keep" if entry.due == today else "late" if entry.due < today else "early"
            case Incident() if not entry.result_told_us:
                if promises.incident_waits_since(entry):
                    ask = "tell"
                else:
                    ask = "result" if entry.plan_us else "plan"
            case Question(answered_us=0):
                ask = "answer"
            case ProjectStage(told_us=0):
                ask = "stage"
            case AgreedChange(agreed_us=0, refused=False):
                ask = "change"
        if not ask:
            raise Problem(N_("Nothing is left to do about this."))
        return ask

    def step(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Take the next step. Raises Problem."""
        kind, stored = self.found(client_id, entry_id)
        ask, now_us = self._ask(stored.fields), self._desk.now_us()
        if isinstance(stored.fields, Commitment):
            self._close(kind, stored, ask, fields, now_us)
        elif isinstance(stored.fields, Incident):
            self._incident(kind, stored, ask, fields, now_us)
        elif ask == "answer":
            answer = said(fields, "answer", N_("Write down what the client was answered."))
            self.change(kind, stored, answer=answer, answered_us=now_us)
        elif ask == "stage":
            self._demand_told(fields)
            self.change(kind, stored, told_us=now_us)
        elif yes(fields, "agreed"):
            self.change(kind, stored, agreed_us=now_us)
        else:
            self.change(kind, stored, refused=True)

    def _close(self, kind: str, stored: Stored[Any], ask: str, fields: Mapping[str, str], now_us: int) -> None:
        if ask == "late":
            reason = said(fields, "reason", N_("Say why it is late: force majeure or a disclosed difficulty."))
            self._demand_told(fields)
            self.change(kind, stored, state="breached", closed=self.today(), reason=reason, told_us=now_us)
            return
        if ask == "early" and not yes(fields, "agreed"):
            raise Problem(N_("Earlier than promised only if the client agrees: ask him, or keep it to its day."))
        state = "early" if ask == "early" else "fulfilled"
        self.change(
            kind, stored, state=state, closed=self.today(), reason=said(fields, "result"), agreed=ask == "early"
        )

    def _incident(self, kind: str, stored: Stored[Any], ask: str, fields: Mapping[str, str], now_us: int) -> None:
        incident: Incident = stored.fields
        if ask == "tell":
            self._demand_told(fields)
            name = "told_us"
            if incident.told_us:
                name = "plan_told_us" if incident.plan_us and not incident.plan_told_us else "result_told_us"
            self.change(kind, stored, **{name: now_us})
            return
        text = said(fields, ask, N_("Write down what the client has to hear."))
        told = now_us if yes(fields, "told") else 0
        self.change(kind, stored, **{ask: text, f"{ask}_us": now_us, f"{ask}_told_us": told})

    def _demand_told(self, fields: Mapping[str, str]) -> None:
        if not yes(fields, "told"):
            raise Problem(N_("Tell the client first, then say here that he knows."))

    # The day of a promise
    def edit_form(self, client_id: str, entry_id: str) -> StepForm:
        """Another day for a promise: why, and whether the client was told."""
        _kind, stored = self.found(client_id, entry_id)
        promise = self._movable(stored)
        fields = (self.day_field("due", promise.due), EditField("reason", "", TEXT_MAX), yes_field("told"))
        return StepForm(_("Another day only with the client's knowledge: why, and was he told?"), fields)

    def edit(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Move the day of a promise: reason and notice are demanded. Raises Problem."""
        kind, stored = self.found(client_id, entry_id)
        promise = self._movable(stored)
        due = day_or(fields, "due", promise.due)
        if due == promise.due:
            raise Problem(N_("This is the day it is promised for already."))
        if due < self.today():
            raise Problem(N_("A promise cannot be due before today: look at the date."))
        reason = said(fields, "reason", N_("Say why the day is moved."))
        self._demand_told(fields)
        moved = DueChange(before=promise.due, after=due, reason=reason, told_us=self._desk.now_us())
        self.change(kind, stored, due=due, changes=(*promise.changes, moved))

    def _movable(self, stored: Stored[Any]) -> Commitment:
        if not isinstance(stored.fields, Commitment) or stored.fields.state != "promised":
            raise Problem(N_("Only the day of an open promise can be moved."))
        return stored.fields
