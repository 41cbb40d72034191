"""QST: the questionnaire of a person for a country: what is known of him, both columns, the paper (S03.65–S03.70)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

import msgspec
from textual.widget import Widget

from core.wording.questionnaires import word
from tui.commands.base import Command
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES
from tui.commands.questionnaires import QUESTIONNAIRE_COMMANDS
from tui.desk.port_questionnaire import AnswerRow, CountryRow, QuestionnaireView
from tui.screens.dialogs.answer import AnswerDialog
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.ticks import TicksDialog
from tui.screens.entering import renew
from tui.screens.questionnaire_paper import NAMED, PaperOfQuestionnaires, Person
from tui.text import N_, fill, gettext
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_MORE = "directory"
_WRITES = frozenset(("edit_record", "take_answers", "copy_answers"))


class Section(msgspec.Struct, frozen=True):
    """A heading between the fields."""

    id: str
    title: str


QuestionLine = AnswerRow | Section


def question_columns(view: QuestionnaireView | None) -> tuple[Column[QuestionLine], ...]:
    """Field, as typed, in the language of the form."""
    told = "" if view is None else word("language", view.form.language)
    language = told[:1].upper() + told[1:]

    def name(row: QuestionLine) -> tuple[str, str]:
        return (row.title, "title") if isinstance(row, Section) else (row.name, "dim" if row.common else "")

    def result(row: QuestionLine) -> tuple[str, str]:
        if isinstance(row, Section):
            return ("", "")
        return (row.result, "bad" if row.unknown else "accent" if row.edited else "")

    def source(row: QuestionLine) -> tuple[str, str]:
        return ("", "") if isinstance(row, Section) else (row.source, "")

    return (
        Column("name", lambda: gettext("Field"), 32, name),
        Column("source", lambda: gettext("As typed"), 20, source, flex=2),
        Column("result", lambda: language, 20, result, flex=2),
    )


def lines_of(view: QuestionnaireView) -> list[QuestionLine]:
    """Fields under their two headings."""
    common = [each for each in view.rows if each.common]
    own = [each for each in view.rows if not each.common]
    lines: list[QuestionLine] = []
    for key, title, rows in (
        ("-common", gettext("Common data"), common),
        ("-own", gettext("Additional questionnaire data"), own),
    ):
        if rows:
            lines += [Section(key, title), *rows]
    return lines


class QuestionnaireScreen(PaperOfQuestionnaires):
    """Questionnaires of some people of a client: those of an order, or all."""

    CODE = "QST"
    CSS_PATH = "questionnaire.tcss"
    HEADING = N_("Questionnaire")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (ShowHelp, *QUESTIONNAIRE_COMMANDS, ShowMenu, GoBack, *MOVES)
    AUTO_FOCUS = "#questions"
    RULE = (
        N_(
            "Common data stand on the card and are the same in every questionnaire; what is typed into them here is"
            " written there. Additional data belong to this questionnaire."
        ),
        N_(
            "What is typed in Russian comes into the language of the form on leaving the field: letter by letter or by"
            " the dictionary, as the list of fields says. Other scripts stay as they are. A result written by hand"
            " is kept until its first column changes."
        ),
        N_(
            "A questionnaire holds documents of identity: opening it is a reading of what is private, and printing is"
            " an export with its number."
        ),
    )
    SOURCES = "S03.65–S03.70"

    def __init__(self, client_id: str, person_id: str, order_id: str = "") -> None:
        super().__init__()
        self.client_id, self.person_id, self.order_id = client_id, person_id, order_id
        self.form_id = ""

    def body(self) -> Iterable[Widget]:
        yield WindowTable(question_columns(None), lambda row: row.id, empty=self._empty, id="questions")

    def _empty(self) -> str:
        return gettext("This form has no fields yet: f opens their list.") if self._view else ""

    @property
    def table(self) -> WindowTable[QuestionLine]:
        return self.query_one("#questions", WindowTable)

    def client_in_hand(self) -> str:
        return self.client_id

    # Loading and painting
    def load(self) -> None:
        self.ask("questions", self._read, self._loaded)

    def _read(self) -> tuple[list[Person], QuestionnaireView | None]:
        quest = self.desk.questionnaires
        people = quest.people(self.client_id, self.order_id)
        known = [each for each, _name in people]
        if self.person_id not in known:
            self.person_id = known[0] if known else ""
        if not self.person_id:
            return people, None
        forms = [each.id for each in quest.countries()]
        if self.form_id not in forms:
            self.form_id = quest.last_form(self.client_id, self.person_id)
        return people, quest.read(self.client_id, self.person_id, self.form_id)

    def _loaded(self, told: tuple[list[Person], QuestionnaireView | None]) -> None:
        self._people, self._view = told
        view = self._view
        if view is None:
            self.notice(gettext("Nobody is on the card yet: add the people first."), "warn")
            return
        keep = self.table.current_id
        lines = lines_of(view)
        self.table.show_columns(question_columns(view), lambda row: row.id)
        source: Rows[QuestionLine] = Rows(lines, [each.id for each in lines])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or min(1, len(lines)))
        self._paint()

    def _paint(self) -> None:
        view = self._view
        if view is None:
            return
        place = [each for each, _name in self._people].index(self.person_id) + 1
        pieces = [
            (f"{view.form.country} · {word('language', view.form.language)}", "strong"),
            ("   " + fill(gettext("{n} of {total}"), n=place, total=len(self._people)), "dim"),
        ]
        if view.unknown:
            told = gettext("not in the dictionary: {words}")
            pieces.append(("   " + fill(told, words=", ".join(view.unknown[:NAMED])), "bad"))
        self.status.set_left(tuple(pieces))
        self.paint_title()

    def title_detail(self) -> str:
        return "" if self._view is None else self._view.person

    def on_window_table_moved(self) -> None:
        self.renew_footer()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if self.can("edit_record"):
            self.edit_record()

    # Verbs
    def can(self, verb: str) -> bool:
        if verb in _WRITES and (self._view is None or self.station.options.read_only):
            return False
        if verb == "edit_record":
            return isinstance(self.table.current, AnswerRow)
        if verb in ("take_answers", "copy_answers"):
            return len(self._people) > 1
        if verb in ("previous_record", "next_record"):
            return len(self._people) > 1
        if verb == "print_forms":
            return self._view is not None and not self.printing
        return super().can(verb)

    def edit_record(self) -> None:
        row, view = self.table.current, self._view
        if isinstance(row, AnswerRow) and view is not None:
            self.app.push_screen(AnswerDialog(self.client_id, view, row), self._answered)

    def _answered(self, saved: bool | None) -> None:
        if saved:
            self.table.move_by(1)
            renew(self)

    def choose_country(self) -> None:
        def offered(countries: Sequence[CountryRow]) -> None:
            choices = [(each.id, f"{each.country} · {word('language', each.language)}") for each in countries]
            more = (_MORE, gettext("the list of countries…"))
            self.app.push_screen(ChoiceDialog(gettext("Which country?"), [*choices, more]), chosen)

        def chosen(form: str | None) -> None:
            if form == _MORE:
                self._directory("countries")
            elif form is not None:
                self.form_id = form
                self.load()

        self.ask("countries", self.desk.questionnaires.countries, offered)

    def previous_record(self) -> None:
        self._step(-1)

    def next_record(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        ids = [each for each, _name in self._people]
        if self.person_id in ids:
            self.person_id = ids[(ids.index(self.person_id) + by) % len(ids)]
            self.load()

    # Data of others
    def take_answers(self) -> None:
        def chosen(source: str | None) -> None:
            if source is not None:
                self._fields(source, [self.person_id])

        self.app.push_screen(ChoiceDialog(gettext("Take data from whom?"), self._others()), chosen)

    def copy_answers(self) -> None:
        def ticked(people: tuple[str, ...] | None) -> None:
            if people:
                self._fields(self.person_id, people)

        self.app.push_screen(TicksDialog(gettext("Copy data to whom?"), self._others()), ticked)

    def _others(self) -> list[Person]:
        return [each for each in self._people if each[0] != self.person_id]

    def _fields(self, source: str, people: Sequence[str]) -> None:
        """Which of the additional data: those that are filled in, all ticked."""
        client, form = self.client_id, self.form_id

        def offered(view: QuestionnaireView) -> None:
            rows = [each for each in view.rows if not each.common and each.source]
            if not rows:
                self.notice(gettext("There is nothing to copy: these fields are empty."), "warn")
                return
            choices = [(each.id, f"{each.name}: {each.source}") for each in rows]
            heading = fill(gettext("What of {name}?"), name=view.person)
            self.app.push_screen(TicksDialog(heading, choices, [each.id for each in rows]), ticked)

        def ticked(fields: tuple[str, ...] | None) -> None:
            if fields:
                copy = partial(self.desk.questionnaires.copy, client, form, source, people, fields)
                self.ask("copy", copy, lambda _count: renew(self))

        self.ask("fields", partial(self.desk.questionnaires.read, client, source, form), offered)

    # Directories
    def open_dictionary(self) -> None:
        self._directory("dictionary")

    def open_variants(self) -> None:
        self._directory("variants")

    def open_fields(self) -> None:
        self._directory("fields")

    def _directory(self, name: str) -> None:
        from tui.screens.directories import directory_screen

        self.stale = True
        view = self._view
        self.app.push_screen(directory_screen(name, self.form_id, "" if view is None else view.form.country))
