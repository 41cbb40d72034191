"""The text of a kept file over the card: it goes with the box and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.desk.port_files import FileText
from tui.safe_text import wrap
from tui.screens.dialogs.base import Dialog, letters
from tui.text import N_, gettext
from tui.widgets.drawn import Line, Pager


class FileTextDialog(Dialog[None]):
    """A text to scroll."""

    HINT = N_("↑ ↓ PgUp PgDn scroll · Esc close")
    AUTO_FOCUS = "Pager"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll_by(1)", show=False),
        Binding("up", "scroll_by(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "ends(-1)", show=False),
        Binding("end", "ends(1)", show=False),
        *letters(("j", "scroll_by(1)"), ("k", "scroll_by(-1)"), ("q", "close")),
    ]

    def __init__(self, told: FileText) -> None:
        super().__init__()
        self._file = told

    def heading(self) -> str:
        return self._file.name

    def inside(self) -> Iterable[Widget]:
        yield Pager(id="file-text")

    def on_resize(self) -> None:
        self.call_after_refresh(self._paint)

    def _paint(self) -> None:
        pager = self.query_one("#file-text", Pager)
        pager.show(text_lines(self._file, max(20, pager.content_size.width)), keep_top=True)

    def action_scroll_by(self, by: int) -> None:
        self.query_one("#file-text", Pager).scroll_lines(by)

    def action_page(self, by: int) -> None:
        pager = self.query_one("#file-text", Pager)
        pager.scroll_lines(by * max(1, pager.content_size.height - 1))

    def action_ends(self, by: int) -> None:
        pager = self.query_one("#file-text", Pager)
        pager.scroll_lines(by * len(pager.lines))


def text_lines(told: FileText, width: int) -> list[Line]:
    """The text wrapped, each line of its own; where it is only the beginning the last line says so."""
    lines: list[Line] = []
    for row in told.text.expandtabs(4).splitlines():
        lines += [((part, ""),) for part in wrap(row, width)] or [()]
    if told.cut:
        lines.append(((gettext("This is the beginning: save a copy to read all of it."), "dim"),))
    return lines
