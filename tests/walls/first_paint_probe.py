"""Run as a program on a terminal: starts the workstation and writes down what is loaded when the unlock screen paints.

    python -m tests.walls.first_paint_probe REPORT PATTERN [arguments of kartoteka]

The report is sys.modules at the moment in which the text that matches PATTERN goes out to the terminal.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from textual.drivers.linux_driver import LinuxDriver

ESCAPES = re.compile(r"\x1b\[[0-9;?<>=]*[a-zA-Z]")


def watch(report: Path, pattern: str) -> None:
    """From now on the first write that completes `pattern` ends the process with a report."""
    original = LinuxDriver.write
    sent: list[str] = []

    def write(self: LinuxDriver, data: str) -> None:
        original(self, data)
        sent.append(ESCAPES.sub("", data))
        if re.search(pattern, "".join(sent)):
            report.write_text("\n".join(sorted(sys.modules)), encoding="utf-8")
            os._exit(0)

    LinuxDriver.write = write  # type: ignore[method-assign]


if __name__ == "__main__":
    watch(Path(sys.argv[1]), sys.argv[2])
    sys.argv[:] = ["kartoteka", *sys.argv[3:]]
    from tui.__main__ import main

    sys.exit(main())
