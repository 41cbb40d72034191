"""QST on paper: whose form, in which format, what is not translated yet, the export (S03.65)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tui.desk.port_dossier import PaperOut
from tui.desk.port_questionnaire import PrintFormat, QuestionnaireView
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.printing import PrintingScreen
from tui.text import fill, gettext

Person = tuple[str, str]
"""Id and name."""
NAMED = 6
"""Words without a translation that a sentence names."""
_ALL, _ONE = "all", "one"


class PaperOfQuestionnaires(PrintingScreen):
    """The part of QST about printing; the screen itself keeps person and form."""

    client_id: str
    person_id: str
    form_id: str

    def __init__(self) -> None:
        super().__init__()
        self._people: list[Person] = []
        self._view: QuestionnaireView | None = None

    # The paper
    def print_forms(self) -> None:
        if len(self._people) < 2:
            self._ask_words((self.person_id,))
            return

        def chosen(who: str | None) -> None:
            if who is not None:
                everybody = tuple(each for each, _name in self._people)
                self._ask_words(everybody if who == _ALL else (self.person_id,))

        view = self._view
        one = "" if view is None else view.person
        choices = [(_ONE, one), (_ALL, fill(gettext("all of them: {n}"), n=len(self._people)))]
        self.app.push_screen(ChoiceDialog(gettext("Whose questionnaire?"), choices), chosen)

    def _ask_words(self, people: tuple[str, ...]) -> None:
        """Words that are still Russian are named before anything is printed."""

        def found(words: tuple[str, ...]) -> None:
            if not words:
                self._ask_format(people)
                return
            told = fill(gettext("Not translated: {words}. Print all the same?"), words=", ".join(words[:NAMED]))
            self.app.push_screen(ConfirmDialog(told), lambda yes: self._ask_format(people) if yes else None)

        self.ask("words", partial(self.desk.questionnaires.untranslated, self.client_id, people, self.form_id), found)

    def _ask_format(self, people: tuple[str, ...]) -> None:
        view = self._view
        if view is None:
            return
        formats: list[tuple[PrintFormat, str]] = [("pdf", "PDF"), ("docx", "Word"), ("txt", gettext("plain text"))]
        if view.form.paper:
            formats.insert(0, ("form", gettext("the form of the country (Word)")))

        def make(form: PrintFormat, purpose: str) -> Sequence[PaperOut]:
            return self.desk.questionnaires.print_out(
                self.client_id, people, self.form_id, form, purpose, progress=self.progress
            )

        self.print_out(formats, make)
