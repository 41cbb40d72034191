"""The workstation over a desk without a vault, to try screens by hand and under a pty:

    python -m tests.tui.fake_app [clients] [--hostile] [options of the workstation]

The passphrase is `fake_desk.PASSPHRASE`; KARTOTEKA_FAKE_LOG names a file that gets one line per lock and close.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tui.__main__ import workstation
from tui.options import Options

if TYPE_CHECKING:
    from tui.desk.port import CloseReason, DeskPort, LockReason


def make_desk(options: Options) -> DeskPort:
    from tests.tui.fake_desk import FakeDesk
    from tests.tui.hostile import NAMES
    from tests.tui.poisoned import poison

    time.sleep(float(os.environ.get("KARTOTEKA_FAKE_CORE", "0")))
    log = os.environ.get("KARTOTEKA_FAKE_LOG")

    class LoggedDesk(FakeDesk):
        def close(self, reason: CloseReason) -> None:
            super().close(reason)
            time.sleep(float(os.environ.get("KARTOTEKA_FAKE_CLOSE", "0")))
            self._write(f"close {reason}")

        def lock(self, reason: LockReason) -> None:
            super().lock(reason)
            self._write(f"lock {reason}")

        def _write(self, line: str) -> None:
            if log:
                with Path(log).open("a") as file:
                    file.write(line + "\n")

    clients = int(os.environ.get("KARTOTEKA_FAKE_CLIENTS", "600"))
    hostile = os.environ.get("KARTOTEKA_FAKE_HOSTILE", "")
    desk = LoggedDesk(
        clients,
        names=NAMES if hostile else (),
        prepare_seconds=float(os.environ.get("KARTOTEKA_FAKE_PREPARE", "0.5")),
        login="ivanova",
    )
    kind, _, first = hostile.partition(":")
    return poison(desk, int(first or 0)) if kind == "all" else desk


def trace_into(path: str) -> None:
    """For whoever is looking for a fault: the trace that the workstation itself never shows."""
    import traceback

    from tui.guarded import GuardedApp

    quiet = GuardedApp._handle_exception

    def loud(self: GuardedApp[object], error: Exception) -> None:
        Path(path).write_text("".join(traceback.format_exception(error)))
        quiet(self, error)

    GuardedApp._handle_exception = loud  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    from tui.__main__ import prepare_environment

    prepare_environment()
    if os.environ.get("KARTOTEKA_FAKE_TRACE"):
        trace_into(os.environ["KARTOTEKA_FAKE_TRACE"])
    sys.exit(workstation(sys.argv[1:], make_desk))
