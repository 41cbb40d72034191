"""SIGHUP and SIGTERM: Textual installs no handler, so a closed window would end us without a word
(spec/terminal §3.7)."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable

DEADLINE_SECONDS = 0.45
"""A clean end must not wait longer for a disk or for a terminal that is no longer there."""
EXIT_STATUS = 129


class Watch:
    """Calls `on_lost` once on the loop; ends the process by force when that takes too long."""

    SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)

    def __init__(self, on_lost: Callable[[], None]) -> None:
        self._on_lost = on_lost
        self._timer: threading.Timer | None = None

    def start(self) -> None:
        """Install the handlers. Does nothing outside the main thread (tests)."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in self.SIGNALS:
            loop.add_signal_handler(number, self._caught)

    def _caught(self) -> None:
        if self._timer is not None:
            return
        self._timer = threading.Timer(DEADLINE_SECONDS, os._exit, (EXIT_STATUS,))
        self._timer.daemon = True
        self._timer.start()
        self._on_lost()

    def stop(self) -> None:
        """The end came in time."""
        if self._timer is not None:
            self._timer.cancel()
