"""HELP: F1 on every screen: its keys, the rule behind it and the row of the source it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import ClassVar

from textual.widget import Widget

from core.wording.guide import Page, books, hints, tour
from core.wording.guide import title as page_title
from tui.commands.base import Command
from tui.commands.everywhere import EVERYWHERE, GoBack
from tui.commands.guide import ShowHints, ShowKeys, ShowTour
from tui.commands.lists import MOVES
from tui.safe_text import fit, wrap
from tui.screens.base import WorkScreen
from tui.text import N_, fill, gettext
from tui.widgets.drawn import Line, Pager

_KEY_CELLS = 20
_TITLE_CELLS = 26
LEADS_AWAY = frozenset({"show_menu", "find_client", "new_client", "show_palette", "log_contact", "new_task"})
"""What an open dialog has to be closed for first."""


class HelpScreen(WorkScreen):
    """A text to scroll, made from the command classes, so it cannot be out of date."""

    CODE = "HELP"
    CSS_PATH = "places.tcss"
    HEADING = N_("Help")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (GoBack, ShowTour, ShowHints, ShowKeys, *MOVES)

    def __init__(self, about: WorkScreen, dialog: tuple[str, str] = ("", "")) -> None:
        """`dialog`: title and keys of the dialog it was asked for in; empty: none stands on the screen."""
        super().__init__()
        self._about = about
        self._dialog = dialog
        self._shown_page: Page = "keys"

    def body(self) -> Iterable[Widget]:
        yield Pager(id="help")

    def title_detail(self) -> str:
        return gettext(self._about.HEADING) if self._shown_page == "keys" else page_title(self._shown_page)

    def on_resize(self) -> None:
        self.call_after_refresh(self.load)

    def load(self) -> None:
        pager = self.query_one(Pager)
        width = max(40, pager.content_size.width)
        if self._shown_page == "keys":
            lines = [*dialog_lines(*self._dialog, width), *help_lines(self._about, width)]
        else:
            lines = page_lines(self._shown_page, width)
        pager.show(lines, keep_top=True)

    def show_tour(self) -> None:
        self._turn("tour")

    def show_hints(self) -> None:
        self._turn("hints")

    def show_keys(self) -> None:
        self._turn("keys")

    def _turn(self, page: Page) -> None:
        self._shown_page = page
        pager = self.query_one(Pager)
        pager.scroll_lines(-len(pager.lines))
        self.load()
        self.paint_title()

    def can(self, verb: str) -> bool:
        leads_away = bool(self._dialog[0]) and verb in LEADS_AWAY
        return verb != "show_help" and not leads_away and super().can(verb)

    def go_back(self) -> None:
        self.app.pop_screen()


def dialog_lines(title: str, keys: str, width: int) -> list[Line]:
    """A dialog's own keys; nothing where none was open."""
    if not title:
        return []
    return [((title, "title"),), (), *(((text, ""),) for text in wrap(keys, width)), ()]


def page_lines(page: Page, width: int) -> list[Line]:
    """The tour, or hints with what to read."""
    lines: list[Line] = []
    parts = (
        [(page_title(page), tour())] if page == "tour" else [(page_title(page), hints()), (gettext("To read"), books())]
    )
    for heading, paragraphs in parts:
        lines += [((heading, "title"),), ()]
        for paragraph in paragraphs:
            lines += [*(((text, ""),) for text in wrap(paragraph, width)), ()]
    return lines


def help_lines(screen: WorkScreen, width: int) -> list[Line]:
    """Rule, source, then the keys: of this screen first, then those of every screen."""
    lines: list[Line] = []
    if screen.RULE:
        lines += [((gettext("The rule behind it"), "title"),), ()]
        for paragraph in screen.RULE:
            lines += [((text, ""),) for text in wrap(gettext(paragraph), width)]
            lines.append(())
        told = fill(gettext("Source: rows {rows} of the requirements."), rows=screen.SOURCES)
        lines += [*(((text, "dim"),) for text in wrap(told, width)), ()]
    own = [command for command in screen.OFFERS if command not in EVERYWHERE and command not in MOVES]
    for title, commands in (
        (gettext("Keys of this screen"), own),
        (gettext("Keys of every screen"), list(EVERYWHERE)),
        (gettext("Moving"), list(MOVES)),
    ):
        shown = [command for command in commands if screen.role in command.roles]
        if not shown:
            continue
        lines += [((title, "title"),), ()]
        for command in shown:
            lines += _rows(command, width)
        lines.append(())
    lines += _both_layouts(width)
    return lines


def _rows(command: type[Command], width: int) -> list[Line]:
    keys = command.keys_text() or "F3 " + gettext("commands")
    sentence = gettext(command.help)
    if command.undo:
        sentence += " " + fill(gettext("To take back: {how}"), how=gettext(command.undo))
    rest = max(20, width - _KEY_CELLS - _TITLE_CELLS)
    wrapped = zip_longest([keys], wrap(command.title_text(), _TITLE_CELLS - 1), wrap(sentence, rest), fillvalue="")
    return [
        ((fit(key, _KEY_CELLS - 1) + " ", "accent"), (fit(title, _TITLE_CELLS - 1) + " ", ""), (text, "dim"))
        for key, title, text in wrapped
    ]


def _both_layouts(width: int) -> list[Line]:
    told = gettext(
        "Letter keys work on both keyboard layouts; the second one is in brackets. Hold Shift to select text with"
        " the mouse of your terminal."
    )
    return [((text, "dim"),) for text in wrap(told, width)]
