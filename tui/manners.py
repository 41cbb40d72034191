"""How long work treats whoever presses keys on the same machine: it steps back and keeps a tenth of a processor."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

STEP_BACK = 10


class Program:
    """This process, when it is a command that runs and then ends."""

    steps_back = False
    """Set by the program itself; whoever runs a command inside another process stays as he is."""


def command_steps_back() -> None:
    """Let everybody else have the processor first, from now until the command ends."""
    if Program.steps_back:
        Program.steps_back = False
        with contextlib.suppress(OSError):
            os.nice(STEP_BACK)


def thread_steps_back() -> None:
    """The same for the thread that asks, where the system knows threads apart."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), STEP_BACK)
