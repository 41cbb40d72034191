"""CARD: the line of tabs, readable at any width: the picked one whole, the others as much of them as there is room."""

from __future__ import annotations

from collections.abc import Mapping

from tui.safe_text import fit, width_of
from tui.text import gettext
from tui.widgets.drawn import Line, Piece

_SHORTEST = 4
_ROOMY = 4
_TIGHT = 2


def tab_line(titles: Mapping[str, str], picked: str, width: int) -> Line:
    """Titles (msgids) in order. Where they do not fit, the longest of the others give up letters first."""
    shown = {name: gettext(title) for name, title in titles.items()}
    around = _ROOMY if sum(map(width_of, shown.values())) + _ROOMY * len(shown) <= width else _TIGHT
    room = width - around * len(shown)
    while sum(map(width_of, shown.values())) > room:
        longest = max((name for name in shown if name != picked), key=lambda name: width_of(shown[name]), default="")
        if not longest or width_of(shown[longest]) <= _SHORTEST:
            break
        shown[longest] = fit(shown[longest], width_of(shown[longest]) - 1)
    pieces: list[Piece] = [(" ", "")] if around == _ROOMY else []
    for name, text in shown.items():
        pieces.append((f" {text} ", "picked" if name == picked else "dim"))
        if around == _ROOMY:
            pieces.append(("  ", ""))
    return tuple(pieces)
