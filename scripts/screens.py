"""Pictures of the screens over the sample firm, as SVG: run through scripts/screenshots.

The firm comes from its seed and the evening is fixed, so the same program draws the same files.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import re
import shutil
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from rich.cells import cell_len
from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from core.entities.vocabulary import Role
from core.wording import set_language
from storage.keys.words import WORDS
from storage.vault import grant_book, leaving, lending, pins
from storage.vault.premises import open_premises
from tests.walks.sample import evening_store
from tests.walks.stories import WALKS
from tests.walks.story import CLIENTS as WALKED
from tests.walks.story import EveningClock, Session, Step, Walk
from tui.app import Outcome, Workstation
from tui.desk.desk import Desk
from tui.desk.making import DEMO_PASSPHRASE, MadeDemo
from tui.options import Options

CLIENTS = 600
PAGES = Path("docs")
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
    Shot("camp", "CAMP"),
    Shot("camp-calls", "CAMP", ("down", "enter")),
    Shot("camp-answers", "CAMP", ("right",) * 3),
    Shot("team", "TEAM"),
    Shot("team-load", "TEAM", ("right",)),
    Shot("team-keys", "TEAM", ("left",)),
    Shot("group", "GROUP"),
    Shot("group-task", "GROUP", ("enter",)),
    Shot("loyal", "LOYAL"),
    Shot("loyal-programme", "LOYAL", ("enter",)),
    Shot("gaps", "GAPS"),
    Shot("commit", "COMMIT"),
    Shot("case", "CASE"),
    Shot("enq", "ENQ"),
    Shot("dup", "DUP"),
    Shot("dq", "DQ"),
    Shot("imp", "IMP"),
    Shot("met", "MET"),
    Shot("dep", "DEP", ("w",)),
    Shot("exp", "EXP"),
    Shot("set", "SET"),
    Shot("adm", "ADM"),
    Shot("aud", "AUD", role="auditor"),
    Shot("card", "REC", ("enter",)),
    Shot("map", "REC", ("enter", "m")),
    Shot("people", "KEY", ("enter", "right")),
    Shot("orders", "KEY", ("enter", "right", "right", "right")),
    Shot("doss", "KEY", ("enter", "e")),
    Shot("qst", "KEY", ("enter", "right", "q")),
    Shot("find", "ACC", ("f2", *"ctdth")),
    Shot("client", "ACC", ("insert", *"Север Люкс")),
    Shot("help", "SEG", ("f1",)),
    Shot("menu", "TODAY", ("f9",)),
    Shot("card", "REC", ("enter",), LARGE),
    Shot("seg", "SEG", (), LARGE),
)
NAMES = (*dict.fromkeys(shot.name for shot in SHOTS), *(walk.name for walk in WALKS))

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"
_FONT_FACE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_RUN_NUMBER = re.compile(r"\bterminal-\d+-")
_MATRIX_FONT = re.compile(r"font-family: Fira Code, monospace;\s*font-size: 20px;")
_TEXT = re.compile(r'<text class="(screen-r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" ([^>]*)>(.*?)</text>')
_WORD = re.compile("[^\N{NO-BREAK SPACE}]+")
_SHOWN = re.compile(r"screens/(walk-[a-z-]+?)-80-(?:ru|en)\.svg")
_CELL = 12.2
"""Width of a cell in Rich's SVG, pixels."""
_LOOKS = 20
PAUSE_SECONDS = 0.6
WALK_SECONDS = 1.5


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


async def _pressed(pilot: Pilot[Outcome], keys: Sequence[str]) -> None:
    """Keys one after the other, each after what the one before it asked for has come; typed letters in one go."""
    for key in keys:
        await pilot.press(key)
        if len(key) > 1:
            await _quiet(pilot)
    # Dialogs ask after a pause of the keys.
    await pilot.pause(PAUSE_SECONDS)


