"""Signals that would raise in the middle of a transaction wait for its end.

Ctrl-C and an order to end become an exception wherever Python happens to be. Inside a call of the database driver that
leaves a cursor in the traceback, with it the lock of the database, and whoever then tidies up waits for himself.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class _Held:
    """What came in while a block of the main thread must not be broken into."""

    def __init__(self) -> None:
        self.inside = False
        self.came: list[int] = []

    def note(self, number: int, _frame: FrameType | None) -> None:
        self.came.append(number)


_held = _Held()


def told_to_end() -> bool:
    """Whether a signal waits for the end of this thread's unbroken block: who waits for a colleague gives up then."""
    return bool(_held.came) and threading.current_thread() is threading.main_thread()


@contextmanager
def unbroken() -> Iterator[None]:
    """Inside, signals that have a handler in Python wait; at the end the first of them is raised again.

    Does nothing outside the main thread, where no signal raises, and within another such block.
    """
    if threading.current_thread() is not threading.main_thread() or _held.inside:
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    _held.inside = True
    _held.came.clear()
    try:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, _held.note)
        yield
    finally:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, handler)
        _held.inside = False
        came, _held.came = _held.came, []
        if came:
            signal.raise_signal(came[0])
