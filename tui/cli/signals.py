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


_HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(KeyboardInterrupt):
    """The command was told to end. Whatever undoes its work on Ctrl-C does so here too."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = STATUS + number


@contextlib.contextmanager
def heeded() -> Iterator[None]:
    """Signals to end raise `Ended` inside the block, Ctrl-C a KeyboardInterrupt; what the caller ignores (nohup) stays
    ignored. Does nothing outside the main thread.

    A library may take what is raised in the middle of its work for its own failure: HPKE answers that a grant in order
    cannot be opened. Whatever goes wrong in the block after it was told to end is the end it was told.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told: list[KeyboardInterrupt] = []

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        told.append(KeyboardInterrupt() if number == signal.SIGINT else Ended(number))
        raise told[-1]

    heard = [each for each in _HEARD if signal.getsignal(each) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    except Exception:
        if told:
            raise told[-1] from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
