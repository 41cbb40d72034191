"""The walks of docs/walk-*.md in a real terminal at 80×24, in Russian, their screens kept as text (issues 7 and 8).

`KARTOTEKA_SNAPSHOTS=renew pytest tests/walks` keeps the screens anew; `scripts/screenshots` draws the pictures.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.pty_session import PtySession
from tests.walks.sample import evening_store
from tests.walks.stories import WALKS
from tests.walks.story import CLIENTS, Command, Session, Step, Walk
from tui.desk.making import DEMO_PASSPHRASE, MadeDemo

ROOT = Path(__file__).parents[2]
SCREENS = Path(__file__).parent / "screens"
RENEW = os.environ.get("KARTOTEKA_SNAPSHOTS") == "renew"
REST_SECONDS = 1.0
"""A screen that has not changed for so long is kept; only when they are renewed."""
MOVING = ("tab",)
"""Keys after which a person looks where he is before he types on."""
_DRAWN = (
    (re.compile(r"\b(?:[a-z]{5} ){5}[a-z]{5}\b"), "слова ключей"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "<id>"),
    (re.compile(r"\b\d{16}\b"), "<moment>"),
    (re.compile(r"(?<=Журнал цел: записей )\d+"), "<n>"),
)
"""What differs from one store to another although nothing else does."""


@pytest.fixture(scope="module")
def firm() -> Iterator[MadeDemo]:
    made = evening_store(CLIENTS)
    yield made
    shutil.rmtree(made.store.parent)


def normal(text: str, folder: Path) -> str:
    """A screen without what is drawn at random and where it happened to run."""
    for pattern, word in _DRAWN:
        text = pattern.sub(word, text)
    return "\n".join(line.rstrip() for line in text.replace(str(folder), "<folder>").splitlines()).rstrip() + "\n"


def kept(walk: Walk, shot: str) -> Path:
    return SCREENS / f"{walk.name}-{shot}.txt"


def look(walk: Walk, shot: str, session: PtySession, folder: Path) -> None:
    """The screen is the one that is kept, as soon as it has come to rest."""
    path = kept(walk, shot)
    if RENEW:
        session.settle(REST_SECONDS)
        path.write_text(normal(session.text, folder), "utf-8")
        return
    wanted = path.read_text("utf-8")
    try:
        session.wait_for(lambda shown: normal(shown.text, folder) == wanted, 10)
    except AssertionError:
        assert normal(session.text, folder) == wanted, f"{walk.name}: {shot}"


def take(walk: Walk, step: Step, session: PtySession, folder: Path) -> None:
    for key in step.keys:
        session.send(key)
        if key in MOVING:
            session.settle(0.25)
    session.wait_for(step.sees)
    if step.shot:
        look(walk, step.shot, session, folder)


def sit_down(walk: Walk, part: Session, made: MadeDemo, store: Path, folder: Path, minutes: str) -> None:
    """One person from the unlock screen on, who leaves as a person does."""
    login = part.login or next(each.login for each in made.people if each.role == part.role)
    words = ["--store", str(store), "--as", login, "--start", "TODAY"]
    env = {"KARTOTEKA_MINUTES": minutes}
    with PtySession([sys.executable, "-m", "tests.walks.station", *words], cwd=str(ROOT), env=env) as session:
        session.wait_for("Последняя запись журнала", 30)
        session.send(part.passphrase or DEMO_PASSPHRASE, "enter")
        session.wait_for("F9 Меню")
        session.settle(0.2)
        for step in part.steps:
            take(walk, step, session, folder)
        session.send("ctrl+c")
        session.wait_for("Выйти из Картотеки")
        session.send("down", "enter")
        assert session.wait_exit() == 0


def command(part: Command, made: MadeDemo, store: Path, folder: Path, minutes: str) -> None:
    login = next(each.login for each in made.people if each.role == part.role)
    secret = folder / "passphrase"
    secret.write_text(DEMO_PASSPHRASE, "utf-8")
    secret.chmod(0o600)
    words = [each.format(folder=folder) for each in part.words]
    at = ["--store", str(store), "--as", login, "--passphrase-file", str(secret), "--lang", "ru"]
    env = {"KARTOTEKA_MINUTES": minutes}
    with PtySession([sys.executable, "-m", "tests.walks.command", *at, *words], cwd=str(ROOT), env=env) as session:
        assert session.wait_exit(60) == 0, session.text
        assert part.sees in session.text


@pytest.mark.parametrize("walk", WALKS, ids=[each.name for each in WALKS])
def test_the_walk_goes_from_end_to_end_in_a_real_terminal(walk: Walk, firm: MadeDemo, tmp_path: Path) -> None:
    shutil.copytree(firm.store.parent, tmp_path / "firm")
    store, folder = tmp_path / "firm" / firm.store.name, tmp_path / "files"
    folder.mkdir()
    for number, part in enumerate(walk.parts, 1):
        if isinstance(part, Command):
            command(part, firm, store, folder, str(number))
        else:
            sit_down(walk, part, firm, store, folder, str(number))
