"""`scripts/bench spine`: every figure the first slice is held to, as ratios of one run."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from scripts.benchmarks import _cards, _figures, _import, _list, _start
from scripts.benchmarks._report import Report, machine

PARTS = ("import", "cards", "start", "list", "figures")


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench spine", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="alternating runs of each pair")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone")
    options = parser.parse_args(arguments)
    chosen = options.only or PARTS
    report = Report()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="kartoteka-bench-") as name:
        folder = Path(name)
        if "import" in chosen:
            _import.measure(report, folder, options.runs)
        if "cards" in chosen:
            _cards.measure(report, folder, options.runs)
        if "start" in chosen:
            _start.measure(report, folder, options.runs)
        if "list" in chosen:
            _list.measure(report, options.runs)
        if "figures" in chosen:
            _figures.measure(report, folder)
    print()
    print(report.table())
    return int(report.missed > 0)
