"""A desk that takes in what others have changed, its new base included: tests do not wait for a second pulse."""

from __future__ import annotations

from tui.desk.desk import Desk


def follow(desk: Desk) -> int:
    """Ask for changes until nothing is left to be made anew. Gives the pulse."""
    served = desk._served
    desk.pulse()
    while served._due or (served._maker is not None and served._maker.is_alive()):
        if served._maker is not None:
            served._maker.join()
        if served._fault is not None:
            raise served._fault
        if served._due:
            served._not_before = 0.0
            desk.pulse()
    return desk.pulse()
