"""SIGTERM and SIGHUP of a command: it ends as after Ctrl-C, in order and with one sentence, instead of in mid-word."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

STATUS = 128
"""Exit status of a command ended by a signal is this and the signal's number, as shells have it."""


class Ended(KeyboardInterrupt):
    """The command was told to end. Whatever undoes its work on Ctrl-C does so here too."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = STATUS + number


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise Ended(number)


@contextlib.contextmanager
def heeded() -> Iterator[None]:
    """Signals to end raise `Ended` inside the block; what the caller ignores (nohup) stays ignored.

    Does nothing outside the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = [each for each in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(each) is not signal.SIG_IGN]
    before = {number: signal.signal(number, _end) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
