"""ACC: the client list, filtered and ordered, of any length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.group_tasks import GiveGroupTask
from tui.commands.lists import (
    MOVES,
    ClearFilter,
    ClearMarks,
    EditRecord,
    FilterList,
    MarkRow,
    OpenRecord,
    SortList,
)
from tui.commands.outreach import MailList
from tui.commands.own import TagClients
from tui.commands.removal import RemoveRecord
from tui.commands.selections import OpenSelection, RemoveSelection, SaveSelection
from tui.commands.worth import ShowBehind
from tui.desk.answers import ClientRow
from tui.desk.port import OWN_SORT, ListFilter, ListHandle
from tui.desk.port_exports import view_of
from tui.screens.base import chip
from tui.screens.dialogs.edit import EditDialog
from tui.screens.dialogs.filter import FilterDialog, filter_text
from tui.screens.dialogs.sort import SortDialog, order_text
from tui.screens.evidence import show_behind
from tui.screens.grouping import ask_group_task
from tui.screens.mailing import mail_to
from tui.screens.removing import ask_to_remove
from tui.screens.selecting import Selecting, ask_tags
from tui.text import N_, STATE_INKS, STATE_MARKS, clients, count, fill, gettext, label, probability, short_money
from tui.walk import Walk
from tui.widgets.drawn import Piece
from tui.widgets.row_pages import PAGE_ROWS
from tui.widgets.window_table import Column, WindowTable


def _state(row: ClientRow) -> Piece:
    mark = STATE_MARKS.get(row.state, "")
    text = label("state", row.state, short=True)
    return (f"{text} {mark}" if mark else text, STATE_INKS.get(row.state, "dim"))


def _letters(row: ClientRow) -> Piece:
    margin, turnover = row.abc or "", row.abc_turnover or ""
    # Both letters only where they differ (README "Where two pages differ" 1).
    text = margin if not turnover or margin in ("", turnover) else f"{margin}/{turnover}"
    return (text or turnover or "—", "strong" if margin == "A" else "")


def _silent(row: ClientRow) -> Piece:
    return (count(row.days_silent), "")


COLUMNS: tuple[Column[ClientRow], ...] = (
    Column("name", lambda: gettext("Client"), 20, lambda row: (row.name, ""), flex=1, sort="name"),
    Column("city", lambda: gettext("City"), 14, lambda row: (row.city, "dim"), from_width=113, sort="city"),
    Column(
        "level",
        lambda: gettext("Level"),
        10,
        lambda row: (label("level", row.level, short=True), "strong" if row.level == "key" else ""),
        sort="level",
    ),
    Column("abc", lambda: gettext("ABC"), 3, _letters, sort="abc"),
    Column("state", lambda: gettext("Rhythm"), 14, _state, sort="state"),
    Column(
        "turnover",
        lambda: gettext("12 months"),
        12,
        lambda row: (short_money(row.turnover_12m), ""),
        right=True,
        sort="turnover",
    ),
    Column("silent", lambda: gettext("Silent"), 6, _silent, right=True, sort="silent"),
    Column(
        "lapse",
        lambda: gettext("Lapse"),
        6,
        lambda row: (probability(row.lapse_probability), ""),
        right=True,
        from_width=100,
        sort="lapse",
    ),
    Column(
        "overdue",
        lambda: gettext("Overdue"),
        10,
        lambda row: (short_money(row.overdue) if row.overdue is not None else "", "bad"),
        right=True,
        from_width=113,
        sort="overdue",
    ),
    Column("owner", lambda: gettext("Owner"), 16, lambda row: (row.owner, "dim"), from_width=132, sort="owner"),
    Column("phone", lambda: gettext("Phone"), 19, lambda row: (row.phone_mask, "dim"), from_width=152),
)

_OWN_WIDTH = 12
_OWN_FROM = (102, 116, 130)
"""Own columns come from these widths of the screen on."""
_OWN_ROOM = 18
"""What comes on wide screens waits for so many more cells for each of them."""


def with_own(names: Sequence[str]) -> tuple[Column[ClientRow], ...]:
    """The columns with those of the firm's own fields behind the name."""
    own = tuple(
        Column[ClientRow](
            f"own-{n}",
            partial(str, name),
            _OWN_WIDTH,
            partial(_own_cell, n),
            from_width=_OWN_FROM[n],
            sort=f"{OWN_SORT}{name}",
        )
        for n, name in enumerate(names[: len(_OWN_FROM)])
    )
    shifted = [
        replace(each, from_width=each.from_width + _OWN_ROOM * len(own)) if each.from_width > _OWN_FROM[0] else each
        for each in COLUMNS
    ]
    return (shifted[0], *own, *shifted[1:])


