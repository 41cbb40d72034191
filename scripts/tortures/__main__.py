"""scripts/torture: kill processes and make writes fail, look, count; one line of figures a part at the end."""

from __future__ import annotations

import argparse
import functools
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from scripts.tortures import shim, victims
from scripts.tortures.ground import FILES as NAMES
from scripts.tortures.ground import Ground, copy_store, prepare_ground
from scripts.tortures.verdict import Found, Told, look
from scripts.tortures.victims import Say
from scripts.tortures.worker import work

ROLES = ("import", "edit", "edit")
"""Processes at work at the same time."""
CYCLES_A_LIFE = 12
"""After so many cycles a fresh copy is taken, so that the log stays short enough to be read whole after each."""
RECOVERY_SHARE = 0.4
"""Of cycles after which the session that clears up is killed as well; as many of these are killed once more."""
CUT_OFF_AT = 0.3
"""Of the steps of three imports and undos: near the end of the first import."""


@dataclass
class Figures:
    """What the last line says."""

    kills: int = 0
    at_steps: int = 0
    importing: int = 0
    editing: int = 0
    clearing: int = 0
    cycles: int = 0
    entries: int = 0
    shown: int = 0
    saved: int = 0
    imports: int = 0
    cut_off: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self, seconds: float, seed: int) -> str:
        return (
            f"torture: {self.kills} kills ({self.importing} importing, {self.editing} editing, "
            f"{self.clearing} clearing up; {self.at_steps} at a chosen SQL step) in {self.cycles} cycles; "
            f"{self.entries} log entries, {self.shown} shown, {self.saved} saved, "
            f"{self.imports} imports and undos returned, {self.cut_off} cut off; "
            f"violations: {len(self.faults)}; {seconds:.0f} s, seed {seed}"
        )


@dataclass(frozen=True)
class Length:
    """How long a role's work is, unharmed."""

    seconds: float
    steps: int


