"""Run as a program: one person at work, as a session of the program is without its terminal.

python -m scripts.benchmarks._load_person STORE LOGIN SEED REPORT

Says `ready` once unlocked with its figures and search index, then waits for a line with the seconds to work. Every act
asks the desk what the screens ask; beside it a thread looks for changes of others each second, as the screens do.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarks._stores import secret

if TYPE_CHECKING:
    from tui.desk.desk import Desk

PAUSE_SECONDS = 8.0
"""Between two acts, on the average: somebody who talks to clients meanwhile does less."""
FAVOURITES = 20
"""Clients somebody looks at within an hour; well under the reading limit."""
QUEUE, HITS, TYPED = 200, 50, 6
PULSE_SECONDS = 1.0
SHARES: Mapping[str, int] = {"open": 40, "search": 25, "log": 15, "edit": 10, "queue": 10}


@dataclass
class Notes:
    """What the acts took, in seconds, and what went wrong."""

    acts: list[tuple[str, float, float, float, float]] = field(default_factory=list)
    """Act, when (wall clock), by the clock, of it processor time, of it waiting for a processor."""
    errors: list[str] = field(default_factory=list)


def waited() -> float:
    """Seconds this thread was ready to run and had no processor."""
    return int(Path("/proc/thread-self/schedstat").read_text("ascii").split()[1]) / 1e9


def timed(notes: Notes, name: str, act: Callable[[], object]) -> None:
    """Do it and note it. A fault is noted by its kind and its sentence."""
    at, begin, spent, idle = time.time(), time.perf_counter(), time.thread_time(), waited()
    try:
        act()
    except Exception as fault:
        notes.errors.append(f"{name}: {type(fault).__name__}: {fault}")
    notes.acts.append((name, at, time.perf_counter() - begin, time.thread_time() - spent, waited() - idle))


class Person:
    """A manager with his base open."""

    def __init__(self, desk: Desk, login: str, seed: int) -> None:
        self._desk, self._dice = desk, random.Random(seed)
        self.notes = Notes()
        timed(self.notes, "login", lambda: desk.unlock(login, secret()))
        timed(self.notes, "figures", lambda: desk.prepare(lambda _done, _total: True))
        desk.finding.prepare(lambda _done, _total: True)
        clients = [each.hex() for each in desk.base.ids]
        self._known = self._dice.sample(clients, min(FAVOURITES, len(clients)))

    def work(self, seconds: float) -> None:
        """Acts at human pace until the time is over."""
        stop, until = threading.Event(), time.monotonic() + seconds
        watcher = threading.Thread(target=self._watch, args=(stop,))
        watcher.start()
        names, weights = tuple(SHARES), tuple(SHARES.values())
        while (pause := self._dice.expovariate(1 / PAUSE_SECONDS)) < until - time.monotonic():
            time.sleep(pause)
            name = self._dice.choices(names, weights)[0]
            timed(self.notes, name, getattr(self, "_" + name))
        stop.set()
        watcher.join()

    def _watch(self, stop: threading.Event) -> None:
        while not stop.wait(PULSE_SECONDS):
            timed(self.notes, "look for changes", self._desk.pulse)

    def _open(self) -> None:
        """The card, its line of time (an entry of the log, then the dossier's key) and its orders."""
        client_id = self._dice.choice(self._known)
        self._desk.overview(client_id)
        self._desk.work.timeline(client_id)
        self._desk.purchases(client_id)

    def _search(self) -> None:
        name = self._desk.row(self._dice.choice(self._known)).name
        start = self._dice.randrange(max(1, len(name) - TYPED))
        self._desk.finding.find(name[start : start + TYPED], HITS)

    def _log(self) -> None:
        from tui.desk.port_work import ContactEntry

        entry = ContactEntry("call", "Перезвонить после обеда, ждут новый прайс", minutes=5)
        self._desk.work.log(self._dice.choice(self._known), entry)

    def _edit(self) -> None:
        client_id = self._dice.choice(self._known)
        before = {each.name: each.value for each in self._desk.edit_form(client_id)}
        self._desk.edit_card(client_id, "note", f"Заметка {self._dice.random():.6f}", before["note"])

    def _queue(self) -> None:
        self._desk.queue(QUEUE)
        self._desk.recovery.marks()


def load_screens() -> None:
    """The modules of the screens somebody like this has been on: they count for memory."""
    for name in ("app", "screens.today", "screens.clients", "screens.card", "screens.recovery", "screens.dialogs.find",
                 "screens.dialogs.edit", "screens.dialogs.log_contact"):  # fmt: skip
        importlib.import_module(f"tui.{name}")


def main(words: list[str]) -> int:
    store, login, seed, report = words
    load_screens()
    from tui.__main__ import harden
    from tui.desk.desk import open_desk

    harden()
    desk = open_desk(store, "ru")
    person = Person(desk, login, int(seed))
    print("ready", flush=True)
    person.work(float(sys.stdin.readline()))
    print("worked", flush=True)
    sys.stdin.readline()
    desk.close("end")
    note = {"acts": person.notes.acts, "errors": person.notes.errors, "processor": time.process_time()}
    Path(report).write_text(json.dumps(note), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
