"""SEG at the desk: which tab answers what, and the evening its moves are counted from."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.entities.ledger import Bool, Int64
from core.entities.money import Money
from core.rhythm.client_days import client_days
from core.rhythm.states import rhythms
from core.rules import Rules
from core.standing import pyramid
from core.standing.anchor import Anchors, anchors
from core.standing.axes import axes
from core.standing.payments import payments
from tui.desk.figures import Figures, day_number
from tui.desk.port_standing import Segment, Since, View
from tui.desk.segment_rows import Members, Note

if TYPE_CHECKING:
    from tui.desk.base import Base
    from tui.desk.desk import Desk

MONTHS = {"quarter": 3, "year": 12}


@dataclasses.dataclass(frozen=True)
class Seen:
    """What a tab is made from."""

    desk: Desk
    base: Base
    figures: Figures
    view: View
    anchors_before: Anchors
    since: int
    """Evening the moves are counted from."""
    among: Bool | None = None
    """Clients of the saved selection the tab is made of; None: everybody."""

    def narrowed(self, mask: Bool) -> Bool:
        """A mask of the base within the selection."""
        return mask if self.among is None else mask & self.among

    @property
    def rules(self) -> Rules:
        return self.figures.rules

    def money(self, amount: int) -> Money:
        """An amount of the base currency."""
        return Money(int(amount), self.base.currency)


class SegmentTab(Protocol):
    """One tab of SEG."""

    seen: Seen

    def segment(self) -> Segment:
        """Its figures."""
        ...

    def chosen(self, key: str) -> Int64:
        """Rows of the base behind a figure, in order. Raises KeyError for a figure it has not."""
        ...

    def note(self, key: str) -> Note:
        """What is said of each of them."""
        ...


class Segments:
    """Tabs of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._before: tuple[object, Anchors] | None = None

    def segment(self, view: View) -> Segment:
        """Figures of one tab."""
        return self._tab(view).segment()

    def members(self, view: View, key: str) -> Members:
        """Clients behind a figure; nobody for a figure that is not there."""
        tab, desk = self._tab(view), self._desk
        try:
            rows = tab.chosen(key)
        except KeyError:
            rows = np.zeros(0, np.int64)
        if tab.seen.among is not None:
            rows = rows[tab.seen.among[rows]]
        return Members(desk.base, desk.figures(), rows, tab.note(key))

    def _tab(self, view: View) -> SegmentTab:
        from tui.desk.segment_anchors import AnchorsTab
        from tui.desk.segment_portrait import PortraitTab
        from tui.desk.segment_tabs import GroupsTab, LadderTab, MatrixTab, PyramidTab
        from tui.desk.segment_work import ReviewTab, TargetsTab

        makers: dict[str, Callable[[Seen], SegmentTab]] = {
            "pyramid": PyramidTab,
            "ladder": LadderTab,
            "matrix": MatrixTab,
            "anchors": AnchorsTab,
            "targets": TargetsTab,
            "review": ReviewTab,
            "groups": GroupsTab,
            "portrait": PortraitTab,
        }
        figures = self._desk.figures()
        since = view.since if view.tab == "anchors" else "month"
        day = evening_before(figures.as_of, since)
        before = self._anchors_at(figures, since, day)
        return makers[view.tab](Seen(self._desk, self._desk.base, figures, view, before, day, self._among(view)))

    def _among(self, view: View) -> Bool | None:
        """Raises Problem (BAD_INPUT) for a selection that is not there."""
        if not view.selection:
            return None
        desk = self._desk
        found: Bool = np.zeros(len(desk.base.ids), np.bool_)
        found[[desk.base.place[bytes.fromhex(each)] for each in desk.selections.resolve(view.selection)]] = True
        return found

    def _anchors_at(self, figures: Figures, since: Since, day: int) -> Anchors:
        if since == "month":
            return figures.before.anchors
        mark = (day, figures.as_of, figures.rules, id(figures.days))
        if self._before is not None and self._before[0] == mark:
            return self._before[1]
        base = self._desk.base
        joined = {each: base.place[each] for each in base.apart}
        lines = self._desk.session.sales.ledger(base.ids, lambda _done, _total: True, joined).lines
        days = client_days(lines, day, figures.rules)
        seen = rhythms(days, figures.firm, figures.rules)
        stands = axes(days, seen, figures.firm, None, figures.rules)
        found = anchors(days, seen, stands, figures.firm, figures.rules, payments(lines, day, figures.rules))
        self._before = (mark, found)
        return found


def evening_before(as_of: dt.date, since: Since) -> int:
    """Last day of the last full month, quarter or year before a date."""
    if since == "month":
        return pyramid.month_end_before(day_number(as_of))
    months = MONTHS[since]
    first = as_of.replace(month=(as_of.month - 1) // months * months + 1, day=1)
    return day_number(first) - 1
