"""The workstation on Textual's pilot, unlocked, over a fake desk; the screen as text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from tests.tui.fake_desk import PASSPHRASE, FakeDesk
from tui.app import Outcome, Workstation
from tui.options import Options
from tui.widgets.window_table import WindowTable


@asynccontextmanager
async def unlocked(
    desk: FakeDesk, *, size: tuple[int, int] = (80, 24), start: str = "ACC", **options: object
) -> AsyncIterator[Pilot[Outcome]]:
    """Past the unlock screen, everything loaded."""
    station = Workstation(Options(login="ivanova", start=start, **options), lambda: desk)  # type: ignore[arg-type]
    async with station.run_test(size=size) as pilot:
        await quiet(pilot)
        await pilot.press(*PASSPHRASE)
        await pilot.press("enter")
        await quiet(pilot)
        yield pilot


async def quiet(pilot: Pilot[Outcome]) -> None:
    """Until workers have delivered and everything is painted."""
    for _ in range(4):
        # Newer questions cancel older ones, and leaving cancels all: both are an end too.
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete(list(pilot.app.workers))
        await pilot.pause()


def grid(pilot: Pilot[Outcome]) -> list[str]:
    """The painted screen as lines of text."""
    app = pilot.app
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    return [line.ljust(width) for line in lines[:height]]


def text(pilot: Pilot[Outcome]) -> str:
    return "\n".join(grid(pilot))


def table(pilot: Pilot[Outcome]) -> WindowTable[object]:
    return pilot.app.screen.query_one(WindowTable)


def stands(pilot: Pilot[Outcome], kind: type[object]) -> bool:
    """Whether a screen of this kind is on top. A call of its own, so that no type checker remembers the answer."""
    return isinstance(pilot.app.screen, kind)
