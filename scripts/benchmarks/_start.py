"""Starts on a terminal: unlock and main screen, processor time, memory, bytes, against a minimal Textual program."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.wording import gettext, set_language
from scripts.benchmarks import _minimal
from scripts.benchmarks._report import MEBIBYTE, Report, alternating, ratio, spread
from scripts.benchmarks._stores import MANAGER, PASSPHRASE, manager_store
from tests.terminal.pty_session import PtySession

ROOT = Path(__file__).resolve().parents[2]
SIZES = ((80, 24), (120, 40))
CLIENTS = 5_000
TICK = os.sysconf("SC_CLK_TCK")
LOGIN_GOAL, MAIN_GOAL, CPU_GOAL, MEMORY_GOAL = 1.15, 1.0, 3.0, 3.0
FIRST_PAINT_GOAL, IDLE_GOAL = 51_000, 0
LATER_SECONDS = 10.0


def command(module: str, *words: str) -> list[str]:
    """A module as a program of the same interpreter."""
    return [sys.executable, "-m", module, *words]


def open_session(argv: list[str], size: tuple[int, int]) -> PtySession:
    """A program under a terminal of this size."""
    return PtySession(argv, columns=size[0], lines=size[1], cwd=str(ROOT))


def cpu_of(session: PtySession) -> float:
    """Processor seconds of the program so far."""
    fields = Path(f"/proc/{session.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_of(session: PtySession) -> float:
    """Resident size of the program now, in MiB."""
    for line in Path(f"/proc/{session.pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / MEBIBYTE
    raise RuntimeError("the kernel says nothing of the memory of this process")


def minimal_painted(session: PtySession) -> bool:
    """Header and footer stand on the screen."""
    return _minimal.TITLE in session.text and _minimal.KEY in session.text


def login_painted(session: PtySession) -> bool:
    """Both captions and the hint of the unlock screen stand on the screen."""
    text = session.text
    return gettext("Passphrase") in text and "F10" in text


def core_loaded(session: PtySession) -> bool:
    """The unlock screen knows the store."""
    return gettext("The base is locked. Last entry of the log: {number}.").partition("{")[0] in session.text


@dataclass
class Painted:
    """One start of the workstation up to its main screen."""

    seconds: float
    filled: float
    cpu: float
    login_bytes: int
    main_bytes: int


@dataclass
class Starts:
    """Starts of both programs at one size of terminal."""

    size: tuple[int, int]
    store: Path
    folder: Path
    floor_cpu: list[float] = field(default_factory=list)
    floor_bytes: list[int] = field(default_factory=list)
    mains: dict[str, list[Painted]] = field(default_factory=dict)

    def floor(self) -> float:
        """Seconds to the first paint of the minimal program."""
        with open_session(command("scripts.benchmarks._minimal"), self.size) as session:
            seconds = session.wait_for(minimal_painted)
            self.floor_cpu.append(cpu_of(session))
            session.settle()
            self.floor_bytes.append(len(session.received))
        return seconds

    def login(self) -> float:
        """Seconds to the painted unlock screen, of the program as it is installed."""
        with open_session(command("tui", "--store", str(self.store), "--as", MANAGER), self.size) as session:
            return session.wait_for(login_painted)

    def unlocked(self, start: str) -> tuple[PtySession, Painted]:
        """A session past its unlock screen. Seconds count from Enter, without the derivation of the key."""
        note = self.folder / "note.json"
        note.unlink(missing_ok=True)
        words = ("--store", str(self.store), "--as", MANAGER, "--start", start)
        session = open_session(command("scripts.benchmarks._station", str(note), *words), self.size)
        try:
            session.wait_for(core_loaded)
            session.settle()
            login_bytes = len(session.received)
            session.send(PASSPHRASE)
            session.settle()
            begin, before = time.monotonic(), len(session.received)
            session.send("enter")
            session.wait_for(PAINTED[start])
            seconds, cpu = time.monotonic() - begin, cpu_of(session)
            session.wait_for(FILLED[start])
            filled = time.monotonic() - begin
            spent = json.loads(note.read_text(encoding="utf-8"))
            session.settle(1.0)
        except BaseException:
            session.close()
            raise
        main_bytes = len(session.received) - before
        key = spent["derivation"]
        found = Painted(seconds - key, filled - key, cpu - spent["derivation_cpu"], login_bytes, main_bytes)
        return session, found

    def main(self, start: str) -> Callable[[], float]:
        """A measure of seconds from Enter to the painted screen."""

        def run() -> float:
            session, found = self.unlocked(start)
            session.close()
            self.mains.setdefault(start, []).append(found)
            return found.seconds

        return run


def _today_painted(session: PtySession) -> bool:
    return gettext("Today") in session.text and "F1 " in session.text.splitlines()[-1]


def _today_filled(session: PtySession) -> bool:
    return session.text.count("★") > 5


def _list_painted(session: PtySession) -> bool:
    # The head of the list gives the number of clients once its rows are there.
    digits = "".join(letter for letter in session.text.partition("\n")[0] if letter.isdigit())
    return str(CLIENTS) in digits and sum(1 for line in session.text.splitlines() if "«" in line) > 5


PAINTED: dict[str, Callable[[PtySession], bool]] = {"TODAY": _today_painted, "ACC": _list_painted}
FILLED: dict[str, Callable[[PtySession], bool]] = {"TODAY": _today_filled, "ACC": _list_painted}
"""When what the figures say stands there too."""


def measure(report: Report, folder: Path, runs: int) -> None:
    """All starts, at both sizes; memory and silence once each, both programs at the same moment."""
    set_language("ru")
    store = manager_store(folder / "manager.store", CLIENTS)
    for size in SIZES:
        starts = Starts(size, store, folder)
        measures = (starts.floor, starts.login, starts.main("ACC"), starts.main("TODAY"))
        floor, login, listed, today = alternating(runs, *measures)
        name = f"at {size[0]}×{size[1]}"
        report.goal(f"login painted / minimal app {name}", ratio(login, floor), LOGIN_GOAL,
                    detail=f"{spread(login)} against {spread(floor)}")  # fmt: skip
        report.goal(f"list of 5,000 clients / minimal app {name}", ratio(listed, floor), MAIN_GOAL,
                    detail=spread(listed))  # fmt: skip
        report.goal(f"home screen / minimal app {name}", ratio(today, floor), MAIN_GOAL, detail=spread(today))
        filled = [each.filled for each in starts.mains["TODAY"]]
        report.figure(f"home screen with its reminders / minimal app {name}", ratio(filled, floor), "×", spread(filled))
        for start in ("ACC", "TODAY"):
            cpu = [each.cpu for each in starts.mains[start]]
            report.goal(f"processor time to {start} / minimal app {name}", ratio(cpu, starts.floor_cpu), CPU_GOAL,
                        detail=f"{spread(cpu)} against {spread(starts.floor_cpu)}")  # fmt: skip
        _bytes(report, starts, name)
    memory_and_silence(report, Starts(SIZES[1], store, folder))


def _bytes(report: Report, starts: Starts, name: str) -> None:
    """What went over the wire for the first screens, largest of all runs."""
    login = max(each.login_bytes for each in starts.mains["ACC"])
    most = max(each.main_bytes for start in starts.mains.values() for each in start)
    detail = f"minimal app {max(starts.floor_bytes)}"
    if starts.size == SIZES[0]:
        report.goal(f"bytes: first paint of the login {name}", login, FIRST_PAINT_GOAL, " B", detail)
        report.goal(f"bytes: from Enter to the main screen {name}", most, FIRST_PAINT_GOAL, " B")
    else:
        report.figure(f"bytes: first paint of the login {name}", login, " B", detail)
        report.figure(f"bytes: from Enter to the main screen {name}", most, " B")


def memory_and_silence(report: Report, starts: Starts) -> None:
    """Resident memory 10 s after the main screen, and the bytes sent in the 10 s after that."""
    for start in ("TODAY", "ACC"):
        with open_session(command("scripts.benchmarks._minimal"), starts.size) as floor:
            floor.wait_for(minimal_painted)
            session, _painted = starts.unlocked(start)
            with session:
                _listen(session, LATER_SECONDS)
                ours, theirs = memory_of(session), memory_of(floor)
                detail = f"{ours:.0f} MiB against {theirs:.0f} MiB"
                report.goal(f"memory 10 s after {start} / minimal app", ours / theirs, MEMORY_GOAL, detail=detail)
                quiet = _listen(session, LATER_SECONDS)
                report.goal(f"bytes: 10 s of {start} idle", quiet, IDLE_GOAL, " B")


def _listen(session: PtySession, seconds: float) -> int:
    before, end = len(session.received), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        session.pump(left)
    return len(session.received) - before
