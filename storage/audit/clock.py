"""The wall clock held against one that nobody can set (R25).

Between two entries of one machine since it was started, both must have gone equally far. Across a restart nothing can
be said; then only the witness's own time bounds it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Ticks = Callable[[], int]
"""Microseconds that only ever grow, sleep of the machine included."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_us() -> int:
    """Microseconds since the machine was started."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)) // 1000


def boot_id() -> bytes:
    """Names this run of the machine, 16 bytes; empty where the system has no such name."""
    try:
        return bytes.fromhex(_BOOT_ID.read_text("ascii").strip().replace("-", ""))
    except (OSError, ValueError):
        return b""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Both clocks at one moment, in microseconds."""

    wall_us: int
    ticks_us: int


class Steady:
    """Says what the wall clock should show. Threads of one session share it."""

    def __init__(self, ticks: Ticks, anchor: Anchor | None = None) -> None:
        self._ticks = ticks
        self._anchor = anchor
        self._lock = threading.Lock()

    def expected_us(self) -> int | None:
        """What the wall clock should show now, None before it was ever looked at."""
        with self._lock:
            if self._anchor is None:
                return None
            return self._anchor.wall_us + self._ticks() - self._anchor.ticks_us

    def note(self, wall_us: int) -> Anchor:
        """Take the wall clock as it is from now on."""
        with self._lock:
            self._anchor = Anchor(wall_us, self._ticks())
            return self._anchor
