"""Questions of WHITE: a wish searched in the price list, and what a client buys from everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.desk.port_white import ItemLine
from tui.screens.dialogs.base import Dialog, PickDialog
from tui.text import N_, gettext, short_money
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

SUM_MAX, SOURCE_MAX = 20, 100
_MOST = Decimal(10) ** 13

Wish = tuple[str, str]
"""What was typed, and the code of an item; no code: we do not have it."""


class WishDialog(PickDialog[Wish, ItemLine]):
    """Returns an item for an offer, or with F8 the words alone for a need."""

    HEADING = N_("What would he like?")
    HINT = N_("Enter record the offer · F8 we do not have it · Esc close")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f8", "missing", show=False)]

    def columns(self) -> Sequence[Column[ItemLine]]:
        return (
            Column("name", str, 24, lambda row: (row.name, ""), flex=1),
            Column("group", str, 18, lambda row: (row.group, "dim")),
            Column("price", str, 10, lambda row: (short_money(row.price), ""), right=True),
        )

    def row_id(self, row: ItemLine) -> str:
        return row.code

    def answer(self, row: ItemLine) -> Wish:
        return (self.typed, row.code)

    def empty(self) -> str:
        return gettext("Nothing found: F8 records what he would like.") if self.typed else ""

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.query_one("#pick-field", LineField).text.strip()

    def on_line_field_changed(self) -> None:
        text = self.typed
        if text:
            self.ask(lambda: self.station.desk.products.search(text), self.offer, "search")
        else:
            self.offer(())

    def action_missing(self) -> None:
        if self.typed:
            self.dismiss((self.typed, ""))
        else:
            self.tell(gettext("Say what he would like to buy."), "warn")


class EstimateDialog(Dialog[tuple[Decimal, str]]):
    """Returns a year's purchases in whole units and who says so."""

    HINT = N_("Enter go on · Esc leave it")
    AUTO_FOCUS = "#sum"

    def __init__(self, group: str) -> None:
        super().__init__()
        self._group = group

    def heading(self) -> str:
        return self._group or gettext("All goods")

    def inside(self) -> Iterable[Widget]:
        yield OneLine(((gettext("What he buys from everybody in a year"), "dim"),))
        yield LineField(max_length=SUM_MAX, id="sum")
        yield OneLine(((gettext("Who says so"), "dim"),))
        yield LineField(max_length=SOURCE_MAX, id="source")

    def on_line_field_submitted(self, event: LineField.Submitted) -> None:
        total = _typed(self.query_one("#sum", LineField).text)
        source = self.query_one("#source", LineField).text.strip()
        if total is None:
            self.tell(gettext("a sum is expected, such as 150000 or 150000.50"), "warn")
            self.query_one("#sum").focus()
        elif event.field.id == "sum":
            self.query_one("#source").focus()
        elif not source:
            self.tell(gettext("Say where the estimate comes from: the client, a report, your own guess."), "warn")
        else:
            self.dismiss((total, source))


def _typed(text: str) -> Decimal | None:
    try:
        value = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value < _MOST else None
