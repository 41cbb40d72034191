"""Frames taken from the workstation over the desk without a vault: the same text on every machine, every day."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from textual.pilot import Pilot

import tests.tui.conftest  # noqa: F401  (its shorter slices of waiting)
from tests.frames.route import ROUTES, Walk
from tests.tui.app_under_test import grid, quiet
from tests.tui.fake_desk import PASSPHRASE, FakeDesk
from tui.app import Outcome, Workstation
from tui.options import Options
from tui.safe_text import width_of
from tui.widgets.drawn import OneLine
from tui.widgets.window_table import WindowTable

KEPT = Path(__file__).parent / "kept"
SIZES = ((80, 24), (120, 40))
CLIENTS = 60
_LOOKS = 6
_ANSWERS = 100
REST_S = 0.1
TYPED = 3
"""So many letters in a row are words typed into a field."""
_HEAD = "=== "


@dataclass(frozen=True)
class Frame:
    """One painted screen. `cut` names the headings of columns that do not fit their column."""

    screen: str
    title: str
    language: str
    size: tuple[int, int]
    text: str
    cut: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.language} {self.size[0]}x{self.size[1]} {self.title}"


def take(language: str, sizes: Sequence[tuple[int, int]] = SIZES) -> list[Frame]:
    """All frames of a language, in the order of the route."""
    frames: list[Frame] = []
    for role, walks in ROUTES:
        desk = FakeDesk(CLIENTS, role=role)
        frames += asyncio.run(_through(desk, language, sizes, walks, with_door=role == "head"))
    return frames


async def _through(
    desk: FakeDesk, language: str, sizes: Sequence[tuple[int, int]], walks: Iterable[Walk], *, with_door: bool
) -> list[Frame]:
    frames: list[Frame] = []
    station = Workstation(Options(login="ivanova", start="TODAY", lang=language), lambda: desk)
    async with station.run_test(size=sizes[0]) as pilot:
        await quiet(pilot)
        if with_door:
            frames += await _look(pilot, "login", "door", language, sizes)
        await pilot.press(*PASSPHRASE)
        await pilot.press("enter")
        await quiet(pilot)
        for walk in walks:
            await _leave(pilot, walk.place)
            for stop in walk.stops:
                for key in stop.keys:
                    await pilot.press(key)
                    await quiet(pilot)
                if sum(len(key) == 1 for key in stop.keys) >= TYPED:
                    await _answered(pilot)
                frames += await _look(pilot, walk.screen, stop.title, language, sizes)
    return frames


async def _answered(pilot: Pilot[Outcome]) -> None:
    """A field that looks up what is typed asks once the keys rest; here until its list has an answer."""
    for _ in range(_ANSWERS):
        if any(table.length for table in pilot.app.screen.query(WindowTable)):
            break
        await pilot.pause(REST_S)
    await quiet(pilot)


async def _leave(pilot: Pilot[Outcome], place: str) -> None:
    """To a workplace as one finds it first, whatever was open."""
    workplaces = pilot.app.workplaces  # type: ignore[attr-defined]
    workplaces.go(place)
    await quiet(pilot)


async def _look(
    pilot: Pilot[Outcome], screen: str, title: str, language: str, sizes: Sequence[tuple[int, int]]
) -> list[Frame]:
    frames: list[Frame] = []
    for size in (*sizes, sizes[0]) if len(sizes) > 1 else sizes:
        if pilot.app.size != size:
            await pilot.resize_terminal(*size)
            await quiet(pilot)
        if len(frames) < len(sizes):
            frames.append(Frame(screen, title, language, size, await _still(pilot), _cut_headings(pilot)))
    return frames


async def _still(pilot: Pilot[Outcome]) -> str:
    """The screen once two looks in a row agree. Raises RuntimeError when it never rests."""
    before = ""
    for _ in range(_LOOKS):
        now = "\n".join(line.rstrip() for line in grid(pilot))
        if now == before:
            return now
        before = now
        await pilot.pause()
    raise RuntimeError("the screen does not come to rest")


def _cut_headings(pilot: Pilot[Outcome]) -> tuple[str, ...]:
    """Headings of visible tables that are wider than their column, or whose column ends outside the table."""
    cut = []
    for table in pilot.app.screen.query(WindowTable):
        if not table.display or not table.head or not table.region.width:
            continue
        for title, cells, seen in table.headings(table.content_size.width):
            if width_of(title) > cells or seen < cells:
                cut.append(title)
    for line in pilot.app.screen.query(OneLine):
        told = "".join(text for text, _ink in line.line_at(0, line.content_size.width)).rstrip()
        if line.display and 0 < line.content_size.width < width_of(told):
            cut.append(told)
    return tuple(cut)


# On paper


def pages(frames: Iterable[Frame]) -> dict[str, str]:
    """Frames by the name of their file, one after the other under a heading each."""
    files: dict[str, list[str]] = {}
    for frame in frames:
        parts = files.setdefault(f"{frame.screen.replace(' ', '-')}.txt", [])
        parts.append(f"{_HEAD}{frame.heading}\n{frame.text}\n")
    return {name: "".join(parts) for name, parts in files.items()}


def parts(page: str) -> dict[str, str]:
    """Heading of a frame → its text, of one file."""
    starts = [found.start() for found in re.finditer(f"^{_HEAD}", page, re.MULTILINE)] + [len(page)]
    told = {}
    for start, stop in pairwise(starts):
        heading, _, text = page[start:stop].partition("\n")
        told[heading.removeprefix(_HEAD)] = text
    return told