@asynccontextmanager
async def _unlocked(
    store: str, login: str, place: str, language: str, size: tuple[int, int], minutes: int = 1
) -> AsyncIterator[Pilot[Outcome]]:
    """The workstation of one person, with its figures; without a place the unlock screen.

    Raises RuntimeError when the workstation met a fault or stayed locked.
    """
    options = Options(store=store, login=login, lang=language, start=place)
    station = Workstation(options, lambda: Desk(open_premises(Path(store), EveningClock(minutes))))
    async with station.run_test(size=size) as pilot:
        await _quiet(pilot)
        await pilot.press(*DEMO_PASSPHRASE)
        if place:
            await pilot.press("enter")
            await _quiet(pilot)
            if station.workplaces is None or station.greeting is None:
                raise RuntimeError(f"the workstation of {login} stayed locked")
            # Figures were being computed while the first answers were given.
            station.workplaces.mark_stale()
            await _quiet(pilot)
        yield pilot
    station.close_desk()
    if station.incident is not None:
        raise RuntimeError(f"{login} at {place}: incident {station.incident}")


async def shoot(made: MadeDemo, shot: Shot, language: str) -> str:
    """One picture, in a session of its own. Raises RuntimeError as `_unlocked` does."""
    login = next(each.login for each in made.people if each.role == shot.role)
    async with _unlocked(str(made.store), login, shot.place, language, shot.size) as pilot:
        await _pressed(pilot, shot.keys if shot.place else ())
        return await _still(pilot)


async def stroll(made: MadeDemo, part: Session, language: str, minutes: int) -> list[tuple[Step, str]]:
    """The pictures of one person's part of a walk."""
    login = part.login or next(each.login for each in made.people if each.role == part.role)
    pictures = []
    async with _unlocked(str(made.store), login, "TODAY", language, SMALL, minutes) as pilot:
        for step in part.steps:
            await _pressed(pilot, step.keys)
            # What a colleague holds is looked for once the typing has stopped.
            await pilot.pause(WALK_SECONDS)
            await _quiet(pilot)
            if step.shot:
                pictures.append((step, await _still(pilot)))
    return pictures


def wanted(pages: Path) -> set[str]:
    """Pictures of walks that the pages show."""
    return {name for page in pages.glob("walk-*.md") for name in _SHOWN.findall(page.read_text("utf-8"))}


@contextmanager
def _same_words() -> Iterator[None]:
    """The six words of a person's keys, which are drawn anew in every store, are the same in every picture."""
    with ExitStack() as patches:
        for module in (grant_book, leaving, lending, pins):
            patches.enter_context(mock.patch.object(module, "fingerprint", lambda *_keys: " ".join(WORDS[:6])))
        yield


def _put(path: Path, svg: str) -> None:
    path.write_text(svg, encoding="utf-8")
    sys.stdout.write(f"{path}\n")


def draw(folder: Path, language: str, names: Sequence[str]) -> None:
    """The pictures of one language, all or those named, over a store of their own."""
    set_language("en" if language == "en" else "ru")
    shots = [each for each in SHOTS if not names or each.name in names]
    if shots:
        made = evening_store(CLIENTS)
        for shot in shots:
            _put(folder / shot.file(language), asyncio.run(shoot(made, shot, language)))
        shutil.rmtree(made.store.parent)
    for walk in WALKS:
        if not names or walk.name in names:
            draw_walk(folder, language, walk)


def draw_walk(folder: Path, language: str, walk: Walk) -> None:
    """The pictures of a walk that its page shows."""
    made, shown = evening_store(WALKED), wanted(PAGES)
    for number, part in enumerate(walk.parts, 1):
        if isinstance(part, Session):
            for step, svg in asyncio.run(stroll(made, part, language, number)):
                if walk.picture(step.shot) in shown:
                    _put(folder / f"{walk.picture(step.shot)}-{SMALL[0]}-{language}.svg", svg)
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
    with _same_words():
        for language in given.lang or LANGUAGES:
            draw(given.into, language, given.names)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
