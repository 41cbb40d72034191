"""One field of a questionnaire: as it is typed, and in the language of the form (S03.67–S03.70)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from core.problem import Problem
from core.wording.questionnaires import word
from tui.desk.port_questionnaire import AnswerRow, QuestionnaireView, Suggested
from tui.screens.dialogs.base import Dialog
from tui.screens.dialogs.dictionary_word import WordDialog
from tui.text import N_, fill, gettext
from tui.widgets.choice_field import ChoiceField
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField

ANSWER_MAX = 1000


class AnswerDialog(Dialog[bool]):
    """Returns True once both columns are saved.

    Leaving the first line translates it, unless the second one was written by hand; an unknown word opens the
    dictionary, and then it goes on.
    """

    HINT = N_("Enter other column, then save · empty: translated anew · Esc leave it")
    AUTO_FOCUS = "#source"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(self, client_id: str, view: QuestionnaireView, row: AnswerRow) -> None:
        super().__init__()
        self._client, self._view, self._row = client_id, view, row
        self._last = row.source
        """What the second column was made from."""
        self._made = "" if row.edited else row.result
        self._left: set[str] = set()
        """Words the person left as they are."""
        self._waiting = self._then_save = False

    def heading(self) -> str:
        return f"{self._view.person} · {self._row.name}"

    def inside(self) -> Iterable[Widget]:
        row = self._row
        with Horizontal(classes="row"):
            yield OneLine(((gettext("As typed"), "dim"),), classes="caption")
            if row.picked and row.variants:
                values = dict.fromkeys(("", row.source, *row.variants))
                yield ChoiceField([(each, each or "—") for each in values], row.source, id="source")
            else:
                yield LineField(row.source, max_length=ANSWER_MAX, id="source")
        with Horizontal(classes="row"):
            told = word("language", self._view.form.language)
            yield OneLine(((told[:1].upper() + told[1:], "dim"),), classes="caption")
            yield LineField(row.result, max_length=ANSWER_MAX, id="result")

    def on_mount(self) -> None:
        if self._row.picked and not self._row.variants:
            self.tell(gettext("This field has no variants yet: v on the questionnaire opens their list."), "warn")
        else:
            self.tell(word("way", self._row.way))

    @property
    def source(self) -> str:
        """The first column as it stands."""
        widget = self.query_one("#source")
        return widget.value if isinstance(widget, ChoiceField) else str(getattr(widget, "text", ""))

    @property
    def result(self) -> LineField:
        """The second column."""
        return self.query_one("#result", LineField)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if event.widget.id == "result":
            self._translate()

    def on_choice_field_submitted(self) -> None:
        self.result.focus()

    def on_line_field_submitted(self, event: LineField.Submitted) -> None:
        if event.field.id == "source":
            self.result.focus()
            return
        if not self.result.text and self.source:
            self._last = ""
            self._translate()
        self._then_save = True
        if not self._waiting:
            self._save()

    def _translate(self) -> None:
        source = self.source
        written = self.result.text not in ("", self._made)
        if source == self._last or (written and self._row.edited and source == self._row.source):
            return
        self._last, self._waiting = source, True
        suggest = self.station.desk.questionnaires.suggest
        self.ask(partial(suggest, self._view.form.id, self._row.id, source), self._suggested, "suggest")

    def _suggested(self, found: Suggested) -> None:
        self._waiting = False
        self._made = found.text
        self.result.set_text(found.text)
        unknown = [each for each in found.unknown if each not in self._left]
        if unknown:
            self._then_save = False
            self.app.push_screen(WordDialog(unknown[0]), partial(self._told, unknown[0]))
            return
        if self._left:
            self.tell(fill(gettext("Without a translation: {words}."), words=", ".join(sorted(self._left))), "warn")
        if self._then_save:
            self._save()

    def _told(self, unknown: str, known: bool | None) -> None:
        """The dictionary has the word now, or it stays as it is; either way the translation goes on."""
        if not known:
            self._left.add(unknown)
        self._last = ""
        self._translate()

    def _save(self) -> None:
        self.tell(gettext("Saving…"))
        result = self.result.text
        edited = bool(result) and result != self._made
        save = partial(
            self.station.desk.questionnaires.save, self._client, self._view.person_id, self._view.form.id,
            self._row.id, self.source, result, edited,
        )  # fmt: skip
        self.ask(save, lambda _done: self.dismiss(True), "save")

    def refused(self, problem: Problem) -> None:
        self._waiting = self._then_save = False
        super().refused(problem)
