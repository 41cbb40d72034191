"""QST on paper: whose form, in which format, what is not translated yet, the export (S03.65)."""

from __future__ import annotations

from functools import partial

from tui.desk.port_dossier import PaperOut
from tui.desk.port_questionnaire import PRINT_FORMATS, QuestionnaireView
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.words import WordsDialog
from tui.text import fill, gettext

Person = tuple[str, str]
"""Id and name."""
NAMED = 6
"""Words without a translation that a sentence names."""
_ALL, _ONE = "all", "one"


class PaperOfQuestionnaires(WorkScreen):
    """The part of QST about printing; the screen itself keeps person and form."""

    client_id: str
    person_id: str
    form_id: str

    def __init__(self) -> None:
        super().__init__()
        self._people: list[Person] = []
        self._view: QuestionnaireView | None = None
        self._printing = self._stopped = False

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
        choices: list[tuple[str, str]] = [("pdf", "PDF"), ("docx", "Word"), ("txt", gettext("plain text"))]
        if view.form.paper:
            choices.insert(0, ("form", gettext("the form of the country (Word)")))

        def chosen(form: str | None) -> None:
            if form is not None:
                nudge = gettext("Say what it is for: it stands in the log.")
                dialog = WordsDialog(gettext("What is the document for?"), nudge)
                self.app.push_screen(dialog, partial(self._print, people, form))

        self.app.push_screen(ChoiceDialog(gettext("On paper"), choices), chosen)

    def _print(self, people: tuple[str, ...], form: str, purpose: str | None) -> None:
        picked = next((each for each in PRINT_FORMATS if each == form), None)
        if purpose and picked is not None:
            self._printing, self._stopped = True, False
            self.notice(gettext("Making the document… Esc stops it."))
            make = partial(
                self.desk.questionnaires.print_out, self.client_id, people, self.form_id, picked, purpose,
                progress=self._progress,
            )  # fmt: skip
            self.ask("paper", make, self._printed)

    def _progress(self, done: int, total: int) -> bool:
        told = fill(gettext("Making the document: {done} of {total}. Esc stops it."), done=done, total=total)
        self.app.call_from_thread(self.notice, told)
        return not self._stopped

    def problem(self, problem: Exception) -> None:
        self._printing = False
        super().problem(problem)  # type: ignore[arg-type]  # what `ask` gives is a Problem

    def _printed(self, made: list[PaperOut]) -> None:
        self._printing = False
        last = made[-1]
        if len(made) == 1:
            told = gettext("Export No. {number}: {pages} p., {file}")
            self.notice(fill(told, number=last.number, pages=last.pages, file=last.file), "good")
        else:
            told = gettext("Files: {n}, exports No. {first}–{last}; the last is {file}")
            said = fill(told, n=len(made), first=made[0].number, last=last.number, file=last.file)
            self.notice(said, "good")

    def go_back(self) -> None:
        if self._printing:
            self._stopped = True
        else:
            super().go_back()
