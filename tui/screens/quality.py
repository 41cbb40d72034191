"""DQ: the central file looked after: what is amiss, who used it this week, who keeps it (S03.33–S03.39, S01.16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from core.wording.quality import AMISS_TITLES
from tui.commands.base import Command
from tui.commands.everywhere import ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES, ClearMarks, MarkRow, NextPane, OpenRecord
from tui.commands.quality import AskUnknown, FilterAmiss, MarkVerified, NameKeeper, ShowUnknown
from tui.desk.port_quality import KeeperView, QualityBook, QualityRow
from tui.safe_text import fit, wrap
from tui.screens.base import chip
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.importing import ValueDialog
from tui.screens.quality_unknown import UnknownOfClients
from tui.text import N_, clients, count, date, exact_money, fill, gettext
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_INKS = {
    "inn": "bad",
    "phone": "bad",
    "email": "bad",
    "no_contact": "warn",
    "bounced": "warn",
    "single_contact": "warn",
    "one_time": "dim",
}

COLUMNS: tuple[Column[QualityRow], ...] = (
    Column(
        "kind", lambda: gettext("Amiss"), 28, lambda row: (gettext(AMISS_TITLES[row.kind]), _INKS.get(row.kind, ""))
    ),
    Column("name", lambda: gettext("Client"), 20, lambda row: (row.name, ""), flex=1),
    Column("owner", lambda: gettext("Owner"), 14, lambda row: (row.owner, "dim")),
    Column("days", lambda: gettext("Days"), 6, lambda row: (count(row.days) if row.days else "", "warn"), right=True),
)


class QualityScreen(UnknownOfClients):
    """What is amiss, one line a client and fault; below the week and the keeper."""

    CODE = "DQ"
    CSS_PATH = "quality.tcss"
    HEADING = N_("Quality of the file")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        MarkVerified,
        FilterAmiss,
        OpenRecord,
        ShowUnknown,
        AskUnknown,
        NameKeeper,
        ShowMenu,
        ShowPalette,
        MarkRow,
        ClearMarks,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "The central file is the biggest asset of the firm: one list, created with care, checked regularly. A card"
            " nobody has verified for 180 days, a number that cannot be, and a client reached through one person alone"
            " stand here. Who bought even once is kept."
        ),
        N_(
            "One manager keeps the file as an extra, paid duty: the allowance, the first day and what the keeper is"
            " judged by stand below. The week shows whether the file is used and who begins the contacts."
        ),
    )
    SOURCES = "S01.16, S02.16, S03.31, S03.33–S03.39"

    def __init__(self) -> None:
        super().__init__()
        self._book: QualityBook | None = None
        self._kind = ""

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: f"{row.id}:{row.kind}", empty=self._empty, id="amiss")
        yield Pager(id="care")
        yield from self.unknown_widgets()

    def on_mount(self) -> None:
        super().on_mount()
        self.show_halves()

    @property
    def table(self) -> WindowTable[QualityRow]:
        return self.query_one("#amiss", WindowTable)

    def _empty(self) -> str:
        return "" if self._book is None else gettext("Nothing is amiss.")

    def load(self) -> None:
        self.ask("book", self.desk.quality.book, self._loaded)
        if self.looking:
            self.load_unknown()

    def _loaded(self, book: QualityBook) -> None:
        keep = self.table.current_id
        self._book = book
        rows = [row for row in book.rows if not self._kind or row.kind == self._kind]
        source = Rows(rows, [f"{row.id}:{row.kind}" for row in rows])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint()

    def title_detail(self) -> str:
        return "" if self._book is None else clients(self._book.clients)

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def on_window_table_moved(self) -> None:
        self.paint()

    def paint(self) -> None:
        if self.looking:
            self.paint_unknown()
            return
        if self._book is None:
            return
        line: Line = chip(gettext(AMISS_TITLES[self._kind])) if self._kind else ()
        if self.table.marks:
            line = (*line, *chip(fill(gettext("Marked: {n}"), n=len(self.table.marks))))
        self.status.set_left((*line, (fill(gettext("lines: {n}"), n=count(self.table.length)), "dim")))
        pane = self.query_one("#care", Pager)
        pane.show(care_lines(self._book, max(20, pane.content_size.width - 1)), keep_top=True)
        self.paint_title()

    # Verbs

    def exported(self) -> dict[str, str] | None:
        return None if self.looking else {"list": "quality", "kind": self._kind}

    def can(self, verb: str) -> bool:
        if self.looking and verb in ("mark_row", "mark_verified", "clear_marks", "filter_amiss", "name_keeper"):
            return False
        if verb == "ask_unknown":
            return self.looking and self.gaps.current is not None and not self.station.options.read_only
        if verb == "open_record" and self.looking:
            return self.gaps.current is not None
        if verb in ("open_record", "mark_row"):
            return self.table.current is not None
        if verb == "mark_verified":
            return self.table.current is not None and not self.station.options.read_only
        if verb == "clear_marks":
            return bool(self.table.marks)
        return super().can(verb)

    def open_record(self) -> None:
        row = self.gaps.current if self.looking else self.table.current
        if row is not None:
            self.station.open_card(row.id)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def next_pane(self) -> None:
        table, below = (self.gaps, "#asking") if self.looking else (self.table, "#care")
        (self.query_one(below) if self.focused is table else table).focus()

    def mark_row(self) -> None:
        self.table.toggle_mark()
        self.paint()

    def clear_marks(self) -> None:
        self.table.marks.clear()
        self.table.refresh()
        self.paint()

    def mark_verified(self) -> None:
        row = self.table.current
        chosen = sorted(
            {mark.partition(":")[0] for mark in self.table.marks} or ({row.id} if row is not None else set())
        )

        def done(number: int) -> None:
            self.table.marks.clear()
            self.load()
            self.notice(fill(gettext("Verified today: {n}."), n=count(number)), "good")

        if chosen:
            self.ask("verify", partial(self.desk.quality.verify, chosen), done)

    def filter_amiss(self) -> None:
        book = self._book
        if book is None:
            return

        def chosen(kind: str | None) -> None:
            if kind is not None:
                self._kind = "" if kind == "all" else kind
                self._loaded(book)

        counts = {kind: sum(row.kind == kind for row in book.rows) for kind in AMISS_TITLES}
        choices = [("all", fill(gettext("Everything: {n}"), n=count(len(book.rows))))]
        choices += [(kind, f"{gettext(title)}: {count(counts[kind])}") for kind, title in AMISS_TITLES.items()]
        self.app.push_screen(ChoiceDialog(gettext("What is amiss?"), choices), chosen)

    def name_keeper(self) -> None:
        def offered(people: tuple[tuple[str, str], ...]) -> None:
            self.app.push_screen(ChoiceDialog(gettext("Who keeps the central file?"), people), chosen)

        def chosen(login: str | None) -> None:
            if login:
                dialog = ValueDialog(gettext("Allowance a month, whole units"), "0")
                self.app.push_screen(dialog, partial(priced, login))

        def priced(login: str, text: str | None) -> None:
            if text is None:
                return
            digits = text.replace(" ", "")
            if not digits.isdecimal() or len(digits) > 9:
                self.notice(gettext("The allowance is a number of whole units."), "bad")
                return
            dialog = ValueDialog(gettext("What is the keeper judged by?"))
            self.app.push_screen(dialog, partial(judged, login, int(digits) * 100))

        def judged(login: str, allowance: int, kpi: str | None) -> None:
            if kpi is not None:
                self.ask("keeper", partial(self._appoint, login, allowance, kpi), named)

        def named(keeper: KeeperView) -> None:
            self.load()
            self.notice(fill(gettext("{name} keeps the central file."), name=keeper.name), "good")

        self.ask("people", self.desk.quality.people, offered)

    def _appoint(self, login: str, allowance: int, kpi: str) -> KeeperView:
        greeting = self.station.greeting
        since = greeting.today if greeting is not None else dt.date.min
        return self.desk.quality.set_keeper(login, allowance, since, kpi)


def care_lines(book: QualityBook, width: int) -> list[Line]:
    """The keeper, then the week: logins, changes, contacts begun by us and by clients."""
    keeper = book.keeper
    if keeper is None:
        lines: list[Line] = [((gettext("Nobody keeps the central file yet."), "warn"),)]
    else:
        told = gettext("The central file is kept by {name} since {day}, for {allowance} a month.")
        text = fill(told, name=keeper.name, day=date(keeper.since), allowance=exact_money(keeper.allowance))
        if keeper.kpi:
            text += " " + fill(gettext("Judged by: {kpi}."), kpi=keeper.kpi)
        lines = [((part, ""),) for part in wrap(text, width)]
    heads = (gettext("Logins"), gettext("Changes"), gettext("Contacts by us"), gettext("By clients"))
    head = "".join(f"{fit(each, 15, right=True)} " for each in heads)
    lines.append(((fit(gettext("In 7 days"), max(8, width - 66)) + " ", "dim"), (head, "dim")))
    for row in book.week:
        cells = "".join(f"{each:>15} " for each in (row.logins, row.cards, row.by_us, row.by_client))
        lines.append(((fit(row.who, max(8, width - 66)) + " ", ""), (cells, "strong")))
    return lines
