"""Strokes of a drawing: a few shapes as SVG text, everything that is data escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Literal

from core.dossier.blocks import clean_text

WIDTH = 480
INK = "#1d2b45"
QUIET = "#5b6472"
PALE = "#c9d0da"
FONTS = "Libertinus Serif, PT Serif, Times New Roman, serif"
Anchor = Literal["start", "middle", "end"]


def drawing(width: float, height: float, parts: Iterable[str]) -> str:
    """The whole picture."""
    inside = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}">{inside}</svg>'
    )


def rect(x: float, y: float, width: float, height: float, color: str, edge: str = "none", radius: float = 0) -> str:
    """A filled box."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{color}" stroke="{edge}" '
        f'stroke-width="0.7" rx="{radius:g}"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, color: str, width: float = 0.8, dashes: str = "") -> str:
    """A straight stroke."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" '
        f'stroke-width="{width:g}"{dashed}/>'
    )


def circle(x: float, y: float, radius: float, color: str = INK) -> str:
    """A dot."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{color}" stroke="white" stroke-width="0.6"/>'


def text(
    x: float, y: float, words: str, size: float, color: str = INK, anchor: Anchor = "start", bold: bool = False
) -> str:
    """One line of letters."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONTS}" font-size="{size:g}" fill="{color}" '
        f'text-anchor="{anchor}"{weight}>{escape(clean_text(words))}</text>'
    )


def text_width(words: str, size: float) -> float:
    """About how wide letters of this size stand: enough to keep them apart."""
    return size * 0.52 * len(words)


def shortened(words: str, size: float, room: float) -> str:
    """As much as fits, with an ellipsis where some is left out."""
    most = max(int(room / (size * 0.52)), 2)
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
