"""Fields to type in. The cursor does not blink (a blinking one sends 2.5 KB a second, spec/terminal §2.3)."""

from __future__ import annotations

from textual import events
from textual.message import Message

from tui.glyphs import glyphs
from tui.safe_text import width_of
from tui.widgets.drawn import Drawn, Line

MAX_SECRET_BYTES = 1024


class LineField(Drawn, can_focus=True):
    """One line of text. What is typed or pasted is kept as typed and drawn through `safe_text`."""

    DEFAULT_CSS = """
    LineField { height: 1; background: $panel; }
    LineField:focus { background: $panel; color: $foreground; text-style: bold; }
    """

    class Changed(Message):
        """The text is another one now."""

        def __init__(self, field: LineField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> LineField:
            return self.field

    class Submitted(Changed):
        """Enter was pressed."""

    class Block(Changed):
        """Several lines were pasted at once into a field that takes them."""

        def __init__(self, field: LineField, block: str) -> None:
            super().__init__(field)
            self.block = block

    takes_blocks = False
    """Whether several pasted lines are told instead of the first one being typed."""

    def __init__(
        self,
        text: str = "",
        *,
        max_length: int = 200,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.text = text
        self.max_length = max_length
        self.at = len(text)

    def set_text(self, text: str) -> None:
        self.text = text
        self.at = len(text)
        self._changed()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character.isprintable()

    def line_at(self, y: int, width: int) -> Line:
        if y:
            return ()
        if not self.has_focus:
            return ((self.text, ""),)
        # The view follows the cursor: what stands left of it is dropped until the rest fits.
        start = 0
        while start < self.at and width_of(self.text[start : self.at]) > width - 2:
            start += 1
        under = self.text[self.at : self.at + 1] or " "
        return ((self.text[start : self.at], ""), (under, "cursor"), (self.text[self.at + 1 :], ""))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.post_message(self.Submitted(self))
            return
        if event.is_printable and event.character:
            self._insert(event.character)
        elif not self._edit(event.key):
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        lines = event.text.splitlines()
        if self.takes_blocks and sum(bool(line.strip()) for line in lines) > 1:
            self.post_message(self.Block(self, event.text))
        else:
            self._insert(lines[0] if lines else "")

    def _insert(self, text: str) -> None:
        text = text[: self.max_length - len(self.text)]
        if text:
            self.text = self.text[: self.at] + text + self.text[self.at :]
            self.at += len(text)
            self._changed()

    def _edit(self, key: str) -> bool:
        moves = {"left": self.at - 1, "right": self.at + 1, "home": 0, "end": len(self.text)}
        if key in moves:
            self.at = max(0, min(len(self.text), moves[key]))
            self.refresh()
            return True
        cuts = {
            "backspace": (self.at - 1, self.at),
            "delete": (self.at, self.at + 1),
            "ctrl+u": (0, self.at),
            "ctrl+k": (self.at, len(self.text)),
            "ctrl+w": (len(self.text[: self.at].rstrip().rpartition(" ")[0]), self.at),
        }
        if key not in cuts:
            return False
        start, stop = cuts[key]
        if 0 <= start < stop <= len(self.text):
            self.text = self.text[:start] + self.text[stop:]
            self.at = start
            self._changed()
        return True

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Changed(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class SecretField(Drawn, can_focus=True):
    """A passphrase, kept in a bytearray that `take` hands over and `wipe` overwrites; never one `str` of it.

    Characters arrive one by one as events of Textual, which frees them soon; what we hold ourselves can be wiped.
    """

    DEFAULT_CSS = """
    SecretField { height: 1; background: $panel; }
    """

    class Submitted(Message):
        """Enter was pressed. Carries nothing: the receiver calls `take`."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._bytes = bytearray()
        self._characters = 0

    def __repr__(self) -> str:
        return "SecretField()"

    def take(self) -> bytearray:
        """The passphrase as UTF-8. The field is empty afterwards; the caller wipes what it got."""
        taken = self._bytes
        self._bytes = bytearray()
        self._characters = 0
        self.refresh()
        return taken

    def wipe(self) -> None:
        wipe(self._bytes)
        self._bytes = bytearray()
        self._characters = 0
        self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character.isprintable()

    def line_at(self, y: int, width: int) -> Line:
        if y:
            return ()
        dots = glyphs().veil * min(self._characters, max(0, width - 2))
        return ((dots, ""), (" ", "cursor" if self.has_focus else ""))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.post_message(self.Submitted())
            return
        if event.is_printable and event.character:
            self._append(event.character)
        elif event.key == "backspace":
            self._drop_last()
        elif event.key in ("ctrl+u", "ctrl+w"):
            self.wipe()
        else:
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        for character in event.text.rstrip("\r\n"):
            self._append(character)

    def _append(self, character: str) -> None:
        encoded = character.encode("utf-8", "replace")
        if len(self._bytes) + len(encoded) > MAX_SECRET_BYTES:
            return
        fresh = bytearray(len(self._bytes) + len(encoded))
        # Growing in place may move the buffer and leave a copy behind: grow into a new one and wipe the old.
        fresh[: len(self._bytes)] = self._bytes
        fresh[len(self._bytes) :] = encoded
        wipe(self._bytes)
        self._bytes = fresh
        self._characters += 1
        self.refresh()

    def _drop_last(self) -> None:
        end = len(self._bytes)
        while end:
            end -= 1
            first = self._bytes[end] & 0xC0 != 0x80
            self._bytes[end] = 0
            if first:
                break
        kept = bytearray(self._bytes[:end])
        wipe(self._bytes)
        self._bytes = kept
        self._characters = max(0, self._characters - 1)
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


def wipe(secret: bytearray) -> None:
    """Overwrite in place."""
    for index in range(len(secret)):
        secret[index] = 0
