"""CARD Досье: sections with what is missing, asked for when the tab is opened; the whole of it is DOSS (S03.96)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from tui.desk.port_book import BookAnswer, SectionRow
from tui.screens.book_lines import pages_line, section_columns, section_lines
from tui.screens.card_lists import ListsOfCard
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable


class DossierOfCard(ListsOfCard):
    """The part of CARD about the dossier. Opening its tab is a reading of the dossier."""

    def __init__(self) -> None:
        super().__init__()
        self._book: BookAnswer | None = None

    def dossier_widgets(self) -> Iterable[Widget]:
        """The sections, and what is known in the one under the cursor."""
        yield WindowTable(section_columns(), lambda row: row.section, id="dossier")
        yield Pager(id="dossier-facts", classes="entry-facts")

    def load_tab(self) -> None:
        """Ask for what the open tab shows, once."""
        if self.tab == "dossier" and "dossier" not in self.loaded_tabs:
            self.loaded_tabs.add("dossier")
            self.ask("tab", partial(self.desk.book.read, self.client_id), self._book_told)
        else:
            super().load_tab()

    def _book_told(self, book: BookAnswer) -> None:
        if book.client_id != self.client_id:
            return
        self._book = book
        table = self.query_one("#dossier", WindowTable)
        keep = table.current_id
        source = Rows(book.sections, [each.section for each in book.sections])
        table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint_dossier()

    def forget_dossier(self) -> None:
        """Another client: nothing of the one before stays on the tab."""
        self._book = None
        self.query_one("#dossier", WindowTable).set_source(Rows[SectionRow]((), ()))
        self.query_one("#dossier-facts", Pager).show(())

    def paint_dossier(self) -> None:
        """Below the list: how many pages it takes, then the section under the cursor."""
        row, pane = self.query_one("#dossier", WindowTable).current, self.query_one("#dossier-facts", Pager)
        if self._book is not None and isinstance(row, SectionRow):
            width = max(30, pane.content_size.width)
            pane.show([pages_line(self._book), *section_lines(self._book, row, width)], keep_top=True)
