"""F2: find a client by a part of the name or the beginning of the number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.worker import get_current_worker

from core.problem import Problem
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, gettext, label, say
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

if TYPE_CHECKING:
    from tui.app import Workstation
    from tui.desk.port import Found, Hit

LIMIT = 50
_PAUSE_SECONDS = 0.12
"""Silence of the keys before the desk is asked: one search per word, not per letter."""


class FindDialog(PickDialog[str, "Hit"]):
    """Returns a client id."""

    HEADING = N_("Find a client")
    HINT = N_("Name or number · Enter open the card · Esc close")

    def columns(self) -> Sequence[Column[Hit]]:
        return (
            Column("name", str, 24, lambda hit: (hit.name, ""), flex=1),
            Column("number", str, 10, lambda hit: (hit.external_id, "dim")),
            Column("level", str, 12, lambda hit: (label("level", hit.level, short=True), "dim")),
        )

    def row_id(self, row: Hit) -> str:
        return row.id

    def answer(self, row: Hit) -> str:
        return row.id

    def empty(self) -> str:
        return gettext("Nobody found.") if self.query_one(LineField).text.strip() else ""

    def on_mount(self) -> None:
        self._timer = self.set_timer(_PAUSE_SECONDS, self._search, pause=True)

    def on_line_field_changed(self) -> None:
        self._timer.stop()
        self._timer = self.set_timer(_PAUSE_SECONDS, self._search)

    def _search(self) -> None:
        text = self.query_one(LineField).text.strip()
        if not text:
            self.offer(())
            return
        self.run_worker(partial(self._ask, text), thread=True, group="find", exclusive=True, exit_on_error=False)

    def _ask(self, text: str) -> None:
        worker = get_current_worker()
        station = cast("Workstation", self.app)
        try:
            found = station.desk.find(text, LIMIT)
        except Problem as problem:
            station.call_from_thread(self.tell, say(problem), "bad")
            return
        if not worker.is_cancelled:
            station.call_from_thread(self._found, found)

    def _found(self, found: Found) -> None:
        if not self.is_attached:
            return
        self.offer(found.hits)
        self.tell(gettext("Exists in another portfolio: ask the head.") if found.elsewhere else "")
