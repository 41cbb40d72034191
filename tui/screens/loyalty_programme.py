"""One loyalty programme: its members with their cards, and what it does (S03.24, S03.15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual.widget import Widget

from core.wording.loyalty import joined
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, OpenRecord
from tui.commands.loyalty import (
    AddMembers,
    BlockCard,
    IssueCard,
    LeaveProgramme,
    OtherTabOfProgramme,
    ReplaceCard,
)
from tui.desk.port_loyalty import MemberRow, ProgrammeDetails
from tui.desk.port_spending import Field
from tui.loyalty_text import card_lines, member_cells, member_heads, report_lines
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.dialogs.words import WordsDialog
from tui.screens.grouping import renew
from tui.text import N_, clients, count, fill, gettext
from tui.walk import Walk
from tui.widgets.drawn import OneLine, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

Save = Callable[[Mapping[str, str]], str]
"""Writes what was typed and gives the number of the card."""
TABS = ("members", "report")
_WIDTHS = (22, 18, 10, 22)


def _column(at: int) -> Column[MemberRow]:
    def cell(row: MemberRow) -> tuple[str, str]:
        return member_cells(row)[at], "dim" if row.until or at in (1, 2) else ""

    since = 100 if at == 1 else 0
    return Column(f"member-{at}", lambda: member_heads()[at], _WIDTHS[at], cell, flex=int(at == 0), from_width=since)


COLUMNS: tuple[Column[MemberRow], ...] = tuple(_column(at) for at in range(len(_WIDTHS)))


class ProgrammeScreen(WorkScreen):
    """Two tabs: members, report."""

    CODE = "LOYAL"
    CSS_PATH = "group.tcss"
    HEADING = N_("Loyalty programme")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        AddMembers,
        IssueCard,
        OpenRecord,
        OtherTabOfProgramme,
        ShowMenu,
        GoBack,
        BlockCard,
        ReplaceCard,
        LeaveProgramme,
        FindClient,
        *MOVES,
    )
    RULE = (
        N_(
            "Numbers of a series are given out in turn; one that is borne already is passed over. A blocked card finds"
            " nobody any more, neither in an import nor in the search; its successor does."
        ),
        N_(
            "Every member is judged over windows of equal length before and after the day he joined; others around the"
            " median of these days. What counts is by how much more the members changed. Intervals are of 95 %."
        ),
    )
    SOURCES = "S03.24, S03.15"
    AUTO_FOCUS = "#members"

    def __init__(self, programme: str) -> None:
        super().__init__()
        self.programme = programme
        self.tab = TABS[0]
        self._told: ProgrammeDetails | None = None

    def body(self) -> Iterable[Widget]:
        yield OneLine((), id="tabs")
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="members")
        yield Pager(id="cards")
        yield Pager(id="report")

    @property
    def table(self) -> WindowTable[MemberRow]:
        return self.query_one("#members", WindowTable)

    def _empty(self) -> str:
        return "" if self._told is None else gettext("Nobody takes part yet: a lets clients join.")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab()

    def load(self) -> None:
        handle = self.programme
        self.ask("programme", lambda: self.desk.loyalty.show(handle), self._loaded)

    def _loaded(self, told: ProgrammeDetails) -> None:
        keep, self._told = self.table.current_id, told
        source = Rows(told.members, [each.id for each in told.members])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        row = told.programme
        line = clients(row.members)
        if row.kind == "cards":
            line += "   " + fill(gettext("cards in force: {n}"), n=count(row.cards))
        if row.next_number:
            line += "   " + fill(gettext("the next is {number}"), number=row.next_number)
        self.status.set_left(((line, "dim"),))
        self.paint_title()
        self.paint()

    def title_detail(self) -> str:
        return "" if self._told is None else self._told.programme.name

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def on_window_table_moved(self) -> None:
        self.paint()
        self.renew_footer()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def paint(self) -> None:
        """Cards of the member under the cursor, and the report."""
        told, room = self._told, max(20, self.size.width - 2)
        if told is None:
            return
        row = self.table.current
        for name, lines in (("cards", [] if row is None else card_lines(row)), ("report", report_lines(told))):
            shown = [((part, ink),) for text, ink in lines for part in _parts(text, room)]
            self.query_one(f"#{name}", Pager).show(shown, keep_top=True)

    def _show_tab(self) -> None:
        titles = {"members": gettext("Members"), "report": gettext("What it does")}
        pieces = tuple((f" {titles[name]} ", "picked" if name == self.tab else "dim") for name in TABS)
        self.query_one("#tabs", OneLine).show(pieces)
        for name in ("members", "cards", "report"):
            self.query_one(f"#{name}").display = (name == "report") == (self.tab == "report")
        self.query_one(f"#{self.tab}").focus()
        self.call_after_refresh(self.paint)

    # Verbs
    @property
    def _row(self) -> MemberRow | None:
        return self.table.current if self._told is not None and self.tab == "members" else None

    def client_in_hand(self) -> str:
        row = self._row
        return "" if row is None else row.client_id

    def exported(self) -> dict[str, str]:
        return {"list": "programme", "programme": self.programme}

    def can(self, verb: str) -> bool:
        row, told, writes = self._row, self._told, not self.station.options.read_only
        carded = told is not None and told.programme.kind == "cards"
        if verb == "add_members":
            return writes and told is not None
        if verb == "issue_card":
            return writes and carded and row is not None and row.until is None
        if verb in ("block_card", "replace_card"):
            return writes and row is not None and bool(row.number)
        if verb == "leave_programme":
            return writes and row is not None and row.until is None
        if verb == "open_record":
            return row is not None
        return super().can(verb)

    def other_tab(self) -> None:
        self.tab = TABS[1 - TABS.index(self.tab)]
        self._show_tab()
        self.renew_footer()

    def open_record(self) -> None:
        row = self._row
        if row is not None:
            self.station.open_card(row.client_id, Walk(self.table.pages.source, self.table.cursor, "client_id"))

    def add_members(self) -> None:
        port, handle = self.desk.loyalty, self.programme

        def ask(sources: tuple[tuple[str, str], ...]) -> None:
            self.app.push_screen(ChoiceDialog(gettext("Who joins today?"), sources), chosen)

        def chosen(source: str | None) -> None:
            if source:
                self.ask("join", lambda: port.join(handle, port.chosen(source)), lambda n: renew(self, joined(n)))

        self.ask("sources", port.sources, ask)

    def issue_card(self) -> None:
        row, told = self._row, self._told
        if row is None or told is None:
            return
        port, handle, client_id = self.desk.loyalty, self.programme, row.client_id
        fields = (
            Field("number", N_("Number"), told.programme.next_number, max_length=40),
            Field("holder", N_("Who bears it"), max_length=60),
        )
        offered = told.programme.next_number

        def save(values: Mapping[str, str]) -> str:
            # The offered number is taken anew: a colleague may have issued it meanwhile.
            number = "" if values["number"].strip() == offered else values["number"]
            return port.issue(handle, client_id, number, values["holder"])

        heading = fill(gettext("Card for {client}"), client=row.client)
        self._form(heading, fields, save, gettext("Card {number} is issued."))

    def replace_card(self) -> None:
        row, told = self._row, self._told
        if row is None or told is None:
            return
        port, handle, old, offered = self.desk.loyalty, self.programme, row.number, told.programme.next_number
        fields = (
            Field("number", N_("New number"), offered, max_length=40),
            Field("reason", N_("Why it is replaced")),
        )

        def save(values: Mapping[str, str]) -> str:
            number = "" if values["number"].strip() == offered else values["number"]
            return port.replace(handle, old, number, values["reason"])

        heading = fill(gettext("Instead of card {number}"), number=old)
        self._form(heading, fields, save, gettext("Card {number} takes its place."))

    def _form(
        self, heading: str, fields: tuple[Field, ...], save: Callable[[Mapping[str, str]], str], told: str
    ) -> None:
        def saved(number: str | None) -> None:
            if number:
                renew(self, fill(told, number=number))

        self.app.push_screen(FieldsForm(heading, fields, save), saved)

    def block_card(self) -> None:
        row = self._row
        if row is None:
            return
        port, handle, number = self.desk.loyalty, self.programme, row.number

        def why(reason: str | None) -> None:
            if reason:
                said = fill(gettext("Card {number} is blocked."), number=number)
                self.ask("block", lambda: port.block(handle, number, reason), lambda _done: renew(self, said))

        asked = fill(gettext("Why is card {number} blocked?"), number=number)
        self.app.push_screen(WordsDialog(asked, ""), why)

    def leave_programme(self) -> None:
        row = self._row
        if row is None:
            return
        port, handle, client_id = self.desk.loyalty, self.programme, row.client_id
        said = gettext("He takes part no more. u takes it back.")
        self.ask("leave", lambda: port.leave(handle, client_id), lambda _done: renew(self, said))


def _parts(text: str, room: int) -> list[str]:
    """A line as it fits, with what it is set in by."""
    inner = text.lstrip()
    before = text[: len(text) - len(inner)]
    return [before + part for part in wrap(inner, room - len(before))] or [""]
