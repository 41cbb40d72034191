"""Hostile names through every screen: only sequences on the list may reach the terminal (spec/security R11)."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Callable

import pytest

from core.wording.catalogue import open_catalogue
from tests.terminal.fake_run import fake_session, unlock
from tests.terminal.pty_session import PtySession
from tests.tui.hostile import NAMES
from tui.commands.workplaces import WORKPLACES

ALLOWED = re.compile(
    rb"\x1b\[\d+;\d+H"  # cursor
    rb"|\x1b\[[0-9;]*m"  # colours
    rb"|\x1b\[2J"  # clearing before we leave
    rb"|\x1b\[\?(?:1049|1000|1003|1006|1015|1016|25|7|1004|2004|2026|2048)[hl]"  # modes of Textual
    rb"|\x1b\[\?(?:2026|2048)\$p"  # its two queries
    rb"|\x1b\[<u"  # kitty keys off
    rb"|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)"  # pointer shape, a fixed word
)
LEAVING = "Выйти из Картотеки"
FORBIDDEN = re.compile(
    rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xef\xbb\xbf|\xee\x80\x80"
)


def offences(stream: bytes) -> list[bytes]:
    rest = ALLOWED.sub(b"", stream)
    return [rest[max(0, m.start() - 20) : m.end() + 20] for m in FORBIDDEN.finditer(rest)]


def walk(session: PtySession) -> None:
    unlock(session, "Клиенты")
    for key in ("enter", "right", "right", "left", "left", "]", "]", "f4", "escape", "escape"):
        session.press(key, 0.15)
    for place in ("1234567890" + string.ascii_lowercase)[: len(WORKPLACES)]:
        session.send("f9")
        session.settle(0.2)
        session.press(place, 0.3)
        for key in ("down", "enter", "right", "tab", "pagedown", "pagedown", "]", "enter", "escape"):
            session.press(key, 0.12)
        if any(LEAVING in line for line in session.screen.display):
            session.press("escape", 0.2)
    session.send("f2")
    session.settle(0.2)
    session.send("а")
    session.settle(0.5)
    session.press("escape", 0.3)
    session.press("f1", 0.3)
    session.press("escape", 0.3)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((160, 45), marks=pytest.mark.long)])
def test_only_known_sequences_reach_the_terminal(size: tuple[int, int]) -> None:
    with fake_session("--start", "ACC", columns=size[0], lines=size[1], KARTOTEKA_FAKE_HOSTILE="1") as session:
        walk(session)
        assert session.status is None
        assert "Ромашка" in session.received.decode("utf-8", "replace")
        assert offences(bytes(session.received)) == []


def russian(sentence: str) -> str:
    return open_catalogue("ru").gettext(sentence)


def begins_with(head: str) -> Callable[[PtySession], bool]:
    return lambda shown: shown.screen.display[0].startswith(head)


@pytest.mark.parametrize("first", range(*map(int, os.environ.get("KARTOTEKA_POISON", "0,1").split(","))))
def test_hostile_words_in_every_answer_behind_every_tab_of_every_screen(first: int) -> None:
    """Whatever text a facet answers is hostile; KARTOTEKA_POISON=0,69 has every string in every place once."""
    with fake_session("--start", "ACC", columns=120, lines=40, KARTOTEKA_FAKE_HOSTILE=f"all:{first}") as session:
        unlock(session, "Клиенты")
        session.press("enter", 0.3)
        tabs = set()
        for key in (*("right",) * 6, "right", "ь", "escape"):
            tabs.add(session.text.split("\n", 7)[-1])
            session.press(key, 0.4)
        assert len(tabs) >= 6, "every tab of the card, and the map of its people"
        session.press("escape", 0.2)
        for place, workplace in zip("1234567890" + string.ascii_lowercase, WORKPLACES, strict=False):
            session.send("f9")
            session.wait_for(russian(WORKPLACES[0].help))
            session.send(place)
            head = f" {russian(workplace.title).split()[0]}"
            session.wait_for(begins_with(head))
            for key in ("right", "right", "right", "right", "down", "enter", "escape"):
                session.press(key, 0.05)
            assert session.status is None, workplace.code
            if any(LEAVING in line for line in session.screen.display):
                session.press("escape", 0.2)
        assert offences(bytes(session.received)) == []


def test_there_are_enough_of_them() -> None:
    assert len(set(NAMES)) >= 60


def test_the_oracle_sees_what_it_is_for() -> None:
    assert offences(b"\x1b[1;1H\x1b[0mclean\x1b[?2026h") == []
    for bad in ("\x1b]52;c;eA==\x07", "\x1b[2K", "\x1b[6n", "\x9b31m", "\u202e", "\u200b", "\x00", "\x1b]0;x\x07"):
        assert offences(f"\x1b[1;1Ha{bad}b".encode()), bad


def test_no_color_leaves_the_marker_and_the_weight() -> None:
    with fake_session("--start", "ACC", NO_COLOR="1") as session:
        unlock(session)
        row = next(y for y, line in enumerate(session.screen.display) if line.startswith("▌"))
        other = session.screen.buffer[row + 1]
        chosen = session.screen.buffer[row]
        assert chosen[3].bold
        assert not other[3].bold
