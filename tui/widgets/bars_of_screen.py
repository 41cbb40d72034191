"""The three fixed lines of a workplace: title, status, footer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events

from tui.glyphs import glyphs
from tui.safe_text import width_of, wrap
from tui.text import gettext
from tui.widgets.drawn import Drawn, Line, OneLine, Piece

if TYPE_CHECKING:
    from tui.commands.base import Command

MAX_FOOTER_ITEMS = 6
_GAP = "  "


class TitleLine(Drawn):
    """Where we are on the left, who we are on the right."""

    DEFAULT_CSS = """
    TitleLine { height: 1; background: $panel; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._said: tuple[str, str, str, str] = ("", "", "", "")

    def tell(self, title: str, detail: str, firm: str, who: str) -> None:
        said = (title, detail, firm, who)
        if said != self._said:
            self._said = said
            self.refresh()

    def line_at(self, y: int, width: int) -> Line:  # noqa: ARG002
        title, detail, firm, who = self._said
        left: list[Piece] = [(f" {title}", "title")]
        if detail:
            left.append((f" {glyphs().separator} ", "dim"))
            left.append((detail, ""))
        used = sum(width_of(text) for text, _ink in left)
        room = width - used - 2
        # What there is no room for is left out whole: first the firm, then who we are.
        whole = f"{firm} · {who}" if firm and who else firm or who
        right = next((text for text in (whole, who) if width_of(text) <= room - 2), "")
        return (*left, (" " * (room - width_of(right) + 1), ""), (f"{right} ", "dim"))


class StatusLine(Drawn):
    """Filter and order on the left or, while there is one, a notice; the running job on the right.

    A notice longer than the line takes two or three: what it ends with may be where a file lies.
    """

    MOST = 3

    DEFAULT_CSS = """
    StatusLine { height: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left: Line = ()
        self._notice: Line = ()
        self._job = ""

    def set_left(self, line: Line) -> None:
        if line != self._left:
            self._left = line
            self.refresh()

    def set_notice(self, line: Line) -> None:
        if line != self._notice:
            self._notice = line
            self.styles.height = max(1, len(self._wrapped(self.size.width)))
            self.refresh()

    def _wrapped(self, width: int) -> list[str]:
        """Lines of a notice that one line does not hold; empty where it does."""
        told = self.notice_text
        return wrap(told, width - 2)[: self.MOST] if width_of(told) > width - 2 > 0 else []

    def set_job(self, text: str) -> None:
        if text != self._job:
            self._job = text
            self.refresh()

    @property
    def notice_text(self) -> str:
        return "".join(text for text, _ink in self._notice)

    def line_at(self, y: int, width: int) -> Line:
        if wrapped := self._wrapped(width):
            return ((" ", ""), (wrapped[y], self._notice[0][1])) if y < len(wrapped) else ()
        if y:
            return ()
        shown = self._notice or self._left
        line: Line = ((" ", ""), *shown)
        if not self._job:
            return line
        used = sum(width_of(text) for text, _ink in line)
        room = width - width_of(self._job) - 2
        if used > room:
            # The job matters less than a sentence about what went wrong.
            return line if self._notice else ((" " * max(0, room), ""), (f" {self._job} ", "dim"))
        return (*line, (" " * (room - used), ""), (f" {self._job} ", "dim"))


class FooterLine(Drawn):
    """At most six commands with their keys: those that fit whole, never a cut one (spec/terminal §1)."""

    DEFAULT_CSS = """
    FooterLine { height: 1; background: $panel; }
    """

    def __init__(self, commands: Callable[[], tuple[type[Command], ...]], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._commands = commands
        self._painted: tuple[str, ...] = ()

    def renew(self) -> None:
        """Paint again when other commands can be given now."""
        names = tuple(command.name() for command, _start, _stop in self.items(self.content_size.width))
        if names != self._painted:
            self.refresh()

    def items(self, width: int) -> tuple[tuple[type[Command], int, int], ...]:
        """Command, first cell, cell behind the last."""
        placed: list[tuple[type[Command], int, int]] = []
        at = 1
        for command in self._commands():
            text = command.footer_text()
            if not text or not self.screen.check_action("command", (command.name(),)):
                continue
            cells = width_of(command.key_text()) + 1 + width_of(text)
            if len(placed) == MAX_FOOTER_ITEMS or at + cells > width - 1:
                break
            placed.append((command, at, at + cells))
            at += cells + len(_GAP)
        return tuple(placed)

    def line_at(self, y: int, width: int) -> Line:  # noqa: ARG002
        line: list[Piece] = [(" ", "")]
        items = self.items(width)
        self._painted = tuple(command.name() for command, _start, _stop in items)
        for place, (command, _start, _stop) in enumerate(items):
            if place:
                line.append((_GAP, ""))
            line.append((command.key_text(), "accent"))
            line.append((f" {command.footer_text()}", ""))
        return tuple(line)

    async def on_click(self, event: events.Click) -> None:
        for command, start, stop in self.items(self.content_size.width):
            if start <= event.x < stop:
                await self.screen.run_action(f"command('{command.name()}')")
                return


class HintLine(OneLine):
    """Keys of a dialog, in its last line."""

    DEFAULT_CSS = """
    HintLine { color: $foreground-muted; background: $surface; }
    """

    def tell(self, msgid: str) -> None:
        self.show(((gettext(msgid), "dim"),))
