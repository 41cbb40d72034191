"""Frames by count: a key is one frame, and nothing is painted that nobody asked for (spec/terminal §2.1, §5).

Every frame that changes anything begins with the mark of a synchronised update; the driver leaves out the others.
"""

from __future__ import annotations

import time

import pytest

from tests.terminal.fake_run import fake_session, unlock
from tests.terminal.pty_session import PtySession

FRAME = b"\x1b[?2026h"
PRESSES = 10


def frames(session: PtySession, *keys: str, quiet: float = 0.2) -> int:
    """How many frames these keys cause, one after the other."""
    before = session.received.count(FRAME)
    for key in keys:
        session.press(key, quiet)
    return session.received.count(FRAME) - before


@pytest.fixture(scope="module", params=["1000", "1000000"])
def listed(request: pytest.FixtureRequest) -> PtySession:
    session = fake_session("--start", "ACC", KARTOTEKA_FAKE_CLIENTS=request.param)
    request.addfinalizer(session.close)
    unlock(session)
    return session


def test_a_step_of_the_cursor_is_one_frame(listed: PtySession) -> None:
    frames(listed, "home")
    # The line of the cursor and the place in the status line may come apart, never more.
    assert PRESSES <= frames(listed, *["down"] * PRESSES) <= 2 * PRESSES


def test_a_page_is_two_frames_at_most(listed: PtySession) -> None:
    frames(listed, "home")
    # A page of rows that is not in memory yet is one frame more: its rows arrive from a thread.
    assert 5 <= frames(listed, *["pagedown"] * 5) <= 3 * 5


def test_a_key_without_a_meaning_paints_nothing(listed: PtySession) -> None:
    assert frames(listed, "ё", "`") == 0


def test_an_idle_list_paints_nothing(listed: PtySession) -> None:
    listed.settle(0.6)
    before, size = listed.received.count(FRAME), len(listed.received)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        listed.pump(0.2)
    assert (listed.received.count(FRAME), len(listed.received)) == (before, size)


def test_the_unlock_screen_is_painted_a_few_times_at_most() -> None:
    with fake_session() as session:
        # Once when it is there, once when the core has said the number of the log; Textual alone paints nine.
        assert 1 <= session.received.count(FRAME) <= 4
