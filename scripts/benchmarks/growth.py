"""`scripts/bench growth`: what grows with the number of clients and what does not; a million reckoned or measured."""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.benchmarks._big_store import OWN, USUAL, big_store
from scripts.benchmarks._report import MEBIBYTE, machine

ROOT = Path(__file__).resolve().parents[2]
RECKONED = 1_000_000
_WHOLE = (
    ("login", "s", "keys and cards opened"),
    ("figures", "s", "sale lines read, every figure"),
    ("index", "s", "search index built"),
    ("memory of cards and figures", "MiB", ""),
    ("memory of the search index", "MiB", ""),
    ("find", "ms", "one search"),
    ("open", "ms", "one dossier opened"),
)
_WRITING = (
    ("import", "ms", "a row of an import by the manager, his login included"),
    ("rotation", "ms", f"a client of one portfolio of {USUAL} under new keys"),
)


def main(arguments: list[str]) -> int:
    """Print a table; below a million its last column is the line through the two largest sizes."""
    parser = argparse.ArgumentParser(prog="scripts/bench growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="clients of the stores made")
    parser.add_argument("--lines", type=int, default=50, help="sale lines of a client")
    parser.add_argument("--keep", type=Path, default=None, help="folder whose stores are taken, or made there and kept")
    options = parser.parse_args(arguments)
    print(machine(), flush=True)
    sizes = sorted(options.sizes)
    with tempfile.TemporaryDirectory(prefix="kartoteka-growth-") as name:
        found = [_measured(options.keep or Path(name), Path(name), size, options.lines) for size in sizes]
    _tell(sizes, found)
    return 0


def _measured(kept: Path, folder: Path, clients: int, lines: int) -> dict[str, float]:
    kept.mkdir(parents=True, exist_ok=True)
    made = big_store(kept / f"firm-{clients}-{lines}.store", clients, lines)
    # What is written while measuring must not be there the next time.
    place = folder / f"work-{clients}"
    place.mkdir()
    for file in made.parent.glob(made.name + "*"):
        shutil.copy2(file, place / file.name)
    store = place / made.name
    found = {"size": store.stat().st_size / MEBIBYTE}
    for what in ("whole", "manager", "writing"):
        said = _run(store, what)
        found |= {f"{what}: {name}": value for name, value in said.items()}
        print(f"{clients} clients, {what}: {said}", flush=True)
    shutil.rmtree(place)
    return found


def _run(store: Path, what: str) -> dict[str, float]:
    command = [sys.executable, "-m", "scripts.benchmarks._growth_size", str(store), what]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    answer: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _tell(sizes: Sequence[int], found: Sequence[Mapping[str, float]]) -> None:
    rows = [("the store", "size", "MiB"), ("the log verified, digests of all records", "writing: verification", "s")]
    rows += [(f"who opens everything: {told or name}", f"whole: {name}", unit) for name, unit, told in _WHOLE]
    firm = len(rows)
    rows += [(f"a manager of {OWN}: {told or name}", f"manager: {name}", unit) for name, unit, told in _WHOLE]
    rows += [(told, f"writing: {name}", unit) for name, unit, told in _WRITING]
    head = [
        "processor time of one core, memory, size",
        *(f"{size:,}" for size in sizes),
        "grows as n to the",
        *([f"{RECKONED:,}, reckoned"] if max(sizes) < RECKONED else []),
    ]
    print("\n| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for at, (title, name, unit) in enumerate(rows):
        values = [each[name] * _scale(unit) for each in found]
        power, reckoned = _through(sizes, values)
        # What belongs to one portfolio is measured in every store and reckoned for none.
        cells = [*(_number(value) for value in values), f"{power:.2f}"]
        if max(sizes) < RECKONED:
            cells.append(_number(reckoned) if at < firm else "")
        print(f"| {title}, {unit} | " + " | ".join(cells) + " |")


def _scale(unit: str) -> float:
    return 1000.0 if unit == "ms" else 1.0


def _through(sizes: Sequence[int], values: Sequence[float]) -> tuple[float, float]:
    """The power of growth between the two largest sizes, and `RECKONED` on the straight line through them."""
    if len(sizes) < 2 or min(values[-2:]) <= 0:
        return 0.0, values[-1]
    power = math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2])
    slope = (values[-1] - values[-2]) / (sizes[-1] - sizes[-2])
    return power, max(values[-1] + slope * (RECKONED - sizes[-1]), 0.0)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
