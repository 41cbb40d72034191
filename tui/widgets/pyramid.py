"""The pyramid, drawn: seven storeys, the key clients on top (S02.05–S02.09)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.glyphs import glyphs
from tui.safe_text import fit, width_of
from tui.text import count, gettext, label, percent, short_money
from tui.widgets.drawn import Line, Piece

if TYPE_CHECKING:
    from tui.desk.answers import PyramidLevel

_NAME_CELLS = 17
_MONEY_CELLS = 12
_SHARE_CELLS = 6
_MOVE_CELLS = 7
_TOP_CELLS = 8
_INKS = {"key": "accent", "large": "title", "medium": "title", "small": "title"}


def pyramid_lines(levels: Sequence[PyramidLevel], width: int) -> list[Line]:
    """One line a storey: name, the stone with its count inside, turnover, its share, arrived and left.

    The stones grow by rank, not by count: it is the pyramid of the book; the counts are printed in them.
    """
    stones = max(16, min(42, width - _NAME_CELLS - _MONEY_CELLS - _SHARE_CELLS - 2 * _MOVE_CELLS - 6))
    total = sum(level.turnover.amount for level in levels)
    lines: list[Line] = [_caption(stones)]
    for rank, level in enumerate(levels):
        lines.append(_storey(level, rank, len(levels), stones, total))
    return lines


def _caption(stones: int) -> Line:
    heads = (
        (gettext("12 months"), _MONEY_CELLS),
        (gettext("share"), _SHARE_CELLS),
        (gettext("came"), _MOVE_CELLS),
        (gettext("went"), _MOVE_CELLS),
    )
    text = "".join(fit(head, cells, right=True) for head, cells in heads)
    return ((" " * (_NAME_CELLS + stones + 2) + text, "dim"),)


def _storey(level: PyramidLevel, rank: int, storeys: int, stones: int, total: int) -> Line:
    signs = glyphs()
    inside = f" {count(level.clients)} "
    inside += " " * ((stones - width_of(inside)) % 2)
    # Every storey is as odd or even as the base, so that the steps are equal on both sides.
    cells = _TOP_CELLS + (stones - _TOP_CELLS) * rank // max(1, storeys - 1)
    cells = max(cells + (stones - cells) % 2, width_of(inside) + 2)
    margin = (stones - cells) // 2
    side = (cells - width_of(inside)) // 2
    ink = _INKS.get(level.level, "dim")
    part = percent(100 * level.turnover.amount / total) if total > 0 and level.turnover.amount else ""
    came = f"{signs.arrived}{count(level.arrived)}" if level.arrived else ""
    went = f"{signs.left}{count(level.left)}" if level.left else ""
    pieces: list[Piece] = [
        (fit(label("level", level.level), _NAME_CELLS), "strong" if level.level == "key" else ""),
        (" " * margin, ""),
        (signs.block * side, ink),
        (inside, "strong"),
        (signs.block * side, ink),
        (" " * (stones - margin - cells), ""),
        (f"  {fit(short_money(level.turnover) if level.turnover.amount else '', _MONEY_CELLS, right=True)}", ""),
        (fit(part, _SHARE_CELLS, right=True), "dim"),
        (fit(came, _MOVE_CELLS, right=True), "good"),
        (fit(went, _MOVE_CELLS, right=True), "bad"),
    ]
    return tuple(pieces)
