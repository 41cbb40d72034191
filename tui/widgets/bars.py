"""Horizontal bars in text, the figure always beside them: nothing is told by length or colour alone."""

from __future__ import annotations

from tui.glyphs import glyphs
from tui.widgets.drawn import Line


def bar(fraction: float, cells: int, ink: str = "accent") -> Line:
    """A bar of `cells` cells filled to `fraction` (0…1, clamped); anything above zero shows at least one cell."""
    fraction = max(0.0, min(1.0, fraction))
    full = round(fraction * cells)
    if fraction > 0:
        full = max(1, full)
    signs = glyphs()
    return ((signs.block * full, ink), (signs.shade * (cells - full), "dim"))


def columns(values: list[int], height: int) -> list[str]:
    """Vertical bars, top line first: a month per column, in steps as fine as the glyphs allow. Negative values show
    as nothing; a value above zero shows at least the lowest step."""
    top = max((value for value in values if value > 0), default=0)
    steps = glyphs().steps
    fine = len(steps) - 1
    heights = [max(1, round(value * height * fine / top)) if top and value > 0 else 0 for value in values]
    return [
        "".join(steps[max(0, min(fine, tall - fine * (level - 1)))] for tall in heights)
        for level in range(height, 0, -1)
    ]
