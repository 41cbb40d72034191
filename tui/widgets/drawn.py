"""Base of our own widgets: lines of (text, ink) pieces become strips here, through the gate of `safe_text`.

Nothing else turns text into what the terminal shows, so no screen can forget to clean a name; and few, long
pieces of one ink keep the bytes of a frame low (three quarters of them are colour escapes, spec/terminal §2.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.safe_text import clean, fit, wrap

Piece = tuple[str, str]
"""Text and the ink it is drawn in: one of INKS or ""."""
Line = tuple[Piece, ...]

INKS = ("dim", "strong", "accent", "good", "warn", "bad", "title", "cursor", "marked", "chip", "picked", "found")
"""Names of the component classes `drawn--<ink>` that the themes colour."""


def pieces_to_segments(line: Iterable[Piece], width: int, styles: dict[str, Style], base: Style) -> list[Segment]:
    """Cleaned segments that fill exactly `width` cells; neighbours of one style are joined."""
    segments: list[Segment] = []
    room = width
    run = ""
    run_style = base
    for text, ink in line:
        if room <= 0:
            break
        text = clean(text)
        length = len(text) if text.isascii() else cell_len(text)
        if length > room:
            # A cut that is seen: nobody takes half a sentence for all of it.
            said = text.rstrip()
            text = fit(text, room) if cell_len(said) > room else set_cell_size(said, room)
            length = room
        room -= length
        style = base + styles[ink] if ink else base
        if style == run_style:
            run += text
            continue
        if run:
            segments.append(Segment(run, run_style))
        run, run_style = text, style
    if room > 0 and run_style != base:
        segments.append(Segment(run, run_style))
        run, run_style = "", base
    run += " " * max(room, 0)
    if run:
        segments.append(Segment(run, run_style))
    return segments


class Drawn(Widget):
    """A widget that paints itself line by line from pieces."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"drawn--{ink}" for ink in INKS}
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Drawn {
        height: 1fr; width: 1fr; background: $background; color: $foreground;
        & > .drawn--dim { color: $foreground-muted; }
        & > .drawn--strong { text-style: bold; }
        & > .drawn--accent { color: $accent; }
        & > .drawn--good { color: $success; }
        & > .drawn--warn { color: $warning; }
        & > .drawn--bad { color: $error; text-style: bold; }
        & > .drawn--title { color: $primary; text-style: bold; }
        & > .drawn--cursor { background: $selection; color: $selection-text; text-style: bold; }
        & > .drawn--marked { color: $accent; text-style: bold; }
        & > .drawn--found { color: $accent; text-style: bold underline; }
        & > .drawn--chip { background: $panel; color: $foreground; }
        & > .drawn--picked { background: $selection; color: $selection-text; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._inks: dict[str, Style] | None = None

    def notify_style_update(self) -> None:
        """A theme or class change: the looked-up inks are stale."""
        self._inks = None
        super().notify_style_update()

    @property
    def inks(self) -> dict[str, Style]:
        """Ink → what it adds to the widget's own style."""
        if self._inks is None:
            self._inks = {ink: self.get_component_rich_style(f"drawn--{ink}", partial=True) for ink in INKS}
        return self._inks

    def strip_of(self, line: Iterable[Piece], width: int, ink: str = "") -> Strip:
        """The line in `width` cells; `ink` lies under the inks of the pieces."""
        base = self.rich_style
        styles = self.inks
        if ink:
            base = base + styles[ink]
            # Over a selection the colours of figures would lose their contrast: shape and weight remain.
            flat = Style(bold=True)
            styles = {name: flat if name in ("bad", "strong", "title", "marked") else Style() for name in INKS}
            styles["found"] = Style(bold=True, underline=True)
        return Strip(pieces_to_segments(line, width, styles, base), width)

    def line_at(self, y: int, width: int) -> Line:
        """What line `y` of the widget shows. Subclasses give it; beyond the end an empty line."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        return self.strip_of(self.line_at(y, width), width)


class OneLine(Drawn):
    """A single line that is set from outside (chip, header, job line). Sets nothing when nothing changed."""

    DEFAULT_CSS = """
    OneLine { height: 1; }
    """

    def __init__(self, line: Line = (), *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._line = line

    def show(self, line: Line) -> None:
        if line != self._line:
            self._line = line
            self.refresh()

    def line_at(self, y: int, width: int) -> Line:  # noqa: ARG002
        return self._line if y == 0 else ()


class Says(Drawn):
    """A sentence that is set from outside, on as many lines as it takes, three at most."""

    DEFAULT_CSS = """
    Says { height: 1; }
    """
    LEAST, MOST = 60, 3

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._told = ("", "")
        self._lines: tuple[str, ...] = ()

    def show(self, text: str, ink: str = "") -> None:
        self._told = (text, ink)
        self._lines = tuple(wrap(text, self.content_size.width or self.LEAST)[: self.MOST]) if text else ()
        self.styles.height = max(1, len(self._lines))
        self.refresh()

    def on_resize(self) -> None:
        self.show(*self._told)

    def line_at(self, y: int, width: int) -> Line:  # noqa: ARG002
        return ((self._lines[y], self._told[1]),) if y < len(self._lines) else ()


class Pager(Drawn, can_focus=True):
    """Lines of pieces with a scroll position: texts, cards, help. Arrow keys and hjkl scroll."""

    class Returned(Message):
        """It was out of sight and is shown again: lines that came meanwhile were wrapped to no width at all."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.lines: tuple[Line, ...] = ()
        self.top = 0
        self._away = False

    def on_hide(self) -> None:
        self._away = True

    def on_show(self) -> None:
        if self._away:
            self._away = False
            self.post_message(self.Returned())

    def show(self, lines: Iterable[Line], *, keep_top: bool = False) -> None:
        fresh = tuple(lines)
        if fresh == self.lines:
            return
        self.lines = fresh
        self.top = min(self.top, self.last_top) if keep_top else 0
        self.refresh()

    @property
    def last_top(self) -> int:
        return max(0, len(self.lines) - self.content_size.height)

    def scroll_lines(self, by: int) -> None:
        top = max(0, min(self.last_top, self.top + by))
        if top != self.top:
            self.top = top
            self.refresh()

    def line_at(self, y: int, width: int) -> Line:  # noqa: ARG002
        index = self.top + y
        return self.lines[index] if index < len(self.lines) else ()

    def on_mouse_scroll_down(self) -> None:
        self.scroll_lines(3)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_lines(-3)
