"""Pictures of the screens over the sample firm, as SVG: run through scripts/screenshots.

The firm comes from its seed and the evening is fixed, so the same program draws the same files.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import html
import random
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from rich.cells import cell_len
from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from core.entities.vocabulary import Role
from core.sample.firm import DEFAULT_SEED
from core.wording import set_language
from storage.vault import clients, people
from tui.app import Outcome, Workstation
from tui.desk.desk import open_desk
from tui.desk.making import DEMO_PASSPHRASE, MadeDemo, demo_store
from tui.options import Options

TODAY = dt.date(2026, 11, 20)
CLIENTS = 600
LANGUAGES = ("ru", "en")
SMALL, LARGE = (80, 24), (120, 40)


@dataclass(frozen=True)
class Shot:
    """One picture: whose workstation, where it starts, what is pressed there. No `place`: the unlock screen."""

    name: str
    place: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = SMALL
    role: Role = "head"

    def file(self, language: str) -> str:
        return f"{self.name}-{self.size[0]}-{language}.svg"


SHOTS = (
    Shot("login", ""),
    Shot("today", "TODAY"),
    Shot("acc", "ACC"),
    Shot("acc-manager", "ACC", role="manager"),
    Shot("rec", "REC"),
    Shot("seg", "SEG"),
    Shot("seg-ladder", "SEG", ("right",)),
    Shot("seg-matrix", "SEG", ("right",) * 2),
    Shot("seg-anchors", "SEG", ("right",) * 3),
    Shot("seg-targets", "SEG", ("right",) * 4),
    Shot("seg-review", "SEG", ("right",) * 5),
    Shot("seg-groups", "SEG", ("right",) * 6),
    Shot("seg-portrait", "SEG", ("right",) * 7),
    Shot("key", "KEY"),
    Shot("white", "WHITE"),
    Shot("white-client", "WHITE", ("enter",)),
    Shot("enq", "ENQ"),
    Shot("dq", "DQ"),
    Shot("imp", "IMP"),
    Shot("met", "MET"),
    Shot("dep", "DEP", ("w",)),
    Shot("set", "SET"),
    Shot("card", "REC", ("enter",)),
    Shot("map", "REC", ("enter", "m")),
    Shot("find", "ACC", ("f2", *"ctdth")),
    Shot("client", "ACC", ("insert", *"Север Люкс")),
    Shot("help", "SEG", ("f1",)),
    Shot("menu", "TODAY", ("f9",)),
    Shot("card", "REC", ("enter",), LARGE),
    Shot("seg", "SEG", (), LARGE),
)
NAMES = tuple(dict.fromkeys(shot.name for shot in SHOTS))

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"
_FONT_FACE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_RUN_NUMBER = re.compile(r"\bterminal-\d+-")
_MATRIX_FONT = re.compile(r"font-family: Fira Code, monospace;\s*font-size: 20px;")
_TEXT = re.compile(r'<text class="(screen-r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" ([^>]*)>(.*?)</text>')
_WORD = re.compile("[^\N{NO-BREAK SPACE}]+")
_CELL = 12.2
"""Width of a cell in Rich's SVG, pixels."""
_LOOKS = 20
PAUSE_SECONDS = 0.6


