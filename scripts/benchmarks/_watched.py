"""Run as a program: one command of the product, with a note of what it spent on the passphrase and on firm figures.

    python -m scripts.benchmarks._watched REPORT words of kartoteka…

The program itself is untouched: two of its functions are timed from outside, nothing is left out.
"""

from __future__ import annotations

import contextlib
import functools
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.benchmarks._report import MEBIBYTE

Spent = dict[str, float]


def timed(spent: Spent, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function; its wall-clock and processor seconds are added to `spent`."""

    @functools.wraps(function)
    def run(*words: Any, **named: Any) -> Any:
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return function(*words, **named)
        finally:
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - start
            spent[f"{name}_cpu"] = spent.get(f"{name}_cpu", 0.0) + time.thread_time() - cpu

    return run


def watch_derivation(spent: Spent) -> None:
    """From now on `spent["derivation"]` counts the seconds of passphrase → key."""
    from storage.keys import identity

    identity.stretch = timed(spent, "derivation", identity.stretch)  # type: ignore[attr-defined]


def watch_child(spent: Spent) -> None:
    """From now on `spent["peak_child"]` is the largest resident size of the reading child, in MiB.

    Read from the kernel at every frame it sends: what getrusage says of a child includes its parent before exec.
    """
    from storage.intake.spawn import Child

    original = Child.frame

    def frame(self: Child) -> Any:
        answer = original(self)
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
                if line.startswith("VmHWM:"):
                    spent["peak_child"] = max(spent.get("peak_child", 0.0), int(line.split()[1]) * 1024 / MEBIBYTE)
        return answer

    Child.frame = frame  # type: ignore[method-assign]


def peak() -> float:
    """Largest resident size of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEBIBYTE


def main(words: list[str]) -> int:
    spent: Spent = {}
    from tui.desk.desk import Desk
    from tui.desk.imports_desk import ImportsDesk

    watch_derivation(spent)
    watch_child(spent)
    Desk.figures = timed(spent, "figures", Desk.figures)  # type: ignore[method-assign]
    ImportsDesk.file = timed(spent, "import", ImportsDesk.file)  # type: ignore[method-assign]
    from tui.__main__ import main as kartoteka

    status = kartoteka(words[1:])
    Path(words[0]).write_text(json.dumps(spent | {"peak": peak()}), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
