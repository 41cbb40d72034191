"""GOODS: the price list, searched in a client's own words; new products and whom to offer them (S02.17, S03.20)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, ClearFilter, NextPane
from tui.commands.outreach import MailList
from tui.commands.white import AnnounceItem, SearchItems, WhoWantsIt
from tui.desk.port_white import ItemLine, NoveltyLine
from tui.screens.base import WorkScreen, chip
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.words import WordsDialog
from tui.screens.mailing import mail_item
from tui.screens.white_lines import ITEM_COLUMNS, novelty_lines
from tui.text import N_, count, fill, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

WORDS_MAX = 80


class GoodsScreen(WorkScreen):
    """Items above, clients who have not bought the chosen one below."""

    CODE = "GOODS"
    CSS_PATH = "white.tcss"
    HEADING = N_("Products")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        SearchItems,
        WhoWantsIt,
        AnnounceItem,
        MailList,
        ShowMenu,
        FindClient,
        ClearFilter,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "A client reads a price list of 30,000 items to page 20. Ask him what he would like and look it up in his"
            " own words: word forms, slips of the keyboard, another layout or alphabet do not matter."
        ),
        N_(
            "A new product goes to the present base first: to key accounts at once, to innovators first among equals,"
            " then to those who could buy most of its group."
        ),
    )
    SOURCES = "S02.17, S03.20, S03.85, S03.90"
    AUTO_FOCUS = "#items"

    def __init__(self) -> None:
        super().__init__()
        self.query_text = ""
        self._total = 0
        self._items: tuple[ItemLine, ...] | None = None
        self._code = ""
        self._found: tuple[NoveltyLine, ...] = ()

    def body(self) -> Iterable[Widget]:
        yield WindowTable(ITEM_COLUMNS, lambda row: row.code, empty=self._empty, id="items")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[ItemLine]:
        return self.query_one("#items", WindowTable)

    def _empty(self) -> str:
        if self._items is None:
            return ""
        if self._total:
            return (
                gettext("Nothing found.") if self.query_text else gettext("Press / and say what a client would like.")
            )
        return gettext("There is no price list yet: import one.")

    def load(self) -> None:
        text = self.query_text

        def asked() -> tuple[tuple[ItemLine, ...], int]:
            products = self.desk.products
            return (products.search(text, 200) if text else ()), products.count()

        self.ask("items", asked, self._loaded)

    def _loaded(self, found: tuple[tuple[ItemLine, ...], int]) -> None:
        self._items, self._total = found
        self.table.set_source(Rows(self._items, [each.code for each in self._items]))
        self.paint_title()
        self.status.set_left(chip(self.query_text) if self.query_text else ())

    def title_detail(self) -> str:
        return fill(gettext("{n} items"), n=count(self._total)) if self._total else ""

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.who_wants_it()

    # Verbs

    def exported(self) -> dict[str, str] | None:
        if self._found:
            return {"list": "novelty", "item": self._code}
        return {"list": "goods", "text": self.query_text} if self.query_text else None

    def can(self, verb: str) -> bool:
        if verb == "who_wants_it":
            return self.table.current is not None
        if verb == "announce_item":
            return bool(self._found) and not self.station.options.read_only
        if verb == "mail_list":
            return self.table.current is not None and super().can(verb) and not self.station.options.read_only
        if verb == "clear_filter":
            return bool(self.query_text)
        return super().can(verb)

    def search_items(self) -> None:
        def told(text: str | None) -> None:
            if text:
                self.query_text = text
                self.load()

        nudge = gettext("Say what he would like to buy.")
        self.app.push_screen(WordsDialog(gettext("What would he like?"), nudge, WORDS_MAX), told)

    def clear_filter(self) -> None:
        self.query_text = ""
        self.load()

    def next_pane(self) -> None:
        (self.query_one("#detail") if self.focused is self.table else self.table).focus()

    def who_wants_it(self) -> None:
        row = self.table.current
        if row is not None:
            code = row.code
            self.ask("novelty", lambda: self.desk.products.novelty(code), lambda found: self._listed(code, found))

    def _listed(self, code: str, found: tuple[NoveltyLine, ...]) -> None:
        self._code, self._found = code, found
        self.query_one("#detail", Pager).show(novelty_lines(found))

    def announce_item(self) -> None:
        code, wanted = self._code, [each.client_id for each in self._found if not each.offered]

        def answered(yes: bool | None) -> None:
            if yes:
                self.ask("announce", lambda: self.desk.products.announce(code, wanted), self._announced)

        question = fill(gettext("Make tasks to offer {code} to {n} clients?"), code=code, n=count(len(wanted)))
        self.app.push_screen(ConfirmDialog(question), answered)

    def mail_list(self) -> None:
        row = self.table.current
        if row is not None:
            code, products = row.code, self.desk.products
            mail_item(self, row.name, lambda: [each.client_id for each in products.novelty(code) if not each.offered])

    def _announced(self, made: int) -> None:
        self.notice(fill(gettext("Tasks made: {n}"), n=count(made)), "good")
