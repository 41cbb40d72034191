"""The workstation over the fake desk under a real pty."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.terminal.pty_session import PtySession
from tests.tui.fake_desk import PASSPHRASE

ROOT = Path(__file__).parents[2]


def fake_session(*options: str, columns: int = 80, lines: int = 24, ready: bool = True, **env: str) -> PtySession:
    """At the unlock screen, with the core loaded if `ready`. `env` goes to the environment of the child."""
    session = PtySession(
        [sys.executable, "-m", "tests.tui.fake_app", *options], columns=columns, lines=lines, env=env, cwd=str(ROOT)
    )
    session.wait_for("Парольная фраза")
    if ready:
        session.wait_for("1 234")
    session.settle()
    return session


def unlock(session: PtySession, marker: str = "1 из ") -> int:
    """Type the passphrase; bytes from Enter to the quiet main screen."""
    session.send(PASSPHRASE)
    session.settle()
    before = len(session.received)
    session.send("enter")
    session.wait_for(marker)
    session.settle(0.8)
    return len(session.received) - before
