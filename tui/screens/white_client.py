"""WHITE of one client: every group beside his trend, the largest potential first (S02.02–S02.04, S02.17)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from textual.widget import Widget

from core.entities.trade import GROUP_MARKS, OFFER_ANSWERS
from core.wording.money import minor_digits
from core.wording.white import answer_name, mark_name
from tui.commands.base import Command
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane
from tui.commands.outreach import MailList
from tui.commands.white import AnswerOffer, EstimateWallet, MarkGroup, OfferGroup, SearchWish, ShortList
from tui.commands.worth import ShowEvidence
from tui.desk.port_white import CellLine, OfferLine, ShortLine, WhiteClient
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.white import EstimateDialog, Wish, WishDialog
from tui.screens.evidence import show_behind
from tui.screens.mailing import mail_to
from tui.screens.white_lines import CELL_COLUMNS, STATE_SIGNS, cell_lines, short_lines, trend_lines
from tui.text import N_, fill, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

ALL = "*"


class WhiteClientScreen(WorkScreen):
    """The trend on top, the groups below it, at the bottom the group under the cursor or the short list."""

    CODE = "WHITE"
    CSS_PATH = "white.tcss"
    HEADING = N_("White space")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        OfferGroup,
        MarkGroup,
        SearchWish,
        ShortList,
        MailList,
        ShowMenu,
        GoBack,
        ShowEvidence,
        EstimateWallet,
        AnswerOffer,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "Groups stand by what he could buy more: the share that clients like him spend on a group, or what he has"
            " said himself. Years without an offer count from his first purchase."
        ),
        N_(
            "A wish in his own words is searched in the price list; what is found becomes an offer, what is not"
            " becomes a need for purchasing. Over 100 % of a stated need: ask again; over a year old: in brackets."
        ),
    )
    SOURCES = "S02.02–S02.04, S02.17, S03.11, S03.93"
    AUTO_FOCUS = "#cells"

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self.client_id = client_id
        self._client: WhiteClient | None = None
        self._short: tuple[ShortLine, ...] | None = None

    def body(self) -> Iterable[Widget]:
        yield Pager(id="trend")
        yield WindowTable(CELL_COLUMNS, lambda row: row.group, empty=self._empty, id="cells")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[CellLine]:
        return self.query_one("#cells", WindowTable)

    def _empty(self) -> str:
        return "" if self._client is None else gettext("There are no products yet.")

    def load(self) -> None:
        client_id = self.client_id
        self.ask("white", lambda: self.desk.white.client(client_id), self._loaded)

    def _loaded(self, client: WhiteClient) -> None:
        keep = self.table.current_id
        self._client = client
        source = Rows(client.cells, [each.group for each in client.cells])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint_title()
        self.paint()

    def title_detail(self) -> str:
        return "" if self._client is None else self._client.name

    def on_window_table_moved(self) -> None:
        self.paint()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        client = self._client
        if client is None:
            return
        pane, trend, cell = self.query_one("#detail", Pager), self.query_one("#trend", Pager), self.table.current
        trend.show(trend_lines(client, max(40, trend.content_size.width)))
        if self._short is not None:
            pane.show(short_lines(self._short))
        elif cell is not None:
            pane.show(cell_lines(client, cell, max(40, pane.content_size.width)))

    # Verbs

    def exported(self) -> dict[str, str]:
        return {"list": "cells", "client": self.client_id}

    def can(self, verb: str) -> bool:
        writes = ("offer_group", "mark_group", "search_wish", "estimate_wallet", "answer_offer")
        if verb in writes and self.station.options.read_only:
            return False
        if verb in ("offer_group", "mark_group", "show_evidence"):
            return self.table.current is not None
        if verb == "mail_list":
            return super().can(verb) and self.table.current is not None
        if verb == "answer_offer":
            return self._open_offer() is not None
        return super().can(verb)

    def show_evidence(self) -> None:
        cell = self.table.current
        if cell is not None:
            show_behind(self, "group", self.client_id, cell.group)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.show_evidence()

    def next_pane(self) -> None:
        (self.query_one("#detail") if self.focused is self.table else self.table).focus()

    def short_list(self) -> None:
        if self._short is not None:
            self._short = None
            self.paint()
            return
        client_id = self.client_id
        self.ask("short", lambda: self.desk.white.short_list(client_id), self._shortened)

    def _shortened(self, items: tuple[ShortLine, ...]) -> None:
        self._short = items
        self.paint()

    def mail_list(self) -> None:
        """To everybody whose cell of this group says the same as the one under the cursor."""
        cell, white = self.table.current, self.desk.white
        if cell is None:
            return
        group, sign = cell.group, STATE_SIGNS[cell.state]

        def listed() -> list[str]:
            found = white.open_list()
            if group not in found.groups:
                return [self.client_id]
            at = found.groups.index(group)
            return [row.id for row in found.rows(0, len(found)) if row.signs[at] == sign]

        mail_to(self, listed)

    def offer_group(self) -> None:
        cell = self.table.current
        if cell is not None:
            client_id, group = self.client_id, cell.group
            self.ask("offer", lambda: self.desk.white.offer(client_id, "", "", group), self._offered)

    def _offered(self, offer: OfferLine) -> None:
        self.load()
        self.notice(fill(gettext("Recorded: {text} was offered. a records the answer."), text=offer.text), "good")

    def _open_offer(self) -> OfferLine | None:
        """The last offer without an answer, of the group under the cursor where there is one."""
        offers = () if self._client is None else self._client.offers
        waiting = [each for each in offers if not each.answer]
        cell = self.table.current
        mine = [each for each in waiting if cell is not None and each.group == cell.group]
        return next(iter(mine or waiting), None)

    def answer_offer(self) -> None:
        offer = self._open_offer()
        if offer is None:
            return
        handle = offer.id

        def chosen(code: str | None) -> None:
            answer = next((each for each in OFFER_ANSWERS if each and each == code), None)
            if answer is not None:
                self.ask("answer", lambda: self.desk.white.answer(handle, answer), lambda _done: self.load())

        choices = [(str(each), answer_name(each)) for each in OFFER_ANSWERS if each]
        self.app.push_screen(ChoiceDialog(offer.text, choices), chosen)

    def mark_group(self) -> None:
        cell = self.table.current
        if cell is None:
            return
        client_id, group = self.client_id, cell.group

        def chosen(code: str | None) -> None:
            mark = next((each for each in GROUP_MARKS if each == code), None)
            if mark is not None:
                self.ask("mark", lambda: self.desk.white.mark(client_id, group, mark), lambda _done: self.load())

        choices = [(str(each), mark_name(each)) for each in GROUP_MARKS]
        self.app.push_screen(ChoiceDialog(group, choices), chosen)

    def search_wish(self) -> None:
        client_id = self.client_id

        def told(wish: Wish | None) -> None:
            if wish is None:
                return
            text, code = wish
            if code:
                self.ask("offer", lambda: self.desk.white.offer(client_id, "", code, "", "wish"), self._offered)
            else:
                self.ask("wish", lambda: self.desk.white.wish(client_id, text), lambda _done: self._wished())

        self.app.push_screen(WishDialog(), told)

    def _wished(self) -> None:
        self.notice(gettext("Recorded as a need: purchasing looks for it."), "good")

    def estimate_wallet(self) -> None:
        cell = self.table.current
        choices = [(ALL, gettext("All goods")), *([] if cell is None else [(cell.group, cell.group)])]
        self.app.push_screen(ChoiceDialog(gettext("What he buys from everybody"), choices), self._estimate)

    def _estimate(self, chosen: str | None) -> None:
        if chosen is None or self._client is None:
            return
        client_id, group = self.client_id, "" if chosen == ALL else chosen
        minor = 10 ** minor_digits(self._client.turnover.currency)

        def told(words: tuple[Decimal, str] | None) -> None:
            if words is not None:
                total, source = int(words[0] * minor), words[1]
                self.ask(
                    "estimate",
                    lambda: self.desk.white.estimate(client_id, total, group, source),
                    lambda _done: self.load(),
                )

        self.app.push_screen(EstimateDialog(group), told)
