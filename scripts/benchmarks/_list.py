"""The windowed list with 1,000 and with 1,000,000 rows: seconds from a key to the last byte, bytes of a held arrow."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from scripts.benchmarks._report import Report, alternating, ratio, spread
from scripts.benchmarks._rows import PASSPHRASE
from scripts.benchmarks._start import command, cpu_of, open_session
from tests.terminal.pty_session import PtySession

SMALL, LARGE = 1_000, 1_000_000
GOAL, HELD_GOAL = 1.15, 1_600
PRESSES = 40
QUIET = 0.05
RATE = 30
LOADING_SECONDS = 120.0
SIZE = (80, 24)


def _answered(session: PtySession, key: str) -> float:
    """Seconds from a key to the last byte that answers it."""
    start = last = time.monotonic()
    session.send(key)
    while time.monotonic() - last < QUIET:
        if session.pump(0.002):
            last = time.monotonic()
    return last - start


def _presses(session: PtySession, key: str, back: str) -> Callable[[], float]:
    """The median of some presses of a key, the list brought back to its top afterwards."""

    def run() -> float:
        found = statistics.median(_answered(session, key) for _ in range(PRESSES))
        session.send(back)
        session.settle()
        return found

    return run


def _processor(session: PtySession, key: str, back: str) -> Callable[[], float]:
    """Processor seconds of one press of a key, over many presses."""

    def run() -> float:
        before = cpu_of(session)
        for _ in range(PRESSES):
            _answered(session, key)
        spent = (cpu_of(session) - before) / PRESSES
        session.send(back)
        session.settle()
        return spent

    return run


def _open(clients: int) -> PtySession:
    """A list of so many clients, loaded."""
    session = open_session(command("scripts.benchmarks._rows", str(clients), "--start", "ACC"), SIZE)
    try:
        session.wait_for("1 234", LOADING_SECONDS)
        session.send(PASSPHRASE, "enter")
        session.wait_for("1 из ", LOADING_SECONDS)
        session.settle(1.0)
        session.press("down", 1.0)
        session.press("home", 1.0)
    except BaseException:
        session.close()
        raise
    return session


def measure(report: Report, runs: int) -> None:
    """Both lists open side by side, measured in turn."""
    with _open(SMALL) as few, _open(LARGE) as many:
        for name, key in (("cursor", "down"), ("page down", "pagedown")):
            theirs, ours = alternating(runs, _presses(few, key, "home"), _presses(many, key, "home"))
            detail = f"{spread(ours, 1000, 'ms')} against {spread(theirs, 1000, 'ms')}"
            report.goal(f"list, {name}: 1,000,000 / 1,000 rows", ratio(ours, theirs), GOAL, detail=detail)
            if key == "pagedown":
                costs = alternating(runs, _processor(few, key, "home"), _processor(many, key, "home"))
                report.figure(f"processor time of a {name}: 1,000,000 / 1,000 rows", ratio(costs[1], costs[0]), "×",
                              spread(costs[1], 1000, "ms"))  # fmt: skip
        before = len(many.received)
        for _ in range(2 * PRESSES):
            many.send("down")
            many.pump(1 / RATE)
        many.settle()
        report.goal("bytes: held arrow, a key", (len(many.received) - before) / (2 * PRESSES), HELD_GOAL, " B")
