"""CARD Заказы: documents of accounting and orders typed by hand, side by side and counted once (S03.46)."""

from __future__ import annotations

from tui.desk.answers import Purchase
from tui.desk.edit_field import EditField
from tui.desk.port_orders import OrderRow
from tui.screens.card_files import FilesOfCard
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.order_lines import OrdersLine, order_lines, orders_id, together, typed_lines
from tui.text import gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable


class OrdersOfCard(FilesOfCard):
    """The part of CARD about orders."""

    loaded_tabs: set[str]

    def load_orders(self) -> None:
        """Ask for both sorts."""
        client_id, desk = self.client_id, self.desk
        self.ask("tab", lambda: together(desk.purchases(client_id), desk.orders.orders(client_id)), self._orders)

    def _orders(self, rows: list[OrdersLine]) -> None:
        self.loaded_tabs.add("orders")
        table = self.query_one("#orders", WindowTable)
        keep = table.current_id
        source = Rows(rows, [orders_id(row) for row in rows])
        table.set_source(source, (None if keep is None else source.position(keep)) or 0)

    @property
    def order_line(self) -> OrdersLine | None:
        """What the cursor stands on."""
        row = self.query_one("#orders", WindowTable).current
        return row if isinstance(row, Purchase | OrderRow) else None

    def show_order(self, row: OrdersLine) -> None:
        """The lower pane."""
        client_id, desk, pane = self.client_id, self.desk, self.query_one("#lines", Pager)
        width = max(30, pane.content_size.width)
        if isinstance(row, OrderRow):
            order = row.id
            self.ask("lines", lambda: desk.orders.order(client_id, order), lambda v: pane.show(typed_lines(v, width)))
            return
        document = row.document
        self.ask(
            "lines",
            lambda: desk.order_lines(client_id, document),
            lambda lines: pane.show(order_lines(row, lines, width)),
        )

    def open_order_here(self) -> bool:
        """The form of the order under the cursor; False on a document of accounting and on any other tab."""
        row = self.order_line if self.tab == "orders" else None
        if not isinstance(row, OrderRow):
            return False
        self._open(row.id)
        return True

    def new_order(self) -> None:
        """n: number and day first, then its form."""
        self._ask_head("")

    def edit_order_here(self) -> bool:
        """F4: the order by hand, or one over the document of accounting, so that it knows its people; False on any
        other tab."""
        row = self.order_line if self.tab == "orders" else None
        if isinstance(row, Purchase):
            self._ask_head(row.document)
            return True
        return self.open_order_here()

    def _ask_head(self, document: str) -> None:
        client_id, orders = self.client_id, self.desk.orders

        def asked(form: tuple[EditField, ...]) -> None:
            made: list[str] = []

            def save(fields: object) -> None:
                assert isinstance(fields, dict)
                made.append(orders.save_head(client_id, "", fields, document))

            def saved(done: bool | None) -> None:
                if done:
                    self.renewed(True)
                    self._open(made[-1])

            heading = gettext("Order over a document of accounting") if document else gettext("New order")
            self.app.push_screen(RecordForm(heading, form, save, whole=True), saved)

        self.ask("form", lambda: orders.head_form(client_id, document=document), asked)

    def _open(self, order_id: str) -> None:
        from tui.screens.order import OrderScreen

        self.app.push_screen(OrderScreen(self.client_id, order_id))
