"""CARD Люди: contact persons with masks, what we do not know, who is there day and night (S03.89, S02.16, S03.91)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from core.entities.client_contact import ContactLine
from core.wording.relations import word
from tui.desk.edit_field import EditField
from tui.desk.port_persons import PersonRow, Relations
from tui.screens.card_contacts import ContactsOfCard
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.dialogs.words import WordsDialog
from tui.screens.people_lines import facts_lines, first_point, people_columns
from tui.text import fill, gettext, percent
from tui.widgets.drawn import Pager, Piece
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

STRENGTHS = range(6)


class PeopleOfCard(ContactsOfCard):
    """The part of CARD about contact persons; the card itself keeps the tabs."""

    tab: str

    def __init__(self) -> None:
        super().__init__()
        self._relations: Relations | None = None

    def people_widgets(self) -> Iterable[Widget]:
        """The list, and what stands below it."""
        empty = gettext("Nobody is on the card yet: n adds the first person.")
        yield WindowTable(
            people_columns(self._contact),
            lambda row: row.id,
            empty=lambda: empty if self._relations else "",
            id="people",
        )
        yield Pager(id="people-facts")

    @property
    def has_people(self) -> bool:
        """Whether anybody is on the card."""
        return bool(self._relations and self._relations.people)

    # Loading and painting
    def load_people(self) -> None:
        client_id = self.client_id
        self.ask("people", lambda: self.desk.persons.relations(client_id), self._people_told)

    def _people_told(self, told: Relations) -> None:
        self._relations = told
        table = self.query_one("#people", WindowTable)
        keep = table.current_id
        source = Rows(told.people, [each.id for each in told.people])
        at = None if keep is None else source.position(keep)
        table.set_source(source, at or 0)
        self.paint()

    def people_pairs(self) -> list[tuple[str, str, str]]:
        """Caption, text, ink for the Overview: what we know of the client, and what is missing (S02.16)."""
        told = self._relations
        if told is None:
            return []
        pairs = [(gettext("We know"), percent(told.knowledge.percent), "")]
        if told.alarms:
            pairs.append((gettext("People"), "; ".join(word("alarm", each) for each in told.alarms), "warn"))
        return pairs

    def paint_people(self) -> None:
        """What is known below the list, and the value in sight in it."""
        if self._relations is None:
            return
        pager = self.query_one("#people-facts", Pager)
        pager.show(facts_lines(self._relations, max(30, pager.content_size.width), self.person), keep_top=True)
        self.query_one("#people", WindowTable).refresh()

    def _contact(self, row: PersonRow) -> Piece:
        point = first_point(row)
        shown = self.shown
        if shown is not None:
            said = next((each for each in row.points if each.key == shown.key), None)
            if said is not None:
                return (shown.value, "strong")
        if point is None:
            return ("", "")
        network = row.networks[0] if row.networks else ""
        return (f"{point.mask} {network}".strip(), "dim")

    @property
    def person(self) -> PersonRow | None:
        """The person under the cursor."""
        row = self.query_one("#people", WindowTable).current if self.is_mounted else None
        return row if isinstance(row, PersonRow) else None

    def offered_contacts(self) -> tuple[ContactLine, ...]:
        if self.tab == "people":
            return self.person.points if self.person is not None else ()
        return super().offered_contacts()

    # Verbs
    def add_person(self) -> None:
        client_id = self.client_id
        self.ask("form", lambda: self.desk.persons.form(client_id), partial(self._person_form, ""))

    def edit_person(self) -> None:
        client_id, person = self.client_id, self.person
        if person is not None:
            self.ask(
                "form", lambda: self.desk.persons.form(client_id, person.id), partial(self._person_form, person.id)
            )

    def _person_form(self, person_id: str, form: tuple[EditField, ...]) -> None:
        heading = gettext("Contact person") if person_id else gettext("New contact person")
        save = partial(self.desk.persons.save, self.client_id, person_id)
        again = partial(self.desk.persons.form, self.client_id, person_id) if person_id else None
        self.app.push_screen(RecordForm(heading, form, save, whole=not person_id, again=again), self.renewed)

    def open_profile(self) -> None:
        client_id, person = self.client_id, self.person
        if person is not None:
            self.ask("form", lambda: self.desk.persons.profile_form(client_id, person.id), self._profile)

    def _profile(self, form: tuple[EditField, ...]) -> None:
        person = self.person
        if person is not None:
            heading = fill(gettext("Private: {name}"), name=person.name)
            save = partial(self.desk.persons.save_profile, self.client_id, person.id)
            again = partial(self.desk.persons.profile_form, self.client_id, person.id)
            self.app.push_screen(RecordForm(heading, form, save, again=again), self.renewed)

    def edit_care(self) -> None:
        client_id = self.client_id
        self.ask("form", lambda: self.desk.persons.care_form(client_id), self._care)

    def _care(self, form: tuple[EditField, ...]) -> None:
        heading = gettext("Who is there for the client, and what we know of his purse")
        save = partial(self.desk.persons.save_care, self.client_id)
        again = partial(self.desk.persons.care_form, self.client_id)
        self.app.push_screen(RecordForm(heading, form, save, again=again), self.renewed)

    def tie_person(self) -> None:
        client_id, person = self.client_id, self.person
        if person is None:
            return

        def told(strength: str | None) -> None:
            if strength is not None:
                self.ask("tie", lambda: self.desk.persons.tie(client_id, person.id, int(strength)), self._written)

        words = [
            gettext("we do not know each other"),
            gettext("we have spoken"),
            gettext("he knows me by name"),
            gettext("he calls me himself"),
            gettext("we trust each other"),
            gettext("we are friends"),
        ]
        pairs = [(str(n), f"{n} · {words[n]}") for n in STRENGTHS]
        heading = fill(gettext("How well do you know {name}?"), name=person.name)
        self.app.push_screen(ChoiceDialog(heading, pairs), told)

    def leave_person(self) -> None:
        """He has left; F2 is not needed: where he went is told by the next form that has him."""
        client_id, person = self.client_id, self.person
        if person is None:
            return

        def told(what: str | None) -> None:
            if what == "left":
                self.ask("left", lambda: self.desk.persons.left(client_id, person.id), self._written)
            elif what == "mistake":
                self.ask("left", lambda: self.desk.persons.remove(client_id, person.id), self._written)
            elif what == "moved":
                self._ask_where(person)

        pairs = [
            ("left", gettext("he has left the client")),
            ("moved", gettext("he works for another client of ours now")),
            ("mistake", gettext("he was typed by mistake: take him off the list")),
        ]
        self.app.push_screen(ChoiceDialog(person.name, pairs), told)

    def _ask_where(self, person: PersonRow) -> None:
        from tui.screens.dialogs.find import Chosen, FindDialog, Taken

        client_id = self.client_id

        def chosen(answer: Chosen | None) -> None:
            if isinstance(answer, Taken):
                to_client = answer.client_id
                self.ask("left", lambda: self.desk.persons.left(client_id, person.id, to_client), self._written)

        self.app.push_screen(FindDialog(creating=False), chosen)

    def refer_person(self) -> None:
        client_id, person = self.client_id, self.person
        person_id = person.id if person is not None and self.tab == "people" else ""

        def told(whom: str | None) -> None:
            if whom:
                self.ask("refer", lambda: self.desk.persons.refer(client_id, person_id, whom), self._written)

        self.app.push_screen(WordsDialog(gettext("Whom were we recommended to?"), ""), told)

    def tell_news(self) -> None:
        client_id = self.client_id

        def told(text: str | None) -> None:
            if text:
                self.ask("news", lambda: self.desk.persons.add_news(client_id, text), self._written)

        self.app.push_screen(WordsDialog(gettext("What is new at the client?"), "", 300), told)

    def open_questionnaire(self) -> None:
        from tui.screens.questionnaire import QuestionnaireScreen

        person = self.person.id if self.tab == "people" and self.person is not None else ""
        self.app.push_screen(QuestionnaireScreen(self.client_id, person))

    def show_map(self) -> None:
        from tui.screens.map import MapScreen

        self.app.push_screen(MapScreen(self.client_id))

    def _written(self, _answer: object) -> None:
        self.renewed(True)

    def renewed(self, saved: bool | None) -> None:
        """Something of this card was written: whatever shows it asks again."""
        if saved:
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # a card stands on loaded workplaces
            self.call_after_refresh(self.notice, gettext("Saved. u takes the last change back."), "good")
