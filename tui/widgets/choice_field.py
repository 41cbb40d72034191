"""A field that takes one of a few values: arrows turn it, a letter jumps to the next value that begins with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from tui.widgets.drawn import Drawn, Line

Choices = Sequence[tuple[str, str]]


class ChoiceField(Drawn, can_focus=True):
    """One line: the word of the value between two arrows."""

    DEFAULT_CSS = """
    ChoiceField { height: 1; background: $panel; }
    ChoiceField:focus { background: $panel; color: $foreground; text-style: bold; }
    """

    class Submitted(Message):
        """Enter was pressed."""

    class Turned(Message):
        """Another value is chosen."""

    def __init__(self, choices: Choices, value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choices = tuple(choices)
        self._at = next((n for n, each in enumerate(self._choices) if each[0] == value), 0)

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._choices[self._at][0] if self._choices else ""

    def choose(self, value: str) -> None:
        """Stand on a value, without telling anybody."""
        self._at = next((n for n, each in enumerate(self._choices) if each[0] == value), self._at)
        self.refresh()

    def line_at(self, y: int, width: int) -> Line:  # noqa: ARG002
        if y or not self._choices:
            return ()
        word = self._choices[self._at][1]
        if not self.has_focus:
            return ((word, ""),)
        return (("< ", "accent"), (word, "cursor"), (" >", "accent"))

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character.isprintable()

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.post_message(self.Submitted())
            return
        if event.key in ("left", "right", "space"):
            self._turn(self._at + (-1 if event.key == "left" else 1))
        elif event.is_printable and event.character:
            self._jump(event.character.casefold())
        else:
            return
        event.stop()
        event.prevent_default()

    def _jump(self, letter: str) -> None:
        size = len(self._choices)
        for step in range(1, size + 1):
            at = (self._at + step) % size
            if self._choices[at][1].casefold().startswith(letter):
                self._turn(at)
                return

    def _turn(self, at: int) -> None:
        if self._choices:
            self._at = at % len(self._choices)
            self.refresh()
            self.post_message(self.Turned())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
