"""Drawings of a document as SVG text: no library, readable in black and white, Russian letters inside.

Every function answers a whole `<svg>` whose texts are escaped; sizes are in points of a page of 480 points.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from core.dossier.drawing import INK, PALE, QUIET, WIDTH, circle, drawing, line, rect, shortened, text, text_width

_STRIP_HEIGHT = 74
_AXIS = 44
_BARS_HEIGHT = 170
_BAR_ROW = 22
_TICKS = 12


def rhythm_strip(
    events: Sequence[dt.date],
    as_of: dt.date,
    months: Mapping[int, str],
    today: str,
    expected: tuple[dt.date, dt.date] | None = None,
    expected_word: str = "",
    back_days: int = 1095,
) -> str:
    """Purchases on a line of time, the window in which the next is expected, today (S03.03).

    `months` names the months for the axis; purchases older than `back_days` are left out.
    """
    first = max(min(events, default=as_of), as_of - dt.timedelta(days=back_days)) - dt.timedelta(days=14)
    ends: list[dt.date] = [as_of, *(expected or ())]
    last = min(max(ends), as_of + dt.timedelta(days=back_days)) + dt.timedelta(days=21)
    whole = max((last - first).days, 1)

    def x_of(day: dt.date) -> float:
        return 6 + (WIDTH - 12) * (day - first).days / whole

    parts: list[str] = []
    if expected is not None:
        start, stop = (min(max(day, first), last) for day in expected)
        parts.append(rect(x_of(start), 12, max(x_of(stop) - x_of(start), 3), 32, PALE, QUIET))
        parts.append(text(max(x_of(stop), text_width(expected_word, 8)), 9, expected_word, 8, QUIET, "end"))
    parts.append(line(6, _AXIS, WIDTH - 6, _AXIS, QUIET))
    parts += [circle(x_of(day), 32, 4) for day in events if first <= day <= last]
    parts.append(line(x_of(as_of), 13, x_of(as_of), _AXIS, INK, 1.6, "4 2"))
    parts.append(text(x_of(as_of), 68, today, 8.5, INK, "end" if x_of(as_of) > WIDTH / 2 else "start"))
    parts += _month_ticks(first, last, months, x_of)
    return drawing(WIDTH, _STRIP_HEIGHT, parts)


def _month_ticks(
    first: dt.date, last: dt.date, months: Mapping[int, str], x_of: Callable[[dt.date], float]
) -> list[str]:
    span = (last.year - first.year) * 12 + last.month - first.month
    step = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120, 100_000) if span / each <= _TICKS)
    found = []
    for number in range(span + 1):
        at = first.month - 1 + number
        day = dt.date(first.year + at // 12, at % 12 + 1, 1)
        if at % 12 % min(step, 12) or day < first or (step > 12 and day.year % (step // 12)):
            continue
        x = x_of(day)
        label = str(day.year) if day.month == 1 else months.get(day.month, "")
        found += [line(x, _AXIS - 2, x, _AXIS + 3, QUIET), text(x, _AXIS + 13, label, 8, QUIET, "middle")]
    return found


def month_bars(values: Sequence[tuple[str, float]], scale: Mapping[float, str], height: int = _BARS_HEIGHT) -> str:
    """Turnover by month: one bar a month, returns below the line. `scale` names the heights of the guide lines."""
    numbers = [value for _label, value in values] or [0.0]
    top, bottom = max(*numbers, *scale, 0.0), min(*numbers, 0.0)
    left = max((text_width(word, 8) for word in scale.values()), default=0) + 8
    room, step = height - 34, (WIDTH - left - 4) / max(len(values), 1)

    def y_of(value: float) -> float:
        return 8 + room * float(top - value) / ((top - bottom) or 1)

    parts = []
    for value, word in sorted(scale.items()):
        parts += [
            line(left, y_of(value), WIDTH, y_of(value), PALE),
            text(left - 4, y_of(value) + 3, word, 8, QUIET, "end"),
        ]
    every = max(1, -(-len(values) // 13))
    for number, (label, value) in enumerate(values):
        x, y = left + number * step, y_of(max(value, 0))
        parts.append(
            rect(x + step * 0.15, y, step * 0.7, max(abs(y_of(value) - y_of(0)), 0.4), INK if value >= 0 else QUIET)
        )
        if number % every == 0:
            parts.append(text(x + step / 2, height - 8, label, 8, QUIET, "middle"))
    parts.append(line(left, y_of(0), WIDTH, y_of(0), QUIET))
    return drawing(WIDTH, height, parts)


def share_bars(shares: Iterable[tuple[str, float, str]]) -> str:
    """Parts of a whole, one bar each: name, fraction 0 … 1, the figure as words."""
    rows = list(shares)
    widest = max((fraction for _name, fraction, _word in rows), default=0) or 1
    right = max((text_width(word, 9) for _name, _fraction, word in rows), default=0) + 6
    left, parts = 150, []
    for number, (name, fraction, word) in enumerate(rows):
        y, long = 6 + number * _BAR_ROW, (WIDTH - left - right) * max(fraction, 0) / widest
        parts += [
            text(left - 6, y + 11, shortened(name, 9, left - 10), 9, INK, "end"),
            rect(left, y, WIDTH - left - right, 15, "none", PALE),
            rect(left, y, max(long, 0.6), 15, INK),
            text(WIDTH, y + 11, word, 9, INK, "end"),
        ]
    return drawing(WIDTH, 12 + _BAR_ROW * max(len(rows), 1), parts)
