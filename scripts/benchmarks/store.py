"""`scripts/bench store`: what the encryption and the log of a whole firm cost, beside the raw primitives."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.benchmarks import _store_cards, _store_leaving, _store_log, _store_tags
from scripts.benchmarks._report import Report, machine

Part = Callable[[Report, Path, int, int], None]
"""Called with the report, a folder of its own, the number of alternating runs and the number of clients."""
PARTS: Mapping[str, Part] = {
    "log": _store_log.measure,
    "cards": _store_cards.measure,
    "leaving": _store_leaving.measure,
    "tags": _store_tags.measure,
}
"""What is measured, in this order; a part is one module beside this one."""


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench store", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="alternating runs of each pair")
    parser.add_argument("--clients", type=int, default=100_000, help="clients of the store")
    parser.add_argument("--only", choices=tuple(PARTS), action="append", help="measure this part alone")
    options = parser.parse_args(arguments)
    report = Report()
    print(machine())
    for name in options.only or PARTS:
        with tempfile.TemporaryDirectory(prefix="kartoteka-bench-") as folder:
            PARTS[name](report, Path(folder), options.runs, options.clients)
    print()
    print(report.table())
    return int(report.missed > 0)
