"""A few words from the person: a purpose, a reason, a line that was found."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tui.screens.dialogs.base import Dialog
from tui.text import N_, gettext
from tui.widgets.line_field import LineField

WORDS_MAX = 200


class WordsDialog(Dialog[str]):
    """Returns what was typed, never empty. `heading` asks, `nudge` says what is missing: sentences to read."""

    HINT = N_("Enter go on · Esc leave it")
    AUTO_FOCUS = "LineField"

    def __init__(self, heading: str, nudge: str, most: int = WORDS_MAX) -> None:
        super().__init__()
        self._heading = heading
        self._nudge = nudge
        self._most = most

    def heading(self) -> str:
        return self._heading

    def inside(self) -> Iterable[Widget]:
        yield LineField(max_length=self._most, id="words")

    def on_line_field_submitted(self) -> None:
        told = self.query_one("#words", LineField).text.strip()
        if told:
            self.dismiss(told)
        else:
            self.tell(self._nudge or gettext("A few words are needed."), "warn")