def _own_cell(n: int, row: ClientRow) -> Piece:
    return (row.own[n] if n < len(row.own) else "", "")


Opened = tuple[ListHandle, int, dict[int, Sequence[ClientRow]], tuple[str, ...]]


class ClientsScreen(Selecting):
    """The list. Cursor, filter, order and marks are kept while one is elsewhere."""

    CODE = "ACC"
    HEADING = N_("Clients")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        FindClient,
        OpenRecord,
        FilterList,
        MailList,
        ShowMenu,
        SortList,
        ClearFilter,
        MarkRow,
        ClearMarks,
        EditRecord,
        RemoveRecord,
        SaveSelection,
        OpenSelection,
        RemoveSelection,
        ShowBehind,
        GiveGroupTask,
        TagClients,
        *MOVES,
    )
    RULE = (
        N_(
            "Every client has three independent marks: the level of the pyramid, the rhythm of the purchases and the"
            " letter of the margin. The rhythm is the client's own: silence is judged against it, not against a"
            " calendar."
        ),
        N_(
            "Letters: A brings the first 80 % of the margin, B the next 15 %, C the rest; the second letter is by"
            " turnover and shown where it differs."
        ),
    )
    SOURCES = "S01.01, S02.05–S02.09, S03.03, S03.13"

    def __init__(self) -> None:
        super().__init__()
        self.wanted = ListFilter()
        self.sort = "name"
        self._own: tuple[str, ...] = ()

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="clients")

    @property
    def table(self) -> WindowTable[ClientRow]:
        return self.query_one("#clients", WindowTable)

    def _empty(self) -> str:
        if self.wanted.empty:
            return gettext(
                "No clients yet: F9, Import takes a file or a paste and saves an empty table; Insert types one."
            )
        return gettext("No client fits the filter. Backspace clears it.")

    # Loading

    def load(self) -> None:
        keep = self.table.current_id
        wanted, sort, at = self.wanted, self.sort, self.table.cursor
        self.ask("list", lambda: self._open(wanted, sort, keep, at), self._opened)

    def _open(self, wanted: ListFilter, sort: str, keep: str | None, at: int) -> Opened:
        handle = self.desk.open_list(wanted, sort)
        found = handle.position(keep) if keep is not None else None
        first = found if found is not None else max(0, min(at if keep else 0, len(handle) - 1))
        pages: dict[int, Sequence[ClientRow]] = {}
        for number in {max(0, first - 64) // PAGE_ROWS, (first + 64) // PAGE_ROWS}:
            start = number * PAGE_ROWS
            if start < len(handle):
                pages[number] = handle.rows(start, min(start + PAGE_ROWS, len(handle)))
        return handle, first, pages, self.desk.own.columns()

    def _opened(self, opened: Opened) -> None:
        handle, first, pages, own = opened
        if own != self._own:
            self._own = own
            self.table.set_columns(with_own(own))
        self.table.set_source(handle, first, pages, self.sort)
        self.paint_title()
        self.paint_status()

    def title_detail(self) -> str:
        total = self.table.length
        return clients(total) if total else ""

    def paint_status(self) -> None:
        line = chip(order_text(self.sort))
        if not self.wanted.empty:
            line = (*chip(fill(gettext("Filter: {what}"), what=filter_text(self.wanted))), *line)
        if marks := len(self.table.marks):
            line = (*line, *chip(fill(gettext("Marked: {n}"), n=marks)))
        place = fill(gettext("{n} of {total}"), n=self.table.cursor + 1, total=self.table.length)
        if self.table.length:
            line = (*line, (place, "dim"))
        self.status.set_left(line)

    def on_window_table_moved(self) -> None:
        self.paint_status()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    # Verbs

    def client_in_hand(self) -> str:
        row = self.table.current
        return row.id if row is not None else ""

    def can(self, verb: str) -> bool:
        if verb in ("open_record", "edit_record", "remove_record", "mark_row", "show_evidence", "tag_clients"):
            return super().can(verb) and self.table.current is not None
        if verb == "mail_list":
            return super().can(verb) and self.table.length > 0
        if verb == "give_group_task":
            return not self.station.options.read_only
        if verb == "clear_filter":
            return not self.wanted.empty
        if verb == "clear_marks":
            return bool(self.table.marks)
        if verb == "save_selection":
            return bool(self.table.marks) or not self.wanted.empty
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.station.open_card(row.id, Walk(self.table.pages.source, self.table.cursor))

    def show_evidence(self) -> None:
        row = self.table.current
        if row is not None:
            show_behind(self, "stake", row.id)

    def filter_list(self) -> None:
        def offered() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
            return self.desk.owners(), self.desk.own.tags(), self.desk.own.choices()

        self.ask("owners", offered, self._ask_filter)

    def _ask_filter(self, offered: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]) -> None:
        self.app.push_screen(FilterDialog(self.wanted, *offered), self._filtered)

    def _filtered(self, wanted: ListFilter | None) -> None:
        if wanted is not None and wanted != self.wanted:
            self.wanted = wanted
            self.load()

    def clear_filter(self) -> None:
        self._filtered(ListFilter())

    def sort_list(self) -> None:
        self.app.push_screen(SortDialog(self.sort, self._own), self._sorted)

    def _sorted(self, order: str | None) -> None:
        if order is not None:
            self.sort = order
            self.load()

    def chosen_clients(self) -> list[str]:
        return sorted(self.table.marks)

    def narrowed(self) -> ListFilter:
        return self.wanted

    def show_selection(self, wanted: ListFilter, clients: list[str]) -> None:
        self.wanted = wanted
        self.table.marks.clear()
        self.table.marks.update(clients)
        self.load()

    def give_group_task(self) -> None:
        ask_group_task(self, self.chosen_clients(), self.clear_marks)

    def mark_row(self) -> None:
        self.table.toggle_mark()
        self.paint_status()

    def clear_marks(self) -> None:
        self.table.marks.clear()
        self.table.refresh()
        self.paint_status()

    def mail_list(self) -> None:
        """To the marked clients, else to everybody the list shows."""
        marked, wanted, desk = self.chosen_clients(), self.wanted, self.desk

        def listed() -> list[str]:
            if marked:
                return marked
            found = desk.open_list(wanted, "name")
            return [row.id for row in found.rows(0, len(found))]

        mail_to(self, listed)

    def remove_record(self) -> None:
        row = self.table.current
        chosen = sorted(self.table.marks) or ([row.id] if row is not None else [])
        if chosen:
            ask_to_remove(self, chosen, self._removed)

    def _removed(self) -> None:
        self.clear_marks()
        self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # the list is a loaded workplace

    def exported(self) -> dict[str, str]:
        wanted = self.wanted
        parts = {"level": wanted.levels, "state": wanted.states, "abc": wanted.abc, "owner": wanted.owners}
        return view_of(wanted.text, parts | {"debt": wanted.debts, "tag": wanted.tags, "own": wanted.own}, self.sort)

    def tag_clients(self) -> None:
        row = self.table.current
        chosen = sorted(self.table.marks) or ([row.id] if row is not None else [])
        ask_tags(self, chosen, lambda: self.load())

    def edit_record(self) -> None:
        row = self.table.current
        if row is None:
            return
        client_id = row.id
        self.ask("form", lambda: self.desk.edit_form(client_id), lambda form: self._edit(client_id, form))

    def _edit(self, client_id: str, form: tuple[object, ...]) -> None:
        self.app.push_screen(EditDialog(client_id, form), self._edited)  # type: ignore[arg-type]

    def _edited(self, saved: int | None) -> None:
        if saved:
            self.notice(gettext("Saved. u takes the last change back."), "good")
            self.load()
