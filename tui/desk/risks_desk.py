"""Risks, barriers, visits of the head and reviews at the desk (S03.103, U27)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from core.entities.growth import RISK_KINDS, Barrier, HeadVisit, Review, RiskEvent
from core.entities.work import Task
from core.problem import N_, Problem
from core.wording import dates, fill
from core.wording import dossier as words
from core.wording import gettext as _
from storage.vault.books.growth import BARRIER, REVIEW, RISK, VISIT
from storage.vault.books.work import TASK
from storage.vault.registers import Register
from tui.desk.calendar_days import next_working_day
from tui.desk.edit_field import EditField
from tui.desk.entries_desk import TEXT_MAX, EntriesDesk, day_or, facts, said
from tui.desk.figures import date_of, day_number
from tui.desk.port_entries import EntryRow, StepForm


class RisksDesk(EntriesDesk):
    """What threatens the clients of one session, and when it is talked about."""

    REGISTERS: ClassVar[Mapping[str, Register[Any]]] = {
        "risk": RISK,
        "barrier": BARRIER,
        "visit": VISIT,
        "review": REVIEW,
    }

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Kinds of risk, competitor, barrier, visit, review."""
        return words.choices("risk")

    # Rows
    def row(self, client_id: str, kind: str, entry: Any) -> EntryRow:
        """One record as lists show it."""
        step, due = self._step(entry), _due(entry)
        shown = entry.kind if isinstance(entry, RiskEvent | Barrier) else kind
        is_open = step in ("raised", "stands", "planned")
        return EntryRow(
            id=entry.id.hex(),
            kind=shown,
            kind_word=words.word("risk", shown),
            client_id=client_id,
            client=self.name_of(client_id),
            text=entry.text or words.word("risk", shown),
            step=step,
            step_word=words.word("risk step", step),
            open=is_open,
            red=step in ("raised", "planned") and 0 < due < self.today(),
            due=date_of(due) if due else None,
            owner=self.who(getattr(entry, "who", b"") or entry.by),
            made=self.moment(entry.at_us),
            facts=facts(_facts(entry)),
        )

    def _step(self, entry: Any) -> str:
        match entry:
            case RiskEvent():
                return "reviewed" if entry.reviewed else "raised"
            case Barrier():
                return "overcome" if entry.overcome else "stands"
            case HeadVisit():
                return "held" if entry.result else "planned"
            case _:
                return "held" if entry.decision else "planned"

    # New ones
    def form(self, client_id: str, kind: str) -> StepForm:
        """What a new record asks."""
        text = EditField("text", "", TEXT_MAX)
        which = self.demanded(kind)
        if which in RISK_KINDS:
            fields: tuple[EditField, ...] = (text, self.day_field("day", self.today()))
        elif which in ("competitor", "barrier"):
            fields = (text, EditField("answer", "", TEXT_MAX))
        elif which == "visit":
            fields = (text, self.day_field("day", self.today()), self.owner_field())
        else:
            fields = (text, self.day_field("day", self.today()))
        return StepForm(self.name_of(client_id), fields)

    def add(self, client_id: str, kind: str, fields: Mapping[str, str]) -> str:
        """Note it down; a risk raises a review: a task of whoever notes it (S03.103). Raises Problem."""
        which, text = self.demanded(kind), said(fields, "text")
        day = day_or(fields, "day", self.today())
        if which in RISK_KINDS:
            return self._raise(client_id, which, text, day)
        if which in ("competitor", "barrier"):
            if not text:
                raise Problem(N_("Say in a few words what it is about."))
            barrier = Barrier(kind=which, text=text, answer=said(fields, "answer"))  # type: ignore[arg-type]
            return self.store("barrier", client_id, barrier)
        if which == "visit":
            return self.store("visit", client_id, HeadVisit(day=day, text=text, who=self.owner_of(fields)))
        return self.store("review", client_id, Review(day=day, text=text))

    def _raise(self, client_id: str, kind: str, text: str, day: int) -> str:
        notice = self._desk.session.entered.rules.review_days
        due = day_number(next_working_day(self._desk, self._desk.today_date() + dt.timedelta(days=notice)))
        risk = RiskEvent(kind=kind, day=day, text=text, due=due)  # type: ignore[arg-type]
        risk_id = self.store("risk", client_id, risk)
        told = fill(_("Review: {risk}"), risk=words.word("risk", kind))
        told = f"{told}. {text}" if text else told
        me = self._desk.session.entered.identity.person_id
        task = Task(kind="review", text=told[:200], due=due, owner=me, source="S03.103", link=bytes.fromhex(risk_id))
        self._desk.work.add(TASK, client_id, task)
        return risk_id

    # Steps
    def step_form(self, client_id: str, entry_id: str) -> StepForm:
        """What the next step asks. Raises Problem where there is none."""
        _kind, stored = self.found(client_id, entry_id)
        name = self._next(stored.fields)
        return StepForm(_("What was decided, and what came of it?"), (EditField(name, "", TEXT_MAX),))

    def _next(self, entry: Any) -> str:
        step = self._step(entry)
        if step not in ("raised", "stands", "planned"):
            raise Problem(N_("Nothing is left to do about this."))
        return {"raised": "decision", "stands": "answer"}.get(
            step, "result" if isinstance(entry, HeadVisit) else "decision"
        )

    def step(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Reviewed, overcome, held. Raises Problem."""
        kind, stored = self.found(client_id, entry_id)
        entry, name = stored.fields, self._next(stored.fields)
        text = said(fields, name, N_("Write down what was decided."))
        done = "reviewed" if isinstance(entry, RiskEvent) else "overcome" if isinstance(entry, Barrier) else ""
        self.change(kind, stored, **{name: text}, **({done: self.today()} if done else {}))
        if isinstance(entry, RiskEvent):
            for _client, task in self._desk.work.tasks():
                if task.fields.link == entry.id and task.fields.state == "open":
                    self._desk.work.close_task(task.fields.id, text)

    def edit_form(self, client_id: str, entry_id: str) -> StepForm:
        """Its text, and the day of a visit, a review or the review of a risk."""
        _kind, stored = self.found(client_id, entry_id)
        entry = stored.fields
        fields: tuple[EditField, ...] = (EditField("text", entry.text, TEXT_MAX),)
        if _due(entry):
            fields += (self.day_field("due", _due(entry)),)
        return StepForm(self.name_of(client_id), fields)

    def edit(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Change it. Raises Problem."""
        kind, stored = self.found(client_id, entry_id)
        entry = stored.fields
        values: dict[str, object] = {"text": said(fields, "text") if "text" in fields else entry.text}
        if _due(entry):
            name = "due" if isinstance(entry, RiskEvent) else "day"
            values[name] = day_or(fields, "due", _due(entry))
        self.change(kind, stored, **values)


def _due(entry: Any) -> int:
    if isinstance(entry, RiskEvent):
        return entry.due
    return entry.day if isinstance(entry, HeadVisit | Review) else 0


def _facts(entry: Any) -> Iterator[tuple[str, str]]:
    match entry:
        case RiskEvent():
            yield _("Happened on"), dates.short_date(date_of(entry.day))
            yield _("Decided"), entry.decision
        case Barrier():
            yield _("What we do about it"), entry.answer
        case HeadVisit():
            yield _("Result"), entry.result
        case Review():
            yield _("Decided"), entry.decision
