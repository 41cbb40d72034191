"""Run as a program: reads one file in one way, and says the seconds and the peak memory of it as JSON.

python -m scripts.benchmarks._import_files WAY FILE [COUNT]; a process of its own, so that peaks do not add up.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def ours(path: Path) -> int:
    """The head and every column, as `import` reads them, child process included."""
    from storage.intake.reading import Reader
    from storage.intake.source import Source

    with Source(path) as source, Reader(source) as reader:
        head = reader.head()
        return len(reader.read(head, range(len(head.columns))).rows)


def calamine(path: Path) -> int:
    """The library alone: every row as Python values, none kept."""
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows()) - 1


def openpyxl(path: Path) -> int:
    """The usual library, in its fastest mode."""
    from openpyxl import load_workbook

    return sum(1 for _ in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)) - 1


def plan(path: Path) -> int:
    """Read, typed and planned against an empty base."""
    from storage.intake.plan import BaseSnapshot
    from storage.intake.prepare import load
    from storage.intake.prepare import plan as plan_of

    return plan_of(load(path, "RUB"), BaseSnapshot({}, {}, {})).rows


def against(path: Path, clients: int) -> int:
    """Planned against a base of so many clients, half of them in the file."""
    from storage.intake.plan import BaseSnapshot
    from storage.intake.prepare import load
    from storage.intake.prepare import plan as plan_of

    ids = [number.to_bytes(16, "big") for number in range(clients)]
    base = BaseSnapshot(
        {str(number): [each] for number, each in enumerate(ids)}, {}, {f"Клиент {n}": [i] for n, i in enumerate(ids)}
    )
    loaded = load(path, "RUB")
    start = time.monotonic()
    rows = plan_of(loaded, base).rows
    print(json.dumps({"plan": time.monotonic() - start}), file=sys.stderr)
    return rows


def read_bytes(path: Path) -> int:
    """The least one can do with a file."""
    return path.read_bytes().count(b"\n")


WAYS: dict[str, Callable[[Path], int]] = {
    "ours": ours,
    "calamine": calamine,
    "openpyxl": openpyxl,
    "plan": plan,
    "bytes": read_bytes,
}


_LIBRARY = {"calamine": "python_calamine", "openpyxl": "openpyxl"}


def _processor() -> float:
    """Processor seconds of this process and of the readers it has waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main(words: list[str]) -> int:
    way, path = words[0], Path(words[1])
    importlib.import_module("storage.intake.prepare" if way not in ("calamine", "openpyxl") else _LIBRARY[way])
    start, busy = time.monotonic(), _processor()
    rows = against(path, int(words[2])) if way == "against" else WAYS[way](path)
    seconds = time.monotonic() - start
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"rows": rows, "seconds": seconds, "processor": _processor() - busy, "peak_kib": peaks}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
