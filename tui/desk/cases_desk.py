"""Complaints, refusals, returns at the desk: three questions, an answer, why clients leave (S03.43–S03.45)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from core.dossier.blocks import Document, Meta
from core.dossier.case_blank import blank
from core.entities.cases import QUESTIONS, REASONS, ServiceCase
from core.entities.work import Task
from core.problem import N_, Problem
from core.relations.cases import no_attention_share, pareto
from core.relations.promises import deadline
from core.wording import cases as words
from core.wording import dates, fill, language
from core.wording import gettext as _
from storage.vault.books.cases import CASE
from storage.vault.books.work import TASK
from storage.vault.registers import Register
from tui.desk.calendar_days import holidays_of, next_working_day
from tui.desk.edit_field import EditField
from tui.desk.entries_desk import TEXT_MAX, EntriesDesk, day_or, facts, said, yes, yes_field
from tui.desk.figures import date_of, day_number
from tui.desk.port_cases import ParetoAnswer, ParetoBy
from tui.desk.port_dossier import DossierFormat, PaperOut
from tui.desk.port_entries import EntryRow, StepForm

FIELDS = dict(zip(QUESTIONS, ("goods", "staff", "sale"), strict=True))
"""Field of the case by question."""


class CasesDesk(EntriesDesk):
    """Cases of the clients of one session."""

    REGISTERS: ClassVar[Mapping[str, Register[Any]]] = {"case": CASE}

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Complaint, refusal, return."""
        return words.choices("case")

    # Rows
    def row(self, client_id: str, _kind: str, entry: Any) -> EntryRow:
        """One case as lists show it."""
        case: ServiceCase = entry
        reasons = ", ".join(words.word("case reason", code) for _question, code in case.reasons)
        return EntryRow(
            id=case.id.hex(),
            kind=case.kind,
            kind_word=words.word("case", case.kind),
            client_id=client_id,
            client=self.name_of(client_id),
            text=case.text or reasons or case.product,
            step=case.state,
            step_word=words.word("case state", case.state),
            open=case.state != "closed",
            red=self._red(case),
            due=date_of(case.due) if case.due else None,
            owner=self.who(case.owner),
            made=self.moment(case.at_us),
            facts=facts(self._facts(case)),
        )

    def _red(self, case: ServiceCase) -> bool:
        """Past its day, or nobody has taken it for a working day: the client waits without an answer."""
        if case.state in ("told", "closed"):
            return False
        if case.due:
            return case.due < self.today()
        most = self._desk.session.entered.rules.answer_working_days
        return deadline(self.moment(case.at_us), most, holidays_of()) < self.now()

    def _facts(self, case: ServiceCase) -> Iterator[tuple[str, str]]:
        yield _("Noted on"), dates.short_date(date_of(case.day))
        yield _("Product"), case.product
        for name, code in case.reasons:
            yield words.question(name), words.word("case reason", code)
        yield _("Sold by"), self.who(case.manager)
        yield _("Solution"), case.solution
        told = f" ({dates.moment(self.moment(case.told_us))})" if case.told_us else ""
        yield _("The client was told"), f"{case.answer}{told}" if case.answer else ""
        yield _("The client leaves"), _("yes: a matter of recovery") if case.leaves else ""

    # New ones
    def form(self, client_id: str, kind: str) -> StepForm:
        """The form that takes less than a minute: product, three answers, his words."""
        self.demanded(kind)
        self.name_of(client_id)
        fields = (EditField("product", "", 100), *self._questions(ServiceCase(day=0)), EditField("text", "", TEXT_MAX))
        return StepForm(words.ask("opened"), fields)

    def _questions(self, case: ServiceCase) -> tuple[EditField, ...]:
        return tuple(
            EditField(field, getattr(case, field), choices=words.reasons(name)) for name, field in FIELDS.items()
        )

    def add(self, client_id: str, kind: str, fields: Mapping[str, str]) -> str:
        """Note a case down; without any answer to the questions it waits for them. Raises Problem."""
        which = self.demanded(kind)
        answers = self._answers(fields)
        text, product = said(fields, "text"), said(fields, "product")
        if not (text or product or any(answers.values())):
            raise Problem(N_("Mark at least one answer, or write down what the client says."))
        portfolio = self._desk.session.clients.stored(bytes.fromhex(client_id)).portfolio_id
        manager = self._desk.session.staffing.portfolios()[portfolio].owner_id
        case = ServiceCase(
            kind=which,  # type: ignore[arg-type]
            day=self.today(),
            text=text,
            product=product,
            manager=manager,
            state="asked" if any(answers.values()) else "opened",
        )
        return self.store("case", client_id, msgspec.structs.replace(case, **answers))

    def _answers(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Reason codes by field. Raises Problem (BAD_INPUT) for one that the question does not have."""
        found = {}
        for name, field in FIELDS.items():
            wanted = fields.get(field, "").strip().casefold()
            code = next((c for c, told in words.reasons(name) if wanted in (c, told.casefold())), None)
            if code is None:
                known = ", ".join(each for each in REASONS[name] if each)
                raise Problem(N_("There is no {word}: use one of {known}."), word=wanted, known=known)
            found[field] = code
        return found

    # Steps
    def step_form(self, client_id: str, entry_id: str) -> StepForm:
        """What the state of a case waits for. Raises Problem for a closed one."""
        _kind, stored = self.found(client_id, entry_id)
        case: ServiceCase = stored.fields
        if case.state == "closed":
            raise Problem(N_("Nothing is left to do about this."))
        due = next_working_day(self._desk, self._desk.today_date() + dt.timedelta(days=1))
        fields: dict[str, tuple[EditField, ...]] = {
            "opened": (*self._questions(case), EditField("text", case.text, TEXT_MAX)),
            "asked": (self.owner_field(), self.day_field("due", day_number(due))),
            "assigned": (EditField("solution", "", TEXT_MAX),),
            "solved": (EditField("answer", "", TEXT_MAX), yes_field("told")),
            "told": (yes_field("stays", "yes"),),
        }
        return StepForm(words.ask(case.state), fields[case.state])

    def step(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """opened → asked → assigned → solved → client told → closed. Raises Problem."""
        kind, stored = self.found(client_id, entry_id)
        case: ServiceCase = stored.fields
        values: dict[str, object]
        if case.state == "opened":
            answers = self._answers(fields)
            if not any(answers.values()):
                raise Problem(N_("Mark at least one answer to the three questions."))
            values = {"state": "asked", "text": said(fields, "text") or case.text, **answers}
        elif case.state == "asked":
            values = {"state": "assigned", "owner": self.owner_of(fields), "due": day_or(fields, "due", self.today())}
        elif case.state == "assigned":
            values = {"state": "solved", "solution": said(fields, "solution", N_("Say how it was solved."))}
        elif case.state == "solved":
            answer = said(fields, "answer", N_("Write down what the client was answered."))
            if not yes(fields, "told"):
                raise Problem(N_("Tell the client first, then say here that he knows."))
            values = {"state": "told", "answer": answer, "told_us": self._desk.now_us()}
        elif case.state == "told":
            values = {"state": "closed", "closed": self.today(), "leaves": not yes(fields, "stays")}
        else:
            raise Problem(N_("Nothing is left to do about this."))
        self.change(kind, stored, **values)
        if values.get("leaves"):
            self._to_recovery(client_id, case)

    def _to_recovery(self, client_id: str, case: ServiceCase) -> None:
        """Who sold hears that the client leaves: a case of recovery is his, and a task to win him back (S03.45)."""
        reasons = ", ".join(words.word("case reason", code) for _question, code in case.reasons) or case.text
        text = fill(_("Win him back, he leaves: {reason}"), reason=reasons)[:200]
        task = Task(kind="call", text=text, due=self.today(), owner=case.manager, source="S03.45", link=case.id)
        self._desk.work.add(TASK, client_id, task)
        self._desk.recovery.claim_for(client_id, case.manager)

    def edit_form(self, client_id: str, entry_id: str) -> StepForm:
        """What was noted: product, words, day to solve it by."""
        _kind, stored = self.found(client_id, entry_id)
        case: ServiceCase = stored.fields
        fields = (
            EditField("product", case.product, 100),
            EditField("text", case.text, TEXT_MAX),
            self.day_field("due", case.due),
        )
        return StepForm(words.word("case", case.kind), fields)

    def edit(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Change what was noted. Raises Problem."""
        kind, stored = self.found(client_id, entry_id)
        case: ServiceCase = stored.fields
        told = dict.fromkeys(("product", "text"), "")
        told = {name: said(fields, name) if name in fields else getattr(case, name) for name in told}
        self.change(kind, stored, **told, due=day_or(fields, "due", case.due))

    # Why clients leave
    def pareto(self, by: ParetoBy, since: dt.date | None = None) -> ParetoAnswer:
        """Reasons, products, managers or months by frequency, beside the source's word on attention (S03.45)."""
        first = day_number(since) if since is not None else 0
        found = [each.fields for _client, each in self._desk.work.shown(CASE) if each.fields.day >= first]
        lost, share = no_attention_share(found)
        keys = [key for case in found for key in self._keys(case, by)]
        lines = pareto(keys) if by != "month" else sorted(pareto(keys), key=lambda each: each.key)
        claimed = self._desk.session.entered.rules.no_attention_claimed
        return ParetoAnswer(by, since, len(found), tuple(lines), lost, share, claimed)

    def _keys(self, case: ServiceCase, by: ParetoBy) -> list[str]:
        if by == "reason":
            return [words.word("case reason", code) for _question, code in case.reasons]
        if by == "product":
            return [case.product] if case.product else []
        if by == "manager":
            return [self.who(case.manager) or "—"]
        return [date_of(case.day).isoformat()[:7]]

    # On paper
    def print_blank(
        self, client_id: str, form: DossierFormat, purpose: str = "", target: Path | None = None
    ) -> PaperOut:
        """The letter and the blank as an export of one row. Raises Problem as any export."""
        firm = self._desk.session.firm.settings().name
        me = self._desk.session.entered.me.statement.name
        client = self.name_of(client_id)
        meta = Meta(
            title=_("Three questions to a client"), firm=firm, subject=client, reader=me,
            date=self._desk.today_date(), language=language(), cover=False,
        )  # fmt: skip
        document = Document(meta, tuple(blank(firm, client, me)))
        return self._desk.dossiers.take_out_document(document, "blank", client_id, form, purpose, target=target)
