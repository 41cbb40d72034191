"""The order of the client list. The same column again turns it round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tui.desk.port import OWN_SORT
from tui.glyphs import glyphs
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, gettext
from tui.widgets.window_table import Column

ORDERS: Final = {
    "name": N_("Name"),
    "level": N_("Level"),
    "abc": N_("ABC"),
    "state": N_("Rhythm"),
    "turnover": N_("Turnover"),
    "silent": N_("Days silent"),
    "lapse": N_("Probability of lapse"),
    "overdue": N_("Overdue"),
    "owner": N_("Owner"),
    "city": N_("City"),
}
BIGGEST_FIRST: Final = frozenset(("turnover", "silent", "lapse", "overdue"))
"""Columns one looks at from the top: their first order is descending."""


def next_order(chosen: str, present: str) -> str:
    """The order after choosing a column while the list stands in `present`."""
    if present.lstrip("-") == chosen:
        return chosen if present.startswith("-") else f"-{chosen}"
    return f"-{chosen}" if chosen in BIGGEST_FIRST else chosen


def order_text(order: str) -> str:
    """The order for the status line: `Turnover ↓`."""
    signs = glyphs()
    return f"{_title(order.lstrip('-'))} {signs.descending if order.startswith('-') else signs.ascending}"


def _title(name: str) -> str:
    return name.removeprefix(OWN_SORT) if name.startswith(OWN_SORT) else gettext(ORDERS[name])


class SortDialog(PickDialog[str, str]):
    """Returns the new order, such as "-turnover"."""

    HAS_FIELD = False
    HEADING = N_("Order of the list")
    HINT = N_("Enter choose, again to turn round · Esc close")

    def __init__(self, present: str, own: Sequence[str] = ()) -> None:
        super().__init__()
        self._present = present
        self._orders = (*ORDERS, *(f"{OWN_SORT}{name}" for name in own))

    def columns(self) -> Sequence[Column[str]]:
        return (Column("order", str, 20, self._cell, flex=1),)

    def _cell(self, row: str) -> tuple[str, str]:
        return (order_text(self._present) if row == self._present.lstrip("-") else _title(row), "")

    def row_id(self, row: str) -> str:
        return row

    def answer(self, row: str) -> str:
        return next_order(row, self._present)

    def on_mount(self) -> None:
        present = self._present.lstrip("-")
        self.offer(self._orders, self._orders.index(present) if present in self._orders else 0)
