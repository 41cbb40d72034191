"""WHITE: clients × groups of products; what nobody has offered them (S02.02, S02.03)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from core.wording.white import LEGEND
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane
from tui.commands.outreach import MailList
from tui.commands.white import OnlyFalling, OpenWhite, ShowPriceList
from tui.commands.worth import NextOwner, ShowBehind
from tui.desk.port_white import WhiteList, WhiteRow
from tui.screens.base import WorkScreen, chip
from tui.screens.evidence import show_behind
from tui.screens.mailing import mail_to
from tui.screens.white_lines import list_columns, row_lines
from tui.text import N_, clients, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import PAGE_ROWS
from tui.widgets.window_table import WindowTable

Opened = tuple[WhiteList, int, int, Sequence[WhiteRow], tuple[str, ...]]
"""The matrix, where the cursor stands, the page around it with its number, names of owners."""


class WhiteScreen(WorkScreen):
    """The matrix above, one sign a group; the groups of the client under the cursor by name below."""

    CODE = "WHITE"
    CSS_PATH = "white.tcss"
    HEADING = N_("White space")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        OpenWhite,
        OnlyFalling,
        MailList,
        ShowPriceList,
        NextOwner,
        ShowMenu,
        FindClient,
        ShowBehind,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "Does every client buy all our goods? Each sign is a group: bought in 12 months, bought before, offered,"
            " he does not know of it, needs none, does not buy from us, or nobody has ever offered it."
        ),
        N_(
            "Potential is what clients with the same main group spend on a group, as a share of all they buy, times"
            " what this client buys in all. Where he has said what he buys from everybody, that figure counts instead."
        ),
        N_("Share is our part in his purchases; in brackets when the estimate is over a year old."),
    )
    SOURCES = "S02.02–S02.04, S02.17, S03.11"
    AUTO_FOCUS = "#white"

    def __init__(self) -> None:
        super().__init__()
        self.owner: str | None = None
        self.falling = False
        self._owners: tuple[str, ...] = ()
        self._list: WhiteList | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(list_columns(12), lambda row: row.id, empty=self._empty, id="white")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[WhiteRow]:
        return self.query_one("#white", WindowTable)

    def _empty(self) -> str:
        if self._list is None:
            return ""
        return gettext("Nobody buys less than a year ago.") if self.falling else gettext("There are no clients yet.")

    def load(self) -> None:
        owner, falling, keep = self.owner, self.falling, self.table.current_id

        def asked() -> Opened:
            found = self.desk.white.open_list(owner, falling)
            at = (found.position(keep) if keep is not None else None) or 0
            page = at // PAGE_ROWS
            rows = found.rows(page * PAGE_ROWS, (page + 1) * PAGE_ROWS)
            return found, at, page, rows, self.desk.owners()

        self.ask("white", asked, self._loaded)

    def _loaded(self, found: Opened) -> None:
        self._list, at, page, rows, self._owners = found
        self.table.columns = list_columns(len(self._list.groups))
        self.table.set_source(self._list, at, {page: rows})
        self.paint_title()
        chips = [self.owner or "", gettext("buy less") if self.falling else ""]
        self.status.set_left((*(piece for each in chips if each for piece in chip(each)), (gettext(LEGEND), "dim")))
        self.paint_detail()

    def title_detail(self) -> str:
        return "" if self._list is None else clients(len(self._list))

    def on_window_table_moved(self) -> None:
        self.paint_detail()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_detail)

    def paint_detail(self) -> None:
        pane, row = self.query_one("#detail", Pager), self.table.current
        if self._list is not None:
            pane.show([] if row is None else row_lines(row, self._list.groups, max(40, pane.content_size.width)))

    # Verbs

    def exported(self) -> dict[str, str]:
        return {"list": "white", "owner": self.owner or "", "falling": "yes" if self.falling else ""}

    def can(self, verb: str) -> bool:
        if verb in ("open_record", "show_evidence"):
            return self.table.current is not None
        if verb == "mail_list":
            return super().can(verb) and bool(self._list)
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.station.open_white(row.id)

    def mail_list(self) -> None:
        found = self._list
        if found is not None:
            mail_to(self, lambda: [row.id for row in found.rows(0, len(found))])

    def show_price_list(self) -> None:
        self.station.workplaces.go("GOODS")  # type: ignore[union-attr]  # this is a loaded workplace

    def show_evidence(self) -> None:
        row = self.table.current
        if row is not None:
            show_behind(self, "potential", row.id)

    def next_owner(self) -> None:
        order = (None, *self._owners)
        at = order.index(self.owner) if self.owner in order else 0
        self.owner = order[(at + 1) % len(order)]
        self.load()

    def only_falling(self) -> None:
        self.falling = not self.falling
        self.load()

    def next_pane(self) -> None:
        (self.query_one("#detail") if self.focused is self.table else self.table).focus()
