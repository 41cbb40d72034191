"""Fifty sessions as processes of their own, what they weigh, and the two long steps that others take beside them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from scripts.benchmarks._load_store import HEAD, HEIR, LEAVER, LoadFirm
from scripts.benchmarks._report import MEBIBYTE
from scripts.benchmarks._stores import OWNER, passphrase_file

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 6
"""Sessions that start at the same time: people do not all come in the same second."""

Act = tuple[str, float, float, float, float]


@dataclass
class Worked:
    """What everybody's acts took, and what everybody weighed."""

    acts: list[Act] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    """Proportional set size of every session at the end, in bytes: shared pages are divided among those who share."""
    residents: list[int] = field(default_factory=list)
    processor: float = 0.0
    steps: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When the import and the offboarding began and ended, by the wall clock."""


def weight(pid: int) -> tuple[int, int]:
    """Proportional and whole resident size of a process, in bytes."""
    found = {"Pss": 0, "Rss": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]:
        name, _, rest = line.partition(":")
        if name in found:
            found[name] = int(rest.split()[0]) * 1024
    return found["Pss"], found["Rss"]


class People:
    """The sessions. A context manager: whatever happens, nobody is left at work."""

    def __init__(self, firm: LoadFirm, logins: Sequence[str], folder: Path) -> None:
        self._firm, self._folder = firm, folder
        self._processes: list[subprocess.Popen[str]] = []
        self._reports = [folder / f"{login}.json" for login in logins]
        for start in range(0, len(logins), AT_ONCE):
            begun = [self._start(login, start + at) for at, login in enumerate(logins[start : start + AT_ONCE])]
            for each in begun:
                self._demand(each, "ready")

    def __enter__(self) -> People:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._processes:
            if each.poll() is None:
                each.kill()
            each.wait()

    def begin(self, seconds: float) -> None:
        """Everybody at work from now on."""
        for each in self._processes:
            self._tell(each, f"{seconds}\n")

    def end(self) -> Worked:
        """Wait for everybody, weigh them while they are still in, and read what they noted."""
        found = Worked()
        for each in self._processes:
            self._demand(each, "worked")
        for each in self._processes:
            shared, whole = weight(each.pid)
            found.weights.append(shared)
            found.residents.append(whole)
        for each, report in zip(self._processes, self._reports, strict=True):
            self._tell(each, "\n")
            if each.wait() != 0:
                found.errors.append(f"a session ended with status {each.returncode}")
                continue
            note = json.loads(report.read_text("utf-8"))
            found.acts += [(name, at, took, spent, waited) for name, at, took, spent, waited in note["acts"]]
            found.errors += note["errors"]
            found.processor += note["processor"]
        return found

    def _start(self, login: str, seed: int) -> subprocess.Popen[str]:
        words = ["-m", "scripts.benchmarks._load_person", str(self._firm.store), login, str(seed)]
        report = self._folder / f"{login}.json"
        process = subprocess.Popen(
            [sys.executable, *words, str(report)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self._processes.append(process)
        return process

    @staticmethod
    def _tell(process: subprocess.Popen[str], line: str) -> None:
        stream: IO[str] | None = process.stdin
        assert stream is not None
        stream.write(line)
        stream.flush()

    @staticmethod
    def _demand(process: subprocess.Popen[str], word: str) -> None:
        stream: IO[str] | None = process.stdout
        assert stream is not None
        said = stream.readline().strip()
        if said != word:
            raise RuntimeError(f"a session said {said!r} in place of {word!r}")


class Steps:
    """An import by the owner, then an offboarding by the head, both as commands of the program."""

    def __init__(self, firm: LoadFirm, folder: Path) -> None:
        self._firm, self._secret = firm, passphrase_file(folder)

    def run(self, worked: Worked) -> None:
        """One after the other; each is noted with its beginning and end."""
        self._run(worked, "import", OWNER, "import", str(self._firm.file))
        self._run(worked, "offboarding", HEAD, "offboard", LEAVER, "--successor", HEIR)

    def _run(self, worked: Worked, name: str, login: str, *words: str) -> None:
        command = [sys.executable, "-m", "tui", "--store", str(self._firm.store), "--as", login,
                   "--passphrase-file", str(self._secret), *words, "--json"]  # fmt: skip
        begin = time.time()
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        worked.steps[name] = begin, time.time()
        if done.returncode:
            worked.errors.append(f"{name}: {done.stderr.strip().splitlines()[-1:]}")


def together(weights: Sequence[int]) -> float:
    """MiB of all of them."""
    return sum(weights) / MEBIBYTE
