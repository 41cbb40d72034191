"""Finds the bench named on the command line and runs it."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def names() -> list[str]:
    """Every module beside this one that is a bench; a leading underscore marks what benches share."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(name for name in found if not name.startswith("_"))


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in names():
        print(
            "usage: scripts/bench NAME [options]; there is: " + (", ".join(names()) or "no bench yet"), file=sys.stderr
        )
        return 2
    bench = importlib.import_module(f"scripts.benchmarks.{arguments[0]}")
    return int(bench.main(arguments[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
