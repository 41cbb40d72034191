"""Questionnaires of the people of clients at the desk: both columns, copying, the paper (S03.65–S03.70)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from core.cleaning.names import FEMALE, MALE, sex_word
from core.dossier.blocks import Document, Meta
from core.dossier.questionnaire import Line, caption, common_data, initials, lines_of, pages_of, values_of
from core.dossier.translation import translated
from core.entities.people import (
    FOREIGN_PASSPORT,
    PASSPORT,
    IdentityDocument,
    Person,
    PersonProfile,
    Position,
    cleaned,
)
from core.entities.questionnaires import FormAnswer, FormField, FormTemplate, Questionnaire
from core.problem import N_, ExitCode, Problem
from core.wording import gettext as _
from core.wording import language
from storage.audit.receipt import Receipt
from storage.outlets.rendering import Progress
from storage.outlets.sheet import Mark
from storage.outlets.word import filled_form
from storage.vault.books.people import POSITION, PROFILE
from storage.vault.books.questionnaires import ANSWERS
from storage.vault.registers import Stored
from tui.desk.figures import date_of
from tui.desk.persons_forms import day_of
from tui.desk.persons_view import rank
from tui.desk.port_dossier import PaperOut
from tui.desk.port_questionnaire import PRINT_FORMATS, AnswerRow, PrintFormat, QuestionnaireView, Suggested
from tui.desk.questionnaire_books import QuestionnaireBooks, country_row

ANSWER_MAX = 1000
PEOPLE_MAX = 1000
_PAPERS = {
    "foreign_series": (FOREIGN_PASSPORT, "series"),
    "foreign_number": (FOREIGN_PASSPORT, "number"),
    "foreign_until": (FOREIGN_PASSPORT, "until"),
    "passport_series": (PASSPORT, "series"),
    "passport_number": (PASSPORT, "number"),
}
_OF_PERSON = ("surname", "given", "patronymic")
_OF_PROFILE = ("citizenship", "ticket")


class _Opened(msgspec.Struct, frozen=True):
    """What is private at a client, opened under one reading."""

    members: tuple[bytes, ...]
    profiles: dict[bytes, Stored[PersonProfile]]
    answers: dict[tuple[bytes, bytes], Stored[Questionnaire]]
    receipt: Receipt


class QuestionnairesDesk(QuestionnaireBooks):
    """Questionnaires of one session. Screens and commands share it."""

    # Who and which
    def people(self, client_id: str, order_id: str = "") -> list[tuple[str, str]]:
        """Who takes part in the order, else the people of the client by name."""
        if order_id:
            return [(each.id, each.name) for each in self._desk.orders.order(client_id, order_id).people]
        found = [(handle.hex(), each.name) for handle, each in self._desk.persons.known(client_id).items()]
        return sorted(found, key=lambda each: each[1].casefold())

    def last_form(self, client_id: str, person_id: str) -> str:
        """The form that was answered last, else the first of the directory. Raises Problem where there is none."""
        opened, forms = self._opened(client_id), {each.id: each for each in self.templates()}
        handle = self._handle(client_id, person_id)
        mine = [each.fields for (person, form), each in opened.answers.items() if person == handle and form in forms]
        if mine:
            return max(mine, key=lambda each: each.at_us).form.hex()
        if not forms:
            raise Problem(N_("The list of countries is empty: add a country first."))
        return next(iter(forms)).hex()

    # Both columns
    def read(self, client_id: str, person_id: str, form_id: str) -> QuestionnaireView:
        """The questionnaire: a reading of what is private. Raises Problem (REFUSED) without the right to it."""
        form, handle = self.template(form_id), self._handle(client_id, person_id)
        opened = self._opened(client_id)
        lines = self._lines(client_id, opened, form, handle)
        person = self._desk.persons.known(client_id)[handle]
        return QuestionnaireView(
            client=self._desk.base.cards[self._desk.place_of(client_id)].name,
            person_id=person_id,
            person=initials(person),
            form=country_row(form),
            rows=tuple(self._row(each) for each in lines),
        )

    def suggest(self, form_id: str, field_id: str, text: str) -> Suggested:
        """What the second column would be for a typed text."""
        form = self.template(form_id)
        told = translated(text, self._field(form, field_id).way, form.language, form.scheme, self.lexicon())
        return Suggested(told.text, told.unknown)

    def save(
        self, client_id: str, person_id: str, form_id: str, field_id: str, source: str, result: str, edited: bool
    ) -> None:
        """Both columns of a field; common data go to the card they come from. Raises Problem."""
        form, handle = self.template(form_id), self._handle(client_id, person_id)
        field = self._field(form, field_id)
        told, shown = _typed(source), _typed(result)
        opened = self._opened(client_id)
        if field.common and told != self._source(client_id, opened, form, handle, field):
            self._save_common(client_id, person_id, field.common, told)
            opened = self._opened(client_id)
            told = self._source(client_id, opened, form, handle, field)
        before = opened.answers.get((handle, form.id))
        kept = told if edited or not field.common else ""
        answer = FormAnswer(field.id, kept, shown if edited else "", edited)
        self._put(client_id, before, Questionnaire(person=handle, form=form.id), [answer])

    def copy(
        self, client_id: str, form_id: str, from_person: str, to_people: Sequence[str], fields: Sequence[str]
    ) -> int:
        """Answers of some additional fields from one person to others. Raises Problem."""
        form, source = self.template(form_id), self._handle(client_id, from_person)
        wanted = [self._field(form, each) for each in fields]
        if any(each.common for each in wanted):
            raise Problem(N_("Common data are each person's own: only additional data can be copied."))
        opened = self._opened(client_id)
        stored = opened.answers.get((source, form.id))
        told = [answer for each in wanted if stored and (answer := stored.fields.answer(each.id))]
        if not told:
            raise Problem(N_("There is nothing to copy: these fields are empty."))
        for each in to_people:
            handle = self._handle(client_id, each)
            if handle == source:
                raise Problem(N_("Copying from a person to himself changes nothing: choose another one."))
            fresh = Questionnaire(person=handle, form=form.id)
            self._put(client_id, opened.answers.get((handle, form.id)), fresh, told)
        return len(told) * len(to_people)

    # The paper
    def untranslated(self, client_id: str, people: Sequence[str], form_id: str) -> tuple[str, ...]:
        """Words on the way to paper that are still Russian."""
        form, opened = self.template(form_id), self._opened(client_id)
        found: dict[str, None] = {}
        for each in people:
            for line in self._lines(client_id, opened, form, self._handle(client_id, each)):
                found |= dict.fromkeys(line.unknown)
        return tuple(found)

    def print_out(
        self,
        client_id: str,
        people: Sequence[str],
        form_id: str,
        form: PrintFormat,
        purpose: str,
        receiver: str = "",
        progress: Progress | None = None,
        target: Path | None = None,
    ) -> list[PaperOut]:
        """The form filled in: one document with a page for each, or the firm's Word file for each, as exports.

        Raises Problem: BAD_INPUT for nobody, too many or a country without a Word file; REFUSED as every export.
        """
        template = self.template(form_id)
        if form not in PRINT_FORMATS:
            raise Problem(N_("There is no {word}: use one of {known}."), word=form, known=", ".join(PRINT_FORMATS))
        if not people or len(people) > PEOPLE_MAX:
            raise Problem(N_("Choose from one to {limit} people to print."), limit=PEOPLE_MAX)
        opened, known = self._opened(client_id), self._desk.persons.known(client_id)
        handles = [self._handle(client_id, each) for each in people]
        filled = [(known[each], self._lines(client_id, opened, template, each)) for each in handles]
        if form == "form":
            return self._on_own_paper(client_id, template, filled, purpose, receiver, progress, target)
        pages = [(initials(person), lines) for person, lines in filled]
        meta = Meta(
            title=_("Questionnaire"), firm=self._desk.session.firm.settings().name, subject=template.country,
            date=self._desk.today_date(), language=language(), cover=False,
        )  # fmt: skip
        document = Document(meta, tuple(pages_of(template, pages)))
        made = self._desk.dossiers.take_out_document(
            document, "questionnaire", client_id, form, purpose, receiver, "", progress, target
        )
        return [made]

    def _on_own_paper(
        self,
        client_id: str,
        template: FormTemplate,
        filled: Sequence[tuple[Person, Sequence[Line]]],
        purpose: str,
        receiver: str,
        progress: Progress | None,
        target: Path | None,
    ) -> list[PaperOut]:
        if not template.paper:
            raise Problem(
                N_("{country} has no Word file: choose one in the list of countries."), country=template.country
            )
        if target is not None and len(filled) > 1:
            raise Problem(N_("Several people make several files: leave the name of the file out."))
        made = []
        for person, lines in filled:
            values = values_of(template, lines) | {"person": initials(person)}

            def composed(mark: Mark, values: dict[str, object] = values) -> bytes:
                return filled_form(template.paper, values, mark.line, progress)

            made.append(
                self._desk.dossiers.take_out_file(
                    "questionnaire", client_id, "docx", purpose, composed, receiver, target
                )
            )
        return made

    # Within
    def _opened(self, client_id: str) -> _Opened:
        """Everything private of the client, under one reading: free again within a day."""
        members = tuple(self._desk.work.clients_of(client_id))
        session = self._desk.session
        if not session.disclosure.opens(ANSWERS, members[0]):
            raise Problem(
                N_("What is private about this client's people is closed to you: ask your head."), ExitCode.REFUSED
            )
        receipt = session.registers.read(members[0], "people", members[1:])
        profiles = [e for e in session.registers.of(PROFILE, members, receipt) if not e.fields.removed]
        answers = [e for e in session.registers.of(ANSWERS, members, receipt) if not e.fields.removed]
        return _Opened(
            members,
            {each.fields.person: each for each in profiles},
            {(each.fields.person, each.fields.form): each for each in answers},
            receipt,
        )

    def _lines(self, client_id: str, opened: _Opened, form: FormTemplate, handle: bytes) -> tuple[Line, ...]:
        person = self._desk.persons.known(client_id)[handle]
        held = opened.profiles.get(handle)
        profile = held.fields if held is not None else PersonProfile(person=handle)
        posts = [e.fields for e in self._desk.work.about(POSITION, client_id) if e.fields.person == handle]
        title = max(posts, key=rank, default=Position(person=handle)).title
        card = self._desk.card_of(self._desk.place_of(client_id))
        employer = "" if card.kind == "person" else card.name
        stored = opened.answers.get((handle, form.id))
        common = common_data(person, profile, title, employer, card.address if employer else "")
        return lines_of(form, None if stored is None else stored.fields, common, self.lexicon())

    def _source(self, client_id: str, opened: _Opened, form: FormTemplate, handle: bytes, field: FormField) -> str:
        lines = self._lines(client_id, opened, form, handle)
        return next(each.source for each in lines if each.field.id == field.id)

    def _row(self, line: Line) -> AnswerRow:
        field = line.field
        return AnswerRow(
            id=field.id, name=caption(field), way=field.way, common=field.common, source=line.source,
            result=line.result, edited=line.edited, variants=self.variants_of(field.name),
            picked=field.has_variants, unknown=line.unknown,
        )  # fmt: skip

    def _save_common(self, client_id: str, person_id: str, common: str, text: str) -> None:
        """A common datum where it belongs. Raises Problem."""
        persons = self._desk.persons
        if common in _OF_PERSON:
            persons.save(client_id, person_id, {common: text})
        elif common in ("latin_surname", "latin_given"):
            person = persons.known(client_id)[self._handle(client_id, person_id)]
            surname, _space, given = person.latin.partition(" ")
            if common == "latin_surname" and " " in text:
                raise Problem(
                    N_("The first word of a Latin name is the surname: type a longer one in the second column.")
                )
            parts = (text, given) if common == "latin_surname" else (surname, text)
            persons.save(client_id, person_id, {"latin": " ".join(filter(None, parts))})
        elif common == "sex":
            persons.save(client_id, person_id, {"sex": _sex(text)})
        elif common == "position":
            persons.save(client_id, person_id, {"title": text})
        elif common == "birthday":
            persons.save_profile(client_id, person_id, {"birthday": _iso(text)})
        elif common in _OF_PROFILE:
            persons.save_profile(client_id, person_id, {common: text})
        elif common in _PAPERS:
            self._save_paper(client_id, person_id, common, text)
        else:
            raise Problem(N_("This is known from the card of the client: change it there (F4)."))

    def _save_paper(self, client_id: str, person_id: str, common: str, text: str) -> None:
        kind, part = _PAPERS[common]
        profile = self._desk.persons.profile(client_id, person_id)
        paper = msgspec.structs.replace(profile.document(kind), **{part: _iso(text) if part == "until" else text})
        others = tuple(each for each in profile.documents if each.kind != kind)
        kept: tuple[IdentityDocument, ...] = (paper,) if paper.number or paper.series or paper.until else ()
        self._desk.persons.save_documents(client_id, person_id, (*kept, *others))

    def _put(
        self, client_id: str, before: Stored[Questionnaire] | None, fresh: Questionnaire, answers: Sequence[FormAnswer]
    ) -> None:
        told = {each.field: each for each in (before.fields if before else fresh).answers}
        told |= {each.field: each for each in answers}
        kept = tuple(each for each in told.values() if each.source or each.edited)
        if before is None:
            if kept:
                self._desk.work.add(ANSWERS, client_id, msgspec.structs.replace(fresh, answers=kept))
        else:
            self._desk.work.change(ANSWERS, before, answers=kept)

    def _handle(self, client_id: str, person_id: str) -> bytes:
        """A person of the client by id. Raises Problem (BAD_INPUT) where there is none."""
        try:
            handle = bytes.fromhex(person_id)
        except ValueError:
            handle = b""
        if handle not in self._desk.persons.known(client_id):
            raise Problem(N_("There is no such record among yours: look at the list again."))
        return handle


def _typed(text: str) -> str:
    told = cleaned(text)
    if len(told) > ANSWER_MAX:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=ANSWER_MAX)
    return told


def _sex(text: str) -> str:
    word = sex_word(text)
    if text.strip() and not word:
        raise Problem(N_("The sex is one of мужской, женский."))
    return {MALE: "m", FEMALE: "f"}.get(word, "")


def _iso(text: str) -> str:
    return date_of(day_of(text)).isoformat() if text.strip() else ""