def tidy(svg: str) -> str:
    """Rich's SVG without web fonts, comments and the number that tells one picture from another on a page.

    What is left names no host but the namespace of SVG, and is the same for the same screen.
    """
    svg = _FONT_FACE.sub("", _COMMENT.sub("", svg))
    # A letter of this size is as wide as a cell, also for a viewer that does not know textLength.
    svg = _MATRIX_FONT.sub(f"font-family: {FONTS}; font-size: 20.27px;", svg)
    svg = _RUN_NUMBER.sub("screen-", svg).replace("font-family: arial;", "font-family: sans-serif;")
    svg = _TEXT.sub(_words, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def _words(text: re.Match[str]) -> str:
    """Each word at its own place, so that columns stand straight whatever the font; blanks need not be drawn."""
    style, x, y, rest, content = text.groups()
    content = html.unescape(content)
    words = []
    for word in _WORD.finditer(content):
        at = round(float(x) + _CELL * cell_len(content[: word.start()]), 1)
        length = round(_CELL * cell_len(word[0]), 1)
        said = html.escape(word[0], quote=False)
        words.append(f'<text class="{style}" x="{at:g}" y="{y}" textLength="{length:g}" {rest}>{said}</text>')
    return "".join(words)


async def _quiet(pilot: Pilot[Outcome]) -> None:
    """Until workers have delivered and everything is painted."""
    for _ in range(4):
        # A newer question cancels an older one: that is an end too.
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete(list(pilot.app.workers))
        await pilot.pause()


async def _still(pilot: Pilot[Outcome]) -> str:
    """The picture once two looks in a row agree. Raises RuntimeError when the screen never rests."""
    before = ""
    for _ in range(_LOOKS):
        await _quiet(pilot)
        # The workstation itself gives no picture away; the library's own method does.
        now = App.export_screenshot(pilot.app, title="Kartoteka")
        if now == before:
            return tidy(now)
        before = now
    raise RuntimeError("the screen does not come to rest")


async def shoot(made: MadeDemo, shot: Shot, language: str) -> str:
    """One picture, in a session of its own.

    Raises RuntimeError when the workstation met a fault or stayed locked.
    """
    login = next(each.login for each in made.people if each.role == shot.role)
    store = str(made.store)
    options = Options(store=store, login=login, lang=language, start=shot.place, as_of=TODAY)
    station = Workstation(options, lambda: open_desk(store, language, TODAY))
    async with station.run_test(size=shot.size) as pilot:
        await _quiet(pilot)
        await pilot.press(*DEMO_PASSPHRASE)
        if shot.place:
            await pilot.press("enter")
            await _quiet(pilot)
            if station.workplaces is None or station.greeting is None:
                raise RuntimeError(f"the workstation of {login} stayed locked")
            # Figures were being computed while the first answers were given.
            station.workplaces.mark_stale()
            await _quiet(pilot)
            await pilot.press(*shot.keys)
            # Dialogs ask after a pause of the keys.
            await pilot.pause(PAUSE_SECONDS)
        svg = await _still(pilot)
    station.close_desk()
    if station.incident is not None:
        raise RuntimeError(f"{shot.name}: incident {station.incident}")
    return svg


@contextmanager
def _drawn_ids() -> Iterator[None]:
    """Ids from a seed instead of the system: equals are listed in the order of their ids. Keys and nonces stay real."""
    seeded = SimpleNamespace(urandom=random.Random(DEFAULT_SEED).randbytes)
    with mock.patch.object(clients, "os", seeded), mock.patch.object(people, "os", seeded):
        yield


def draw(folder: Path, language: str, names: Sequence[str]) -> None:
    """The pictures of one language, all or those named, over a store of their own."""
    set_language("en" if language == "en" else "ru")
    with _drawn_ids():
        made = demo_store(CLIENTS, TODAY)
    try:
        for shot in SHOTS:
            if not names or shot.name in names:
                path = folder / shot.file(language)
                path.write_text(asyncio.run(shoot(made, shot, language)), encoding="utf-8")
                sys.stdout.write(f"{path}\n")
    finally:
        shutil.rmtree(made.store.parent)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/screenshots", description="Draw the screens anew as SVG.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(NAMES)}")
    parser.add_argument("--into", type=Path, default=Path("docs/screens"), metavar="FOLDER")
    parser.add_argument("--lang", choices=LANGUAGES, action="append", help="only this language")
    given = parser.parse_args(list(words))
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"no such screen: {', '.join(sorted(unknown))}")
    given.into.mkdir(parents=True, exist_ok=True)
    for language in given.lang or LANGUAGES:
        draw(given.into, language, given.names)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
