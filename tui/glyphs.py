"""Everything we draw with, in Unicode and in ASCII (`--ascii`): one place, so that no widget invents a glyph."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of drawing characters, each one cell wide."""

    cursor: str = "▌"
    marked: str = "•"
    ascending: str = "↑"
    descending: str = "↓"
    block: str = "█"
    half: str = "▌"
    shade: str = "░"
    rule: str = "─"
    bar: str = "│"
    few: str = "▪"
    many: str = "■"
    today: str = "┃"
    tick: str = "┴"
    arrived: str = "▲"
    left: str = "▼"
    star: str = "★"
    veil: str = "•"
    steps: str = " ▁▂▃▄▅▆▇█"
    """From nothing to a whole cell."""
    separator: str = "·"


UNICODE = Glyphs()
ASCII = Glyphs(
    cursor=">",
    marked="*",
    ascending="^",
    descending="v",
    block="#",
    half="#",
    shade=".",
    rule="-",
    bar="|",
    few="o",
    many="O",
    today="|",
    tick="+",
    arrived="+",
    left="-",
    star="*",
    veil="*",
    steps=" #",
    separator="-",
)

_current = UNICODE


def glyphs() -> Glyphs:
    """The set in use."""
    return _current


def use_ascii(on: bool) -> None:
    """Choose the set for the whole process, once, before the first paint."""
    global _current
    _current = ASCII if on else UNICODE
