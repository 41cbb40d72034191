"""A word of the dictionary for translation with its equivalents in English and French (S03.69)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from tui.screens.dialogs.base import Dialog
from tui.text import N_, field_name, gettext
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField

_LANGUAGES = ("ru", "en", "fr")


class WordDialog(Dialog[bool]):
    """Returns True once the dictionary has the word. The Russian side may be widened to a whole phrase."""

    HEADING = N_("The dictionary does not know this word")
    HINT = N_("↑ ↓ field · Enter next, at the end save · Esc leave the word as it is")
    AUTO_FOCUS = "#word-en"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def inside(self) -> Iterable[Widget]:
        for name in _LANGUAGES:
            with Horizontal(classes="row"):
                yield OneLine(((field_name(name), "dim"),), classes="caption")
                yield LineField(self._word if name == "ru" else "", max_length=120, id=f"word-{name}")

    def on_mount(self) -> None:
        self.ask(partial(self.station.desk.questionnaires.known_word, self._word), self._known)

    def _known(self, found: tuple[str, str]) -> None:
        for name, text in zip(("en", "fr"), found, strict=True):
            field = self.query_one(f"#word-{name}", LineField)
            if text and not field.text:
                field.set_text(text)

    def on_line_field_submitted(self, event: LineField.Submitted) -> None:
        if event.field.id != "word-fr":
            self.focus_next()
            return
        ru, en, fr = (self.query_one(f"#word-{name}", LineField).text for name in _LANGUAGES)
        self.tell(gettext("Saving…"))
        save = partial(self.station.desk.questionnaires.add_word, ru, en, fr)
        self.ask(save, lambda _done: self.dismiss(True), "save")
