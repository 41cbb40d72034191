"""Documents on paper from a screen: format, purpose, progress that Esc stops, number of the export (S03.96, U06)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from core.problem import Problem
from tui.desk.port_dossier import PaperOut
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.words import WordsDialog
from tui.text import fill, gettext

F = TypeVar("F", bound=str)
Make = Callable[[F, str], Sequence[PaperOut]]
"""Format and purpose → what left the store."""


class PrintingScreen(WorkScreen):
    """A screen that makes documents, one batch at a time."""

    printing = False
    """Documents are being made: Esc stops them instead of leaving the screen."""
    _stopped = False

    def print_out(self, formats: Sequence[tuple[F, str]], make: Make[F]) -> None:
        """Ask for one of the formats (with its word) and for the purpose, then make the documents."""

        def chosen(form: str | None) -> None:
            picked = next((each for each, _told in formats if each == form), None)
            if picked is not None:
                nudge = gettext("Say what it is for: it stands in the log.")
                dialog = WordsDialog(gettext("What is the document for?"), nudge)
                self.app.push_screen(dialog, partial(self._make, partial(make, picked)))

        self.app.push_screen(ChoiceDialog(gettext("On paper"), list(formats)), chosen)

    def progress(self, done: int, total: int) -> bool:
        """For `make`, in its thread: tells how far it is; False when the person has stopped it."""
        told = fill(gettext("Making the document: {done} of {total}. Esc stops it."), done=done, total=total)
        self.app.call_from_thread(self.notice, told)
        return not self._stopped

    def _make(self, make: Callable[[str], Sequence[PaperOut]], purpose: str | None) -> None:
        if purpose:
            self.printing, self._stopped = True, False
            self.notice(gettext("Making the document… Esc stops it."))
            self.ask("paper", partial(make, purpose), self._made)

    def _made(self, made: Sequence[PaperOut]) -> None:
        self.printing = False
        last = made[-1]
        if len(made) == 1:
            told = gettext("Export No. {number}: {pages} p., {file}")
            self.notice(fill(told, number=last.number, pages=last.pages, file=last.file), "good")
        else:
            told = gettext("Files: {n}, exports No. {first}–{last}; the last is {file}")
            said = fill(told, n=len(made), first=made[0].number, last=last.number, file=last.file)
            self.notice(said, "good")

    def problem(self, problem: Problem) -> None:
        self.printing = False
        super().problem(problem)

    def go_back(self) -> None:
        if self.printing:
            self._stopped = True
        else:
            super().go_back()
