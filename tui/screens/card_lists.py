"""CARD История, Заказы, Белые пятна, Файлы: lists that are asked for when their tab is opened."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tui.desk.port_white import WhiteClient
from tui.desk.port_work import TimelineRow
from tui.screens.card_orders import OrdersOfCard
from tui.screens.order_lines import order_columns, orders_id
from tui.screens.white_lines import CELL_COLUMNS
from tui.screens.work_lines import timeline_columns
from tui.text import gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable


class ListsOfCard(OrdersOfCard):
    """The part of CARD whose tabs wait until somebody looks at them."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded_tabs: set[str] = set()

    def lists_widgets(self) -> Iterable[Widget]:
        """A list for each tab; lines of a document below the orders."""
        yield WindowTable(timeline_columns(), lambda row: row.id, empty=self._empty, id="history")
        yield WindowTable(order_columns(), orders_id, empty=self._empty, id="orders")
        yield Pager(id="lines")
        yield WindowTable(CELL_COLUMNS, lambda row: row.group, empty=self._empty, id="white")

    def _empty(self) -> str:
        return gettext("Nothing yet.") if self.tab in self.loaded_tabs else ""

    def files_stale(self) -> None:
        """The list of files has to be asked for again."""
        self.loaded_tabs.discard("files")

    def load_tab(self) -> None:
        """Ask for what the open tab shows, once."""
        client_id = self.client_id
        if self.tab in self.loaded_tabs:
            return
        if self.tab == "history":
            self.ask("tab", lambda: self.desk.work.timeline(client_id), self._history)
        elif self.tab == "orders":
            self.load_orders()
        elif self.tab == "white":
            self.ask("tab", lambda: self.desk.white.client(client_id), self._white)
        elif self.tab == "files":
            self.loaded_tabs.add("files")
            self.load_files()

    def _history(self, rows: list[TimelineRow]) -> None:
        self.loaded_tabs.add("history")
        self.query_one("#history", WindowTable).set_source(Rows(rows, [row.id for row in rows]))

    def _white(self, client: WhiteClient) -> None:
        self.loaded_tabs.add("white")
        self.query_one("#white", WindowTable).set_source(Rows(client.cells, [cell.group for cell in client.cells]))