class Torture:
    """One run. `minutes` and `kills` end it, whichever comes first."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._rng = random.Random(seed)
        self.ground: Ground = prepare_ground(folder)
        self._lives = 0
        self.figures = Figures()
        importing = self._measure("import", 3, self._copy())
        # Clearing up is as long as the import that was cut off: nearly all of the first one here.
        cut_off = self._copy()
        job = functools.partial(work, self.ground, cut_off, "import", 1, int(importing.steps * CUT_OFF_AT))
        victims.run_to_the_end([victims.start(functools.partial(_call, job), None)])
        self._lengths = {
            "import": importing,
            "edit": self._measure("edit", 12, self._copy()),
            "open": self._measure("open", 0, cut_off),
        }

    def run(self, minutes: float, kills: int) -> None:
        """Torture until the time is over, the kills are done, or something is violated."""
        end = time.monotonic() + 60 * minutes
        while time.monotonic() < end and self.figures.kills < kills and not self.figures.faults:
            self._life(end, kills)

    def _life(self, end: float, kills: int) -> None:
        store = self._copy()
        told, entries = Told(), 0
        for _ in range(CYCLES_A_LIFE):
            if time.monotonic() >= end or self.figures.kills >= kills:
                break
            entries = self._cycle(store, told)
            if self.figures.faults:
                sys.stderr.write(f"the store is left at {store}\n")
                return
        self.figures.entries += entries
        self.figures.shown += len(told.shown())
        self.figures.saved += len(told.saved())
        shutil.rmtree(store.parent)

    def _cycle(self, store: Path, told: Told) -> int:
        before = len(told.lines)
        self._kill(store, ROLES, told)
        while self._rng.random() < RECOVERY_SHARE:
            self._kill(store, ("open",), told)
        found = self._look(store, told)
        self.figures.faults += found.faults
        self.figures.cycles += 1
        said = told.lines[before:]
        done = sum(line.startswith(("in ", "out ")) for line in said)
        self.figures.imports += done
        self.figures.cut_off += sum(line.startswith("begin-") for line in said) - done
        for name, there in zip(NAMES, found.state or (), strict=False):
            told.add(f"{'in' if there else 'out'} {name}")
        return found.entries

    def _kill(self, store: Path, roles: Sequence[str], told: Told) -> None:
        started = []
        for role in roles:
            length = self._lengths[role]
            seed = self._rng.randrange(1 << 30)
            stop_at = self._rng.randint(1, length.steps) if self._rng.random() < 0.5 else None
            seconds = None if stop_at else self._rng.uniform(0.0, length.seconds)
            rounds = 0 if role == "open" else 1_000_000
            job = functools.partial(work, self.ground, store, role, seed, stop_at, rounds=rounds)
            started.append(victims.start(functools.partial(_call, job), seconds))
        figures = self.figures
        figures.faults += victims.run_to_the_end(started)
        for role, each in zip(roles, started, strict=True):
            figures.kills += each.killed
            figures.at_steps += each.killed and each.by_step
            figures.importing += each.killed and role == "import"
            figures.editing += each.killed and role == "edit"
            figures.clearing += each.killed and role == "open"
            for line in each.lines:
                told.add(line)

    def _look(self, store: Path, told: Told) -> Found:
        """In a process of its own: this one never holds a database, so that its forks inherit none."""

        def job(say: Say) -> None:
            say(msgspec.json.encode(look(self.ground, store, told)).decode())

        victim = victims.start(job, victims.PATIENCE_SECONDS)
        faults = victims.run_to_the_end([victim])
        if faults or not victim.lines:
            return Found(faults=faults or ["the look at the store hangs"])
        return msgspec.json.decode(victim.lines[-1], type=Found)

    def _measure(self, role: str, rounds: int, store: Path) -> Length:
        begin = time.monotonic()
        steps = work(self.ground, store, role, 1, None, lambda _line: None, rounds)
        return Length(time.monotonic() - begin, steps)

    def _copy(self) -> Path:
        self._lives += 1
        return copy_store(self.ground.template, self._folder / f"life{self._lives}")


def _call(job: functools.partial[int], say: Say) -> None:
    job(say)


def kills(minutes: float, most: int, seed: int) -> int:
    """Processes killed while they work; 1 when something was violated."""
    begin = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="kartoteka-torture-"))
    torture = Torture(folder, seed)
    torture.run(minutes, most)
    for fault in torture.figures.faults:
        sys.stdout.write(f"VIOLATION {fault}\n")
    sys.stdout.write(torture.figures.line(time.monotonic() - begin, seed) + "\n")
    sys.stdout.flush()
    if torture.figures.faults:
        return 1
    shutil.rmtree(folder)
    return 0


def faults(minutes: float, most: int, seed: int) -> int:
    """Writes that fail, in a process that has the shim loaded; 1 when something was violated."""
    if shim.compiler() is None:
        sys.stderr.write("write faults are left out: there is no C compiler here\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="kartoteka-shim-") as folder:
        words = ["--minutes", str(minutes), "--points", str(most), "--seed", str(seed)]
        return shim.run_under(Path(folder), "scripts.tortures.faults", words)


def keys(minutes: float, most: int, seed: int) -> int:
    """Torture the model of keys; a step is one act of somebody and everybody's try at everything."""
    from scripts.tortures.keys import torture_keys

    return torture_keys(minutes, most, seed)


def fuzz(minutes: float, most: int, seed: int) -> int:
    """Changed and made-up bytes for every decoder; `most` tries each."""
    from scripts.tortures.fuzz import torture_fuzz

    return torture_fuzz(minutes, most, seed)


def budgets(minutes: float, most: int, seed: int) -> int:
    """One person on up to forty terminals, racing for one budget."""
    from scripts.tortures.writers import torture_budgets

    return torture_budgets(minutes, most, seed)


def server(minutes: float, most: int, seed: int) -> int:
    """Backends of PostgreSQL killed and the server crashed under people at work."""
    from scripts.tortures.server import run_server

    return run_server(minutes, most, seed)


PARTS: Mapping[str, Callable[[float, int, int], int]] = {
    "kills": kills,
    "faults": faults,
    "keys": keys,
    "budgets": budgets,
    "fuzz": fuzz,
    "server": server,
}
"""Called with minutes, the most kills or points, and the seed."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/torture", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="for all parts together")
    parser.add_argument("--most", "--kills", "--points", dest="most", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", choices=tuple(PARTS), action="append", help="torture this part alone")
    args = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(1 << 30) if args.seed is None else args.seed
    chosen = args.only or tuple(PARTS)
    return max(PARTS[name](args.minutes / len(chosen), args.most, seed) for name in chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
