"""Every write, fsync, truncate, unlink, rename and link of every flow fails in turn, in five ways.

Run through `scripts/torture`, which loads the shim. A point is (flow, way, number of the step).
"""

from __future__ import annotations

import argparse
import functools
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import alembic.command  # noqa: F401  (here once, not in every fork)
import msgspec

from core.problem import Problem
from scripts.tortures import shim, victims
from scripts.tortures.flows import FLOWS, cheapen, ground_of, look, template
from scripts.tortures.victims import Say

Point = tuple[str, str, int]


@dataclass
class Faults:
    """What the last line says."""

    points: int = 0
    died: int = 0
    refused: int = 0
    went_on: int = 0
    by_flow: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def line(self, whole: int, seconds: float, seed: int) -> str:
        flows = ", ".join(f"{name} {count}" for name, count in self.by_flow.items())
        ends = f"{self.died} killed, {self.refused} refused with a sentence, {self.went_on} went on"
        told = f"write faults: {self.points} of {whole} points ({flows}); {ends}"
        return f"{told}; violations: {len(self.violations)}; {seconds:.0f} s, seed {seed}"


class Tormentor:
    """One run over points. This process never opens a database, so that its forks inherit none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self.faults = Faults()
        _forked(lambda _say: template(folder / "template"))
        self._made = folder / "template" / "firm.store"
        self._grounds = {name: folder / f"ground-{name}" / "firm.store" for name in FLOWS}
        for name, store in self._grounds.items():
            _forked(functools.partial(self._ground, name, store))
        self.steps = {name: self._count(name) for name in FLOWS}

    def _ground(self, name: str, store: Path, _say: Say) -> None:
        ground_of(name, self._made, store.parent)

    def points(self) -> list[Point]:
        """All of them."""
        return [
            (name, way, number)
            for name, steps in self.steps.items()
            for way in shim.MODES
            for number in range(1, steps + 1)
        ]

    def torment(self, point: Point) -> None:
        """One flow with one fault, and a look at what is left."""
        name, way, number = point
        store = self._copy(name)
        victim = victims.start(lambda say: _act(name, store, number, shim.MODES[way], say), victims.PATIENCE_SECONDS)
        told = victims.run_to_the_end([victim])
        said = [line for line in victim.lines if not line.startswith("fault ")]
        found = [] if way in shim.DYING and victim.killed else told
        if not found:
            lines = _forked(lambda say: say(msgspec.json.encode(look(name, store, said)).decode()))
            found = list(msgspec.json.decode(lines[-1])) if lines else ["the look hangs"]
        faults = self.faults
        faults.points += 1
        faults.by_flow[name] = faults.by_flow.get(name, 0) + 1
        faults.died += victim.killed
        faults.refused += "refused" in said
        faults.went_on += not victim.killed and "refused" not in said
        faults.violations += [f"{name} {way} {number}: {fault}" for fault in found]
        if not found:
            shutil.rmtree(store.parent)

    def _count(self, name: str) -> int:
        store = self._copy(name)
        lines = _forked(lambda say: _act(name, store, 0, 0, say))
        shutil.rmtree(store.parent)
        counted = [int(line.split()[1]) for line in lines if line.startswith("steps ")]
        if not counted or "done" not in lines:
            raise AssertionError(f"{name} does not go through unharmed: {lines}")
        return counted[0]

    def _copy(self, name: str) -> Path:
        self._number += 1
        folder = self._folder / f"point{self._number}"
        shutil.copytree(self._grounds[name].parent, folder)
        return folder / self._grounds[name].name


def _act(name: str, store: Path, number: int, mode: int, say: Say) -> None:
    cheapen()
    shim.arm(store.parent, number, mode)
    try:
        FLOWS[name].act(store, say)
    except Problem:
        say("refused")
    finally:
        say(f"steps {shim.disarm()}")


def _forked(job: victims.Job) -> list[str]:
    victim = victims.start(job, victims.PATIENCE_SECONDS)
    faults = victims.run_to_the_end([victim])
    if faults or victim.killed:
        raise AssertionError(f"a step without a fault failed: {faults}")
    return victim.lines


def main(arguments: Sequence[str]) -> int:
    """`--points N`: a sample; without it all of them, as far as `--minutes` reach."""
    parser = argparse.ArgumentParser(prog="scripts/torture --only faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args(arguments)
    begin = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="kartoteka-faults-"))
    tormentor = Tormentor(folder)
    points = tormentor.points()
    whole = len(points)
    random.Random(options.seed).shuffle(points)
    for point in points[: options.points]:
        if time.monotonic() - begin > 60 * options.minutes:
            break
        tormentor.torment(point)
    faults = tormentor.faults
    for violation in faults.violations:
        sys.stdout.write(f"VIOLATION {violation}\n")
    sys.stdout.write(faults.line(whole, time.monotonic() - begin, options.seed) + "\n")
    if faults.violations:
        sys.stdout.write(f"the stores are left in {folder}\n")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
