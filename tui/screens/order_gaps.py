"""GAPS: typed orders beside accounting; sellers above, what each has to clear up below (S03.35)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from core.wording.order_gaps import word
from core.worth.order_gaps import GAP_KINDS, GapKind
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane, OpenRecord
from tui.commands.order_gaps import NextGapKind
from tui.desk.port_gaps import GapRow, OrderGaps, SellerRow
from tui.gaps_text import gap_cells, gap_heads, seller_cells, seller_heads, span_text, total_of
from tui.screens.base import WorkScreen, chip
from tui.text import N_, count, fill, gettext
from tui.walk import Walk
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_KINDS: tuple[GapKind | None, ...] = (None, *GAP_KINDS)
_SELLER_WIDTHS = (22, 9, 9, 9, 9, 7)
_GAP_WIDTHS = (10, 16, 16, 15, 12, 15, 15)
_SUM, _BOOKED = 5, 6
_WIDE = {2: 120, _BOOKED: 100}
"""Columns of gaps for wider screens: the one that sold, the sum in accounting."""


def _seller(at: int) -> Column[SellerRow]:
    def cell(row: SellerRow) -> tuple[str, str]:
        low = at == 3 and row.share is not None and row.share < 1
        return seller_cells(row)[at], "bad" if at == 4 else "warn" if low or at == 5 else ""

    return Column(f"seller-{at}", lambda: seller_heads()[at], _SELLER_WIDTHS[at], cell, right=at > 0, flex=int(at == 0))


def _gap(at: int) -> Column[GapRow]:
    def cell(row: GapRow) -> tuple[str, str]:
        ink = {"no_document": "bad", "no_order": "warn", "sum": "accent"}[row.kind] if at == 3 else ""
        cells = gap_cells(row)
        told = cells[at]
        if at == _SUM:  # one sum has room on a narrow screen: the typed one, else what accounting has
            told = told or cells[_BOOKED]
        elif at == _BOOKED and row.typed is None:
            told = ""
        return told, "dim" if at in (0, 2) else ink

    return Column(
        f"gap-{at}",
        lambda: gettext("Sum") if at == _SUM else gap_heads()[at],
        _GAP_WIDTHS[at],
        cell,
        right=at >= _SUM,
        flex=int(at == 1),
        from_width=_WIDE.get(at, 0),
    )


SELLERS: tuple[Column[SellerRow], ...] = tuple(_seller(at) for at in range(len(_SELLER_WIDTHS)))
GAPS: tuple[Column[GapRow], ...] = tuple(_gap(at) for at in range(len(_GAP_WIDTHS)))


class OrderGapsScreen(WorkScreen):
    """Of every client, or of the one whose card it was opened from."""

    CODE = "GAPS"
    CSS_PATH = "group.tcss"
    HEADING = N_("Orders against accounting")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        NextGapKind,
        OpenRecord,
        NextPane,
        ShowMenu,
        GoBack,
        FindClient,
        *MOVES,
    )
    RULE = (
        N_(
            "All orders are collected from the sellers; accounting may refine them. An order is a document's by its"
            " number, else by sum and day; each document serves one order, and nothing is counted twice."
        ),
        N_(
            "Complete is the share of the sales of accounting that somebody had typed. A fresh order is no gap yet: it"
            " may be on its way."
        ),
    )
    SOURCES = "S03.35, S03.46"
    AUTO_FOCUS = "#sellers"

    def __init__(self, client_id: str = "") -> None:
        super().__init__()
        self.client_id = client_id
        self.kind: GapKind | None = None
        self._told: OrderGaps | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(SELLERS, lambda row: row.seller, id="sellers")
        yield WindowTable(GAPS, lambda row: row.id, empty=self._empty, id="gaps")

    @property
    def sellers(self) -> WindowTable[SellerRow]:
        return self.query_one("#sellers", WindowTable)

    @property
    def table(self) -> WindowTable[GapRow]:
        return self.query_one("#gaps", WindowTable)

    def _empty(self) -> str:
        return "" if self._told is None else gettext("Nothing is missing here.")

    # Loading
    def load(self) -> None:
        client_id = self.client_id
        self.ask("gaps", lambda: self.desk.order_gaps.found(None, client_id), self._loaded)

    def _loaded(self, told: OrderGaps) -> None:
        self._told = told
        keep, rows = self.sellers.current_id, told.sellers
        if len(rows) != 1:
            rows = (total_of(rows), *rows)
        source = Rows(rows, [row.seller for row in rows])
        self.sellers.styles.height = min(len(rows) + 1, max(3, self.size.height // 3))
        self.sellers.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self._show_gaps()
        self.paint_title()

    def _show_gaps(self) -> None:
        told = self._told
        if told is None:
            return
        row = self.sellers.current
        names = {each.seller for each in told.sellers}
        wanted = names if row is None or row.seller not in names else {row.seller}
        gaps = [each for each in told.gaps if each.seller in wanted and self.kind in (None, each.kind)]
        keep, source = self.table.current_id, Rows(gaps, [each.id for each in gaps])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        line = ((fill(gettext("{n} to clear up"), n=count(len(gaps))), "warn" if gaps else "good"),)
        self.status.set_left(line if self.kind is None else (*chip(word(self.kind)), *line))

    def title_detail(self) -> str:
        return "" if self._told is None else span_text(self._told)

    def on_window_table_moved(self, event: WindowTable.Moved) -> None:
        if event.table.id == "sellers":
            self._show_gaps()
        self.renew_footer()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    # Verbs
    def client_in_hand(self) -> str:
        row = self.table.current if self._told is not None and self.focused is self.table else None
        return "" if row is None else row.client_id

    def exported(self) -> dict[str, str]:
        row, told = self.sellers.current, self._told
        names = set() if told is None else {each.seller for each in told.sellers}
        seller = row.seller if row is not None and row.seller in names else ""
        return {"list": "gaps", "client": self.client_id, "seller": seller, "kind": self.kind or ""}

    def can(self, verb: str) -> bool:
        if verb == "open_record":
            return self._told is not None and self.table.current is not None
        return super().can(verb)

    def next_pane(self) -> None:
        (self.table if self.focused is self.sellers else self.sellers).focus()
        self.renew_footer()

    def open_record(self) -> None:
        row = self.table.current
        if self.focused is self.sellers:
            self.next_pane()
        elif row is not None:
            self.station.open_card(row.client_id, Walk(self.table.pages.source, self.table.cursor, "client_id"))

    def next_gap_kind(self) -> None:
        self.kind = _KINDS[(_KINDS.index(self.kind) + 1) % len(_KINDS)]
        self._show_gaps()
