"""The import of a real sales file, from the command line to the committed store, against the least one can do."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.benchmarks._report import Report, alternating, ratio, spread
from scripts.benchmarks._stores import empty_store, passphrase_file

ROOT = Path(__file__).resolve().parents[2]
GOAL = 3.0
LINES = 541_909


def sales_file() -> Path:
    """The public file, in the folder of shared data."""
    shared = Path(os.environ.get("KARTOTEKA_SHARED") or ROOT.parent / "shared")
    path = shared / "data/sales/online_retail.csv.gz"
    if not path.exists():
        raise SystemExit(f"no {path.name} below {shared}: set KARTOTEKA_SHARED to the folder that holds data/")
    return path


def program(module: str, *words: str) -> str:
    """Run a module as a process of its own; what it said. Stops the bench when it fails."""
    command = [sys.executable, "-m", f"scripts.benchmarks.{module}", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def processor() -> float:
    """Processor seconds of all processes that this one has started and waited for, their own children included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Ours:
    """`kartoteka import` into a fresh store of one person."""

    def __init__(self, folder: Path, file: Path) -> None:
        self._folder, self._file = folder, file
        self._secret = passphrase_file(folder)
        self._number = 0
        self.notes: list[dict[str, float]] = []
        self.sizes: list[int] = []
        self.processor: list[float] = []

    def run(self) -> float:
        """Seconds from the start of the process to its end, key derivation excluded."""
        self._number += 1
        store = empty_store(self._folder / f"import-{self._number}.store", "GBP")
        note = self._folder / "note.json"
        # Options of the whole program stand before the command.
        words = ["--store", str(store), "--passphrase-file", str(self._secret), "--json"]
        words += ["import", str(self._file), "-o", str(self._folder)]
        start, busy = time.perf_counter(), processor()
        answer = json.loads(program("_watched", str(note), *words))
        spent = time.perf_counter() - start
        if answer["rows"] != LINES or answer["new"] + answer["not_a_client"] != LINES:
            raise RuntimeError("the import did not take what the file holds")
        self.notes.append(json.loads(note.read_text(encoding="utf-8")))
        self.processor.append(processor() - busy - self.notes[-1]["derivation_cpu"])
        self.sizes.append(store.stat().st_size)
        for each in self._folder.glob(store.name + "*"):
            each.unlink()
        return spent - self.notes[-1]["derivation"]

    def of(self, name: str) -> list[float]:
        return [note.get(name, 0.0) for note in self.notes]


class Plain:
    """The same file into one plain table."""

    def __init__(self, folder: Path, file: Path) -> None:
        self._folder, self._file = folder, file
        self.peaks: list[float] = []
        self.processor: list[float] = []
        self.size = 0

    def run(self) -> float:
        base = self._folder / "plain.db"
        start, busy = time.perf_counter(), processor()
        said = program("_plain_import", str(self._file), str(base)).split()
        spent = time.perf_counter() - start
        if int(said[0]) != LINES:
            raise RuntimeError("the plain import did not read the whole file")
        self.processor.append(processor() - busy)
        self.peaks.append(int(said[1]) / 1024)
        self.size = base.stat().st_size
        for each in self._folder.glob("plain.db*"):
            each.unlink()
        return spent


def measure(report: Report, folder: Path, runs: int) -> None:
    """Whole processes in turn; the parts of ours from notes taken inside."""
    file = sales_file()
    ours, plain = Ours(folder, file), Plain(folder, file)
    found = alternating(runs, ours.run, plain.run)
    figures = ours.of("figures")
    bare = [whole - part for whole, part in zip(found[0], figures, strict=True)]
    report.goal("import / plain table", ratio(found[0], found[1]), GOAL, detail=_seconds(found[0], found[1]))
    report.figure("the same without firm figures", ratio(bare, found[1]), "×", f"firm figures {spread(figures)}")
    inside = ours.of("import")
    report.figure("import inside an open session", ratio(inside, found[1]), "×", spread(inside))
    # Ours reads in a second process: on a machine with other work the clock counts their turns, the processor does not.
    report.figure("processor time of the import / plain table", ratio(ours.processor, plain.processor), "×",
                  f"ours {spread(ours.processor)}, plain {spread(plain.processor)}")  # fmt: skip
    report.figure("peak memory of the parent", max(ours.of("peak")), " MiB", f"plain {max(plain.peaks):.0f} MiB")
    report.figure("peak memory of the reading child", max(ours.of("peak_child")), " MiB")
    report.figure("store on disk / plain table", ours.sizes[-1] / plain.size, "×", f"{plain.size / 2**20:.0f} MiB")


def _seconds(ours: Sequence[float], plain: Sequence[float]) -> str:
    return f"whole commands, ours {spread(ours)}, plain {spread(plain)}"
