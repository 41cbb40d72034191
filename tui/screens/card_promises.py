"""CARD Обязательства: what was promised, what went wrong; Риски (S03.43, S03.79, S03.103)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from tui.desk.port_entries import EntriesPort, EntryRow
from tui.screens.card_work import WorkOfCard
from tui.screens.entering import ask_edit, ask_new, ask_step, entry_columns, entry_lines
from tui.text import fill, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

ENTRY_TABS = ("promises", "risks")
"""Tabs of the card that list records of a subject."""


class PromisesOfCard(WorkOfCard):
    """The part of CARD about promises."""

    tab: str

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, list[EntryRow]] = {}

    def entries_port(self, tab: str) -> EntriesPort:
        """The desk that answers for a tab."""
        return self.desk.threats if tab == "risks" else self.desk.promises

    def entries_widgets(self) -> Iterable[Widget]:
        """The list of each tab, and what stands below it."""
        for tab in ENTRY_TABS:
            empty = partial(self._nothing, tab)
            yield WindowTable(entry_columns(client=False), lambda row: row.id, empty=empty, id=tab)
            yield Pager(id=f"{tab}-facts", classes="entry-facts")

    def _nothing(self, tab: str) -> str:
        return gettext("Nothing yet: n notes something down.") if tab in self._entries else ""

    def load_entries(self) -> None:
        """Ask for every list anew; closed records stand below the open ones."""
        client_id = self.client_id
        for tab in ENTRY_TABS:
            port = self.entries_port(tab)
            self.ask(tab, partial(port.rows, client_id, everything=True), partial(self._entries_told, tab))

    def _entries_told(self, tab: str, rows: list[EntryRow]) -> None:
        self._entries[tab] = rows
        table = self.query_one(f"#{tab}", WindowTable)
        keep = table.current_id
        source = Rows(rows, [each.id for each in rows])
        table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint()

    def entries_pairs(self) -> list[tuple[str, str, str]]:
        """Caption, text, ink for the Overview: what must not wait."""
        red = [each for rows in self._entries.values() for each in rows if each.red]
        if not red:
            return []
        more = fill(gettext(" and {n} more"), n=len(red) - 1) if len(red) > 1 else ""
        return [(gettext("Must not wait"), f"{red[0].text}: {red[0].step_word}{more}", "bad")]

    def paint_entries(self) -> None:
        """What stands below each list."""
        for tab in ENTRY_TABS:
            if tab in self._entries:
                pager = self.query_one(f"#{tab}-facts", Pager)
                pager.show(entry_lines(self.entry_of(tab), max(30, pager.content_size.width)), keep_top=True)

    def entry_of(self, tab: str) -> EntryRow | None:
        """The record under the cursor of a tab."""
        row = self.query_one(f"#{tab}", WindowTable).current
        return row if isinstance(row, EntryRow) else None

    def stated(self) -> None:
        """Somebody has stated where the client stands: every screen asks again."""
        self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # a card stands on loaded workplaces
        self.notice(gettext("Saved."), "good")
        self.load()

    # Verbs
    def new_entry_here(self) -> None:
        """n on such a tab."""
        ask_new(self, self.entries_port(self.tab), self.client_id, self.renewed)

    def step_entry_here(self) -> None:
        """d on such a tab."""
        row = self.entry_of(self.tab)
        if row is not None:
            ask_step(self, self.entries_port(self.tab), row, self.renewed)

    def edit_entry_here(self) -> bool:
        """F4 on such a tab; False on any other."""
        row = self.entry_of(self.tab) if self.tab in ENTRY_TABS else None
        if row is None:
            return False
        ask_edit(self, self.entries_port(self.tab), row, self.renewed)
        return True
