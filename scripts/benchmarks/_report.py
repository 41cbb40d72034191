"""Figures beside their goals, and medians of alternating runs."""

from __future__ import annotations

import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

MEBIBYTE = 1024 * 1024


@dataclass
class Report:
    """Prints every figure as it is measured, and once more in a table at the end."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    missed: int = 0

    def goal(self, name: str, value: float, most: float, unit: str = "×", detail: str = "") -> None:
        """A figure with the most it may be."""
        met = value <= most
        self.missed += not met
        self._row(name, f"{_number(value)}{unit}", f"≤ {_number(most)}{unit}", "met" if met else "MISSED", detail)

    def least(self, name: str, value: float, least: float, unit: str = "", detail: str = "") -> None:
        """A figure with the least it may be."""
        met = value >= least
        self.missed += not met
        shown = f"{value:.4f}{unit}"
        self._row(name, shown, f"≥ {least:g}{unit}", "met" if met else "MISSED", detail)

    def figure(self, name: str, value: float, unit: str, detail: str = "") -> None:
        """A figure without a goal."""
        self._row(name, f"{_number(value)}{unit}", "", "", detail)

    def _row(self, name: str, value: str, most: str, verdict: str, detail: str) -> None:
        self.rows.append((name, value, most, verdict))
        print(f"{name}: {value}" + (f" (goal {most}: {verdict})" if most else "") + (f"; {detail}" if detail else ""))

    def table(self) -> str:
        """All figures of the run."""
        head = ("measured", "value", "goal", "")
        widths = [max(len(row[at]) for row in (head, *self.rows)) for at in range(4)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                 for row in (head, *self.rows)]  # fmt: skip
        return "\n".join(lines)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}".replace(",", " ")
    return f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}".replace(",", " ")


def machine() -> str:
    """What the figures were measured on, as far as it matters to them."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def single_threaded(bench: str, arguments: Sequence[str]) -> None:
    """Starts the bench anew with BLAS on one thread: its idle threads would count as processor time of whoever runs."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "scripts.benchmarks", bench, *arguments])


def alternating(runs: int, *measures: Callable[[], float]) -> list[list[float]]:
    """Each measure once a round, in turn, so that all of them meet the same neighbours on the machine."""
    found: list[list[float]] = [[] for _ in measures]
    for _ in range(runs):
        for values, measure in zip(found, measures, strict=True):
            values.append(measure())
    return found


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Median of the ratios of paired runs."""
    return statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))


def spread(values: Sequence[float], scale: float = 1.0, unit: str = "s") -> str:
    """Median with the smallest and the largest value."""
    low, middle, high = (each * scale for each in (min(values), statistics.median(values), max(values)))
    return f"{middle:.3g} {unit} ({low:.3g}–{high:.3g})"
