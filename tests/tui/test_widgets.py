from __future__ import annotations

import datetime as dt

import pytest

from core.entities.money import Money
from core.entities.vocabulary import LEVELS
from core.wording import in_language
from tests.tui.fake_desk import TODAY
from tui.desk.answers import PyramidLevel, Rhythm
from tui.glyphs import glyphs, use_ascii
from tui.jobs import Job
from tui.keys import with_twins
from tui.safe_text import width_of
from tui.screens.dialogs.palette import matches
from tui.screens.dialogs.sort import next_order
from tui.text import NOTHING, probability
from tui.themes import THEMES, after
from tui.widgets.bars import bar, columns
from tui.widgets.drawn import Line
from tui.widgets.pyramid import pyramid_lines
from tui.widgets.rhythm_strip import cell_of, span, strip_lines


def flat(line: Line) -> str:
    return "".join(text for text, _ink in line)


def rhythm(interval: float | None, *ago: int, expected: int | None = None, late: int | None = None) -> Rhythm:
    def day(days: int | None) -> dt.date | None:
        return None if days is None else TODAY + dt.timedelta(days=days)

    events = tuple(TODAY - dt.timedelta(days=days) for days in ago)
    return Rhythm(events, TODAY, interval, day(expected), day(late), "late", 0.5, "")


@pytest.mark.parametrize("width", [20, 78, 118])
@pytest.mark.parametrize(
    "told",
    [
        rhythm(30, 40, 70, 101, expected=-10, late=8),
        rhythm(400, 500, 900, 1500),
        rhythm(None),
        rhythm(3, 1, 1, 4, 7, expected=2),
        rhythm(7, 2000, expected=-1990, late=-1950),
    ],
)
def test_strip_is_as_wide_as_asked_and_today_is_on_it(told: Rhythm, width: int) -> None:
    marks, axis, _legend = strip_lines(told, width)
    assert width_of(flat(marks)) == width
    assert width_of(flat(axis)) == width
    assert flat(marks).count(glyphs().today) == 1


def test_window_lies_between_expectation_and_lateness() -> None:
    told = rhythm(30, 40, expected=-10, late=8)
    marks = flat(strip_lines(told, 100)[0])
    first, last = span(told)
    assert marks[cell_of(TODAY - dt.timedelta(days=9), first, last, 100)] == glyphs().shade
    assert marks[cell_of(TODAY + dt.timedelta(days=7), first, last, 100)] == glyphs().shade
    assert marks[cell_of(TODAY - dt.timedelta(days=20), first, last, 100)] == glyphs().rule


def test_the_last_purchase_is_on_the_strip_however_old() -> None:
    told = rhythm(30, 700)
    assert span(told)[0] <= TODAY - dt.timedelta(days=700)
    assert glyphs().few in flat(strip_lines(told, 80)[0])


def levels(*counts: int) -> tuple[PyramidLevel, ...]:
    return tuple(
        PyramidLevel(level, n, Money(n * 100, "RUB"), n % 3, n % 2) for level, n in zip(LEVELS, counts, strict=True)
    )


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("counts", [(1, 2, 3, 4, 5, 6, 7), (0,) * 7, (10, 99, 1000, 12345, 5, 0, 1_000_000)])
def test_storeys_widen_and_stand_in_the_middle(counts: tuple[int, ...], width: int) -> None:
    drawn = [flat(line) for line in pyramid_lines(levels(*counts), width)[1:]]
    block = glyphs().block
    middles = {(row.index(block) + row.rindex(block)) for row in drawn}
    assert len(middles) == 1
    starts = [row.index(block) for row in drawn]
    assert starts == sorted(starts, reverse=True)


def test_bars_show_at_least_something() -> None:
    assert flat(bar(0.0, 10)) == "░" * 10
    assert flat(bar(0.001, 10)).count("█") == 1
    assert flat(bar(7.0, 10)) == "█" * 10


def test_columns_are_in_proportion() -> None:
    assert columns([0, 8, 4, -3], 1) == [" █▄ "]
    assert columns([2, 1], 2) == ["█ ", "██"]


def test_ascii_draws_with_ascii_only() -> None:
    use_ascii(True)
    try:
        with in_language("en"):
            drawn = [flat(line) for line in strip_lines(rhythm(30, 40, expected=-10, late=8), 80)[:2]]
            drawn += [flat(line)[17:] for line in pyramid_lines(levels(1, 2, 3, 4, 5, 6, 7), 80)[1:]]
        assert all(line.replace("₽", "").isascii() for line in drawn)
    finally:
        use_ascii(False)


def test_order_turns_round() -> None:
    assert next_order("name", "level") == "name"
    assert next_order("name", "name") == "-name"
    assert next_order("name", "-name") == "name"
    assert next_order("turnover", "name") == "-turnover"


def test_palette_understands_the_wrong_layout() -> None:
    assert matches("отб", "Отбор")
    assert matches("jn,", "Отбор")
    assert not matches("отбх", "Отбор")


def test_themes_go_round() -> None:
    seen = [THEMES[0].name]
    for _ in THEMES:
        seen.append(after(seen[-1]).name)
    assert seen[0] == seen[-1]
    assert len(set(seen)) == len(THEMES)


def test_a_job_speaks_at_most_twice_a_second_and_stops() -> None:
    now = [0.0]
    said: list[tuple[int, bool]] = []
    job = Job("Figures", lambda job: said.append((job.done, job.ended)), clock=lambda: now[0])
    for step in range(100):
        now[0] = step / 100
        assert job.progress(step, 100)
    assert len(said) == 2
    job.stop()
    assert not job.progress(100, 100)
    job.end()
    assert said[-1] == (100, True)
    assert job.line() == ""


def test_first_key_comes_first() -> None:
    assert with_twins("f4") == "f4"
    assert with_twins("end", "G") == "end,G,П"


def test_a_long_silence_still_shows_the_last_beats() -> None:
    told = rhythm(23, 224, 247, 270, 292, 316, 340, 363)
    first, _last = span(told)
    marks = flat(strip_lines(told, 80)[0])
    assert first <= TODAY - dt.timedelta(days=340)
    assert sum(marks.count(sign) for sign in (glyphs().few, glyphs().many)) >= 5


def test_no_model_is_certain() -> None:
    with in_language("en"):
        assert probability(0.9991) == "99%"
        assert probability(0.0) == "1%"
        assert probability(0.62) == "62%"
        assert probability(None) == NOTHING
