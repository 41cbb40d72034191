"""A line that holds one of a few words: arrows and space turn it, a letter jumps to the word it begins."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from tui.keys import TO_RUSSIAN
from tui.widgets.drawn import Drawn, Line

_TO_LATIN = {russian: latin for latin, russian in TO_RUSSIAN.items()}


class ChoiceLine(Drawn, can_focus=True):
    """One of `choices`: (code, word)."""

    DEFAULT_CSS = """
    ChoiceLine { height: 1; background: $panel; }
    ChoiceLine:focus { background: $panel; color: $foreground; text-style: bold; }
    """

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choices = list(choices)
        codes = [code for code, _ in self._choices]
        self._at = codes.index(value) if value in codes else 0

    @property
    def text(self) -> str:
        """The code of the word shown."""
        return self._choices[self._at][0] if self._choices else ""

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character.isprintable()

    def line_at(self, y: int, width: int) -> Line:  # noqa: ARG002
        if y or not self._choices:
            return ()
        word = self._choices[self._at][1]
        if not self.has_focus:
            return ((word, ""),)
        return (("< ", "accent"), (word, "cursor"), (" >", "accent"))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.post_message(self.Submitted())
            return
        if event.key in ("left", "right", "space"):
            self._turn(-1 if event.key == "left" else 1)
        elif event.is_printable and event.character:
            self._jump(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _turn(self, by: int) -> None:
        if self._choices:
            self._at = (self._at + by) % len(self._choices)
            self.refresh()

    def _jump(self, character: str) -> None:
        """To the next word that begins with the letter, on either layout."""
        typed = character.casefold()
        wanted = {typed, TO_RUSSIAN.get(typed, typed), _TO_LATIN.get(typed, typed)}
        count = len(self._choices)
        for step in range(1, count + 1):
            at = (self._at + step) % count
            if self._choices[at][1][:1].casefold() in wanted:
                self._at = at
                self.refresh()
                return

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
