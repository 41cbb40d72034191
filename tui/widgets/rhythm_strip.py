"""The rhythm strip: past purchases, the expected window, today, on one time line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tui.glyphs import glyphs
from tui.safe_text import wrap
from tui.text import date, fill, gettext, month_short
from tui.widgets.drawn import Drawn, Line, Piece

if TYPE_CHECKING:
    from tui.desk.answers import Rhythm

_SHOWN_INTERVALS = 10
_SHOWN_EVENTS = 6
_MAX_WHY_LINES = 4
_SHOWN_DAYS = (180, 1095)
_AHEAD_SHARE = 0.18
_MIN_WIDTH = 20
_DRAWN_LINES = 3


def span(rhythm: Rhythm) -> tuple[dt.date, dt.date]:
    """First and last day of the strip: ten usual intervals back (180 to 1,095 days) and at least to the sixth last
    purchase, forward to the end of the expected window or about a fifth of the strip."""
    interval = rhythm.usual_interval_days or 30.0
    back = int(max(_SHOWN_DAYS[0], min(_SHOWN_DAYS[1], interval * _SHOWN_INTERVALS)))
    first = rhythm.as_of - dt.timedelta(days=back)
    if rhythm.events and max(rhythm.events) < first:
        first = max(rhythm.events) - dt.timedelta(days=7)
    # A rhythm needs its beats in sight: a client silent for ten intervals still shows the last purchases.
    recent = sorted(day for day in rhythm.events if (rhythm.as_of - day).days <= _SHOWN_DAYS[1])[-_SHOWN_EVENTS:]
    if recent:
        first = min(first, recent[0] - dt.timedelta(days=3))
    back = (rhythm.as_of - first).days
    last = rhythm.as_of + dt.timedelta(days=max(7, int(back * _AHEAD_SHARE)))
    for day in (rhythm.late_from, rhythm.expected_by):
        if day is not None and last < day <= rhythm.as_of + dt.timedelta(days=back):
            last = day + dt.timedelta(days=3)
    return first, last


def cell_of(day: dt.date, first: dt.date, last: dt.date, width: int) -> int:
    """Cell of a day, 0 … width - 1; days outside are outside."""
    length = max(1, (last - first).days)
    return int((day - first).days * (width - 1) / length)


def strip_lines(rhythm: Rhythm, width: int) -> tuple[Line, Line, Line]:
    """Marks, axis of months, legend, each `width` cells."""
    first, last = span(rhythm)
    signs = glyphs()
    counts = [0] * width
    for day in rhythm.events:
        if first <= day <= last:
            counts[cell_of(day, first, last, width)] += 1
    window = _window(rhythm, first, last, width)
    today = cell_of(rhythm.as_of, first, last, width)
    cells: list[Piece] = []
    for cell in range(width):
        if cell == today:
            cells.append((signs.today, "accent"))
        elif counts[cell]:
            cells.append((signs.few if counts[cell] == 1 else signs.many, "title"))
        elif cell in window:
            cells.append((signs.shade, "warn"))
        else:
            cells.append((signs.rule, "dim"))
    return tuple(cells), _axis(first, last, width), _legend(rhythm, first, last)


def _window(rhythm: Rhythm, first: dt.date, last: dt.date, width: int) -> range:
    """Cells from the day a purchase was expected to the day its absence becomes unlikely."""
    start, stop = rhythm.expected_by, rhythm.late_from
    if start is None:
        return range(0)
    if stop is None or stop < start:
        stop = start
    left = max(0, cell_of(max(start, first), first, last, width))
    right = min(width - 1, cell_of(min(stop, last), first, last, width))
    return range(left, right + 1) if stop >= first and start <= last else range(0)


def _axis(first: dt.date, last: dt.date, width: int) -> Line:
    """Names of months where they begin, January with its year; only those that have room."""
    axis = [" "] * width
    free = 0
    day = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    while day <= last:
        cell = cell_of(day, first, last, width)
        name = f"{day.year}" if day.month == 1 else month_short(day.month)
        if cell >= free and cell + len(name) <= width:
            axis[cell : cell + len(name)] = name
            free = cell + len(name) + 1
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return (("".join(axis), "dim"),)


def _legend(rhythm: Rhythm, first: dt.date, last: dt.date) -> Line:
    signs, today = glyphs(), gettext("today")
    line: list[Piece] = [(signs.few, "title"), (" " + gettext("purchase"), "dim")]
    if rhythm.expected_by is not None:
        until = rhythm.late_from or rhythm.expected_by
        told = fill(gettext("expected {start} to {stop}"), start=date(rhythm.expected_by), stop=date(until))
        line += [("   ", ""), (signs.shade, "warn"), (f" {told}", "dim")]
        if not first <= rhythm.expected_by <= last and until < first:
            line += [(" " + gettext("(before this strip)"), "dim")]
    line += [("   ", ""), (signs.today, "accent"), (f" {today} {date(rhythm.as_of)}", "dim")]
    return tuple(line)


class RhythmStrip(Drawn):
    """Why, whole, in as many lines as it needs (four at most); marks, axis, legend."""

    DEFAULT_CSS = """
    RhythmStrip { height: 5; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rhythm: Rhythm | None = None

    def show(self, rhythm: Rhythm) -> None:
        if rhythm != self._rhythm:
            self._rhythm = rhythm
            self._settle()
            self.refresh()

    def on_resize(self) -> None:
        self._settle()

    def _settle(self) -> None:
        """Take the height the sentence needs at this width."""
        width = self.content_size.width
        if self._rhythm is not None and width >= _MIN_WIDTH:
            self.styles.height = len(self._why(width)) + _DRAWN_LINES

    def _why(self, width: int) -> list[str]:
        return [] if self._rhythm is None else wrap(self._rhythm.why, width)[:_MAX_WHY_LINES]

    def line_at(self, y: int, width: int) -> Line:
        if self._rhythm is None or width < _MIN_WIDTH:
            return ()
        lines: list[Line] = [((text, "strong"),) for text in self._why(width)]
        lines += strip_lines(self._rhythm, width)
        return lines[y] if y < len(lines) else ()
