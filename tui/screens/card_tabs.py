"""CARD: the line of tabs, readable at any width: the picked one whole, the others as much of them as there is room."""

from __future__ import annotations

from collections.abc import Mapping

from tui.commands.base import Command
from tui.commands.contacts import RevealContact
from tui.commands.everywhere import ShowHelp, ShowMenu
from tui.commands.files import SaveFile
from tui.commands.lists import EditRecord, NextTab, ShowLines
from tui.commands.work import CloseLine, LogContact, NewLine, OpenDossier, OpenProfile, ShowMap
from tui.safe_text import fit, width_of
from tui.text import gettext
from tui.widgets.drawn import Line, Piece

_SHORTEST = 4
_ROOMY = 4
_TIGHT = 2
_SNUG = 1


_HERE: dict[str, tuple[type[Command], ...]] = {
    "overview": (RevealContact, LogContact, OpenDossier),
    "people": (NewLine, OpenProfile, ShowMap),
    "history": (LogContact, OpenDossier, EditRecord),
    "orders": (NewLine, ShowLines, EditRecord),
    "dossier": (ShowLines, LogContact, EditRecord),
    "files": (NewLine, ShowLines, SaveFile),
}
_LISTED = (NewLine, CloseLine, EditRecord)


def first_commands(tab: str) -> tuple[type[Command], ...]:
    """What one does on a tab, for the footer: help first, the way on and out last."""
    return (ShowHelp, *_HERE.get(tab, _LISTED), NextTab, ShowMenu)


def tab_line(titles: Mapping[str, str], picked: str, width: int) -> Line:
    """Titles (msgids) in order. Where they do not fit, the longest of the others give up letters first."""
    shown = {name: gettext(title) for name, title in titles.items()}
    letters = sum(map(width_of, shown.values()))
    around = next((each for each in (_ROOMY, _TIGHT, _SNUG) if letters + each * len(shown) <= width), _SNUG)
    room = width - around * len(shown)
    while sum(map(width_of, shown.values())) > room:
        longest = max((name for name in shown if name != picked), key=lambda name: width_of(shown[name]), default="")
        if not longest or width_of(shown[longest]) <= _SHORTEST:
            break
        shown[longest] = fit(shown[longest], width_of(shown[longest]) - 1)
    pieces: list[Piece] = [(" ", "")] if around == _ROOMY else []
    for name, text in shown.items():
        ink = "picked" if name == picked else "dim"
        if around == _SNUG:
            pieces += [(" ", ""), (text, ink)]
            continue
        pieces.append((f" {text} ", ink))
        if around == _ROOMY:
            pieces.append(("  ", ""))
    return tuple(pieces)
