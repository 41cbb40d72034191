"""Starting processes, reading what they say, and killing them: at a moment of the clock or at a step they stop at."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Say = Callable[[str], None]
Job = Callable[[Say], object]

PATIENCE_SECONDS = 60.0
"""A child that has not come to its step by then hangs: that is a fault, and said."""


@dataclass
class Victim:
    """A forked process. Killed when `deadline` passes, or when it says `step …`."""

    pid: int
    pipe: int
    deadline: float
    by_step: bool
    lines: list[str] = field(default_factory=list)
    rest: bytes = b""
    open: bool = True
    killed: bool = False

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.deadline = float("inf")


def start(job: Job, seconds: float | None) -> Victim:
    """Fork a process for a job. `seconds`: when it is killed; None: at its own step."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(reader)

            def say(line: str) -> None:
                os.write(writer, line.encode() + b"\n")  # shorter than PIPE_BUF: whole or not at all

            try:
                job(say)
                status = 0
            except BaseException as fault:
                say(f"fault {type(fault).__name__}: {fault}".replace("\n", " ")[:300])
        finally:
            os._exit(status)
    os.close(writer)
    deadline = time.monotonic() + (PATIENCE_SECONDS if seconds is None else seconds)
    return Victim(pid, reader, deadline, seconds is None)


def run_to_the_end(victims: Sequence[Victim]) -> list[str]:
    """Kill each victim at its moment. `killed` is set on those that died of it; gives what went wrong with others."""
    while any(each.open for each in victims):
        waiting = [each for each in victims if each.open]
        soonest = min(each.deadline for each in waiting) - time.monotonic()
        ready, _, _ = select.select([each.pipe for each in waiting], [], [], max(0.0, min(soonest, 1.0)))
        for each in waiting:
            if each.pipe in ready:
                _read(each)
            if each.open and time.monotonic() >= each.deadline:
                if each.by_step:
                    each.lines.append("fault hangs: the step was never reached")
                each.kill()
    for each in victims:
        _, status = os.waitpid(each.pid, 0)
        each.killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return [line for each in victims for line in each.lines if line.startswith("fault ")]


def _read(victim: Victim) -> None:
    data = os.read(victim.pipe, 65536)
    if not data:
        os.close(victim.pipe)
        victim.open = False
        return
    *whole, victim.rest = (victim.rest + data).split(b"\n")
    for line in whole:
        text = line.decode()
        if text.startswith("step "):
            victim.kill()
        else:
            victim.lines.append(text)
