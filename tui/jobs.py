"""Long work: a thread, a line "done / total" at most twice a second, and a stop between steps.

No spinner and no moving bar: a default one sends 130 KB a second (spec/terminal §2.3).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tui.text import count, fill, gettext

UPDATES_PER_SECOND = 2


@dataclass
class Job:
    """One piece of long work. `progress` is called from its thread."""

    title: str
    """msgid."""
    changed: Callable[[Job], None]
    """Called from the thread of the job, at most twice a second, and once at the end."""
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    total: int = 0
    stopping: bool = False
    ended: bool = False
    _said: float = field(default=float("-inf"), repr=False)

    def progress(self, done: int, total: int) -> bool:
        """Report; answers False when the person wants it to stop."""
        self.done, self.total = done, total
        now = self.clock()
        if now - self._said >= 1 / UPDATES_PER_SECOND:
            self._said = now
            self.changed(self)
        return not self.stopping

    def stop(self) -> None:
        self.stopping = True

    def end(self) -> None:
        self.ended = True
        self.changed(self)

    def line(self) -> str:
        """`Figures 1 200 / 5 000`; empty when it is over."""
        if self.ended:
            return ""
        if not self.total:
            return gettext(self.title)
        return fill(
            gettext("{title} {done} / {total}"),
            title=gettext(self.title),
            done=count(self.done),
            total=count(self.total),
        )
